// Weights without an engine: as many as the layers have, each on a curve of its own along the epochs.

import type { JsonLayer } from "../../src/model/edit.ts";
import { traceShapes } from "../../src/model/shapes.ts";
import { summarizeWeights, type WeightSummary } from "../../src/model/weight-summary.ts";
import { recordOf } from "../builder/network.ts";

/** The parameters of all layers after `epoch` epochs; undefined where a size is not known. */
export function fakeWeights(layers: readonly JsonLayer[], inputs: number | undefined, epoch: number): WeightSummary[] | undefined {
  const shapes = traceShapes(layers, inputs);
  if (shapes.some(({ inFeatures, outFeatures }) => inFeatures === undefined || outFeatures === undefined)) return undefined;
  return layers.flatMap((layer, index) => {
    if (recordOf(layer.type)?.group !== "linear") return [];
    const [from, to] = [shapes[index]!.inFeatures!, shapes[index]!.outFeatures!];
    const weight = summarizeWeights(`${index}.weight`, [to, from], numbers(to * from, index, epoch));
    return layer["bias"] === false ? [weight] : [weight, summarizeWeights(`${index}.bias`, [to], numbers(to, index + 0.5, epoch))];
  });
}

function numbers(count: number, phase: number, epoch: number): Float32Array {
  return Float32Array.from({ length: count }, (_, at) => {
    const start = Math.sin((at + 1) * 12.9898 + phase * 78.233);
    return start ** 3 * 0.6 + Math.sin((at + 1) * 4.1414 + phase) * (1 - Math.exp(-epoch / 2000));
  });
}
