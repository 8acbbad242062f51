// What a run goes on from, and the checkpoint file that holds it: everything of the run, with the document as
// it was trained and the curve so far. A crash leaves the last good one; a run that ends well removes it.

import { checkpointFile, readCheckpoint } from "../../code/formats/checkpoint.ts";
import type { Experiment } from "../../model/schema.ts";
import { curveOf, curveTensor } from "../../protocol/curve.ts";
import type { HeldCheckpoint } from "../../protocol/worker.ts";
import type { RunCheckpoint } from "../../training/checkpoint.ts";
import type { EpochResult } from "../../training/types.ts";

export interface RunOrigin {
  /** The document that was trained; its `epochs` are those that the run was to have. */
  readonly experiment: Experiment;
  readonly checkpoint: RunCheckpoint;
  readonly points: readonly EpochResult[];
  /** Finished epochs. */
  readonly epoch: number;
}

/** The bytes of a checkpoint file. */
export function originFile(experiment: Experiment, { tensors, preprocessing }: HeldCheckpoint, points: readonly EpochResult[]): Uint8Array {
  return checkpointFile(experiment, preprocessing, [...tensors, curveTensor(points)]);
}

/**
 * What a checkpoint file holds; undefined if a run cannot go on from it, because it names no document.
 * @param name for the sentence that says what is wrong
 * @throws ProblemError if the bytes are damaged
 */
export function readOrigin(bytes: Uint8Array, name: string): RunOrigin | undefined {
  const { experiment, tensors, epoch } = readCheckpoint(bytes, name);
  if (experiment === undefined || epoch === undefined) return undefined;
  return { experiment, checkpoint: { tensors }, points: curveOf(tensors), epoch };
}
