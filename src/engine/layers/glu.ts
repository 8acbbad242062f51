// GLU: y = a σ(b), the two halves of a row.

import type { LayerKernel, LayerOf } from "../kernel.ts";

export const glu: LayerKernel<LayerOf<"GLU">> = {
  plan: (_, { outFeatures: half, inFeatures, input, output, gradOutput, gradInput }) => ({
    forward(from, to) {
      for (let row = from; row < to; row++) {
        const a = row * inFeatures;
        for (let unit = 0; unit < half; unit++) {
          output[row * half + unit] = input[a + unit]! / (1 + Math.exp(-input[a + half + unit]!));
        }
      }
    },
    backward(from, to) {
      if (gradInput === undefined) return;
      for (let row = from; row < to; row++) {
        const a = row * inFeatures;
        for (let unit = 0; unit < half; unit++) {
          const gradient = gradOutput[row * half + unit]!;
          const gate = 1 / (1 + Math.exp(-input[a + half + unit]!));
          gradInput[a + unit] = gradient * gate;
          gradInput[a + half + unit] = gradient * input[a + unit]! * gate * (1 - gate);
        }
      }
    },
  }),
};
