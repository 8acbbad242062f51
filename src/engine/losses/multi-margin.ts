// MultiMarginLoss: Σᵢ max(0, margin − yₜ + yᵢ)ᵖ wₜ / C over the classes i that are not the row's own, mean
// over the rows.

import type { LossKernel, LossOf } from "../kernel.ts";
import { classWeights } from "./classes.ts";

export const multiMargin: LossKernel<LossOf<"MultiMarginLoss">> = {
  plan: ({ p, margin, weight: given }, { batchSize, width, output, target, gradOutput, allocate }) => {
    const weight = classWeights(given, width);
    const terms = allocate(batchSize);
    return {
      forward(from, to) {
        for (let row = from; row < to; row++) {
          const start = row * width;
          const label = target[row]!;
          let sum = 0;
          for (let unit = 0; unit < width; unit++) {
            const violation = margin - output[start + label]! + output[start + unit]!;
            if (unit !== label && !(violation <= 0)) sum += violation ** p * weight[label]!;
          }
          terms[row] = sum / width;
        }
      },
      mean(rows) {
        let sum = 0;
        for (let row = 0; row < rows; row++) sum += terms[row]!;
        return Math.fround(sum / rows);
      },
      backward(from, to, rows) {
        for (let row = from; row < to; row++) {
          const start = row * width;
          const label = target[row]!;
          let own = 0;
          for (let unit = 0; unit < width; unit++) {
            const violation = margin - output[start + label]! + output[start + unit]!;
            const isViolated = unit !== label && !(violation <= 0);
            const slope = isViolated ? ((p === 1 ? 1 : 2 * violation) * weight[label]!) / (width * rows) : 0;
            gradOutput[start + unit] = slope;
            own -= slope;
          }
          gradOutput[start + label] = own;
        }
      },
    };
  },
};
