// The document's JSON as the builder reads it: tolerant, because what is being edited is not always valid.

import { type JsonValue, type JsonPath, valueAt } from "../../src/model/json.ts";
import type { JsonLayer } from "../../src/model/edit.ts";
import { isLayerType, layers, type LayerType } from "../../src/model/layers.ts";
import type { LayerRecord } from "../../src/model/layers/record.ts";
import { startValue } from "../../src/model/start-values.ts";
import type { DataState } from "../../src/protocol/builder.ts";

export { valueAt };

/**
 * The same JSON with another value at a path that exists or whose owner does; what is on the way is copied,
 * nothing is changed.
 */
export function withValue(json: unknown, path: JsonPath, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const inner = withValue(valueAt(json, [step]), rest, value);
  if (Array.isArray(json)) return json.map((item: unknown, index) => (index === step ? inner : item));
  return { ...(typeof json === "object" ? json : {}), [step]: inner };
}

/** The layers in order. What is no layer at all keeps its place, with its JSON as its type. */
export function layersOf(json: unknown): readonly JsonLayer[] {
  const list = valueAt(json, ["layers"]);
  if (!Array.isArray(list)) return [];
  return list.map((entry: unknown) => {
    const type = valueAt(entry, ["type"]);
    return typeof type === "string" ? (entry as JsonLayer) : { type: JSON.stringify(type === undefined ? entry : type) };
  });
}

/**
 * Values per row that the data gives the network; undefined while there is no data, or an error in its
 * features.
 */
export function inputCount(data: DataState): number | undefined {
  return data.state === "ready" && data.summary.inputs.length > 0 ? data.summary.inputs.length : undefined;
}

/** The registry's record of a layer, if it has one. */
export function recordOf(type: string): LayerRecord | undefined {
  return isLayerType(type) ? layers[type] : undefined;
}

/** A new layer with only what it must say. */
export function newLayer(type: LayerType): JsonLayer {
  const layer: Record<string, JsonValue> & { type: string } = { type };
  for (const [name, parameter] of Object.entries((layers[type] as LayerRecord).parameters)) {
    const value = parameter.presence === "required" ? startValue(parameter) : undefined;
    if (value !== undefined) layer[name] = value;
  }
  return layer;
}

/**
 * Where the selected layer is after the list changed from outside, as by undo: beside the same neighbours.
 */
export function followSelection(before: readonly JsonLayer[], after: readonly JsonLayer[], selected: number): number | undefined {
  if (before.length === after.length) return selected;
  let head = 0;
  while (head < Math.min(before.length, after.length) && JSON.stringify(before[head]) === JSON.stringify(after[head])) head++;
  const followed = selected < head ? selected : selected + after.length - before.length;
  return after.length === 0 ? undefined : Math.max(0, Math.min(followed, after.length - 1));
}
