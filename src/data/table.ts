// A CSV as typed columns: numbers and booleans as numbers, categories as codes into their texts. There are no
// objects per cell. Each row knows the line it began in, so that every later problem can name it.

import type { Problem } from "../model/problem.ts";
import type { JsonPath } from "../model/json.ts";
import type { NumberCells } from "./number-cells.ts";
import type { StoredCodes, StoredNumbers } from "./stored-cells.ts";
import { compareText } from "./order.ts";
import type { CsvLocation } from "./problems.ts";
import type { Dialect } from "./types.ts";
import { ABSENT } from "./whole-numbers.ts";

/** Cells in a file, which are loaded chunk by chunk if rows are asked for in their order. */
interface StoredCells {
  at(row: number): number;
  readonly rows: number;
  /** Of numbers, whether all are whole ones over the column's divisor. */
  readonly areWhole?: boolean;
}

interface ColumnBase {
  readonly name: string;
  /** Rows without a value. */
  readonly missing: number;
  /**
   * Different values, by value for numbers and booleans: exact up to MOST_DISTINCT, and one more than that
   * if there are more.
   */
  readonly distinct: number;
  /** Its cells, if they lie in a file: `cells` and `codes` then load all of them. */
  readonly stored?: StoredCells;
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
  /** Its different values, ascending, if they are few and were counted while it was read. */
  readonly values?: Float64Array;
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
  /** Leaves nothing of columns that lie in a file; absent if they are in memory. */
  readonly release?: () => void;
  /** Warnings, and errors after which the columns can still be shown. */
  readonly problems: readonly Problem[];
}

export function isMissing(column: Column, row: number): boolean {
  return column.kind === "category" ? codeAt(column, row) < 0 : Number.isNaN(numberAt(column, row));
}

/** The code of a category's row; −1 is missing. Cheap if rows are asked for about in their order. */
export function codeAt(column: CategoryColumn, row: number): number {
  return column.stored === undefined ? column.codes[row]! : column.stored.at(row);
}

/**
 * The value of a numeric column in a row; NaN is missing. Cheap if rows are asked for about in their order.
 */
export function numberAt(column: NumericColumn, row: number): number {
  if (column.stored !== undefined) return column.stored.at(row);
  const { cells, divisor } = column;
  const cell = cells[row]!;
  if (cell === ABSENT && cells instanceof Int32Array) return NaN;
  // A division by 1 would be one of whole numbers, which takes a processor ten times as long.
  return divisor === 1 ? cell : cell / divisor;
}

/** A cell for display, as the CSV wrote it as far as that is known; undefined if it is missing. */
export function cellText(column: Column, row: number): string | undefined {
  if (isMissing(column, row)) return undefined;
  return column.kind === "category" ? column.texts[codeAt(column, row)] : writtenText(column, numberAt(column, row));
}

/** Its rows; nothing is loaded for that. */
export function rowsOf(column: NumericColumn): number {
  return column.stored?.rows ?? column.cells.length;
}

/** Whether all values are whole numbers over the column's divisor; nothing is loaded for that. */
export function areWhole(column: NumericColumn): boolean {
  return column.stored === undefined ? column.cells instanceof Int32Array : (column.stored.areWhole ?? false);
}

/** The column with all of its cells in memory, for rows in any order. */
export function inMemory(column: NumericColumn): NumericColumn {
  if (column.stored === undefined) return column;
  const { kind, name, cells, divisor, written, missing, distinct } = column;
  return { kind, name, cells, divisor, written, missing, distinct };
}

/** A numeric column whose cells lie in a file. */
export function storedNumeric(facts: Omit<NumericColumn, "cells" | "divisor" | "stored">, stored: StoredNumbers): NumericColumn {
  return {
    ...facts,
    stored,
    get cells() {
      return stored.cells;
    },
    get divisor() {
      return stored.divisor;
    },
  };
}

/** A category whose codes lie in a file. */
export function storedCategory(facts: Omit<CategoryColumn, "codes" | "stored">, stored: StoredCodes): CategoryColumn {
  return {
    ...facts,
    stored,
    get codes() {
      return stored.codes;
    },
  };
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
  const values =
    column.values?.slice(0, limit) ??
    smallest<undefined, number>(
      { length: rowsOf(column) },
      (_, row) => numberAt(column, row),
      (a, b) => a - b,
      Math.min(limit, distinct),
      distinct,
    );
  return Array.from(values, (value) => writtenText(column, value));
}

/**
 * The smallest `limit` different values, ascending, of items of which `distinct` are different; NaN is none.
 */
function smallest<I, V>(
  items: ArrayLike<I>,
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
