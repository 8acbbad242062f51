// Some layers as the lines of an nn.Sequential, for the clipboard. If it is not known how many values come
// in, PyTorch's lazy modules stand, which find out by themselves.

import type { JsonLayer } from "../../model/edit.ts";
import { isLayerType, layers, type ResolvedLayer } from "../../model/layers.ts";
import type { LayerRecord } from "../../model/layers/record.ts";
import { layerSchema } from "../../model/schema.ts";
import { derivedSizes, traceShapes } from "../../model/shapes.ts";
import { around, call, type Code, comment, lines } from "./python.ts";
import { constructorArguments } from "./arguments.ts";
import { alwaysWritten, moduleOf } from "./network.ts";

/** A layer a line, each with a comma; a name, and what is no valid layer, as a comment. */
export function layersAsPyTorch(sequence: readonly JsonLayer[], inputs?: number): string {
  const shapes = traceShapes(sequence, inputs);
  const written = sequence.flatMap((json, index) => {
    const layer = resolved(json);
    if (layer === undefined) return comment(json.type);
    const code = pieceOf(layer, shapes[index]?.inFeatures);
    return [...(layer.name === undefined ? [] : comment(layer.name)), ...lines(around("", code, ","))];
  });
  return `${written.join("\n")}\n`;
}

function resolved(layer: JsonLayer): ResolvedLayer | undefined {
  return isLayerType(layer.type) ? layerSchema(layer.type).safeParse(layer).data : undefined;
}

function pieceOf(layer: ResolvedLayer, inFeatures: number | undefined): Code {
  const record: LayerRecord = layers[layer.type];
  const size = derivedSizes.find((name) => record.parameters[name] !== undefined);
  if (inFeatures !== undefined || size === undefined) return moduleOf(layer, inFeatures ?? 0);
  // LayerNorm has no lazy form.
  if (size === "normalized_shape") return "nn.LayerNorm(None)";
  const { [size]: _, ...parameters } = record.parameters;
  return call(`nn.Lazy${layer.type}`, ...constructorArguments(parameters, layer, { always: alwaysWritten(record) }));
}
