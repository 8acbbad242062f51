// Numbers that are no quantities: codes with leading zeros, whole numbers beyond what a double keeps, and
// values far outside that stand for missing.

import { MANY_VALUES, MOST_DISTINCT } from "../../model/columns.ts";
import { message } from "../../model/message.ts";
import { profileColumn } from "../profile.ts";
import { areWhole, type Column, isMissing, numberAt, type NumericColumn, locationOfRow, rowsOf, writtenText } from "../table.ts";
import { type Finding, type FindingRule, type Look, roleOf } from "./finding.ts";
import { fixOf, leaveOut, withMissing } from "./fixes.ts";

/** A shorter number with a zero before it is a month or an hour. */
const LEAST_DIGITS = 3;
/** At least this part of the different values has leading zeros, of numbers that are equally long. */
const LEAST_SHARE = 0.01;
/** So many different codes may still be categories. */
const MOST_CATEGORIES = 100;
const LARGEST = 2 ** 53;

export const leadingZeros: FindingRule = (columns, look) =>
  columns.flatMap((column) => {
    if (column.kind !== "number" || roleOf(column, look) === "ignored" || column.written.size === 0) return [];
    const coded = [...column.written].filter(([, text]) => /^0\d+$/.test(text));
    const [first] = coded;
    if (first === undefined || first[1].length < LEAST_DIGITS || coded.length < LEAST_SHARE * column.distinct) return [];
    // Codes are equally long; a number with a stray zero is not.
    if (coded.some(([, text]) => text.length !== first[1].length)) return [];
    const row = rowOf(column, first[0], look);
    const { line, file } = locationOfRow(look.table, row);
    const text = message(
      'Column "{0}" is written with leading zeros, as "{1}" (line {2} of {3}), so it is a code rather than a quantity ({4} different ones in {5} rows). Read it as categories, or leave it out of the features.',
      column.name,
      first[1],
      line,
      file,
      column.distinct > MOST_DISTINCT ? `${MOST_DISTINCT}+` : column.distinct,
      look.table.rows - column.missing,
    );
    return [asCode(column, "leading-zeros", text, row, look)];
  });

export const largeNumbers: FindingRule = (columns, look) =>
  columns.flatMap((column) => {
    if (column.kind !== "number" || roleOf(column, look) === "ignored" || areWhole(column)) return [];
    const rows = rowsOf(column);
    const isLarge = (value: number): boolean => Math.abs(value) > LARGEST && /^[+-]?\d+$/.test(writtenText(column, value));
    let row = 0;
    while (row < rows && !isLarge(numberAt(column, row))) row += 1;
    if (row === rows) return [];
    const { line, file } = locationOfRow(look.table, row);
    const text = message(
      'Column "{0}" has whole numbers beyond 9,007,199,254,740,992, as {1} (line {2} of {3}), whose last digits are lost, so it is a code rather than a quantity. Read it as categories, or leave it out of the features.',
      column.name,
      writtenText(column, numberAt(column, row)),
      line,
      file,
    );
    return [asCode(column, "beyond-double", text, row, look)];
  });

/** Leaving a code out comes first if it has too many values for categories. */
function asCode(column: NumericColumn, code: string, text: Finding["text"], row: number, look: Look): Finding {
  const base = { column, code, severity: "warning", text, row } as const;
  const asCategories = { ...base, set: { kind: "category" as const }, title: message('Read "{0}" as categories', column.name) };
  const left = leaveOut(column, look);
  if (left === undefined || column.distinct <= MANY_VALUES) return { ...asCategories, ...(left ? { others: [left] } : {}) };
  const other = column.distinct <= MOST_CATEGORIES ? fixOf([asCategories], look) : undefined;
  return { ...base, set: {}, title: asCategories.title, others: [left, ...(other ? [other] : [])] };
}

/** Of the spread of the others, how far away a round negative number is if they are not negative. */
const NEAR = 0.5;
/** Different values without which nothing is known of the rest. */
const LEAST_REST = 5;

