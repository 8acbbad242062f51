// MSELoss: (y − t)², the mean over all elements, rounded to float32 where PyTorch rounds.

import type { LossKernel, LossOf } from "../kernel.ts";

const f = Math.fround;

export const mse: LossKernel<LossOf<"MSELoss">> = {
  plan: (_, { width, output, target, gradOutput }) => ({
    forward(rows) {
      const count = rows * width;
      let sum = 0;
      for (let index = 0; index < count; index++) {
        const difference = f(output[index]! - target[index]!);
        sum += f(difference * difference);
      }
      return f(sum / count);
    },
    backward(rows) {
      const count = rows * width;
      const scale = f(2 / count);
      for (let index = 0; index < count; index++) gradOutput[index] = scale * f(output[index]! - target[index]!);
    },
  }),
};
