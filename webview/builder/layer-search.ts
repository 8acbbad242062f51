// Finding layers by name, by purpose, and by plain words in both languages. What the palette and the list at
// a gap show, in its order.

import { layers, type LayerType } from "../../src/model/layers.ts";
import type { LayerGroup } from "../../src/model/layers/record.ts";
import { commonChoices, type LayerChoice, rankOf } from "./layer-choices.ts";

/** A section of the palette: what most networks are made of, then the rest by the registry's groups. */
export type PaletteGroup = LayerGroup | "common";

export const groups: readonly PaletteGroup[] = ["common", "linear", "activation", "normalization", "regularization", "output"];

export function groupOf(choice: LayerChoice): PaletteGroup {
  return choice === "hidden" || commonChoices.includes(choice) ? "common" : layers[choice].group;
}

const rare = (Object.keys(layers) as LayerType[]).filter((type) => groupOf(type) !== "common");

/** Everything there is to insert, group by group. */
const all = [...commonChoices, ...groups.flatMap((group) => rare.filter((type) => groupOf(type) === group))];

/**
 * What the words may mean: names that begin with them first, then names, then other words for them, then
 * purposes.
 */
export function matchingChoices(words: string): readonly LayerChoice[] {
  const wanted = words.trim().toLowerCase();
  const ranked = all.map((choice) => ({ choice, rank: rankOf(choice, wanted) }));
  const found = ranked.filter(({ rank }) => rank < Infinity);
  return found.toSorted((one, other) => one.rank - other.rank).map(({ choice }) => choice);
}
