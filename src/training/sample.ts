// The curve of one layer, run by the engine itself: what comes out of numbers, and how fast it changes with
// them.

import type { LayerBuffers, LayerKernel } from "../engine/kernel.ts";
import { Generator } from "../engine/random.ts";
import { reference } from "../engine/reference.ts";
import type { JsonLayer } from "../model/edit.ts";
import { isLayerType, layers, type ResolvedLayer } from "../model/layers.ts";
import { isCurve } from "../model/layers/record.ts";
import { layerSchema } from "../model/schema.ts";
import type { LayerCurve } from "./types.ts";

/** Equally spaced numbers that go into a layer. */
export interface SampleRange {
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

const USUAL: SampleRange = { from: -6, to: 6, points: 201 };

/**
 * Each point is a row of one value; the gradient that comes back for it is the derivative. What a layer
 * learns or draws is as it starts, or as it is evaluated after training.
 * @param layer as a document writes it; undefined if it breaks the schema, or treats values not one by one
 */
export function sampleLayer(layer: JsonLayer, { from, to, points }: SampleRange = USUAL): LayerCurve | undefined {
  if (!isLayerType(layer.type) || !isCurve(layers[layer.type])) return undefined;
  const resolved: ResolvedLayer | undefined = layerSchema(layer.type).safeParse(layer).data;
  if (resolved === undefined) return undefined;
  const input = Float32Array.from({ length: points }, (_, index) => from + ((to - from) * index) / (points - 1));
  const { output, gradInput } = runLayer(resolved, input, points);
  return { inputs: [...input], outputs: [...output], slopes: [...gradInput] };
}

/**
 * One layer forward and backward, as it is evaluated after training, with parameters as it starts.
 * @param input `[rows, width]`; as wide is what comes out
 * @returns what comes out, and the gradient by the input of the sum of all that comes out
 */
export function runLayer(
  layer: ResolvedLayer,
  input: Float32Array,
  rows: number,
): { readonly output: Float32Array; readonly gradInput: Float32Array } {
  const width = input.length / rows;
  const kernel: LayerKernel<ResolvedLayer> = reference.layers[layer.type];
  const lengths = (kernel.parameters?.(layer, width, width) ?? []).map(({ shape }) => shape.reduce((product, side) => product * side, 1));
  const parameters = lengths.map((length) => new Float32Array(length));
  kernel.initialise?.(layer, width, parameters, new Generator(0), []);
  const buffers = {
    batchSize: rows,
    inFeatures: width,
    outFeatures: width,
    input,
    output: new Float32Array(input.length),
    gradOutput: new Float32Array(input.length).fill(1),
    gradInput: new Float32Array(input.length),
    parameters,
    gradients: lengths.map((length) => new Float32Array(length)),
    buffers: [],
    mode: { training: false },
    generator: new Generator(0),
    allocate: (length) => new Float32Array(length),
  } satisfies LayerBuffers;
  const call = kernel.plan(layer, buffers);
  call.forward(0, rows, rows);
  call.backward(0, rows, rows);
  return buffers;
}
