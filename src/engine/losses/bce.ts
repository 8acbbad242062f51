// BCELoss: −(t log y + (1 − t) log(1 − y)) of a probability, rounded to float32 where PyTorch rounds.
// Each logarithm is at least −100, and the derivative's denominator at least 1e-12, so that a certain and wrong answer costs
// much but not everything.

import { type LossKernel, type LossOf, OutOfRange } from "../kernel.ts";

const f = Math.fround;
const smallest = f(1e-12);

export const bce: LossKernel<LossOf<"BCELoss">> = {
  plan: (_, { width, output, target, gradOutput }) => ({
    forward(rows) {
      const count = rows * width;
      let sum = 0;
      for (let index = 0; index < count; index++) {
        const y = output[index]!;
        const t = target[index]!;
        if (y < 0 || y > 1) throw new OutOfRange(y);
        const whenFalse = Math.max(f(Math.log(f(1 - y))), -100);
        const whenTrue = Math.max(f(Math.log(y)), -100);
        sum += f(f(f(t - 1) * whenFalse) - f(t * whenTrue));
      }
      return f(sum / count);
    },
    backward(rows) {
      const count = rows * width;
      for (let index = 0; index < count; index++) {
        const y = output[index]!;
        gradOutput[index] = f(f(y - target[index]!) / Math.max(f(f(1 - y) * y), smallest)) / count;
      }
    },
  }),
};
