// A column's values as a whole: what a person wants to know before choosing it, in two passes that allocate
// nothing per row. It is of all rows that were read, whatever the document drops afterwards.

import { compareText } from "./order.ts";
import { type CategoryColumn, type Column, isMissing, numberAt, type NumericColumn, writtenText } from "./table.ts";
import type { ColumnProfile } from "./types.ts";

const BINS = 24;
const FREQUENT = 12;

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
  if (column.kind === "number") return profileNumbers(column, rows);
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
  // Halves, because the distance of the largest doubles is none.
  const width = (maximum / 2 - minimum / 2) / BINS;
  let [residual, squares] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const value = numberAt(column, row);
    if (Number.isNaN(value)) continue;
    const away = value - rough;
    residual += away;
    squares += away * away;
    const bin = width === 0 ? 0 : Math.floor((value / 2 - minimum / 2) / width);
    histogram[bin < BINS ? bin : BINS - 1]!++;
  }
  const deviation = Math.sqrt(Math.max(0, squares - (residual * residual) / count) / count);
  return { numbers: { minimum, maximum, mean: rough + residual / count, deviation }, histogram: [...histogram] };
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
