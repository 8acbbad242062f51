// What a drag would do, and what the network would look like after it.

import type { JsonLayer } from "../../src/model/edit.ts";
import type { DragItem } from "../actions.ts";
import { type Card, cardsOf } from "./cards.ts";
import type { Drag } from "../shared/controllers/drag.ts";
import { isChange, type ListChange, orderAfter, rearranged } from "./list-changes.ts";
import { newLayers } from "./layer-choices.ts";

/**
 * The layers of the list that a drag lifts, ascending: all that are selected, if the one taken hold of is.
 */
export function liftedBy(item: DragItem, marked: readonly number[]): readonly number[] {
  if (item.kind === "new") return [];
  return marked.includes(item.index) ? marked : [item.index];
}

/** The change that dropping now would make; undefined if it would make none. */
export function changeOf(
  { item, gap, copies }: Drag<DragItem>,
  layers: readonly JsonLayer[],
  marked: readonly number[],
): ListChange<JsonLayer> | undefined {
  if (item.kind === "new") return gap === undefined ? undefined : { op: "insert", at: gap, items: newLayers(item.choice) };
  const indices = liftedBy(item, marked);
  if (copies) return gap === undefined ? undefined : { op: "insert", at: gap, items: indices.flatMap((index) => layers[index] ?? []) };
  const change: ListChange<JsonLayer> = gap === undefined ? { op: "remove", indices } : { op: "move", indices, gap };
  return isChange(change) ? change : undefined;
}

/** Every present card as it would be after the change; undefined for one that would be gone. */
export function previewOf(
  layers: readonly JsonLayer[],
  change: ListChange<JsonLayer>,
  inputs: number | undefined,
): readonly (Card | undefined)[] {
  const after = cardsOf(rearranged(layers, change), inputs, []);
  const order = orderAfter(change, layers.length);
  const places = new Map(order.map((index, place) => [index, place]));
  return layers.map((_, index) => after[places.get(index) ?? -1]);
}
