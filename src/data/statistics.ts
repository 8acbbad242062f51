// Statistics of training values in double precision: what fills a missing value and what scales a number
// (docs/format.md, "Order of work"). Loops count, because iterators take several times as long, and a table
// has millions of values.

import type { Normalization } from "../model/schema.ts";
import { ABSENT } from "./whole-numbers.ts";

/** A scaled value is (v − shift) / scale. */
export interface Scaling {
  readonly shift: number;
  readonly scale: number;
}

/**
 * By the corrected sum (Chan, Golub and LeVeque 1983): of 16-digit numbers that lie close together a plain
 * one loses the last digits, in which alone they differ.
 */
export function mean(values: Float64Array): number {
  return corrected(values, sumOf(values, 0) / values.length);
}

function corrected(values: Float64Array, rough: number): number {
  return Number.isFinite(rough) ? rough + sumOf(values, rough) / values.length : rough;
}

/** The sum of what the values are above `from`. */
function sumOf(values: Float64Array, from: number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! - from;
  return sum;
}

/** The middle value, of an even count the mean of the middle two. */
export function median(values: Float64Array): number {
  const ordered = values.slice();
  const half = ordered.length >> 1;
  orderAround(ordered, half);
  const upper = ordered[half]!;
  let lower = upper;
  if (ordered.length % 2 === 0) {
    lower = -Infinity;
    for (let i = 0; i < half; i++) if (ordered[i]! > lower) lower = ordered[i]!;
  }
  // A zero has no sign.
  return (lower + upper) / 2 + 0;
}

/**
 * The same of whole numbers over a divisor, by counting: first their upper halves, then the lower halves of
 * those among which the middle is.
 * @param cells a gap is ABSENT; at least one is none
 */
export function wholeMedian(cells: Int32Array, divisor: number): number {
  const uppers = new Uint32Array(HALF);
  let present = 0;
  for (let i = 0; i < cells.length; i++) {
    if (cells[i] === ABSENT) continue;
    uppers[(cells[i]! >> 16) + HALF / 2]!++;
    present++;
  }
  const lowers = new Uint32Array(HALF);
  let counted = -1;
  const valueAt = (rank: number): number => {
    const [upper, before] = placeOf(rank, uppers);
    if (upper !== counted) {
      lowers.fill(0);
      for (let i = 0; i < cells.length; i++) {
        if ((cells[i]! >> 16) + HALF / 2 === upper && cells[i] !== ABSENT) lowers[cells[i]! & (HALF - 1)]!++;
      }
      counted = upper;
    }
    return ((upper - HALF / 2) * HALF + placeOf(rank - before, lowers)[0]) / divisor;
  };
  const half = present >> 1;
  const upper = valueAt(half);
  const lower = present % 2 === 0 ? valueAt(half - 1) : upper;
  return (lower + upper) / 2 + 0;
}

/** Values of half a cell. */
const HALF = 2 ** 16;

/** In which class the one of a rank is, counted from 0, and how many stand before that class. */
function placeOf(rank: number, counts: Uint32Array): [place: number, before: number] {
  let before = 0;
  for (let place = 0; ; before += counts[place++]!) if (before + counts[place]! > rank) return [place, before];
}

/**
 * Brings the value to `place` that would stand there if all were sorted; none before it is larger, none
 * behind it smaller (Hoare's Find, 1961). If that takes many rounds, what is left is sorted.
 */
function orderAround(values: Float64Array, place: number): void {
  let [from, to] = [0, values.length - 1];
  for (let rounds = 2 * Math.ceil(Math.log2(values.length + 1)); from < to; rounds--) {
    if (rounds === 0) {
      values.subarray(from, to + 1).sort();
      return;
    }
    const [first, middle, last] = [values[from]!, values[(from + to) >> 1]!, values[to]!];
    const pivot = Math.max(Math.min(first, middle), Math.min(Math.max(first, middle), last));
    let [low, high] = [from, to];
    while (low <= high) {
      while (values[low]! < pivot) low++;
      while (values[high]! > pivot) high--;
      if (low > high) break;
      const swapped = values[low]!;
      values[low++] = values[high]!;
      values[high--] = swapped;
    }
    if (place <= high) to = high;
    else if (place >= low) from = low;
    else return;
  }
}

/** The most frequent value, of equally frequent ones the smallest. */
export function mostFrequent(values: Float64Array): number {
  const sorted = values.toSorted();
  let best = sorted[0]!;
  let most = 0;
  let start = 0;
  for (let i = 1; i <= sorted.length; i++) {
    if (sorted[i] === sorted[start]) continue;
    if (i - start > most) {
      most = i - start;
      best = sorted[start]!;
    }
    start = i;
  }
  return best;
}

/**
 * `standard` by mean and population deviation, `minmax` by minimum and range; a constant column is only
 * shifted to 0.
 */
export function scaling(values: Float64Array, normalize: Exclude<Normalization, "none">): Scaling {
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    min = Math.min(min, values[i]!);
    max = Math.max(max, values[i]!);
    sum += values[i]!;
  }
  if (min === max) return { shift: min, scale: 1 };
  if (normalize === "minmax") return { shift: min, scale: max - min };
  const shift = corrected(values, sum / values.length);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - shift) ** 2;
  return { shift, scale: Math.sqrt(squares / values.length) };
}
