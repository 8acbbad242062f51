// Linear: y = x Wᵀ + b with a weight [out, in]. Sums run in float32, in the order of the index, as PyTorch's
// BLAS does for layers of up to 31 inputs: a product of two float32 is exact in double precision, so rounding
// each sum is a fused multiply-add.

import { drawBias, drawWeight } from "../initialisers.ts";
import type { LayerKernel, LayerOf } from "../kernel.ts";

export const linear: LayerKernel<LayerOf<"Linear">> = {
  parameters: (layer, inFeatures, outFeatures) => {
    const weight = { name: "weight", shape: [outFeatures, inFeatures] };
    return layer.bias ? [weight, { name: "bias", shape: [outFeatures] }] : [weight];
  },

  initialise: ({ init, out_features: outFeatures }, inFeatures, [weight, bias], generator) => {
    // The constructor draws first, whatever comes after.
    drawWeight("default", weight!, inFeatures, outFeatures, generator);
    if (bias) drawBias(bias, inFeatures, generator);
    if (typeof init === "object") {
      weight!.set(init.weight.flat());
      if (init.bias) bias?.set(init.bias);
    } else if (init !== "default") {
      drawWeight(init, weight!, inFeatures, outFeatures, generator);
      if (init === "zeros") bias?.fill(0);
    }
  },

  plan: (_, { inFeatures, outFeatures, input, output, gradOutput, gradInput, parameters, gradients }) => {
    const weight = parameters[0]!;
    const bias = parameters[1];
    const gradWeight = gradients[0]!;
    const gradBias = gradients[1];
    return {
      units: outFeatures,

      forward(from, to) {
        for (let row = from; row < to; row++) {
          const x = row * inFeatures;
          const y = row * outFeatures;
          for (let unit = 0; unit < outFeatures; unit++) {
            const w = unit * inFeatures;
            let sum = 0;
            for (let index = 0; index < inFeatures; index++) sum = Math.fround(sum + input[x + index]! * weight[w + index]!);
            output[y + unit] = bias === undefined ? sum : sum + bias[unit]!;
          }
        }
      },

      // Storing into a Float32Array rounds each sum.
      backward(from, to) {
        if (gradInput === undefined) return;
        gradInput.fill(0, from * inFeatures, to * inFeatures);
        for (let row = from; row < to; row++) {
          const x = row * inFeatures;
          const y = row * outFeatures;
          for (let unit = 0; unit < outFeatures; unit++) {
            const gradient = gradOutput[y + unit]!;
            const w = unit * inFeatures;
            for (let index = 0; index < inFeatures; index++) gradInput[x + index]! += gradient * weight[w + index]!;
          }
        }
      },

      learn(from, to, rows) {
        gradWeight.fill(0, from * inFeatures, to * inFeatures);
        gradBias?.fill(0, from, to);
        for (let row = 0; row < rows; row++) {
          const x = row * inFeatures;
          const y = row * outFeatures;
          for (let unit = from; unit < to; unit++) {
            const gradient = gradOutput[y + unit]!;
            const w = unit * inFeatures;
            for (let index = 0; index < inFeatures; index++) gradWeight[w + index]! += gradient * input[x + index]!;
            if (gradBias !== undefined) gradBias[unit]! += gradient;
          }
        }
      },
    };
  },
};
