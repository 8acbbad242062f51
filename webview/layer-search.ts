// Finding layers by name, by purpose, and by plain words in both languages. What the palette and the list at a gap show.

import { layers, type LayerType } from "../src/model/layers.ts";
import type { LayerGroup, LayerRecord } from "../src/model/layers/record.ts";
import { say } from "./text.ts";

/** The groups in the order of the palette. */
export const groups: readonly LayerGroup[] = ["linear", "activation", "normalization", "regularization", "output"];

/** Every layer, group by group. */
const all = groups.flatMap((group) => (Object.keys(layers) as LayerType[]).filter((type) => layers[type].group === group));

/** The layers that the words may mean: names that begin with them first, then names, then other words for them, then purposes. */
export function matchingLayers(words: string): readonly LayerType[] {
  const wanted = words.trim().toLowerCase();
  const ranked = all.map((type) => ({ type, rank: rankOf(layers[type], wanted) }));
  const found = ranked.filter(({ rank }) => rank < Infinity);
  return found.toSorted((one, other) => one.rank - other.rank).map(({ type }) => type);
}

function rankOf({ type, words, about }: LayerRecord, wanted: string): number {
  const letters = squeezed(wanted);
  const place = squeezed(type).indexOf(letters);
  if (place >= 0) return Math.min(place, 1);
  const others = words.map((word) => squeezed(word).indexOf(letters)).filter((index) => index >= 0);
  if (others.length > 0) return 2 + Math.min(1, ...others);
  const purpose = `${about.text} ${say(about)}`.toLowerCase();
  const isMeant = wanted.length > 2 && wanted.split(/\s+/).every((word) => purpose.includes(word));
  return isMeant ? 4 : Infinity;
}

/** "Batch norm" and "batch-norm" are found in BatchNorm1d. */
function squeezed(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, "");
}
