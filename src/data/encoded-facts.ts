// What encoding comes to, for who describes data: everything but the inputs themselves, which are large. What
// is said of them follows from the smallest and the largest value of each column, because scaling keeps their
// order. After an edit only that is found anew which the edit is about.

import { checkMemory, checkWidth, encodeTargets, featureWriter, startEncoding } from "./encode.ts";
import { readDate } from "./dates.ts";
import { fitValues, type FittedValues } from "./fit.ts";
import { profileColumn } from "./profile.ts";
import { Remembered } from "./remembered.ts";
import { type Feature, presentCodes, type Selection } from "./selection.ts";
import { isMissing, numberAt, type NumericColumn, type Table } from "./table.ts";
import type { Encoded, FittedFeature } from "./types.ts";
import { ABSENT, LARGEST } from "./whole-numbers.ts";

export interface EncodedFacts extends Pick<Encoded, "inputNames" | "targets" | "targetWidth" | "preprocessing"> {
  /** The largest absolute value of each input; 0 of those that are 0 and 1. */
  readonly largest: readonly number[];
}

/** Of a column, in some rows. */
interface Range {
  readonly minimum: number;
  readonly maximum: number;
  readonly hasGap: boolean;
}

const fits = new Remembered<Uint32Array, FittedValues>();
const ranges = new Remembered<Uint32Array, Range>();
const encodedTargets = new Remembered<Uint32Array, Float32Array>(1);

/**
 * What `encode` would give and say.
 * @param trainRows indices into the selection's rows; the same array as long as they are the same rows
 * @param isStored whether the inputs would lie in a file, because they do not fit into memory
 * @throws ProblemError as `encode` does
 */
export function encodedFacts(selection: Selection, trainRows: Uint32Array, isStored: boolean): EncodedFacts {
  const { table, tableRows, features, targets, rows } = selection;
  const { inputNames, preprocessing } = startEncoding(selection, trainRows, (feature, rowsOf) => {
    const { column, missing, normalize, constant } = feature;
    return fits.of(trainRows, JSON.stringify([column.name, missing, normalize, constant]), () => fitValues(feature, rowsOf));
  });
  (isStored ? checkWidth : checkMemory)(features, rows, inputNames.length);
  const largest = features.flatMap((feature, index) => largestOf(table, tableRows, feature, preprocessing.features[index]!));
  const key = JSON.stringify(targets.map(({ column, classOf }) => [column.name, classOf && [...classOf]]));
  const values = encodedTargets.of(tableRows, key, () => encodeTargets(selection, (length) => new Float32Array(length)));
  return { inputNames, preprocessing, targets: values, targetWidth: targets.length, largest };
}

/** Of each input of a feature. @throws ProblemError if a value is beyond float32 */
function largestOf(table: Table, rows: Uint32Array, feature: Feature, fitted: FittedFeature): number[] {
  const { column, encode, inputs } = feature;
  if (column.kind !== "category") {
    const { minimum, maximum, hasGap } = rangeOf(column, table, rows);
    const { fill, shift = 0, scale = 1 } = fitted;
    const ends = [...(minimum <= maximum ? [minimum, maximum] : []), ...(hasGap && typeof fill === "number" ? [fill] : [])];
    const largest = Math.max(0, ...ends.map((value) => Math.abs(Math.fround((value - shift) / scale))));
    // Who writes the values says of which row that is.
    if (!Number.isFinite(largest)) featureWriter(table, feature, fitted)(rows, { values: new Float32Array(1), width: 0, offset: 0 });
    return [largest];
  }
  if (encode === "one-hot") return inputs.map(() => 0);
  if (encode === "ordinal") return [Math.max(0, (fitted.categories?.length ?? 0) - 1)];
  const codes = presentCodes(column, rows);
  const texts = [...codes].flatMap((code) => column.texts[code] ?? (typeof fitted.fill === "string" ? [fitted.fill] : []));
  const parts = texts.map((text) => readDate(text, fitted.date) ?? []);
  return inputs.map((_, part) => parts.reduce((most, own) => Math.max(most, Math.abs(Math.fround(own[part] ?? 0))), 0));
}

function rangeOf(column: NumericColumn, table: Table, rows: Uint32Array): Range {
  return ranges.of(rows, column.name, () => {
    const { numbers } = column.kind === "number" && rows.length === table.rows ? profileColumn(column, table.rows) : {};
    if (numbers) return { minimum: numbers.minimum, maximum: numbers.maximum, hasGap: column.missing > 0 };
    if (column.stored === undefined && column.cells instanceof Int32Array) return wholeRange(column.cells, column.divisor, rows);
    let [minimum, maximum, hasGap] = [Infinity, -Infinity, false];
    for (const row of rows) {
      const value = numberAt(column, row);
      if (value < minimum) minimum = value;
      if (value > maximum) maximum = value;
      if (isMissing(column, row)) hasGap = true;
    }
    return { minimum, maximum, hasGap };
  });
}

/** The same of whole numbers: a division keeps their order. */
function wholeRange(cells: Int32Array, divisor: number, rows: Uint32Array): Range {
  let [least, most, gaps] = [LARGEST, ABSENT, 0];
  for (let i = 0; i < rows.length; i++) {
    const cell = cells[rows[i]!]!;
    if (cell === ABSENT) gaps++;
    else if (cell < least) least = cell;
    if (cell > most) most = cell;
  }
  const isEmpty = gaps === rows.length;
  return { minimum: isEmpty ? Infinity : least / divisor, maximum: isEmpty ? -Infinity : most / divisor, hasGap: gaps > 0 };
}
