// What a run goes on from: the bytes of a checkpoint, which only the trainer reads, and beside them what the
// session has to know. A crash leaves the last good file; a run that ends well removes it.

import { readCheckpointFacts } from "../../code/formats/checkpoint-facts.ts";
import type { Experiment } from "../../model/schema.ts";
import { curveOf } from "../../protocol/curve.ts";
import type { ShownFinding } from "../../protocol/run.ts";
import type { Checkpoint } from "../../protocol/worker.ts";
import type { Moment } from "../../training/space/types.ts";
import type { EpochResult } from "../../training/types.ts";

export interface RunOrigin extends Pick<Checkpoint, "epoch" | "bytes"> {
  /** The document that was trained; its `epochs` are those that the run was to have. */
  readonly experiment: Experiment;
  readonly points: readonly EpochResult[];
  /** What the run remembers; of one of an earlier window, what its checkpoint has room for. */
  readonly moments: readonly Moment[];
  /** What was found to be sick about it. */
  readonly health: readonly ShownFinding[];
}

/**
 * What a checkpoint file holds; undefined if a run cannot go on from it, because it names no document.
 * @param name for the sentence that says what is wrong
 * @throws ProblemError if the bytes are damaged
 */
export function readOrigin(bytes: Uint8Array, name: string): RunOrigin | undefined {
  const { experiment, epoch, curve, ...others } = readCheckpointFacts(bytes, name);
  if (experiment === undefined || epoch === undefined) return undefined;
  return { experiment, bytes, points: curve ? curveOf([curve]) : [], epoch, ...others };
}
