// Which epoch of a run is its best. The engine, which keeps its weights, the records of runs and the trials
// of a sweep all ask here, so that a record never names an epoch whose weights were not kept.

import type { Experiment } from "./schema.ts";

/**
 * Whether a loss is better than the best one before it: lower by more than `minDelta`. NaN is never better.
 */
export function isBetter(loss: number, best: number, minDelta: number): boolean {
  return loss < best - minDelta;
}

/** By how much a loss must be lower to be the best one, as the document says under `early_stopping`. */
export function minDeltaOf({ training }: Pick<Experiment, "training">): number {
  return training.early_stopping?.min_delta ?? 0;
}

/**
 * The best of the epochs by the loss of the validation rows, or of the training rows if there are none;
 * undefined if no loss is a number.
 */
export function bestEpochOf(
  points: readonly { readonly epoch: number; readonly trainLoss: number; readonly validationLoss?: number }[],
  minDelta: number,
): { readonly epoch: number; readonly loss: number } | undefined {
  let best: { epoch: number; loss: number } | undefined;
  for (const { epoch, trainLoss, validationLoss = trainLoss } of points) {
    if (isBetter(validationLoss, best?.loss ?? Infinity, minDelta)) best = { epoch, loss: validationLoss };
  }
  return best;
}
