// How far probabilities can be believed: calibration curve, logarithmic loss and Brier score, with
// scikit-learn's numbers.

import type { Scores } from "./ranking.ts";

/** One point per bin that has rows. */
export interface CalibrationCurve {
  /** The share of positive rows in the bin. */
  readonly shareOfPositives: Float64Array;
  /** The mean probability in the bin. */
  readonly meanProbability: Float64Array;
  readonly rows: Float64Array;
}

/**
 * Rows in equally wide bins of their probability, upper edges included, as
 * `calibration_curve(strategy="uniform")`.
 * @param probabilities `[rows]`, of being positive
 * @param positives `[rows]`, 1 for a positive row and 0 for any other
 */
export function calibrationCurve(probabilities: Scores, positives: Uint8Array, bins = 10): CalibrationCurve {
  const [sums, hits, rows] = [new Float64Array(bins), new Float64Array(bins), new Float64Array(bins)];
  // The edges as numpy's linspace has them: a product, not a quotient.
  const step = 1 / bins;
  for (const [row, probability] of probabilities.entries()) {
    let bin = 0;
    while (bin < bins - 1 && (bin + 1) * step < probability) bin += 1;
    sums[bin]! += probability;
    hits[bin]! += positives[row]!;
    rows[bin]! += 1;
  }
  const filled = [...rows.keys()].filter((bin) => rows[bin]! > 0);
  return {
    shareOfPositives: Float64Array.from(filled, (bin) => hits[bin]! / rows[bin]!),
    meanProbability: Float64Array.from(filled, (bin) => sums[bin]! / rows[bin]!),
    rows: Float64Array.from(filled, (bin) => rows[bin]!),
  };
}

/** The mean squared distance between probability and truth; NaN without rows. As `brier_score_loss`. */
export function brierScore(probabilities: Scores, positives: Uint8Array): number {
  let total = 0;
  for (const [row, probability] of probabilities.entries()) total += (probability - positives[row]!) ** 2;
  return total / probabilities.length;
}

/**
 * The mean of −log(probability of the true class); NaN without rows. As `log_loss` on doubles: probabilities
 * are kept from 0 and 1 by 2⁻⁵² and then sum to 1 again.
 * @param probabilities `[rows, classes]`
 * @param truths `[rows]`, class indices
 */
export function logLoss(probabilities: Scores, truths: Uint32Array, classes: number): number {
  let total = 0;
  for (const [row, truth] of truths.entries()) {
    let all = 0;
    for (let index = 0; index < classes; index++) all += clipped(probabilities[row * classes + index]!);
    total -= Math.log(clipped(probabilities[row * classes + truth]!) / all);
  }
  return total / truths.length;
}

function clipped(probability: number): number {
  return Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, probability));
}
