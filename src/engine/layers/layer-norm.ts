// LayerNorm: the values of a row to mean 0 and deviation 1, then times a learnt weight plus a learnt bias.

import type { LayerKernel, LayerOf } from "../kernel.ts";

export const layerNorm: LayerKernel<LayerOf<"LayerNorm">> = {
  parameters: ({ elementwise_affine: affine }, width) =>
    affine
      ? [
          { name: "weight", shape: [width] },
          { name: "bias", shape: [width] },
        ]
      : [],

  initialise: (_, __, [weight]) => void weight?.fill(1),

  plan: ({ eps }, { batchSize, inFeatures: width, input, output, gradOutput, gradInput, parameters, gradients, allocate }) => {
    const [weight, bias] = parameters;
    const [gradWeight, gradBias] = gradients;
    const means = allocate(batchSize);
    const scales = allocate(batchSize);
    return {
      units: gradWeight === undefined ? 0 : width,

      forward(from, to) {
        for (let row = from; row < to; row++) {
          const start = row * width;
          let sum = 0;
          for (let at = start; at < start + width; at++) sum += input[at]!;
          const mean = sum / width;
          let squares = 0;
          for (let at = start; at < start + width; at++) squares += (input[at]! - mean) ** 2;
          const scale = 1 / Math.sqrt(squares / width + eps);
          means[row] = mean;
          scales[row] = scale;
          for (let unit = 0; unit < width; unit++) {
            output[start + unit] = (input[start + unit]! - mean) * scale * (weight?.[unit] ?? 1) + (bias?.[unit] ?? 0);
          }
        }
      },

      backward(from, to) {
        if (gradInput === undefined) return;
        for (let row = from; row < to; row++) {
          const start = row * width;
          const mean = means[row]!;
          const scale = scales[row]!;
          let sum = 0;
          let product = 0;
          for (let unit = 0; unit < width; unit++) {
            const gradient = gradOutput[start + unit]! * (weight?.[unit] ?? 1);
            sum += gradient;
            product += gradient * (input[start + unit]! - mean) * scale;
          }
          for (let unit = 0; unit < width; unit++) {
            const gradient = gradOutput[start + unit]! * (weight?.[unit] ?? 1);
            const normal = (input[start + unit]! - mean) * scale;
            gradInput[start + unit] = (gradient - (sum + normal * product) / width) * scale;
          }
        }
      },

      learn(from, to, rows) {
        for (let unit = from; unit < to; unit++) {
          let product = 0;
          let sum = 0;
          for (let row = 0; row < rows; row++) {
            const gradient = gradOutput[row * width + unit]!;
            product += gradient * (input[row * width + unit]! - means[row]!) * scales[row]!;
            sum += gradient;
          }
          gradWeight![unit] = product;
          gradBias![unit] = sum;
        }
      },
    };
  },
};
