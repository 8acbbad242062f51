// A feature that names its row rather than describing it: a network learns it by heart and knows nothing of
// the next row.

import { namesIdentifier } from "../../model/column-names.ts";
import { MOST_DISTINCT } from "../../model/columns.ts";
import { message } from "../../model/message.ts";
import type { Feature } from "../selection.ts";
import { type Column, numberAt, type NumericColumn } from "../table.ts";
import type { FeatureSuspicion } from "./suspicion.ts";

/** Fewer texts may all differ by chance, and a shorter count may be a measurement. */
const LEAST_TEXTS = 20;
const LEAST_COUNT = 50;

export const identifier: FeatureSuspicion = (features, evidence) => {
  const { table } = evidence.selection;
  // The only feature is meant to be one, as x is where y = f(x).
  if (evidence.selection.features.length < 2) return [];
  return features.flatMap((feature) => {
    const { column } = feature;
    const values = table.rows - column.missing;
    const text = isCounting(column, table.rows)
      ? message(
          'Column "{0}" only numbers the {1} rows, which says nothing about new ones. Leave it out of the features.',
          column.name,
          values,
        )
      : areNames(feature, values) || isNamed(column, table.rows)
        ? message(
            'Column "{0}" has a different value in each of {1} rows, so it only names the rows. Leave it out of the features.',
            column.name,
            values,
          )
        : undefined;
    return text === undefined ? [] : [{ feature, code: "identifier", text }];
  });
};

/** Whole numbers, each one more than that of the row before. */
export function isCounting(column: Column, rows: number): boolean {
  if (column.kind !== "number" || column.missing > 0 || rows < LEAST_COUNT) return false;
  const first = numberAt(column, 0);
  if (!Number.isInteger(first)) return false;
  for (let row = 1; row < rows; row++) if (numberAt(column, row) !== first + row) return false;
  return true;
}

/** Texts of which no two are equal. */
function areNames({ column, encode }: Feature, values: number): boolean {
  return column.kind === "category" && encode !== "date" && values >= LEAST_TEXTS && column.texts.length === values;
}

/** Whole numbers of which no two are equal, in a column that is called an identifier. */
function isNamed(column: Column, rows: number): boolean {
  const values = rows - column.missing;
  if (column.kind !== "number" || values < LEAST_TEXTS || !namesIdentifier(column.name)) return false;
  if (column.distinct < values && column.distinct <= MOST_DISTINCT) return false;
  return areDifferentIntegers(column, rows);
}

function areDifferentIntegers(column: NumericColumn, rows: number): boolean {
  const sorted = Float64Array.from({ length: rows }, (_, row) => numberAt(column, row)).toSorted();
  // Missing values stand at the end.
  for (let at = 0; at < rows - column.missing; at++) {
    if (!Number.isInteger(sorted[at]!) || sorted[at] === sorted[at - 1]) return false;
  }
  return true;
}
