// "Did you mean …?": the known name that is nearest to one that is not known.

import { closest } from "fastest-levenshtein";

/** The entry of `known` with the smallest edit distance to `word`, letter case aside. `known` must not be empty. */
export function nearest(word: string, known: readonly string[]): string {
  const folded = known.map((name) => name.toLowerCase());
  return known[folded.indexOf(closest(word.toLowerCase(), folded))] ?? word;
}
