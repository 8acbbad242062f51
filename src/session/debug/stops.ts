// Where a debugger stops within a batch: at each layer forward, at the loss, at each layer backward, and at
// the update. The step holds all of them, so going from one to the next computes nothing.

import type { JsonPath } from "../../model/json.ts";
import type { DebugStop } from "../../protocol/debug-host.ts";

/** The stops of a batch, in the order of the calculation. */
export function stopsOf(layers: number): readonly DebugStop[] {
  const indices = Array.from({ length: layers }, (_, layer) => layer);
  return [
    ...indices.map((layer) => ({ pass: "forward", layer }) as const),
    { pass: "loss" },
    ...indices.toReversed().map((layer) => ({ pass: "backward", layer }) as const),
    { pass: "update" },
  ];
}

/** What a breakpoint can be set on. */
export type BreakpointPlace = { readonly layer: number } | "loss" | "update";

/** Where something stands in the document. */
export function pathOf(place: BreakpointPlace): JsonPath {
  if (place === "loss") return ["training", "loss"];
  return place === "update" ? ["training", "optimizer"] : ["layers", place.layer];
}

export function placeOf({ pass, layer }: DebugStop): BreakpointPlace {
  return layer !== undefined ? { layer } : pass === "update" ? "update" : "loss";
}

export function isSamePlace(one: BreakpointPlace, other: BreakpointPlace): boolean {
  return typeof one === "object" && typeof other === "object" ? one.layer === other.layer : one === other;
}
