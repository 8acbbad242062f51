// The layer registry: one record per layer, under PyTorch's name. Palette, inspector, validation, JSON
// schema, hovers, shapes and exported code are derived from these records. A layer's numbers (forward and
// backward) are one file in the engine of the same name; the compiler says when one of the two is missing.

import { smoothActivations } from "./layers/activations.ts";
import { linearLayers } from "./layers/linear.ts";
import { normalizationLayers } from "./layers/normalization.ts";
import { outputLayers } from "./layers/outputs.ts";
import { piecewiseActivations } from "./layers/piecewise.ts";
import type { Resolved, Written } from "./parameters.ts";

export const layers = {
  ...linearLayers,
  ...smoothActivations,
  ...piecewiseActivations,
  ...normalizationLayers,
  ...outputLayers,
} as const;

export type LayerType = keyof typeof layers;

/** A layer as a document writes it. */
export type Layer = { [K in LayerType]: { type: K; name?: string | undefined } & Written<(typeof layers)[K]["parameters"]> }[LayerType];
/** A layer with every default filled in. */
export type ResolvedLayer = {
  [K in LayerType]: { type: K; name?: string | undefined } & Resolved<(typeof layers)[K]["parameters"]>;
}[LayerType];

/** Whether a document's `type` names a layer of this registry. */
export function isLayerType(type: unknown): type is LayerType {
  return typeof type === "string" && Object.hasOwn(layers, type);
}
