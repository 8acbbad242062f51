// How long a run works before it looks up.

/** About this many multiplications lie between two looks: a few milliseconds. */
const WORK_BETWEEN_CHECKS = 10_000_000;
const MOST_BATCHES_BETWEEN_CHECKS = 256;

/**
 * Batches between two looks at whether to hand back control, for a network of so many parameters and batches
 * of so many rows.
 */
export function batchesBetweenChecks(parameters: number, rows: number): number {
  return Math.ceil(Math.min(MOST_BATCHES_BETWEEN_CHECKS, WORK_BETWEEN_CHECKS / (1 + parameters * rows)));
}
