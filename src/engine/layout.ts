// Where everything of a network lies: one arena of parameters, one of their gradients, one of what layers
// keep besides, and the values and slopes between the layers.

import type { JsonLayer } from "../model/edit.ts";
import type { ResolvedLayer } from "../model/layers.ts";
import { traceShapes } from "../model/shapes.ts";
import type { Allocate, LayerKernel, ParameterShape } from "./kernel.ts";

/** Tensors start at multiples of this many floats, so that a kernel can load whole cache lines. */
export const ALIGNMENT = 16;

/** A tensor under its name in PyTorch's `state_dict` of the Sequential, as in `0.weight`. */
export interface StateTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** A view into an arena: it changes with every step. */
  readonly data: Float32Array;
  /** The layer it belongs to. */
  readonly layer: number;
  /** Where it starts in its arena. */
  readonly offset: number;
}

export interface Arena {
  readonly values: Float32Array;
  readonly tensors: readonly StateTensor[];
}

/** Values per row before the first layer and after each one. */
export function widthsOf(layers: readonly ResolvedLayer[], inputs: number): number[] {
  const shapes = traceShapes(layers as readonly JsonLayer[], inputs);
  return [inputs, ...shapes.map(({ outFeatures }) => outFeatures!)];
}

/** What each layer learns or keeps, one after the other in an arena of its own. */
export function layOut(perLayer: readonly (readonly ParameterShape[])[], allocate: Allocate): Arena {
  let end = 0;
  const planned = perLayer.flatMap((shapes, layer) =>
    shapes.map(({ name, shape }) => {
      const length = shape.reduce((product, side) => product * side, 1);
      const offset = end;
      end = Math.ceil((offset + length) / ALIGNMENT) * ALIGNMENT;
      return { name: `${layer}.${name}`, shape, layer, offset, length };
    }),
  );
  const values = allocate(end);
  const tensors = planned.map(({ name, shape, layer, offset, length }) => {
    const data = values.subarray(offset, offset + length);
    return { name, shape, layer, offset, data };
  });
  return { values, tensors };
}

/** The tensors of one layer, as a kernel gets them. */
export function ofLayer(tensors: readonly StateTensor[], layer: number, arena: Float32Array): Float32Array[] {
  return tensors.filter((tensor) => tensor.layer === layer).map(({ offset, data }) => arena.subarray(offset, offset + data.length));
}

/** What each layer of a Sequential learns. */
export function parameterShapes(
  layers: readonly ResolvedLayer[],
  kernels: readonly LayerKernel<ResolvedLayer>[],
  widths: readonly number[],
): (readonly ParameterShape[])[] {
  return layers.map((layer, index) => kernels[index]!.parameters?.(layer, widths[index]!, widths[index + 1]!) ?? []);
}

/** What each layer of a Sequential keeps besides. */
export function bufferShapes(
  layers: readonly ResolvedLayer[],
  kernels: readonly LayerKernel<ResolvedLayer>[],
  widths: readonly number[],
): (readonly ParameterShape[])[] {
  return layers.map((layer, index) => kernels[index]!.buffers?.(layer, widths[index]!) ?? []);
}
