// What one field is taken as before its column is looked at: blanks around it, missing values, true and
// false.

import { missingValues } from "../model/missing-values.ts";

/** What means a missing value if a column has no list of its own. */
export const missingByDefault: ReadonlySet<string> = new Set(missingValues);

/**
 * The texts that are missing in a column, whose own list replaces the usual one; the empty field always is.
 */
export function missingTexts(own?: readonly string[]): ReadonlySet<string> {
  return own === undefined ? missingByDefault : new Set(["", ...own]);
}

/** 1 for true, 0 for false, in any letter case; NaN for any other text. */
export function readBoolean(text: string): number {
  if (text.length === 4) return text.toLowerCase() === "true" ? 1 : NaN;
  return text.length === 5 && text.toLowerCase() === "false" ? 0 : NaN;
}

/** The field without spaces and tabs around it; other white space is part of the value. */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return end - start === text.length ? text : text.slice(start, end);
}

/** Space or tab. */
export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
