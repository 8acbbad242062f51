// What people write if they have no value, beside the texts that always mean so.

const WORDS = new Set([
  "?",
  "??",
  "-",
  "--",
  "---",
  ".",
  "..",
  "*",
  "x",
  "none",
  "missing",
  "unknown",
  "unk",
  "undefined",
  "nil",
  "void",
  "na",
  "n.a.",
  "n.a",
  "n.d.",
  "n.d",
  "nd",
  "n/d",
  "null",
  "(null)",
  "\\n",
  "not available",
  "not known",
  "not recorded",
  "no data",
  "nodata",
  "tbd",
  "#value!",
  "#div/0!",
  "#ref!",
  "#name?",
  "#num!",
  "#null!",
  "결측",
  "없음",
  "미상",
  "모름",
  "해당없음",
  "해당 없음",
]);

/** A text that, among numbers, is no value. */
export function isMissingWord(text: string): boolean {
  return WORDS.has(text.trim().toLowerCase());
}

/** What stands for infinity, which no network can learn from. */
export function isInfinite(text: string): boolean {
  return /^[+-]?(?:inf|infinity|∞)$/i.test(text.trim());
}

/** A text that is no value among categories either; a word may be one of them. */
export function isMissingSign(text: string): boolean {
  return /^(?:\?+|-{1,3}|\.{1,2}|#value!|#div\/0!|#ref!|#name\?|#num!|#null!|\(null\)|\\n|n\.?[ad]\.?)$/i.test(text.trim());
}
