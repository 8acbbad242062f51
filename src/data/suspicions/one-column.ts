// How much a single column says of the target. What costs a pass over all rows is first tried on a few
// thousand of them.

import { Remembered } from "../remembered.ts";
import { type Column, numberAt, type NumericColumn } from "../table.ts";
import { type ClassRows, valueAt } from "./class-rows.ts";

/** Rows of the table, with where each stands among those that are left. */
export interface Rows {
  readonly rows: Uint32Array;
  readonly positionOf: (index: number) => number;
}

const LOOK = 4096;
const GOLDEN = 0.618_033_988_749_895;

export function all(tableRows: Uint32Array): Rows {
  return { rows: tableRows, positionOf: (index) => index };
}

/**
 * Rows from all over the table, one of each stretch, at a place that does not keep step with anything
 * periodic.
 */
export function look(tableRows: Uint32Array): Rows {
  return looks.of(tableRows, "", () => findLook(tableRows));
}

/** The same for each column. */
const looks = new Remembered<Uint32Array, Rows>();

function findLook(tableRows: Uint32Array): Rows {
  const step = tableRows.length / LOOK;
  if (step <= 1) return all(tableRows);
  const places = Uint32Array.from({ length: LOOK }, (_, index) => Math.floor((index + ((index * GOLDEN) % 1)) * step));
  return { rows: places.map((place) => tableRows[place]!), positionOf: (index) => places[index]! };
}

/**
 * Pearson's correlation over the rows where both have a value, updated row by row (Welford 1962); NaN if
 * one is constant.
 */
export function correlation(one: NumericColumn, other: NumericColumn, { rows }: Rows): number {
  let [count, meanX, meanY, squaresX, squaresY, products] = [0, 0, 0, 0, 0, 0];
  // An iterator would take several times as long.
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const x = numberAt(one, row);
    const y = numberAt(other, row);
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    count++;
    const awayX = x - meanX;
    const awayY = y - meanY;
    meanX += awayX / count;
    meanY += awayY / count;
    squaresX += awayX * (x - meanX);
    squaresY += awayY * (y - meanY);
    products += awayX * (y - meanY);
  }
  return products / Math.sqrt(squaresX * squaresY);
}

/**
 * Rows told wrong by the best rule that knows the column's value only: the most frequent class of each value.
 */
export function countWrong(column: Column, { names, of }: ClassRows, { rows, positionOf }: Rows): number {
  const counts = new Map<number, Uint32Array>();
  for (let index = 0; index < rows.length; index++) {
    const value = valueAt(column, rows[index]!);
    let own = counts.get(value);
    if (own === undefined) counts.set(value, (own = new Uint32Array(names.length)));
    own[of[positionOf(index)]!]!++;
  }
  let right = 0;
  for (const own of counts.values()) right += own.reduce((most, count) => Math.max(most, count), 0);
  return rows.length - right;
}

/** Whether no value of one class lies between those of another. */
export function haveOwnRanges(column: NumericColumn, { names, of }: ClassRows, { rows, positionOf }: Rows): boolean {
  const lows = new Float64Array(names.length).fill(Infinity);
  const highs = new Float64Array(names.length).fill(-Infinity);
  for (let index = 0; index < rows.length; index++) {
    const value = numberAt(column, rows[index]!);
    const own = of[positionOf(index)]!;
    if (value < lows[own]!) lows[own] = value;
    if (value > highs[own]!) highs[own] = value;
  }
  const order = [...names.keys()].filter((own) => lows[own]! < Infinity).toSorted((a, b) => lows[a]! - lows[b]!);
  return order.every((own, index) => index === 0 || highs[order[index - 1]!]! < lows[own]!);
}
