// What losses of classes share: one target a row, an index, and a mean that divides by the summed weights of
// the rows that count.

import type { LossBuffers, LossCall } from "../kernel.ts";

export interface ClassTerms {
  /** What row `row` of class `label` adds. */
  term(row: number, label: number): number;
  /** Writes the row's part of `gradOutput`, where the mean divides by `divisor`. */
  slope(row: number, label: number, divisor: number): void;
}

/** Weights by class, 1 if none are given. */
export function classWeights(given: readonly number[] | undefined, width: number): Float32Array {
  return given ? Float32Array.from(given) : new Float32Array(width).fill(1);
}

/** @param ignored the class index of rows that do not count */
export function classLoss(
  { batchSize, width, target, gradOutput, allocate }: LossBuffers,
  weight: Float32Array,
  ignored: number,
  terms: ClassTerms,
): LossCall {
  const sums = allocate(batchSize);
  // Recomputed by every thread: it needs the whole batch's targets, which are there from the start.
  const divisorOf = (rows: number): number => {
    let divisor = 0;
    for (let row = 0; row < rows; row++) if (target[row] !== ignored) divisor += weight[target[row]!]!;
    return divisor;
  };
  return {
    forward(from, to) {
      for (let row = from; row < to; row++) sums[row] = target[row] === ignored ? 0 : terms.term(row, target[row]!);
    },
    mean(rows) {
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += sums[row]!;
      return Math.fround(sum / divisorOf(rows));
    },
    backward(from, to, rows) {
      const divisor = divisorOf(rows);
      for (let row = from; row < to; row++) {
        if (target[row] === ignored) gradOutput.fill(0, row * width, (row + 1) * width);
        else terms.slope(row, target[row]!, divisor);
      }
    },
  };
}
