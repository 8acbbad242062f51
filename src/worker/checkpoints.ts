// A run's checkpoint as bytes: they are made here and read here. The session keeps them in a file or in
// memory, and knows of them no more than how far the run was.

import { checkpointFile, readCheckpoint } from "../code/formats/checkpoint.ts";
import type { Experiment } from "../model/schema.ts";
import { curveOf, curveTensor } from "../protocol/curve.ts";
import type { Checkpoint } from "../protocol/worker.ts";
import type { RunCheckpoint } from "../training/checkpoint.ts";
import type { PreparedExperiment } from "../training/experiment.ts";
import type { TrainingRun } from "../training/run.ts";
import type { EpochResult } from "../training/types.ts";

/** For the sentence that says what is wrong with bytes that no file may have held. */
const NAME = "checkpoint.safetensors";

/** @param points the whole curve; undefined if nothing is trained any more, or the run diverged */
export function checkpointOf(
  run: Pick<TrainingRun, "checkpoint" | "epochs" | "batch">,
  planned: Planned,
  points: readonly EpochResult[],
): Checkpoint | undefined {
  const checkpoint = run.checkpoint();
  if (checkpoint === undefined) return undefined;
  const bytes = checkpointFile(planned.experiment, planned.preprocessing, [...checkpoint.tensors, curveTensor(points)]);
  return { epoch: run.epochs, batch: run.batch, bytes };
}

/** What a checkpoint says beside its tensors. */
export interface Planned {
  /** The document that is trained, with the epochs that the run is to have. */
  readonly experiment: Experiment;
  readonly preprocessing: PreparedExperiment["encoded"]["preprocessing"];
}

/** What a run goes on from, with its curve so far. @throws ProblemError if the bytes are damaged */
export function readResumed(bytes: Uint8Array): { readonly resume: RunCheckpoint; readonly points: readonly EpochResult[] } {
  const { tensors } = readCheckpoint(bytes, NAME);
  return { resume: { tensors }, points: curveOf(tensors) };
}
