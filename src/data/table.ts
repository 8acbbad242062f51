// A CSV as typed columns: numbers and booleans as numbers, categories as codes into their texts. There are no
// objects per cell. Each row knows the line it began in, so that every later problem can name it.

import type { Problem } from "../model/problem.ts";
import type { JsonPath } from "../model/json.ts";
import { ABSENT, type NumberCells } from "./number-cells.ts";
import { compareText } from "./order.ts";
import type { CsvLocation } from "./problems.ts";
import type { Dialect } from "./types.ts";

interface ColumnBase {
  readonly name: string;
  /** Rows without a value. */
  readonly missing: number;
  /**
   * Different values, by value for numbers and booleans: exact up to MOST_DISTINCT, and one more than that
   * if there are more.
   */
  readonly distinct: number;
}

/** Numbers, or booleans as 0 and 1. */
export interface NumericColumn extends ColumnBase {
  readonly kind: "number" | "boolean";
  /** One per row, read by `numberAt`. */
  readonly cells: NumberCells["cells"];
  readonly divisor: number;
  /**
   * How the CSV first wrote a value, if that is not JavaScript's own way; of a column with very many
   * values those of the first ones.
   */
  readonly written: ReadonlyMap<number, string>;
}

export interface CategoryColumn extends ColumnBase {
  readonly kind: "category";
  /** One per row, an index into `texts`; −1 is missing. */
  readonly codes: Int32Array;
  /** The categories in the order of their first rows. */
  readonly texts: readonly string[];
  /** In how many rows each text stood that was taken for missing; the empty field aside. */
  readonly absent?: ReadonlyMap<string, number>;
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

/** A cell for display, as the CSV wrote it as far as that is known; undefined if it is missing. */
export function cellText(column: Column, row: number): string | undefined {
  if (isMissing(column, row)) return undefined;
  return column.kind === "category" ? column.texts[column.codes[row]!] : writtenText(column, numberAt(column, row));
}

/** A value of a numeric column as the CSV first wrote it. */
export function writtenText(column: NumericColumn, value: number): string {
  return column.written.get(value) ?? String(value);
}

/**
 * The first `limit` different values in category order (numbers by value, text by code point, false before
 * true), as the CSV writes them.
 */
export function sortedTexts(column: Column, limit: number): string[] {
  const { distinct } = column;
  if (column.kind === "category") return smallest(column.texts, (text) => text, compareText, Math.min(limit, distinct), distinct);
  const values = smallest(
    column.cells,
    (_, row) => numberAt(column, row),
    (a, b) => a - b,
    Math.min(limit, distinct),
    distinct,
  );
  return values.map((value) => writtenText(column, value));
}

/**
 * The smallest `limit` different values, ascending, of items of which `distinct` are different; NaN is none.
 */
function smallest<I, V>(
  items: { readonly length: number; readonly [index: number]: I },
  valueOf: (item: I, index: number) => V,
  compare: (a: V, b: V) => number,
  limit: number,
  distinct: number,
): V[] {
  const found: V[] = [];
  // Once all different values are known, the other items say nothing new.
  for (let index = 0; index < items.length && found.length < distinct; index++) {
    const value = valueOf(items[index]!, index);
    if (value !== value || (found.length === limit && !(compare(value, found[limit - 1]!) < 0))) continue;
    const place = found.findLastIndex((other) => compare(other, value) < 0) + 1;
    if (place < found.length && compare(found[place]!, value) === 0) continue;
    found.splice(place, 0, value);
    if (found.length > limit) found.pop();
  }
  return found;
}

/** The path of a file's name in the document. */
export function filePath(index: number, count: number): JsonPath {
  return count === 1 ? ["data", "file"] : ["data", "file", index];
}

/** Where a row stands. */
export function locationOfRow(table: Pick<Table, "files" | "starts" | "lines">, row: number): Required<CsvLocation> {
  const index = table.starts.findLastIndex((start) => start <= row);
  return { file: table.files[index]!, path: filePath(index, table.files.length), line: table.lines[row]! };
}
