// What a card of the pipeline says, calculated from a layer, its shape and its problems. No elements here.

import type { JsonLayer } from "../../src/model/edit.ts";
import { layerOf, type Problem } from "../../src/model/problem.ts";
import { type LayerShape, traceShapes } from "../../src/model/shapes.ts";
import { recordOf } from "./network.ts";
import { formatCount } from "../shared/numbers.ts";
import { t } from "../shared/text.ts";

export interface Card {
  readonly index: number;
  readonly type: string;
  readonly isKnown: boolean;
  /** The person's own label. */
  readonly name?: string;
  /**
   * The parameters that differ from PyTorch's defaults and that the shape does not say, as in `bias=False`.
   */
  readonly details: string;
  readonly shape: LayerShape;
  readonly problems: readonly Problem[];
}

/**
 * The cards of a list of layers. `inputs` is undefined while the data is unknown.
 * @param before the cards until now; one that says the same as before is the same object
 */
export function cardsOf(
  layers: readonly JsonLayer[],
  inputs: number | undefined,
  problems: readonly Problem[],
  before: readonly Card[] = [],
): readonly Card[] {
  const shapes = traceShapes(layers, inputs);
  const problemsOf = layers.map((): Problem[] => []);
  for (const problem of problems) problemsOf[layerOf(problem) ?? -1]?.push(problem);
  return layers.map((layer, index) => {
    const name = layer["name"];
    const card = {
      index,
      type: layer.type,
      isKnown: recordOf(layer.type) !== undefined,
      ...(typeof name === "string" ? { name } : {}),
      details: detailsOf(layer),
      shape: shapes[index] ?? {},
      problems: problemsOf[index] ?? [],
    };
    return JSON.stringify(card) === JSON.stringify(before[index]) ? before[index]! : card;
  });
}

/** `out_features` stands in the shape already, so it is not said twice. */
function detailsOf(layer: JsonLayer): string {
  const record = recordOf(layer.type);
  if (record === undefined) return "";
  return Object.entries(record.parameters)
    .filter(([name, parameter]) => {
      const value = layer[name];
      if (value === undefined || name === "out_features") return false;
      return JSON.stringify(value) !== JSON.stringify(parameter.default);
    })
    .map(([name]) => `${name}=${pythonValue(layer[name])}`)
    .join(", ");
}

/** A value as PyTorch would print it; hand-set weights are only named. */
export function pythonValue(value: unknown): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return "{…}";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** `3 → 8` if the width changes, `8` if it stays, nothing while it is unknown. */
export function shapeText({ inFeatures, outFeatures }: LayerShape): string {
  if (outFeatures === undefined) return "";
  return inFeatures === undefined || inFeatures === outFeatures
    ? formatCount(outFeatures)
    : `${formatCount(inFeatures)} → ${formatCount(outFeatures)}`;
}

export function parametersText(count: number): string {
  return count === 1 ? t("1 parameter") : t("{0} parameters", formatCount(count));
}

/** The card in words, for a screen reader: "Layer 2 of 5, Linear, 8 to 16, 144 parameters". */
export function cardLabel(card: Card, count: number): string {
  const { inFeatures, outFeatures, parameters } = card.shape;
  const parts = [t("Layer {0} of {1}", card.index + 1, count), card.name ? `${card.name}, ${card.type}` : card.type];
  if (inFeatures !== undefined && outFeatures !== undefined) {
    parts.push(t("{0} to {1}", formatCount(inFeatures), formatCount(outFeatures)));
  }
  if (parameters) parts.push(parametersText(parameters));
  if (card.details) parts.push(card.details);
  return parts.join(", ");
}
