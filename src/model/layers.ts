// The layer registry: one record per layer, under PyTorch's name.
// Palette, inspector, validation, JSON schema, hovers, shapes and exported code are derived from these records. A layer's numbers
// (forward and backward) are one file in the engine of the same name; the compiler says when one of the two is missing.

import * as z from "zod";
import { smoothActivations } from "./layers/activations.ts";
import { linearLayers } from "./layers/linear.ts";
import { normalizationLayers } from "./layers/normalization.ts";
import { outputLayers } from "./layers/outputs.ts";
import { piecewiseActivations } from "./layers/piecewise.ts";
import type { LayerRecord } from "./layers/record.ts";
import { type ShapeOf, shapeOf } from "./parameters.ts";

export const layers = {
  ...linearLayers,
  ...smoothActivations,
  ...piecewiseActivations,
  ...normalizationLayers,
  ...outputLayers,
} as const;

export type LayerType = keyof typeof layers;

type SchemaOf<R> =
  R extends LayerRecord<infer T, infer P>
    ? z.ZodObject<{ type: z.ZodLiteral<T>; name: z.ZodOptional<z.ZodString> } & ShapeOf<P>, z.core.$strict>
    : never;

/** The schema of one layer in a document. */
export function layerSchema<K extends LayerType>(type: K): SchemaOf<(typeof layers)[K]> {
  const record: LayerRecord = layers[type];
  const schema = z.strictObject({
    type: z.literal(record.type),
    name: z.string().min(1).optional().describe("A label of your own."),
    ...shapeOf(record.parameters),
  });
  return schema.describe(`${record.formula} — ${record.about.text}`) as unknown as SchemaOf<(typeof layers)[K]>;
}

/** The schema of any one layer. */
export type LayerSchema = { [K in LayerType]: SchemaOf<(typeof layers)[K]> }[LayerType];
/** A layer as a document writes it. */
export type Layer = { [K in LayerType]: z.input<SchemaOf<(typeof layers)[K]>> }[LayerType];
/** A layer with every default filled in. */
export type ResolvedLayer = { [K in LayerType]: z.output<SchemaOf<(typeof layers)[K]>> }[LayerType];

/** Whether a document's `type` names a layer of this registry. */
export function isLayerType(type: unknown): type is LayerType {
  return typeof type === "string" && Object.hasOwn(layers, type);
}
