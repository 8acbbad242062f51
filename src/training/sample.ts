// The curve of one layer, run by the engine itself: what comes out of numbers from −6 to 6, and how fast it
// changes with them.

import type { LayerBuffers, LayerKernel } from "../engine/kernel.ts";
import { Generator } from "../engine/random.ts";
import { reference } from "../engine/reference.ts";
import type { JsonLayer } from "../model/edit.ts";
import { isLayerType, layers, type ResolvedLayer } from "../model/layers.ts";
import { isCurve } from "../model/layers/record.ts";
import { layerSchema } from "../model/schema.ts";
import type { LayerCurve } from "./types.ts";

const EDGE = 6;
const POINTS = 201;

/**
 * Each point is a row of one value; the gradient that comes back for it is the derivative. What a layer
 * learns or draws is as it starts, or as it is evaluated after training.
 * @param layer as a document writes it; undefined if it breaks the schema, or treats values not one by one
 */
export function sampleLayer(layer: JsonLayer): LayerCurve | undefined {
  if (!isLayerType(layer.type) || !isCurve(layers[layer.type])) return undefined;
  const resolved: ResolvedLayer | undefined = layerSchema(layer.type).safeParse(layer).data;
  if (resolved === undefined) return undefined;
  const kernel: LayerKernel<ResolvedLayer> = reference.layers[resolved.type];
  const lengths = (kernel.parameters?.(resolved, 1, 1) ?? []).map(({ shape }) => shape.reduce((product, side) => product * side, 1));
  const parameters = lengths.map((length) => new Float32Array(length));
  kernel.initialise?.(resolved, 1, parameters, new Generator(0), []);
  const input = Float32Array.from({ length: POINTS }, (_, index) => -EDGE + (2 * EDGE * index) / (POINTS - 1));
  const buffers = {
    batchSize: POINTS,
    inFeatures: 1,
    outFeatures: 1,
    input,
    output: new Float32Array(POINTS),
    gradOutput: new Float32Array(POINTS).fill(1),
    gradInput: new Float32Array(POINTS),
    parameters,
    gradients: lengths.map((length) => new Float32Array(length)),
    buffers: [],
    mode: { training: false },
    generator: new Generator(0),
    allocate: (length) => new Float32Array(length),
  } satisfies LayerBuffers;
  const call = kernel.plan(resolved, buffers);
  call.forward(0, POINTS, POINTS);
  call.backward(0, POINTS, POINTS);
  return { inputs: [...input], outputs: [...buffers.output], slopes: [...buffers.gradInput] };
}
