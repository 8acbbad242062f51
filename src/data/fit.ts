// What one feature learns from the training rows: the value that fills a gap, and how numbers are scaled
// after filling.

import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import { compareText } from "./order.ts";
import { documentProblem } from "./problems.ts";
import type { Feature } from "./selection.ts";
import { mean, median, mostFrequent, scaling } from "./statistics.ts";
import { numberAt, type NumericColumn } from "./table.ts";
import type { FittedFeature } from "./types.ts";

/**
 * Fits a feature on training rows (indices into the table), which are asked for when they are needed.
 * @throws ProblemError if it is filled from values and the training rows have none
 */
export function fitFeature(feature: Feature, rowsOf: () => Uint32Array): FittedFeature {
  const { column, encode, categories, normalize, missingValues, numbers, date } = feature;
  const fill = fillOf(feature, rowsOf);
  const scaled = column.kind === "number" && normalize !== "none" ? scaling(filledValues(column, rowsOf(), fill), normalize) : {};
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

/** What stands for a missing value; undefined if rows without one are dropped or an error. */
function fillOf(feature: Feature, rowsOf: () => Uint32Array): number | string | undefined {
  const { column, missing, constant } = feature;
  if (missing === "drop" || missing === "error") return undefined;
  if (typeof missing === "object") return constant;
  const rows = rowsOf();
  if (column.kind === "category") {
    const counts = new Map<number, number>();
    for (const row of rows) {
      const code = column.codes[row]!;
      if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    let most = 0;
    for (const count of counts.values()) most = Math.max(most, count);
    const candidates = [...counts].filter(([, count]) => count === most).map(([code]) => column.texts[code]!);
    return candidates.toSorted(compareText)[0] ?? nothingToFill(feature);
  }
  const values = filledValues(column, rows, undefined).filter((value) => !Number.isNaN(value));
  if (values.length === 0) return nothingToFill(feature);
  if (column.kind === "boolean" || missing === "most_frequent") return mostFrequent(values);
  return missing === "mean" ? mean(values) : median(values);
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

function filledValues(column: NumericColumn, rows: Uint32Array, fill: number | string | undefined): Float64Array {
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = filled(numberAt(column, rows[i]!), fill);
  return values;
}

/** A value, or the fill if it is missing. */
function filled(value: number, fill: number | string | undefined): number {
  return Number.isNaN(value) && typeof fill === "number" ? fill : value;
}
