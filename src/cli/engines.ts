// Which engine `train` computes with: the built-in one, or PyTorch. What is said of PyTorch alone, as its
// device, is refused of the built-in one rather than passed over.

import { message } from "../model/message.ts";
import { nearest } from "../model/nearest.ts";
import { type Arguments, type OptionType, wholeNumber } from "./arguments.ts";
import { failure } from "./failure.ts";

export type EngineName = "builtin" | "pytorch";

/** What is asked of PyTorch. */
export interface PyTorchChoice {
  readonly python: string | undefined;
  readonly device: string;
  readonly processes: number;
  readonly rendezvous: { readonly nodes: number; readonly nodeRank: number; readonly endpoint: string } | undefined;
  /** How often all processes may start again after one of them has died. */
  readonly maxRestarts: number | undefined;
}

/** The options of `train` that are about engines. */
export const engineOptions = {
  engine: "string",
  python: "string",
  device: "string",
  processes: "string",
  nodes: "string",
  "node-rank": "string",
  rendezvous: "string",
  "max-restarts": "string",
} as const satisfies Readonly<Record<string, OptionType>>;

const names: readonly EngineName[] = ["builtin", "pytorch"];
const device = /^(cpu|mps|cuda(:\d+)?)$/;

/**
 * What the options say; undefined for the built-in engine.
 * @throws ProblemError if one is none, or does not fit the others
 */
export function chosenEngine(given: Arguments): PyTorchChoice | undefined {
  const text = given.strings.get("engine") ?? "builtin";
  const engine = names.find((name) => name === text);
  if (engine === undefined) throw failure(message("There is no engine {0}. Did you mean {1}?", text, nearest(text, names)));
  if (engine === "builtin") {
    const other = Object.keys(engineOptions).find((name) => name !== "engine" && given.strings.has(name));
    if (other !== undefined) throw failure(message("--{0} is an option of PyTorch. Add --engine pytorch, or leave it out.", other));
    return undefined;
  }
  const chosen = given.strings.get("device") ?? "cpu";
  if (!device.test(chosen)) throw failure(message("There is no device {0}. Write cpu, cuda, cuda:N or mps.", chosen));
  return {
    python: given.strings.get("python") ?? (process.env["PERCEPTRON_PYTHON"] || undefined),
    device: chosen,
    processes: wholeNumber(given, "processes", 1) ?? 1,
    rendezvous: rendezvous(given),
    maxRestarts: wholeNumber(given, "max-restarts", 0),
  };
}

/** Several machines need to know of each other: how many they are, which this one is, and where they meet. */
function rendezvous(given: Arguments): PyTorchChoice["rendezvous"] {
  const nodes = wholeNumber(given, "nodes", 1);
  const nodeRank = wholeNumber(given, "node-rank", 0);
  const endpoint = given.strings.get("rendezvous");
  if (nodes === undefined && nodeRank === undefined && endpoint === undefined) return undefined;
  if (nodes === undefined || nodeRank === undefined || endpoint === undefined)
    throw failure(message("Several machines need --nodes M, --node-rank R and --rendezvous HOST:PORT, all three."));
  if (nodeRank >= nodes)
    throw failure(message("--node-rank is {0}, but the ranks of {1} machines are 0 to {2}.", nodeRank, nodes, nodes - 1));
  if (!/^[^\s:]+:\d+$/.test(endpoint))
    throw failure(message("--rendezvous is {0}, but must be HOST:PORT, as in 10.0.0.1:29400.", endpoint));
  return { nodes, nodeRank, endpoint };
}
