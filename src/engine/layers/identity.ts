// Identity: y = x. A copy, so that every layer owns its output and can be looked at.

import type { LayerKernel, LayerOf } from "../kernel.ts";

export const identity: LayerKernel<LayerOf<"Identity">> = {
  plan: (_, { inFeatures, input, output, gradOutput, gradInput }) => ({
    forward(rows) {
      const count = rows * inFeatures;
      for (let index = 0; index < count; index++) output[index] = input[index]!;
    },
    backward(rows) {
      if (gradInput === undefined) return;
      const count = rows * inFeatures;
      for (let index = 0; index < count; index++) gradInput[index] = gradOutput[index]!;
    },
  }),
};
