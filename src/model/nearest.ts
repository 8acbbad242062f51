// "Did you mean …?": the known name that is nearest to one that is not known.

import { closest, distance } from "fastest-levenshtein";

/**
 * The entry of `known` that begins with `word` (`batch` means `batch_size`), else the one with the smallest
 * edit distance, letter case aside. `known` must not be empty.
 */
export function nearest(word: string, known: readonly string[]): string {
  const folded = known.map((name) => name.toLowerCase());
  const longer = folded.findIndex((name) => name.startsWith(word.toLowerCase()));
  if (longer >= 0 && word !== "") return known[longer] ?? word;
  return known[folded.indexOf(closest(word.toLowerCase(), folded))] ?? word;
}

/**
 * Whether a word is so near to a name that it is surely meant: it begins the name, or less than half of its
 * letters differ.
 */
export function isNear(word: string, name: string): boolean {
  const [one, other] = [word.toLowerCase(), name.toLowerCase()];
  return word !== "" && (other.startsWith(one) || distance(one, other) < word.length / 2);
}

/**
 * The entry of `known` that `word` may be a slip of: at most half of its letters differ, and not all;
 * undefined if none is.
 */
export function slipOf(word: string, known: readonly string[]): string | undefined {
  const near = nearest(word, known);
  const apart = distance(word.toLowerCase(), near.toLowerCase());
  return isNear(word, near) || (apart < word.length && apart <= Math.ceil(word.length / 2)) ? near : undefined;
}