/**
 * The smallest or largest value, if it lies further from the others than these lie apart, and is a number
 * that is written for missing: nines, or a round negative one among others that are not.
 */
export const missingCodes: FindingRule = (columns, look) =>
  columns.flatMap((column) => {
    if (column.kind !== "number" || roleOf(column, look) === "ignored" || column.distinct <= LEAST_REST) return [];
    // Most columns have no such value at either end, which their profile tells.
    const { minimum = 0, maximum = 0 } = profileColumn(column, look.table.rows).numbers ?? {};
    const found = isCode(minimum) || isNines(maximum) ? outlier(column, look.odd) : undefined;
    if (found === undefined) return [];
    const { value, count, row } = found;
    const written = writtenText(column, value);
    const { line, file } = locationOfRow(look.table, row);
    const text = message(
      'Column "{0}" has {1} in {2} of {3} rows (first in line {4} of {5}), far outside of all other values ({6} to {7}), so it may stand for missing.',
      column.name,
      written,
      count,
      look.table.rows - column.missing,
      line,
      file,
      Number(found.low.toPrecision(6)),
      Number(found.high.toPrecision(6)),
    );
    const texts = [...new Set([written, String(value), ...(look.table.dialect.decimal === "," ? [String(value).replace(".", ",")] : [])])];
    return [
      {
        column,
        code: "missing-code",
        severity: "warning",
        text,
        row,
        set: { missing_values: withMissing(column, texts, look) },
        title: message('Take {0} in column "{1}" as missing', written, column.name),
      } satisfies Finding,
    ];
  });

interface Outlier {
  readonly value: number;
  readonly count: number;
  readonly row: number;
  /** Of the other values. */
  readonly low: number;
  readonly high: number;
}

function outlier(column: NumericColumn, odd: ReadonlySet<number>): Outlier | undefined {
  // The two smallest and the two largest different values.
  let [low, lower, high, higher] = [Infinity, Infinity, -Infinity, -Infinity];
  const length = rowsOf(column);
  for (let row = 0; row < length; row++) {
    const value = numberAt(column, row);
    if (Number.isNaN(value) || odd.has(row)) continue;
    if (value < low) [lower, low] = [low, value];
    else if (value > low && value < lower) lower = value;
    if (value > high) [higher, high] = [high, value];
    else if (value < high && value > higher) higher = value;
  }
  // A negative number among others that are none need not lie so far away.
  const isLow = isCode(low) && (lower >= 0 || low <= -99) && lower - low > (lower >= 0 ? NEAR : 1) * (high - lower) && high > lower;
  const isHigh = !isLow && isNines(high) && high - higher > higher - low && higher > low;
  if (!isLow && !isHigh) return undefined;
  const value = isLow ? low : high;
  let [count, first] = [0, -1];
  for (let row = 0; row < length; row++) {
    if (numberAt(column, row) !== value || odd.has(row)) continue;
    count += 1;
    if (first < 0) first = row;
  }
  // A single value may be what it is, unless nobody measures just that.
  if (count < 2 && !isNines(value)) return undefined;
  return { value, count, row: first, low: isLow ? lower : low, high: isLow ? high : higher };
}

/** −1, −9, −99, −200, −999, … */
function isCode(value: number): boolean {
  return value < 0 && (isNines(value) || value === -1 || (Number.isInteger(value) && value % 100 === 0));
}

/** 99, 999, −9, 9999.9, … */
function isNines(value: number): boolean {
  return /^-?9+(?:\.9+)?$/.test(String(value)) && (value < 0 || value >= 99);
}

/** The first row with a value. */
function rowOf(column: Column, value: number, look: Look): number {
  let row = 0;
  while (row < look.table.rows - 1 && (isMissing(column, row) || column.kind === "category" || numberAt(column, row) !== value)) row++;
  return row;
}
