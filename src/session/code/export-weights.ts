// The trained network that a document is exported with: that of the weight file beside it, or of a kept run
// that was chosen. If there is none, why not.

import type { SelfCheck } from "../../code/exporter.ts";
import { readWeightFile, type StoredNetwork } from "../../code/formats/weights.ts";
import { type Message, message } from "../../model/message.ts";
import { type Problem, ProblemError } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import { isSameNetwork } from "../../model/trained.ts";
import type { NetworkPorts } from "../network/network-ports.ts";

/** A weight file that the person chose, as of a kept run. */
export interface ChosenWeights {
  /** What it is called, for sentences. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface ExportWeights {
  readonly trained: StoredNetwork;
  /** The file it was read from, byte for byte. */
  readonly weightFile: Uint8Array;
}

export type WeightsOrReason = { readonly weights: ExportWeights } | { readonly weights?: never; readonly reason: Problem };

/**
 * The weights for an export of this document.
 * @param chosen those that the person chose; undefined for those beside the document
 */
export async function exportWeights(
  experiment: Experiment,
  { stem, weightBytes }: Pick<NetworkPorts, "stem" | "weightBytes">,
  chosen: ChosenWeights | undefined,
): Promise<WeightsOrReason> {
  const name = chosen?.name ?? `${stem}.safetensors`;
  // Without a file, or with one that cannot be read, there is nothing that was trained.
  const bytes = chosen?.bytes ?? (await weightBytes(undefined).catch(() => undefined));
  if (bytes === undefined) return none("not-trained", message("Train first: there is no {0} yet.", name));
  try {
    const trained = readWeightFile(bytes, name);
    if (isSameNetwork(experiment, trained.experiment)) return { weights: { trained, weightFile: bytes } };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { reason: error.problem };
  }
  return none("other-weights", message("The layers or the loss changed since {0} was trained. Train again, or undo the change.", name));
}

/**
 * A row with the answers of the weights, so that what is exported can check itself; undefined if there is no
 * such row, or the CSV is not there any more.
 */
export async function exportCheck(
  { trained }: ExportWeights,
  threshold: number,
  { worker, sources }: Pick<NetworkPorts, "worker" | "sources">,
): Promise<SelfCheck | undefined> {
  try {
    return await worker.selfCheck(trained, threshold, await sources(trained.experiment.data.file));
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

/**
 * How well the weights do on the test rows: `loss`, and of a single target `accuracy`, or `r2` and `mae`;
 * undefined if that cannot be known.
 */
export async function exportMetrics(
  { trained }: ExportWeights,
  experiment: Experiment,
  { worker, sources }: Pick<NetworkPorts, "worker" | "sources">,
): Promise<Readonly<Record<string, number>> | undefined> {
  try {
    return await worker.testMetrics(experiment, await sources(experiment.data.file), trained);
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

function none(code: string, sentence: Message): { readonly reason: Problem } {
  return { reason: { severity: "error", code, message: sentence, path: [] } };
}
