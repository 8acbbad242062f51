// What a CSV does not say about itself, found from its text: the decimal mark and whether the first record is
// a header. The rules are those of docs/format.md, "What is found".

import { missingTexts, readBoolean } from "./fields.ts";
import { type DecimalMark, numberReader } from "./numbers.ts";

/** The decimal marks that are possible with a delimiter. */
export function possibleMarks(delimiter: string, decimal?: DecimalMark): readonly DecimalMark[] {
  if (decimal !== undefined) return [decimal];
  return delimiter === "," ? ["."] : [".", ","];
}

/** Why the first record may be the other than what it is taken for. */
export type HeaderDoubt = "values" | "names";

export interface FoundHeader {
  /** Whether the first record names the columns. */
  readonly isHeader: boolean;
  /** Whether that hangs on the kinds of the records below. */
  readonly byKinds: boolean;
  /** What it may be instead. */
  readonly doubt?: HeaderDoubt;
}

/** So many of the records below may have a text in a column that is still taken for numbers, if in doubt. */
const MOSTLY = 0.8;
const LEAST_BELOW = 4;

/**
 * Whether the first record names the columns: unless each of its fields is a number, true, false or missing,
 * or it is of the same kinds as the records below.
 * @param below the fields of the records below it, as far as they are known
 */
export function findHeader(
  first: readonly string[],
  below: readonly (readonly string[])[],
  marks: readonly DecimalMark[],
  missing: ReadonlySet<string> = missingTexts(),
): FoundHeader {
  const isNumber = (field: string): boolean => marks.some((mark) => !Number.isNaN(numberReader(mark)(field)));
  const isValue = (field: string): boolean => isNumber(field) || !Number.isNaN(readBoolean(field));
  const isGap = (field: string): boolean => missing.has(field);
  if (first.every((field) => isGap(field) || isValue(field)))
    return { isHeader: false, byKinds: false, ...(isRow(first) ? { doubt: "names" as const } : {}) };
  const shares = first.map((_, column) => {
    const values = below.flatMap((fields) => (fields[column] === undefined || isGap(fields[column]) ? [] : [fields[column]]));
    // Numbers have one mark, truth values are not among numbers.
    const most = Math.max(
      ...marks.map((mark) => count(values, (field) => !Number.isNaN(numberReader(mark)(field)))),
      count(values, (field) => !Number.isNaN(readBoolean(field))),
    );
    return values.length === 0 ? 0 : most / values.length;
  });
  const own = first.filter((_, column) => shares[column] === 1);
  if (own.length > 0 && own.every(isValue)) {
    if (!isRising(own)) return { isHeader: false, byKinds: true };
    // Two numbers rise by chance.
    return { isHeader: true, byKinds: true, ...(own.length === 2 ? { doubt: "values" as const } : {}) };
  }
  const mostly = first.filter((_, column) => shares[column]! >= MOSTLY);
  const isLike =
    mostly.length > 0 ? mostly.some(isValue) && mostly.every((field) => isValue(field) || isGap(field)) : isAmong(first, below, isGap);
  return { isHeader: true, byKinds: false, ...(isLike && below.length >= LEAST_BELOW ? { doubt: "values" as const } : {}) };
}

function count(values: readonly string[], test: (value: string) => boolean): number {
  return values.reduce((sum, value) => sum + Number(test(value)), 0);
}

/** Whole numbers that rise by one step, as years do. */
function isRising(fields: readonly string[]): boolean {
  const numbers = fields.map((field) => (/^[+-]?\d+$/.test(field) ? Number(field) : NaN));
  const [first = NaN, second = NaN] = numbers;
  const step = second - first;
  if (!(step > 0) || (numbers.length === 2 && step !== 1)) return false;
  return numbers.every((number, index) => number === first + index * step);
}

/** 0, 1, 2, … or 1, 2, 3, …: how columns are counted. */
function isRow(fields: readonly string[]): boolean {
  const from = fields[0] === "" ? fields.slice(1) : fields;
  return from.length >= 3 && (from[0] === "0" || from[0] === "1") && isRising(from) && Number(from[1]) - Number(from[0]) === 1;
}

/** Whether texts are among those below them, in every column. */
function isAmong(first: readonly string[], below: readonly (readonly string[])[], isGap: (field: string) => boolean): boolean {
  return first.length > 1 && first.every((field, column) => !isGap(field) && below.some((fields) => fields[column] === field));
}

/** A column that knows whether every value of it is a number with a mark. */
export interface MarkedColumn {
  reads(mark: DecimalMark): boolean;
}

/**
 * The decimal mark: the comma if it is possible, some column reads as numbers only with it, and no column
 * only with the point. Columns of whole numbers read with both and say nothing.
 */
export function findDecimal(delimiter: string, columns: readonly MarkedColumn[]): DecimalMark {
  if (!possibleMarks(delimiter).includes(",")) return ".";
  let onlyComma = false;
  for (const column of columns) {
    const point = column.reads(".");
    const comma = column.reads(",");
    if (point && !comma) return ".";
    if (comma && !point) onlyComma = true;
  }
  return onlyComma ? "," : ".";
}
