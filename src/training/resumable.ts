// What a run takes a checkpoint for: one of its own engine, of the same rows and the same document, that some
// run can have left.

import type { EarlyStopping } from "../engine/early-stopping.ts";
import type { Batches } from "./batches.ts";
import type { RunCheckpoint } from "./checkpoint.ts";
import { checkCheckpoint } from "./checkpoint-check.ts";
import { checkDataMark } from "./data-mark.ts";
import type { PreparedExperiment } from "./experiment.ts";
import { type Heir, takenOver } from "./taken-over.ts";

/** A run that has not begun. */
export interface Beginning extends Heir {
  /** That it is to have. */
  readonly epochs: number;
  readonly early: EarlyStopping | undefined;
  /** Passes that stand at their ends. */
  readonly training: Batches;
  readonly validation: Batches;
}

/**
 * The checkpoint, as the built-in engine would have made it.
 * @throws ProblemError if no run of the experiment can go on from it
 */
export function resumable(given: RunCheckpoint, prepared: PreparedExperiment, run: Beginning): RunCheckpoint {
  const { training, validation, epochs, scheduler, early } = run;
  checkDataMark(given, prepared.encoded);
  const from = takenOver(given, prepared, run);
  const { scheduler: settings, batch_size: batchSize } = prepared.experiment.training;
  checkCheckpoint(from, {
    trainRows: prepared.split.train.length,
    trainEnd: training.position,
    validationEnd: validation.position,
    batchSize,
    scheduler: scheduler?.state(),
    early: early?.state(),
    epochs,
    batches: training.count,
    schedulerSteps: settings?.type === "OneCycleLR" ? (settings.total_steps ?? epochs * training.count) : Infinity,
  });
  return from;
}
