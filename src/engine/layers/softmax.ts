// Softmax: yᵢ = eˣⁱ / Σⱼ eˣʲ along a dimension, the largest x taken off first so that nothing overflows.
// Softmin is the softmax of −x.

import type { LayerBuffers, LayerCall, LayerKernel, LayerOf } from "../kernel.ts";
import { countedAlong, linesAlong } from "./dimension.ts";

export const softmax: LayerKernel<LayerOf<"Softmax">> = { plan: ({ dim }, buffers) => plan(dim, 1, buffers) };

export const softmin: LayerKernel<LayerOf<"Softmin">> = { plan: ({ dim }, buffers) => plan(dim, -1, buffers) };

/** @param sign of the input: 1 or −1 */
function plan(dim: number, sign: 1 | -1, { inFeatures, input, output, gradOutput, gradInput }: LayerBuffers): LayerCall {
  return {
    over: countedAlong(dim),
    forward(from, to, rows) {
      const { length, stride, lineStride } = linesAlong(dim, rows, inFeatures);
      for (let line = from; line < to; line++) {
        const start = line * lineStride;
        const end = start + length * stride;
        let largest = -Infinity;
        for (let at = start; at < end; at += stride) largest = Math.max(largest, sign * input[at]!);
        let sum = 0;
        for (let at = start; at < end; at += stride) sum += Math.exp(sign * input[at]! - largest);
        for (let at = start; at < end; at += stride) output[at] = Math.exp(sign * input[at]! - largest) / sum;
      }
    },
    backward(from, to, rows) {
      if (gradInput === undefined) return;
      const { length, stride, lineStride } = linesAlong(dim, rows, inFeatures);
      for (let line = from; line < to; line++) {
        const start = line * lineStride;
        const end = start + length * stride;
        let sum = 0;
        for (let at = start; at < end; at += stride) sum += gradOutput[at]! * output[at]!;
        for (let at = start; at < end; at += stride) gradInput[at] = sign * output[at]! * (gradOutput[at]! - sum);
      }
    },
  };
}
