// What a threshold of yes and no gives, from the counts that came with the report.

import type { ThresholdCounts } from "../../../../src/training/metrics/ranking.ts";

/**
 * The threshold with the highest F1 of yes; of several next to each other the middle one, which is the safest
 * for other rows.
 */
export function bestThreshold({ thresholds, truePositives, falsePositives }: ThresholdCounts): number {
  const positives = truePositives[0]!;
  const scores = truePositives.map((hits, at) => (hits === 0 ? 0 : (2 * hits) / (hits + falsePositives[at]! + positives)));
  const best = scores.reduce((most, score) => Math.max(most, score), 0);
  const first = scores.indexOf(best);
  const after = scores.findIndex((score, at) => at > first && score < best);
  const last = after < 0 ? scores.length - 1 : after - 1;
  return Math.round(((thresholds[first]! + thresholds[last]!) / 2) * 1000) / 1000;
}

/**
 * The matrix of no and yes at a threshold.
 * @param counts at the nearest threshold that is not above it, `[no, yes]` by `[no, yes]`
 */
export function matrixAt({ thresholds, truePositives, falsePositives }: ThresholdCounts, threshold: number): Float64Array {
  // At the first, 0, everything is positive.
  const at = Math.max(
    0,
    thresholds.findLastIndex((value) => value <= threshold),
  );
  const [hits, alarms] = [truePositives[at]!, falsePositives[at]!];
  return Float64Array.of(falsePositives[0]! - alarms, alarms, truePositives[0]! - hits, hits);
}
