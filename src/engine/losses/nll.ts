// NLLLoss: the negative of the output at the row's class, times the class's weight, divided by the summed weights of the rows that count.

import type { LossKernel, LossOf } from "../kernel.ts";

export const nll: LossKernel<LossOf<"NLLLoss">> = {
  plan: ({ weight: given, ignore_index: ignored }, { width, output, target, gradOutput }) => {
    const weight = given ? Float32Array.from(given) : new Float32Array(width).fill(1);
    let divisor = 0;
    return {
      forward(rows) {
        let sum = 0;
        divisor = 0;
        for (let row = 0; row < rows; row++) {
          const label = target[row]!;
          if (label === ignored) continue;
          divisor += weight[label]!;
          sum -= output[row * width + label]! * weight[label]!;
        }
        return Math.fround(sum / divisor);
      },
      backward(rows) {
        gradOutput.fill(0, 0, rows * width);
        for (let row = 0; row < rows; row++) {
          const label = target[row]!;
          if (label !== ignored) gradOutput[row * width + label] = -weight[label]! / divisor;
        }
      },
    };
  },
};
