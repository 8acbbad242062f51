// Tanh: y = tanh x, y′ = 1 − y².

import type { LayerKernel, LayerOf } from "../kernel.ts";

export const tanh: LayerKernel<LayerOf<"Tanh">> = {
  plan: (_, { inFeatures, input, output, gradOutput, gradInput }) => ({
    forward(rows) {
      const count = rows * inFeatures;
      for (let index = 0; index < count; index++) output[index] = Math.tanh(input[index]!);
    },
    backward(rows) {
      if (gradInput === undefined) return;
      const count = rows * inFeatures;
      for (let index = 0; index < count; index++) {
        const y = output[index]!;
        gradInput[index] = gradOutput[index]! * Math.fround(1 - y * y);
      }
    },
  }),
};
