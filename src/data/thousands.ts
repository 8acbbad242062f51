// Texts that would be numbers if a mark between their thousands were known. It is offered, not assumed:
// "1,234" may be a number here and a pair there.

import { message } from "../model/message.ts";
import type { Fix } from "../model/problem.ts";
import { type DecimalMark, numberReader } from "./numbers.ts";

/** Also the blanks that spreadsheets put there: no-break and narrow no-break. */
const MARKS = [",", ".", " ", "'", "’", "\u00a0", "\u202f"];

export interface Separators {
  readonly thousands: string;
  readonly decimal: DecimalMark;
}

/**
 * The marks with which every text is a number, the present decimal mark before the other ones that are
 * possible.
 */
export function findSeparators(texts: readonly string[], decimals: readonly DecimalMark[]): Separators | undefined {
  if (texts.length === 0) return undefined;
  for (const decimal of decimals)
    for (const thousands of MARKS) {
      if (thousands === decimal) continue;
      const read = numberReader(decimal, { thousands });
      if (texts.every((text) => !Number.isNaN(read(text)))) return { thousands, decimal };
    }
  return undefined;
}

/** Reads a column's numbers with the marks; `decimal` is the present one of the whole table. */
export function separatorsFix(name: string, { thousands, decimal }: Separators, present: DecimalMark): Fix {
  const set = { op: "set", path: ["data", "columns", name, "thousands"], value: thousands } as const;
  return {
    title: message('Read "{0}" as numbers', name),
    edit: decimal === present ? set : { op: "all", edits: [set, { op: "set", path: ["data", "decimal"], value: decimal }] },
  };
}
