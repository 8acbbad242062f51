// ReLU: y = max(0, x). NaN stays NaN, and the derivative at 0 is 0, as in PyTorch.

import type { LayerKernel, LayerOf } from "../kernel.ts";

export const relu: LayerKernel<LayerOf<"ReLU">> = {
  plan: (_, { inFeatures, input, output, gradOutput, gradInput }) => ({
    forward(rows) {
      const count = rows * inFeatures;
      for (let index = 0; index < count; index++) output[index] = input[index]! <= 0 ? 0 : input[index]!;
    },
    backward(rows) {
      if (gradInput === undefined) return;
      const count = rows * inFeatures;
      for (let index = 0; index < count; index++) gradInput[index] = output[index]! <= 0 ? 0 : gradOutput[index]!;
    },
  }),
};
