// Where each layer of a list is in the list after an edit, so that what is kept beside the document, as a
// breakpoint, goes with it.

import { alignLayers } from "../../model/align-layers.ts";

interface Layer {
  readonly type: string;
}

/** For each layer before its index after; undefined if it is gone. */
export function followLayers(before: readonly Layer[], after: readonly Layer[]): readonly (number | undefined)[] {
  const places: (number | undefined)[] = before.map(() => undefined);
  for (const [from, to] of alignLayers([before, after])) if (from !== undefined && to !== undefined) places[from] = to;
  const taken = new Set(places);
  const texts = after.map((layer) => JSON.stringify(layer));
  // One that was moved past others is out of the common order, and still the same.
  for (const [index, layer] of before.entries()) {
    if (places[index] !== undefined) continue;
    const text = JSON.stringify(layer);
    const found = texts.findIndex((other, at) => other === text && !taken.has(at));
    // One that became a layer of another type stays where it is.
    const at = found >= 0 ? found : before.length === after.length && !taken.has(index) ? index : undefined;
    places[index] = at;
    if (at !== undefined) taken.add(at);
  }
  return places;
}
