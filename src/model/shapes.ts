// Shapes: how many values per row go into and out of each layer, and how many numbers it learns.
// Tolerant on purpose: it works on JSON that is not yet valid, because shapes are shown while a person types.

import type { JsonLayer } from "./edit.ts";
import { isLayerType, layers } from "./layers.ts";
import type { LayerRecord } from "./layers/record.ts";

/**
 * Parameters that say how many values come in, if a document writes them down. A layer has at most one.
 */
export const derivedSizes = ["in_features", "num_features", "normalized_shape"] as const;

export interface LayerShape {
  /** Values per row; absent if it cannot be known yet. */
  readonly inFeatures?: number;
  readonly outFeatures?: number;
  /** Learnt numbers; absent if it cannot be known yet. */
  readonly parameters?: number;
  /** Multiply-adds for one row, forward; absent if it cannot be known yet. */
  readonly multiplyAdds?: number;
}

/**
 * The shape of every layer of a Sequential.
 * @param inputs values per row of the data; undefined while the data is unknown
 */
export function traceShapes(sequence: readonly JsonLayer[], inputs: number | undefined): LayerShape[] {
  let width = inputs;
  return sequence.map((layer) => {
    const shape = layerShape(layer, width);
    width = shape.outFeatures;
    return shape;
  });
}

function layerShape(layer: JsonLayer, width: number | undefined): LayerShape {
  if (!isLayerType(layer.type)) return width === undefined ? {} : { inFeatures: width };
  const record: LayerRecord = layers[layer.type];
  const derived = derivedSizes.find((name) => record.parameters[name] !== undefined);
  const declared = derived === undefined ? undefined : layer[derived];
  const inFeatures = typeof declared === "number" ? declared : width;
  const outFeatures = record.outFeatures ? record.outFeatures(layer, inFeatures) : inFeatures;
  const parameters = parameterCount(record, inFeatures, outFeatures, layer);
  return {
    ...(inFeatures === undefined ? {} : { inFeatures }),
    ...(outFeatures === undefined ? {} : { outFeatures }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(inFeatures === undefined || outFeatures === undefined ? {} : { multiplyAdds: record.multiplyAdds?.(inFeatures, outFeatures) ?? 0 }),
  };
}

function parameterCount(
  record: LayerRecord,
  inFeatures: number | undefined,
  outFeatures: number | undefined,
  layer: JsonLayer,
): number | undefined {
  if (record.parameterCount === undefined) return 0;
  return inFeatures === undefined || outFeatures === undefined ? undefined : record.parameterCount(inFeatures, outFeatures, layer);
}
