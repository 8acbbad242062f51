// Dropout and AlphaDropout: while training each value goes on with probability 1 − p, by PyTorch's own random
// numbers; afterwards both hand on what they get. With p = 0 or 1 nothing is drawn.

import type { LayerBuffers, LayerCall, LayerKernel, LayerOf } from "../kernel.ts";
import { fillBernoulli } from "../random.ts";

const f = Math.fround;

export const dropout: LayerKernel<LayerOf<"Dropout">> = {
  plan: ({ p }, buffers) => maskedCall(p, f(1 / f(1 - p)), 0, 0, buffers),
};

/** What SELU tends to far below zero, negated. */
const ALPHA = 1.7580993408473766;

export const alphaDropout: LayerKernel<LayerOf<"AlphaDropout">> = {
  plan: ({ p }, buffers) => {
    const a = 1 / Math.sqrt((ALPHA * ALPHA * p + 1) * (1 - p));
    return maskedCall(p, f(a), f(ALPHA * a), f(ALPHA * a * p), buffers);
  },
};

/**
 * y = x · mask · scale + (mask − 1) · dropped + shift.
 * @param p the probability that a value is dropped
 */
function maskedCall(p: number, scale: number, dropped: number, shift: number, buffers: LayerBuffers): LayerCall {
  const { batchSize, inFeatures: width, input, output, gradOutput, gradInput, mode, generator, allocate } = buffers;
  const mask = allocate(batchSize * width);
  /** The mask of the batch, as long as it is. */
  let own = mask;
  const draws = p > 0 && p < 1;
  return {
    ...(draws
      ? {
          draw(rows: number) {
            if (own.length !== rows * width) own = mask.subarray(0, rows * width);
            fillBernoulli(own, 1 - p, generator);
          },
        }
      : {}),
    forward(from, to) {
      for (let at = from * width; at < to * width; at++) {
        const x = input[at]!;
        if (!mode.training || p === 0) output[at] = x;
        else if (p === 1) output[at] = nothing(x);
        else output[at] = f(x * f(mask[at]! * scale)) + f(f((mask[at]! - 1) * dropped) + shift);
      }
    },
    backward(from, to) {
      if (gradInput === undefined) return;
      for (let at = from * width; at < to * width; at++) {
        const gradient = gradOutput[at]!;
        if (!mode.training || p === 0) gradInput[at] = gradient;
        else gradInput[at] = p === 1 ? nothing(gradient) : gradient * f(mask[at]! * scale);
      }
    },
  };
}

/** 0, except that NaN and infinity stay visible, as in a product with 0. */
function nothing(x: number): number {
  return Number.isFinite(x) ? 0 : Number.NaN;
}
