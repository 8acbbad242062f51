// Linear by packed matrix products: X Wᵀ forward, dY W backward, dYᵀ X for the weight. Which way a layer goes
// depends on its sizes alone, never on a span, so that threads change no bit.

import type { LayerKernel, LayerOf } from "../kernel.ts";
import { reference } from "../reference.ts";
import type { Kernels } from "./kernels.ts";

/** Weights up to which packing costs more than it saves. */
const SMALL = 64;

export function linear(kernels: Kernels): LayerKernel<LayerOf<"Linear">> {
  return {
    ...reference.layers.Linear,
    plan: (_, { inFeatures: inputs, outFeatures: units, input, output, gradOutput, gradInput, parameters, gradients }) => {
      const [x, y, gradY, gradX] = [input.byteOffset, output.byteOffset, gradOutput.byteOffset, gradInput?.byteOffset];
      const weight = parameters[0]!.byteOffset;
      const bias = parameters[1]?.byteOffset;
      const gradWeight = gradients[0]!.byteOffset;
      const gradBias = gradients[1]?.byteOffset;
      const isSmall = inputs * units <= SMALL;
      return {
        units,
        forward(from, to) {
          if (to <= from) return;
          if (isSmall) {
            kernels.forwardSmall(x, weight, bias ?? 0, y, from, to, inputs, units);
            return;
          }
          if (units === 1) {
            kernels.forwardUnit(x, weight, bias ?? 0, y, from, to, inputs);
            return;
          }
          const rowX = x + 4 * from * inputs;
          kernels.multiply(false, true, to - from, units, inputs, rowX, inputs, weight, inputs, y + 4 * from * units, units);
          if (bias !== undefined) kernels.addBias(y, bias, from, to, units);
        },
        backward(from, to) {
          if (gradX === undefined || to <= from) return;
          if (isSmall) {
            kernels.backwardSmall(gradY, weight, gradX, from, to, inputs, units);
            return;
          }
          const rowY = gradY + 4 * from * units;
          kernels.multiply(false, false, to - from, inputs, units, rowY, units, weight, inputs, gradX + 4 * from * inputs, inputs);
        },
        learn(from, to, rows) {
          if (to <= from) return;
          if (isSmall) kernels.learnSmall(gradY, x, gradWeight, from, to, rows, inputs, units);
          else
            kernels.multiply(
              true,
              false,
              to - from,
              inputs,
              rows,
              gradY + 4 * from,
              units,
              x,
              inputs,
              gradWeight + 4 * from * inputs,
              inputs,
            );
          if (gradBias !== undefined) kernels.sumRows(gradY, gradBias, from, to, rows, units);
        },
      };
    },
  };
}
