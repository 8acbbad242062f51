// Sigmoid: y = 1 / (1 + e⁻ˣ), y′ = y (1 − y), rounded to float32 where PyTorch rounds.

import type { LayerKernel, LayerOf } from "../kernel.ts";

const f = Math.fround;

export const sigmoid: LayerKernel<LayerOf<"Sigmoid">> = {
  plan: (_, { inFeatures, input, output, gradOutput, gradInput }) => ({
    forward(from, to) {
      const end = to * inFeatures;
      for (let index = from * inFeatures; index < end; index++) output[index] = 1 / f(1 + f(Math.exp(-input[index]!)));
    },
    backward(from, to) {
      if (gradInput === undefined) return;
      const end = to * inFeatures;
      for (let index = from * inFeatures; index < end; index++) {
        const y = output[index]!;
        gradInput[index] = f(gradOutput[index]! * f(1 - y)) * y;
      }
    },
  }),
};
