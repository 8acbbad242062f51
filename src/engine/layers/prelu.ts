// PReLU: y = x above zero, w x elsewhere, with one learnt w for all values or one for each value of a row.

import type { LayerKernel, LayerOf } from "../kernel.ts";

export const prelu: LayerKernel<LayerOf<"PReLU">> = {
  parameters: (layer) => [{ name: "weight", shape: [layer.num_parameters] }],

  initialise: ({ init }, _, [weight]) => void weight!.fill(init),

  plan: (_, { inFeatures: width, input, output, gradOutput, gradInput, parameters, gradients }) => {
    const weight = parameters[0]!;
    const gradWeight = gradients[0]!;
    const isShared = weight.length === 1;
    return {
      units: weight.length,
      forward(from, to) {
        for (let at = from * width; at < to * width; at++) {
          const x = input[at]!;
          output[at] = x > 0 ? x : weight[isShared ? 0 : at % width]! * x;
        }
      },
      backward(from, to) {
        if (gradInput === undefined) return;
        for (let at = from * width; at < to * width; at++) {
          const gradient = gradOutput[at]!;
          gradInput[at] = input[at]! > 0 ? gradient : weight[isShared ? 0 : at % width]! * gradient;
        }
      },
      learn(from, to, rows) {
        for (let unit = from; unit < to; unit++) {
          let sum = 0;
          for (let at = unit; at < rows * width; at += isShared ? 1 : width) if (!(input[at]! > 0)) sum += gradOutput[at]! * input[at]!;
          gradWeight[unit] = sum;
        }
      },
    };
  },
};
