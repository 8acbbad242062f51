// The networks of a file that can be opened as documents.

import { readFacts } from "./facts.ts";
import { type NetworkPlace, networkPlaces } from "./network-places.ts";
import { pythonOf } from "./notebook.ts";

/** Networks that are looked at in one file. */
const MOST = 50;

/**
 * Every Sequential, also one that will be refused with its reason, and every class whose `forward` is a chain
 * of layers.
 */
export function networksIn(text: string): NetworkPlace[] {
  const python = pythonOf(text);
  if (python === undefined) return [];
  return networkPlaces(python)
    .slice(0, MOST)
    .filter(({ kind, line }) => kind === "Sequential" || readFacts(text, line).facts !== undefined);
}
