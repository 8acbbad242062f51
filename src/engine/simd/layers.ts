// Layers with kernels of their own. What they draw and how they are initialised is the reference's.

import type { Backend, LayerBuffers, LayerCall, LayerKernel, LayerOf } from "../kernel.ts";
import { reference } from "../reference.ts";
import { batchNorm1d } from "./batch-norm.ts";
import { dropout } from "./dropout.ts";
import type { Kernels } from "./kernels.ts";
import { linear } from "./linear.ts";

/** The records that take the place of the reference's. */
export function simdLayers(kernels: Kernels): Partial<Backend["layers"]> {
  const { sigmoid, sigmoidBack, tanh, tanhBack } = kernels;
  return {
    Linear: linear(kernels),
    BatchNorm1d: batchNorm1d(kernels),
    Dropout: dropout(kernels),
    Sigmoid: { ...reference.layers.Sigmoid, plan: (_, buffers) => fromOutput(sigmoid, sigmoidBack, buffers) },
    Tanh: { ...reference.layers.Tanh, plan: (_, buffers) => fromOutput(tanh, tanhBack, buffers) },
    ReLU: gate<LayerOf<"ReLU">>((_, x, value, into, count) => kernels.relu(x, value, into, count)),
    LeakyReLU: gate<LayerOf<"LeakyReLU">>((layer, x, value, into, count) => kernels.leaky(x, value, into, layer.negative_slope, count)),
  };
}

/** A curve whose slope follows from its value. */
function fromOutput(value: Kernels["tanh"], back: Kernels["tanhBack"], buffers: LayerBuffers): LayerCall {
  const { inFeatures: width, input, output, gradOutput, gradInput } = buffers;
  const bytes = 4 * width;
  const [x, y, gradY, gradX] = [input.byteOffset, output.byteOffset, gradOutput.byteOffset, gradInput?.byteOffset];
  return {
    forward(from, to) {
      value(x + from * bytes, y + from * bytes, (to - from) * width);
    },
    backward(from, to) {
      if (gradX !== undefined) back(y + from * bytes, gradY + from * bytes, gradX + from * bytes, (to - from) * width);
    },
  };
}

/** What lets a value pass where x is above zero: forward the value is x itself, backward the gradient. */
function gate<L>(pass: (layer: L, x: number, value: number, into: number, count: number) => void): LayerKernel<L> {
  return {
    plan: (layer, { inFeatures: width, input, output, gradOutput, gradInput }) => {
      const bytes = 4 * width;
      const [x, y, gradY, gradX] = [input.byteOffset, output.byteOffset, gradOutput.byteOffset, gradInput?.byteOffset];
      return {
        forward(from, to) {
          const at = from * bytes;
          pass(layer, x + at, x + at, y + at, (to - from) * width);
        },
        backward(from, to) {
          const at = from * bytes;
          if (gradX !== undefined) pass(layer, x + at, gradY + at, gradX + at, (to - from) * width);
        },
      };
    },
  };
}
