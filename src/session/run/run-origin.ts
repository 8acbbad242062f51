// What a run goes on from: the bytes of a checkpoint, which only the trainer reads, and beside them what the
// session has to know. A crash leaves the last good file; a run that ends well removes it.

import { readCheckpointFacts } from "../../code/formats/checkpoint-facts.ts";
import type { Experiment } from "../../model/schema.ts";
import { curveOf } from "../../protocol/curve.ts";
import type { Checkpoint } from "../../protocol/worker.ts";
import type { Moment } from "../../training/space/types.ts";
import type { EpochResult } from "../../training/types.ts";

export interface RunOrigin extends Pick<Checkpoint, "epoch" | "bytes"> {
  /** The document that was trained; its `epochs` are those that the run was to have. */
  readonly experiment: Experiment;
  readonly points: readonly EpochResult[];
  /** What the run remembers, if it ended in this window. */
  readonly moments?: readonly Moment[];
}

/**
 * What a checkpoint file holds; undefined if a run cannot go on from it, because it names no document.
 * @param name for the sentence that says what is wrong
 * @throws ProblemError if the bytes are damaged
 */
export function readOrigin(bytes: Uint8Array, name: string): RunOrigin | undefined {
  const { experiment, epoch, curve } = readCheckpointFacts(bytes, name);
  return experiment && epoch !== undefined ? { experiment, bytes, points: curve ? curveOf([curve]) : [], epoch } : undefined;
}
