// Softmax: yᵢ = eˣⁱ / Σⱼ eˣʲ along a dimension, the largest x taken off first so that nothing overflows.

import type { LayerKernel, LayerOf } from "../kernel.ts";
import { linesAlong } from "./dimension.ts";

export const softmax: LayerKernel<LayerOf<"Softmax">> = {
  plan: ({ dim }, { inFeatures, input, output, gradOutput, gradInput }) => ({
    forward(rows) {
      const { count, length, stride, lineStride } = linesAlong(dim, rows, inFeatures);
      for (let line = 0; line < count; line++) {
        const start = line * lineStride;
        const end = start + length * stride;
        let largest = -Infinity;
        for (let at = start; at < end; at += stride) largest = Math.max(largest, input[at]!);
        let sum = 0;
        for (let at = start; at < end; at += stride) sum += Math.exp(input[at]! - largest);
        for (let at = start; at < end; at += stride) output[at] = Math.exp(input[at]! - largest) / sum;
      }
    },
    backward(rows) {
      if (gradInput === undefined) return;
      const { count, length, stride, lineStride } = linesAlong(dim, rows, inFeatures);
      for (let line = 0; line < count; line++) {
        const start = line * lineStride;
        const end = start + length * stride;
        let sum = 0;
        for (let at = start; at < end; at += stride) sum += gradOutput[at]! * output[at]!;
        for (let at = start; at < end; at += stride) gradInput[at] = output[at]! * (gradOutput[at]! - sum);
      }
    },
  }),
};
