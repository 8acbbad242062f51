// Numbers that no setting reads: grouped by twos as in India, and of several sizes, as 950, 1.2K and 3M are.
// Taking off what stands behind them would make 1.2 of 1,200, so nothing is offered but to mend the file.

import { message } from "../../model/message.ts";
import type { CategoryColumn, Column } from "../table.ts";
import { type Finding, type FindingRule, type Look, ownOf, severityOf } from "./finding.ts";
import { leaveOut, quotedTexts } from "./fixes.ts";
import { isMissingWord } from "./missing-words.ts";
import { locationOfCode } from "./nearly-numbers.ts";
import { type Parts, partsOf, scaleOf } from "./number-texts.ts";

/** Of the rows that say something, how many have to be such numbers, and how many different texts. */
const MOST = 0.9;
const LEAST = 3;
/** Texts that tell whether a column is numbers at all. */
const LOOK = 200;
const BY_TWOS = /^\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d*)?$/;
/** Units of one quantity each. */
const FAMILIES = [
  ["mg", "g", "kg", "t", "lb", "lbs", "oz"],
  ["mm", "cm", "m", "km", "ft", "in", "mi"],
  ["kb", "mb", "gb", "tb"],
  ["ms", "s", "sec", "min", "h", "hr", "hrs", "d", "day", "days", "month", "months", "year", "years", "yr", "yrs"],
  ["초", "분", "시간", "일", "주", "개월", "년"],
].map((units) => new Set(units));

export const groupedByTwos: FindingRule = (columns, look) =>
  columns.flatMap((column) => {
    const numbers = numbersOf(column, look);
    if (numbers === undefined || !isCategory(column)) return [];
    const codes = [...numbers.parts].filter(([, { core }]) => BY_TWOS.test(core)).map(([code]) => code);
    if (codes.length === 0) return [];
    const { line, file } = locationOfCode(look.table, column, codes[0]!);
    const text = message(
      'Column "{0}" has digits grouped by twos, as in "{1}" (line {2} of {3}), in {4} of {5} rows, which no setting reads as numbers. Write them without "," in the CSV, or leave the column out.',
      column.name,
      column.texts[codes[0]!]!,
      line,
      file,
      numbers.rowsOf(codes),
      numbers.rows,
    );
    return [unread(column, "grouped-by-twos", text, codes[0]!, look)];
  });

export const mixedUnits: FindingRule = (columns, look) =>
  columns.flatMap((column) => {
    const numbers = numbersOf(column, look);
    if (numbers === undefined || !isCategory(column)) return [];
    const all = [...numbers.parts];
    const scales = new Set(all.map(([, parts]) => scaleOf(parts)));
    // Beside other letters, as in 3B and 2A, they are no sizes.
    const isScaled = scales.size > 1 && all.every(([, parts]) => scaleOf(parts) !== "" || parts.back.trim() === "");
    const units = new Set(all.map(([, { back }]) => back.trim().toLowerCase()));
    const isOfFamily = units.size > 1 && FAMILIES.some((family) => [...units].every((unit) => family.has(unit)));
    if (!isScaled && !(isOfFamily && areSizes(units))) return [];
    const marked = all.filter(([, parts]) => (isScaled ? scaleOf(parts) !== "" : parts.back !== ""));
    const codes = marked.map(([code]) => code);
    const behind = [...new Set(marked.map(([, { back }]) => back.trim()))];
    const { line, file } = locationOfCode(look.table, column, codes[0]!);
    const text = message(
      'Column "{0}" is numbers in different measures: {1} stand behind {2} of {3} values (first "{4}" in line {5} of {6}), and no setting converts them. Write all of them in one measure in the CSV, or leave the column out.',
      column.name,
      quotedTexts(behind),
      numbers.rowsOf(codes),
      numbers.rows,
      column.texts[codes[0]!]!,
      line,
      file,
    );
    return [unread(column, "mixed-units", text, codes[0]!, look)];
  });

/** Whether units are not merely one and its plural. */
function areSizes(units: ReadonlySet<string>): boolean {
  return new Set([...units].map((unit) => unit.replace(/(?<=[a-z]{2})s$/, ""))).size > 1;
}

function isCategory(column: Column): column is CategoryColumn {
  return column.kind === "category";
}

interface Numbers {
  /** What each text is made of, by its code. */
  readonly parts: ReadonlyMap<number, Parts>;
  /** Rows that say something. */
  readonly rows: number;
  rowsOf(codes: readonly number[]): number;
}

/** The numbers of a column of texts whose form nobody has set; undefined if they are not most of it. */
function numbersOf(column: Column, look: Look): Numbers | undefined {
  const own = ownOf(column, look);
  const isSet = [own.kind, own.encode, own.strip, own.thousands].some((value) => value !== undefined);
  if (!isCategory(column) || isSet || column.texts.length < LEAST) return undefined;
  const { texts, codes } = column;
  if (texts.slice(0, LOOK).filter((text) => partsOf(text) !== undefined).length < Math.min(LOOK, texts.length) / 2) return undefined;
  const counts = new Uint32Array(texts.length);
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0 && !look.odd.has(row)) counts[codes[row]!]!++;
  const parts = new Map<number, Parts>();
  let [rows, others] = [0, 0];
  for (const [code, text] of texts.entries()) {
    if (counts[code] === 0) continue;
    rows += counts[code]!;
    const found = partsOf(text);
    if (found !== undefined) parts.set(code, found);
    else if (!isMissingWord(text)) others += counts[code]!;
  }
  if (parts.size < LEAST || others > (1 - MOST) * rows) return undefined;
  return { parts, rows, rowsOf: (some) => some.reduce((sum, code) => sum + counts[code]!, 0) };
}

function unread(column: CategoryColumn, code: string, text: Finding["text"], first: number, look: Look): Finding {
  const left = leaveOut(column, look);
  const row = column.codes.indexOf(first);
  return { column, code, severity: severityOf(column, look), text, row, set: {}, title: text, ...(left ? { others: [left] } : {}) };
}
