// A layer that treats each value by itself: a curve and its slope, in double precision, rounded once to
// float32.

import type { LayerKernel } from "../kernel.ts";

export interface Curve {
  value(x: number): number;
  /** The derivative at `x`, where the curve has the value `y`. */
  slope(x: number, y: number): number;
}

/** The kernel of a curve that depends on the layer's parameters. */
export function elementwise<L>(curveOf: (layer: L) => Curve): LayerKernel<L> {
  return {
    plan: (layer, { inFeatures: width, input, output, gradOutput, gradInput }) => {
      const curve = curveOf(layer);
      return {
        forward(from, to) {
          const end = to * width;
          for (let index = from * width; index < end; index++) output[index] = curve.value(input[index]!);
        },
        backward(from, to) {
          if (gradInput === undefined) return;
          const end = to * width;
          for (let index = from * width; index < end; index++) {
            gradInput[index] = gradOutput[index]! * curve.slope(input[index]!, output[index]!);
          }
        },
      };
    },
  };
}
