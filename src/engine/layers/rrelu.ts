// RReLU: LeakyReLU whose slope is drawn for each value that is not above zero while training, and is the
// middle of its range afterwards.

import type { LayerKernel, LayerOf } from "../kernel.ts";

export const rrelu: LayerKernel<LayerOf<"RReLU">> = {
  plan: ({ lower, upper }, { batchSize, inFeatures: width, input, output, gradOutput, gradInput, mode, generator, allocate }) => {
    const slopes = allocate(batchSize * width);
    const middle = Math.fround((lower + upper) / 2);
    return {
      draw(rows) {
        for (let at = 0; at < rows * width; at++) slopes[at] = input[at]! <= 0 ? generator.uniform64() * (upper - lower) + lower : 1;
      },
      forward(from, to) {
        for (let at = from * width; at < to * width; at++) {
          const x = input[at]!;
          output[at] = mode.training ? x * slopes[at]! : x > 0 ? x : x * middle;
        }
      },
      backward(from, to) {
        if (gradInput === undefined) return;
        for (let at = from * width; at < to * width; at++) {
          gradInput[at] = gradOutput[at]! * (mode.training ? slopes[at]! : input[at]! > 0 ? 1 : middle);
        }
      },
    };
  },
};
