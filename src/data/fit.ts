// What one feature learns from the training rows: the value that fills a gap, and how numbers are scaled
// after filling.

import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import { compareText } from "./order.ts";
import { documentProblem } from "./problems.ts";
import type { Feature } from "./selection.ts";
import { mean, median, mostFrequent, scaling, wholeMedian } from "./statistics.ts";
import { type CategoryColumn, inMemory, numberAt, type NumericColumn } from "./table.ts";
import type { FittedFeature } from "./types.ts";
import { ABSENT } from "./whole-numbers.ts";

/** What the values of training rows decide. */
export type FittedValues = Pick<FittedFeature, "fill" | "shift" | "scale">;

/**
 * Fits a feature on training rows (indices into the table), which are asked for when they are needed.
 * @param fit finds what the values decide; who has it already gives it
 * @throws ProblemError if it is filled from values and the training rows have none
 */
export function fitFeature(feature: Feature, rowsOf: () => Uint32Array, fit = fitValues): FittedFeature {
  const { column, encode, categories, missingValues, numbers, date } = feature;
  const { fill, ...scaled } = fit(feature, rowsOf);
  return {
    column: column.name,
    kind: column.kind,
    encode,
    ...(categories === undefined ? {} : { categories }),
    ...(fill === undefined ? {} : { fill }),
    ...scaled,
    ...(missingValues === undefined ? {} : { missingValues }),
    ...numbers,
    ...(encode === "date" && date !== "year-first" ? { date } : {}),
  };
}

/** Fewer rows are sorted sooner than counted. */
const MANY = 2 ** 15;

/** It depends on the column, the rule for missing values with its constant, and the scaling. */
export function fitValues(feature: Feature, rowsOf: () => Uint32Array): FittedValues {
  const { column, missing, constant, normalize } = feature;
  const isFitted = typeof missing === "string" && missing !== "drop" && missing !== "error";
  const given = typeof missing === "object" ? constant : undefined;
  if (column.kind === "category") return withFill(isFitted ? mostFrequentText(feature, column, rowsOf()) : given);
  const isScaled = column.kind === "number" && normalize !== "none";
  if (!isFitted && !isScaled) return withFill(given);
  const rows = rowsOf();
  const isCounted = column.kind === "number" && missing === "median" && rows.length >= MANY;
  const cells = isCounted ? wholeCellsOf(column, rows) : undefined;
  const values = cells ? new Float64Array(isScaled ? rows.length : 0) : numbersOf(column, rows);
  const fill = !isFitted ? given : cells ? wholeFill(feature, cells) : fillOf(feature, values);
  if (!isScaled) return withFill(fill);
  if (cells) writeNumbers(cells, column.divisor, values, typeof fill === "number" ? fill : NaN);
  else if (typeof fill === "number") for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]!)) values[i] = fill;
  return { ...withFill(fill), ...scaling(values, normalize) };
}

function withFill(fill: number | string | undefined): FittedValues {
  return fill === undefined ? {} : { fill };
}

function mostFrequentText(feature: Feature, { codes, texts }: CategoryColumn, rows: Uint32Array): string {
  const counts = new Uint32Array(texts.length);
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i]!]!;
    if (code >= 0) counts[code]!++;
  }
  const most = counts.reduce((sum, count) => Math.max(sum, count), 0);
  if (most === 0) return nothingToFill(feature);
  return texts.filter((_, code) => counts[code] === most).toSorted(compareText)[0]!;
}

/** What stands for a gap, of the values with gaps as NaN. */
function fillOf(feature: Feature, values: Float64Array): number {
  const { column, missing } = feature;
  const present = column.missing === 0 ? values : values.filter((value) => !Number.isNaN(value));
  if (present.length === 0) return nothingToFill(feature);
  if (column.kind === "boolean" || missing === "most_frequent") return mostFrequent(present);
  return missing === "mean" ? mean(present) : median(present);
}

/** The middle of whole numbers. */
function wholeFill(feature: Feature, cells: Int32Array): number {
  const { column } = feature as { readonly column: NumericColumn };
  const hasValue = column.missing === 0 ? cells.length > 0 : cells.some((cell) => cell !== ABSENT);
  return hasValue ? wholeMedian(cells, column.divisor) : nothingToFill(feature);
}

function nothingToFill({ column, path }: Feature): never {
  throw new ProblemError(
    documentProblem(
      "error",
      "nothing-to-fill",
      path,
      message(
        'Column "{0}" has no value in any training row, so its gaps cannot be filled. Leave it out, or fill it with a constant.',
        column.name,
      ),
    ),
  );
}

/** The values of some rows, in their order, which is that of the split; NaN is missing. */
function numbersOf(column: NumericColumn, rows: Uint32Array): Float64Array {
  const values = new Float64Array(rows.length);
  const whole = inMemory(column);
  // Most columns are of this kind, and a call for each cell is dear.
  const cells = wholeCellsOf(whole, rows);
  if (cells) writeNumbers(cells, whole.divisor, values);
  else for (let i = 0; i < rows.length; i++) values[i] = numberAt(whole, rows[i]!);
  return values;
}

/** The cells of some rows, in their order, if they are whole numbers. */
function wholeCellsOf(column: NumericColumn, rows: Uint32Array): Int32Array | undefined {
  const { cells } = inMemory(column);
  if (!(cells instanceof Int32Array)) return undefined;
  const own = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) own[i] = cells[rows[i]!]!;
  return own;
}

function writeNumbers(cells: Int32Array, divisor: number, values: Float64Array, gap = NaN): void {
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!;
    values[i] = cell === ABSENT ? gap : divisor === 1 ? cell : cell / divisor;
  }
}
