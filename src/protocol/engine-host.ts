// Who computes a run: a setting of the person's, not of the document.

import { type Message, message } from "../model/message.ts";
import type { RunStarted } from "../training/types.ts";
import type { Rendezvous } from "./worker.ts";

export const engineNames = ["builtin", "pytorch", "pytorch-cuda", "pytorch-mps"] as const;

export type EngineName = (typeof engineNames)[number];

export interface EngineChoice {
  readonly name: EngineName;
  /** How many of PyTorch's processes on this machine train together; 1 for the built-in engine. */
  readonly processes: number;
  /** Of several machines that train together, of which this is one; absent if it trains alone. */
  readonly machines?: Rendezvous | undefined;
}

/** Weights from which PyTorch's larger kernels, or a GPU, can win; and seconds of an epoch that are felt. */
const LARGE = 2_000_000;
const LONG = 5;

/** Whether PyTorch may be worth its while for such a run. */
export function mayOutgrow({ parameters }: Pick<RunStarted, "parameters">, secondsPerEpoch: number): boolean {
  return parameters >= LARGE && secondsPerEpoch >= LONG;
}

export interface EngineHost {
  /** Changes the setting; the next run takes it. */
  setEngine(choice: EngineChoice): Promise<void>;
}

/** What keeps machines from finding each other; undefined if nothing does. */
export function machinesProblem({ nodes, nodeRank, endpoint }: Rendezvous): Message | undefined {
  if (!/^[^\s:]+:\d+$/.test(endpoint))
    return message("Write where the machines meet as HOST:PORT, with the address of the machine of rank 0, as in 10.0.0.1:29400.");
  if (nodeRank >= nodes) return message("The ranks of {0} machines are 0 to {1}.", nodes, nodes - 1);
  return undefined;
}

/**
 * What is run on another machine, in the folder with the same document and the same CSV, so that it trains
 * with this one.
 * @param file the document's name
 */
export function joiningLine(file: string, { name, processes, machines }: EngineChoice, rank: number): string {
  const device = name.split("-")[1];
  return [
    "perceptron",
    "train",
    /^[\w.-]+$/.test(file) ? file : `"${file.replaceAll(/["$`\\]/g, String.raw`\$&`)}"`,
    "--engine pytorch",
    ...(device === undefined ? [] : [`--device ${device}`]),
    ...(processes > 1 ? [`--processes ${processes}`] : []),
    ...(machines ? [`--nodes ${machines.nodes}`, `--node-rank ${rank}`, `--rendezvous ${machines.endpoint}`] : []),
  ].join(" ");
}
