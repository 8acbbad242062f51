// A weight file: the tensors under their names in the `state_dict`, and in its metadata everything that prediction needs besides
// them, the document and the fitted preprocessing. Numbers there are JSON's, the shortest decimals that give the same double.

import type { Preprocessing } from "../data/types.ts";
import type { Experiment } from "../model/schema.ts";
import { type StoredTensor, writeSafetensors } from "./safetensors.ts";

/** What a weight file keeps of a run's outcome. */
export interface TrainedNetwork {
  readonly tensors: readonly StoredTensor[];
  readonly preprocessing: Preprocessing;
}

/** The bytes of `NAME.safetensors`, with `__metadata__.perceptron` = JSON of `{ document, preprocessing }`. */
export function weightFile(experiment: Experiment, { tensors, preprocessing }: TrainedNetwork): Uint8Array {
  return writeSafetensors(tensors, { perceptron: JSON.stringify({ document: experiment, preprocessing }) });
}
