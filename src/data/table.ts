// A CSV as typed columns: numbers and booleans as numbers, categories as codes into their texts. There are no objects per cell.
// Each row knows the line it began in, so that every later problem can name it.

import type { JsonPath, Problem } from "../model/problem.ts";
import { ABSENT, type NumberCells } from "./number-cells.ts";
import { compareText } from "./order.ts";
import type { Place } from "./problems.ts";
import type { Dialect } from "./types.ts";

interface ColumnBase {
  readonly name: string;
  /** Rows without a value. */
  readonly missing: number;
  /** Different values, by value for numbers and booleans: exact up to MOST_DISTINCT, and one more than that where there are more. */
  readonly distinct: number;
}

/** Numbers, or booleans as 0 and 1. */
export interface NumericColumn extends ColumnBase {
  readonly kind: "number" | "boolean";
  /** One per row, read by `numberAt`. */
  readonly cells: NumberCells["cells"];
  readonly divisor: number;
  /** How the CSV first wrote a value, where that is not JavaScript's own way; of a column with very many values those of the first ones. */
  readonly written: ReadonlyMap<number, string>;
}

export interface CategoryColumn extends ColumnBase {
  readonly kind: "category";
  /** One per row, an index into `texts`; −1 is missing. */
  readonly codes: Int32Array;
  /** The categories in the order of their first rows. */
  readonly texts: readonly string[];
}

export type Column = NumericColumn | CategoryColumn;

export interface Table {
  readonly dialect: Dialect;
  readonly files: readonly string[];
  readonly columns: readonly Column[];
  readonly rows: number;
  /** The 1-based line of its file in which each row begins. */
  readonly lines: Uint32Array;
  /** The first row of each file, ascending. */
  readonly starts: readonly number[];
  /** Warnings, and errors after which the columns can still be shown. */
  readonly problems: readonly Problem[];
}

export function isMissing(column: Column, row: number): boolean {
  return column.kind === "category" ? column.codes[row]! < 0 : Number.isNaN(numberAt(column, row));
}

/** The value of a numeric column in a row; NaN is missing. */
export function numberAt(column: NumericColumn, row: number): number {
  const cell = column.cells[row]!;
  return cell === ABSENT && column.cells instanceof Int32Array ? NaN : cell / column.divisor;
}

/** A cell for display, as the CSV wrote it as far as that is known; undefined where it is missing. */
export function cellText(column: Column, row: number): string | undefined {
  if (isMissing(column, row)) return undefined;
  return column.kind === "category" ? column.texts[column.codes[row]!] : writtenText(column, numberAt(column, row));
}

/** A value of a numeric column as the CSV first wrote it. */
export function writtenText(column: NumericColumn, value: number): string {
  return column.written.get(value) ?? String(value);
}

/** The first `limit` different values in category order (numbers by value, text by code point, false before true), as the CSV writes them. */
export function sortedTexts(column: Column, limit: number): string[] {
  if (column.kind === "category") return column.texts.toSorted(compareText).slice(0, limit);
  return smallestValues(column, limit).map((value) => writtenText(column, value));
}

/** The smallest different values, ascending. */
function smallestValues(column: NumericColumn, limit: number): number[] {
  const smallest: number[] = [];
  let largest = Infinity;
  // Once all different values are known, the other rows say nothing new.
  for (let row = 0; row < column.cells.length && smallest.length < column.distinct; row++) {
    const value = numberAt(column, row);
    if (!(value < largest)) continue;
    const place = smallest.findLastIndex((other) => other < value) + 1;
    if (smallest[place] === value) continue;
    smallest.splice(place, 0, value);
    if (smallest.length > limit) smallest.pop();
    if (smallest.length === limit) largest = smallest[limit - 1]!;
  }
  return smallest;
}

/** The path of a file's name in the document. */
export function filePath(index: number, count: number): JsonPath {
  return count === 1 ? ["data", "file"] : ["data", "file", index];
}

/** Where a row stands. */
export function placeOfRow(table: Pick<Table, "files" | "starts" | "lines">, row: number): Required<Place> {
  const index = table.starts.findLastIndex((start) => start <= row);
  return { file: table.files[index]!, path: filePath(index, table.files.length), line: table.lines[row]! };
}
