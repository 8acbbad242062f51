// A mark for each row of a table, by which rows with the same features are told: the sum of what its cells
// are mixed to, so that a feature more or less adds or takes away its own part, and no other is looked at
// again.

import { type Column, numberAt, type Table, codeAt } from "../table.ts";

/**
 * Two sums of 32 bits for each row, 64 bits together: among ten million rows it is not to be expected
 * (2.7e-6) that two of different rows are equal.
 */
export interface RowMarks {
  readonly firsts: Uint32Array;
  readonly seconds: Uint32Array;
}

interface Marked extends RowMarks {
  /** The columns whose parts are in it. */
  readonly columns: Set<Column>;
}

/** Those of the features that were asked for last. */
const known = new WeakMap<Table, Marked>();

/** The marks of all rows by these columns; they hold until others are asked for. */
export function rowMarks(table: Table, columns: readonly Column[]): RowMarks {
  const wanted = new Set(columns);
  let marked = known.get(table);
  const isFar = marked !== undefined && [...marked.columns].filter((column) => !wanted.has(column)).length > wanted.size;
  if (marked === undefined || isFar) {
    marked = { firsts: new Uint32Array(table.rows), seconds: new Uint32Array(table.rows), columns: new Set() };
    known.set(table, marked);
  }
  for (const column of marked.columns) if (!wanted.has(column)) add(table, column, marked, -1);
  for (const column of wanted) if (!marked.columns.has(column)) add(table, column, marked, 1);
  return marked;
}

/** Adds a column's part, or takes it away. */
function add(table: Table, column: Column, { firsts, seconds, columns }: Marked, sign: 1 | -1): void {
  if (sign === 1) columns.add(column);
  else columns.delete(column);
  // Equal cells of two columns are different.
  const salt = mix(table.columns.indexOf(column) + 1);
  const whole = wholeCells(column);
  const few = whole && fewParts(column, salt);
  if (whole !== undefined && few !== undefined) {
    const { least, parts } = few;
    for (let row = 0; row < firsts.length; row++) {
      const place = 2 * (whole[row]! - least);
      firsts[row]! += Math.imul(sign, parts[place]!);
      seconds[row]! += Math.imul(sign, parts[place + 1]!);
    }
    return;
  }
  if (whole !== undefined) {
    for (let row = 0; row < firsts.length; row++) {
      const first = mix(whole[row]! ^ salt);
      firsts[row]! += Math.imul(sign, first);
      seconds[row]! += Math.imul(sign, mix(first ^ SECOND));
    }
    return;
  }
  const number = new Float64Array(1);
  const words = new Uint32Array(number.buffer);
  for (let row = 0; row < firsts.length; row++) {
    // Zeros with and without a sign are the same, and so are all gaps.
    number[0] = (column.kind === "category" ? codeAt(column, row) : numberAt(column, row)) + 0;
    const low = mix(words[0]! ^ salt);
    const first = mix(words[1]! ^ low);
    firsts[row]! += Math.imul(sign, first);
    seconds[row]! += Math.imul(sign, mix(first ^ low ^ SECOND));
  }
}

/** So many whole numbers are mixed once each, and not in each row again. */
const WIDEST = 4096;

/** What whole numbers of which there are few, as the points of pictures, are mixed to: two parts for each. */
function fewParts(column: Column, salt: number): { readonly least: number; readonly parts: Int32Array } | undefined {
  if (column.kind === "category" || column.values === undefined || column.missing > 0 || column.divisor !== 1) return undefined;
  const [least = 0, most = 0] = [column.values.at(0), column.values.at(-1)];
  if (column.values.length === 0 || most - least >= WIDEST) return undefined;
  const parts = new Int32Array(2 * (most - least + 1));
  for (let cell = least; cell <= most; cell++) {
    const first = mix(cell ^ salt);
    parts.set([first, mix(first ^ SECOND)], 2 * (cell - least));
  }
  return { least, parts };
}

/** Makes of the first sum's part the second's. */
const SECOND = 0x9e3779b9;

/** Whole numbers that are equal where its cells are, and only there; undefined if it has none in memory. */
function wholeCells(column: Column): Int32Array | undefined {
  if (column.stored !== undefined) return undefined;
  if (column.kind === "category") return column.codes;
  return column.cells instanceof Int32Array ? column.cells : undefined;
}

/** All bits of a word decide each bit of the answer (the end of MurmurHash3). */
function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
