// Dropout: the mask is drawn by the twister of the kernels, from the generator's own state, which is copied
// in and out.

import type { LayerKernel, LayerOf } from "../kernel.ts";
import { GENERATOR_WORDS } from "../random.ts";
import { reference } from "../reference.ts";
import type { Kernels } from "./kernels.ts";

export function dropout(kernels: Kernels): LayerKernel<LayerOf<"Dropout">> {
  const slow = reference.layers.Dropout;
  return {
    plan: (layer, buffers) => {
      const { p } = layer;
      // Then nothing is drawn.
      if (p === 0 || p === 1) return slow.plan(layer, buffers);
      const { batchSize, inFeatures: width, input, output, gradOutput, gradInput, mode, generator, allocate } = buffers;
      const mask = allocate(batchSize * width).byteOffset;
      const state = allocate(GENERATOR_WORDS);
      const words = new Uint32Array(state.buffer, state.byteOffset, GENERATOR_WORDS);
      const scale = Math.fround(1 / Math.fround(1 - p));
      const bytes = 4 * width;
      const [x, y, gradY, gradX] = [input.byteOffset, output.byteOffset, gradOutput.byteOffset, gradInput?.byteOffset];
      return {
        draw(rows) {
          generator.save(words);
          kernels.fillMask(state.byteOffset, mask, rows * width, 1 - p);
          generator.restore(words);
        },
        forward(from, to) {
          const at = from * bytes;
          const count = (to - from) * width;
          if (mode.training) kernels.applyMask(x + at, mask + at, y + at, scale, count);
          else kernels.copy(x + at, y + at, count);
        },
        backward(from, to) {
          if (gradX === undefined) return;
          const at = from * bytes;
          const count = (to - from) * width;
          if (mode.training) kernels.applyMask(gradY + at, mask + at, gradX + at, scale, count);
          else kernels.copy(gradY + at, gradX + at, count);
        },
      };
    },
  };
}
