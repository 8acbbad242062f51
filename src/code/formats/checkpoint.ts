// A checkpoint file: safetensors with every tensor that a run goes on from, whatever the run names them, and
// the same metadata as a weight file. A mark in the metadata tells it from a weight file, so that neither is
// taken for the other.

import type { Preprocessing } from "../../data/types.ts";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import { perceptronMetadata } from "./perceptron-metadata.ts";
import { type Metadata, readMetadata, readSafetensors, type StoredTensor, writeSafetensors } from "./safetensors.ts";

/** A tensor of a checkpoint: numbers as the run has them. */
export interface CheckpointTensor extends StoredTensor {
  readonly data: Float32Array | Float64Array | Uint32Array;
}

export interface StoredCheckpoint {
  readonly tensors: readonly CheckpointTensor[];
  readonly metadata: Metadata;
}

/** What `__metadata__.checkpoint` says: the version of the set of tensors. */
const MARK = "1";

/**
 * The bytes of a checkpoint, with `__metadata__.perceptron` = JSON of `{ document, preprocessing }`.
 * @param health what was found to be sick about the run, as a record has it
 */
export function checkpointFile(
  experiment: Experiment,
  preprocessing: Preprocessing,
  tensors: readonly CheckpointTensor[],
  health: readonly unknown[] = [],
): Uint8Array {
  const found = health.length > 0 ? { health: JSON.stringify(health) } : {};
  return writeSafetensors(tensors, { ...perceptronMetadata(experiment, preprocessing), checkpoint: MARK, ...found });
}

/** Whether the bytes say that they are a checkpoint. It may still be damaged. */
export function isCheckpoint(bytes: Uint8Array): boolean {
  try {
    return isMarked(readMetadata(bytes, ""));
  } catch (error) {
    if (error instanceof ProblemError) return false;
    throw error;
  }
}

/**
 * The tensors of a checkpoint, with the same bits.
 * @param file its name, for the sentence that says what is wrong
 * @param isWanted which ones are read, by their names; the others are only looked at
 * @throws ProblemError if the bytes are damaged, or a file of weights only
 */
export function readCheckpoint(bytes: Uint8Array, file: string, isWanted?: (name: string) => boolean): StoredCheckpoint {
  const { tensors, metadata } = readSafetensors(bytes, file, isWanted);
  const own = tensors.filter(isOwn);
  if (isMarked(metadata) && own.length === tensors.length) return { tensors: own, metadata };
  throw new ProblemError({
    severity: "error",
    code: "no-checkpoint",
    path: [],
    file,
    message: message("{0} holds weights, but not all that a run continues from. Choose a file that ends in .checkpoint.safetensors.", file),
  });
}

function isMarked(metadata: Metadata): boolean {
  return metadata["checkpoint"] === MARK;
}

function isOwn(tensor: StoredTensor): tensor is CheckpointTensor {
  return !(tensor.data instanceof BigInt64Array);
}
