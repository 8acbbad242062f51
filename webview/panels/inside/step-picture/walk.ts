// The keys that lead through the numbers of a stop: up and down through the units, by pages through the rows.

import { isPlain } from "../../../shared/controllers/keys.ts";

/** How many rows and units on. */
export interface Walk {
  readonly rows: number;
  readonly units: number;
}

const walks: Readonly<Record<string, Walk>> = {
  ArrowUp: { rows: 0, units: -1 },
  ArrowDown: { rows: 0, units: 1 },
  PageUp: { rows: -1, units: 0 },
  PageDown: { rows: 1, units: 0 },
};

/** Tells an element's listeners of `walk` where such a key leads. */
export function walkByKey(element: HTMLElement, event: KeyboardEvent): void {
  const detail = walks[event.key];
  if (detail === undefined || !isPlain(event) || event.shiftKey) return;
  event.preventDefault();
  element.dispatchEvent(new CustomEvent("walk", { detail }));
}
