// A column's values as a whole: what a person wants to know before choosing it, in two passes that allocate
// nothing per row. It is of all rows that were read, whatever the document drops afterwards.

import { compareText } from "./order.ts";
import { type CategoryColumn, type Column, isMissing, numberAt, type NumericColumn, writtenText } from "./table.ts";
import type { ColumnProfile } from "./types.ts";

const BINS = 24;
const FREQUENT = 12;
/** From the smallest to the largest of whole numbers that are counted one by one. */
const WIDEST = 4096;

/** A table is described again after every edit of the document, but its columns stay what they are. */
const known = new WeakMap<Column, ColumnProfile>();

/** The profile of a column of `rows` rows; empty if it has no value. */
export function profileColumn(column: Column, rows: number): ColumnProfile {
  const profile = known.get(column) ?? computeProfile(column, rows);
  known.set(column, profile);
  return profile;
}

function computeProfile(column: Column, rows: number): ColumnProfile {
  if (column.missing >= rows) return {};
  if (column.kind === "number") return profileFew(column, rows) ?? profileNumbers(column, rows);
  return { frequent: column.kind === "category" ? frequentTexts(column, rows) : frequentTruths(column, rows) };
}

/**
 * Mean and deviation by the corrected two-pass algorithm (Chan, Golub and LeVeque 1983), which stays exact
 * if the values are large and close together. The last bin has its upper edge in it, as in numpy's
 * histogram.
 */
function profileNumbers(column: NumericColumn, rows: number): ColumnProfile {
  let [minimum, maximum, sum, count] = [Infinity, -Infinity, 0, 0];
  for (let row = 0; row < rows; row++) {
    const value = numberAt(column, row);
    if (Number.isNaN(value)) continue;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
    sum += value;
    count++;
  }
  const rough = sum / count;
  const histogram = new Uint32Array(BINS);
  const width = widthOf(minimum, maximum);
  let [residual, squares] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const value = numberAt(column, row);
    if (Number.isNaN(value)) continue;
    const away = value - rough;
    residual += away;
    squares += away * away;
    histogram[binOf(value, minimum, width)]!++;
  }
  return profileOf({ minimum, maximum, rough, residual, squares, count, histogram });
}

/**
 * The same, bit for bit, of whole numbers of which there are few, as of the points of pictures: each is
 * counted, and the sum of whole numbers is exact in any order. Undefined if the column has others.
 */
function profileFew(column: NumericColumn, rows: number): ColumnProfile | undefined {
  const { values, missing } = column;
  const [minimum, maximum] = [values?.at(0), values?.at(-1)];
  if (values === undefined || minimum === undefined || maximum === undefined || missing > 0 || column.stored) return undefined;
  const { cells, divisor } = column;
  const largest = Math.max(Math.abs(minimum), Math.abs(maximum));
  const isExact = largest * rows <= Number.MAX_SAFE_INTEGER && maximum - minimum <= WIDEST;
  if (!(cells instanceof Int32Array) || divisor !== 1 || !isExact) return undefined;
  const counts = countCells(cells, rows, minimum, maximum - minimum + 1);
  const sum = values.reduce((total, value) => total + value * counts[value - minimum]!, 0);
  const rough = sum / rows;
  const aways = Float64Array.from(counts, (_, index) => index + minimum - rough);
  let [residual, squares] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const away = aways[cells[row]! - minimum]!;
    residual += away;
    squares += away * away;
  }
  const width = widthOf(minimum, maximum);
  const histogram = new Uint32Array(BINS);
  for (const value of values) histogram[binOf(value, minimum, width)]! += counts[value - minimum]!;
  return profileOf({ minimum, maximum, rough, residual, squares, count: rows, histogram });
}

/**
 * How often each whole number stands in a column. Rows take turns in two lists, because a count that goes up
 * twice in a row, as that of black does, waits for itself.
 */
function countCells(cells: Int32Array, rows: number, minimum: number, width: number): Uint32Array {
  const counts = new Uint32Array(width);
  const others = new Uint32Array(width);
  const even = rows - (rows % 2);
  for (let row = 0; row < even; row += 2) {
    counts[cells[row]! - minimum]!++;
    others[cells[row + 1]! - minimum]!++;
  }
  if (even < rows) counts[cells[even]! - minimum]!++;
  for (let index = 0; index < width; index++) counts[index]! += others[index]!;
  return counts;
}

/** Of the first pass a mean that is not exact yet, of the second how far the values are from it. */
interface Passes extends Record<"minimum" | "maximum" | "rough" | "residual" | "squares" | "count", number> {
  readonly histogram: Uint32Array;
}

function profileOf({ minimum, maximum, rough, residual, squares, count, histogram }: Passes): ColumnProfile {
  const deviation = Math.sqrt(Math.max(0, squares - (residual * residual) / count) / count);
  return { numbers: { minimum, maximum, mean: rough + residual / count, deviation }, histogram: [...histogram] };
}

/** Of a bin; of halves, because the distance of the largest doubles is none. */
function widthOf(minimum: number, maximum: number): number {
  return (maximum / 2 - minimum / 2) / BINS;
}

function binOf(value: number, minimum: number, width: number): number {
  const bin = width === 0 ? 0 : Math.floor((value / 2 - minimum / 2) / width);
  return bin < BINS ? bin : BINS - 1;
}

function frequentTruths(column: NumericColumn, rows: number): NonNullable<ColumnProfile["frequent"]> {
  let trues = 0;
  for (let row = 0; row < rows; row++) if (numberAt(column, row) === 1) trues++;
  const falses = rows - column.missing - trues;
  const both = [
    { text: writtenText(column, 0), count: falses },
    { text: writtenText(column, 1), count: trues },
  ];
  return (trues > falses ? both.toReversed() : both).filter(({ count }) => count > 0);
}

/** Of equally frequent texts the first by code point comes first. */
function frequentTexts(column: CategoryColumn, rows: number): NonNullable<ColumnProfile["frequent"]> {
  const { texts, codes } = column;
  const counts = new Uint32Array(texts.length);
  for (let row = 0; row < rows; row++) if (!isMissing(column, row)) counts[codes[row]!]!++;
  const isBefore = (one: number, other: number): boolean => {
    const more = counts[one]! - counts[other]!;
    return more === 0 ? compareText(texts[one]!, texts[other]!) < 0 : more > 0;
  };
  const best: number[] = [];
  for (let code = 0; code < texts.length; code++) {
    if (best.length === FREQUENT && !isBefore(code, best.at(-1)!)) continue;
    const place = best.findIndex((other) => isBefore(code, other));
    best.splice(place < 0 ? best.length : place, 0, code);
    if (best.length > FREQUENT) best.pop();
  }
  return best.map((code) => ({ text: texts[code]!, count: counts[code]! })).filter(({ count }) => count > 0);
}
