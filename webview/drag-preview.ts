// What a drag would do, and what the network would look like after it.

import type { JsonLayer } from "../src/model/edits.ts";
import type { DragItem } from "./actions.ts";
import { type Card, cardsOf } from "./cards.ts";
import type { Drag } from "./controllers/drag.ts";
import { type ListChange, newLayer, rearranged } from "./network.ts";

/** The change that dropping now would make; undefined where it would make none. */
export function changeOf({ item, gap }: Drag<DragItem>): ListChange<JsonLayer> | undefined {
  if (item.kind === "new") return gap === undefined ? undefined : { op: "insert", at: gap, item: newLayer(item.type) };
  if (gap === undefined) return { op: "remove", at: item.index };
  const to = gap > item.index ? gap - 1 : gap;
  return to === item.index ? undefined : { op: "move", from: item.index, to };
}

/** Every present card as it would be after the change; undefined for one that would be gone. */
export function previewOf(
  layers: readonly JsonLayer[],
  change: ListChange<JsonLayer>,
  inputs: number | undefined,
): readonly (Card | undefined)[] {
  const after = cardsOf(rearranged(layers, change), inputs, []);
  const order = rearranged<number | undefined>([...layers.keys()], change.op === "insert" ? { ...change, item: undefined } : change);
  return layers.map((_, index) => after[order.indexOf(index)]);
}
