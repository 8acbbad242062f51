// How far predicted numbers are from the right ones. The same numbers as scikit-learn's `r2_score`,
// `mean_absolute_error` and `root_mean_squared_error` of one output.

import type { Scores } from "./ranking.ts";

export interface RegressionScores {
  /**
   * 1 − Σ (t − y)² / Σ (t − mean t)². Of constant targets 1 if all is right and 0 otherwise; NaN of less
   * than two rows.
   */
  readonly r2: number;
  /** Mean |t − y|. */
  readonly mae: number;
  /** √ mean (t − y)². */
  readonly rmse: number;
}

/** Scores of `predictions` against `targets`, both `[rows]`; NaN without rows. */
export function regressionScores(predictions: Scores, targets: Scores): RegressionScores {
  const rows = targets.length;
  // Distances from one of the targets: of equal ones the spread is then 0 and not what a rounded mean leaves
  // of it.
  const [first = 0] = targets;
  let [sum, absolute, squares] = [0, 0, 0];
  for (const [row, target] of targets.entries()) {
    const error = target - predictions[row]!;
    sum += target - first;
    absolute += Math.abs(error);
    squares += error * error;
  }
  const mean = sum / rows;
  let spread = 0;
  for (const target of targets) spread += (target - first - mean) ** 2;
  return { r2: determination(squares, spread, rows), mae: absolute / rows, rmse: Math.sqrt(squares / rows) };
}

/**
 * R² of a sum of squared errors and a sum of squared distances from the mean, as scikit-learn ends both if
 * it cannot divide.
 */
export function determination(squares: number, spread: number, rows: number): number {
  if (rows < 2) return NaN;
  if (spread === 0) return squares === 0 ? 1 : 0;
  return 1 - squares / spread;
}

/** What was right minus what was predicted, `[rows]`. */
export function residuals(predictions: Scores, targets: Scores): Float64Array {
  return Float64Array.from(targets, (target, row) => target - predictions[row]!);
}
