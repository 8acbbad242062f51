// A weight file: the tensors under their names and with their types in the `state_dict`, and in its metadata everything that prediction needs besides
// them, the document and the fitted preprocessing. Numbers there are JSON's, the shortest decimals that give the same double.

import type { Preprocessing } from "../data/types.ts";
import type { Experiment } from "../model/schema.ts";
import { type Metadata, type StoredTensor, writeSafetensors } from "./safetensors.ts";

/** What a weight file keeps of a run's outcome. */
export interface TrainedNetwork {
  readonly tensors: readonly StoredTensor[];
  readonly preprocessing: Preprocessing;
}

/** The bytes of `NAME.safetensors`, with `__metadata__.perceptron` = JSON of `{ document, preprocessing }`. */
export function weightFile(experiment: Experiment, { tensors, preprocessing }: TrainedNetwork): Uint8Array {
  return writeSafetensors(tensors.map(asInStateDict), perceptronMetadata(experiment, preprocessing));
}

/** What every file of a network says about where its numbers come from. */
export function perceptronMetadata(experiment: Experiment, preprocessing: Preprocessing): Metadata {
  return { perceptron: JSON.stringify({ document: experiment, preprocessing }) };
}

/** BatchNorm1d counts its batches in float32 here, as everything in the engine is; in PyTorch the count is an int64. */
function asInStateDict(tensor: StoredTensor): StoredTensor {
  const { name, shape, data } = tensor;
  if (!name.endsWith(".num_batches_tracked") || data instanceof BigInt64Array) return tensor;
  return { name, shape, data: BigInt64Array.from(data, BigInt) };
}
