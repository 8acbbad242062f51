// A loss that compares each output with its own target: its terms are summed row by row, and the mean is over
// all elements.

import { type LossKernel, OutOfRange } from "../kernel.ts";

const f = Math.fround;

export interface Comparison {
  /** What output `y` of column `unit` adds for target `t`. */
  value(y: number, t: number, unit: number): number;
  /** The derivative of the mean over `count` elements by `y`. */
  slope(y: number, t: number, count: number, unit: number): number;
  /** Whether the loss is defined for `y`; it always is if nothing is said. */
  isDefined?(y: number): boolean;
}

/** The kernel of a loss that depends on its settings. */
export function pointwise<L>(comparisonOf: (loss: L, width: number) => Comparison): LossKernel<L> {
  return {
    plan: (loss, { batchSize, width, output, target, gradOutput, allocate }) => {
      const comparison = comparisonOf(loss, width);
      const terms = allocate(batchSize);
      return {
        forward(from, to) {
          for (let row = from; row < to; row++) {
            let sum = 0;
            for (let unit = 0; unit < width; unit++)
              sum += comparison.value(output[row * width + unit]!, target[row * width + unit]!, unit);
            terms[row] = sum;
          }
        },
        mean(rows) {
          let sum = 0;
          for (let row = 0; row < rows; row++) sum += terms[row]!;
          if (comparison.isDefined !== undefined) {
            for (let at = 0; at < rows * width; at++) if (!comparison.isDefined(output[at]!)) throw new OutOfRange(output[at]!);
          }
          return f(sum / (rows * width));
        },
        backward(from, to, rows) {
          const count = rows * width;
          for (let row = from; row < to; row++) {
            for (let unit = 0; unit < width; unit++) {
              const at = row * width + unit;
              gradOutput[at] = comparison.slope(output[at]!, target[at]!, count, unit);
            }
          }
        },
      };
    },
  };
}
