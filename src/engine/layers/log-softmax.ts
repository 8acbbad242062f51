// LogSoftmax: yᵢ = xᵢ − log Σⱼ eˣʲ along a dimension, the largest x taken off first so that nothing
// overflows.

import type { LayerKernel, LayerOf } from "../kernel.ts";
import { countedAlong, linesAlong } from "./dimension.ts";

export const logSoftmax: LayerKernel<LayerOf<"LogSoftmax">> = {
  plan: ({ dim }, { inFeatures, input, output, gradOutput, gradInput }) => ({
    over: countedAlong(dim),
    forward(from, to, rows) {
      const { length, stride, lineStride } = linesAlong(dim, rows, inFeatures);
      for (let line = from; line < to; line++) {
        const start = line * lineStride;
        const end = start + length * stride;
        let largest = -Infinity;
        for (let at = start; at < end; at += stride) largest = Math.max(largest, input[at]!);
        let sum = 0;
        for (let at = start; at < end; at += stride) sum += Math.exp(input[at]! - largest);
        const logarithm = Math.log(sum);
        for (let at = start; at < end; at += stride) output[at] = input[at]! - largest - logarithm;
      }
    },
    backward(from, to, rows) {
      if (gradInput === undefined) return;
      const { length, stride, lineStride } = linesAlong(dim, rows, inFeatures);
      for (let line = from; line < to; line++) {
        const start = line * lineStride;
        const end = start + length * stride;
        let sum = 0;
        for (let at = start; at < end; at += stride) sum += gradOutput[at]!;
        for (let at = start; at < end; at += stride) gradInput[at] = gradOutput[at]! - Math.exp(output[at]!) * sum;
      }
    },
  }),
};
