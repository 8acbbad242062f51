// A run's checkpoint as bytes: they are made here and read here. The session keeps them in a file or in
// memory, and knows of them no more than how far the run was.

import { checkpointFile, readCheckpoint } from "../code/formats/checkpoint.ts";
import { momentsAmong, momentTensors, thinnedMoments } from "../code/formats/moments.ts";
import type { Experiment } from "../model/schema.ts";
import { curveOf, curveTensor } from "../protocol/curve.ts";
import type { Checkpoint } from "../protocol/worker.ts";
import type { RunCheckpoint } from "../training/checkpoint.ts";
import type { PreparedExperiment } from "../training/experiment.ts";
import type { TrainingRun } from "../training/run.ts";
import type { Moment } from "../training/space/types.ts";
import type { EpochResult } from "../training/types.ts";

/** For the sentence that says what is wrong with bytes that no file may have held. */
const NAME = "checkpoint.safetensors";
/** Bytes of moments in a checkpoint: it is written again and again, perhaps on a disk that is nearly full. */
export const MOST_MOMENTS = 2 ** 20;

/**
 * Undefined if nothing is trained any more, or the run diverged.
 * @param points the whole curve
 * @param moments what the run remembers, of which at most a megabyte is kept
 * @param health marks of what was found to be sick
 */
export function checkpointOf(
  run: Pick<TrainingRun, "checkpoint" | "epochs" | "batch">,
  planned: Planned,
  points: readonly EpochResult[],
  moments: readonly Moment[],
  health: readonly unknown[] = [],
): Checkpoint | undefined {
  const checkpoint = run.checkpoint();
  if (checkpoint === undefined) return undefined;
  const tensors = [...checkpoint.tensors, curveTensor(points), ...momentTensors(thinnedMoments(moments, MOST_MOMENTS))];
  const bytes = checkpointFile(planned.experiment, planned.preprocessing, tensors, health);
  return { epoch: run.epochs, batch: run.batch, bytes };
}

/** What a checkpoint says beside its tensors. */
export interface Planned {
  /** The document that is trained, with the epochs that the run is to have. */
  readonly experiment: Experiment;
  readonly preprocessing: PreparedExperiment["encoded"]["preprocessing"];
}

export interface Resumed {
  readonly resume: RunCheckpoint;
  /** The curve so far. */
  readonly points: readonly EpochResult[];
  /** What the run remembers of its way so far. */
  readonly moments: readonly Moment[];
  /** Marks of what was found to be sick, unread: they are only passed on. */
  readonly health: readonly unknown[];
}

/** What a run goes on from. @throws ProblemError if the bytes are damaged */
export function readResumed(bytes: Uint8Array): Resumed {
  const { tensors, metadata } = readCheckpoint(bytes, NAME);
  return { resume: { tensors }, points: curveOf(tensors), moments: momentsAmong(tensors), health: healthIn(metadata["health"]) };
}

function healthIn(text = "[]"): readonly unknown[] {
  try {
    const health: unknown = JSON.parse(text);
    return Array.isArray(health) ? health : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
