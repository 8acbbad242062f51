// What a CSV's rows say of a trained network, for those who look at them: the target, what tells the day, and
// what the network learns from.

import { cellText, type Column, type Table } from "../data/table.ts";
import type { Preprocessing } from "../data/types.ts";
import type { CsvTexts } from "../training/evaluation/evaluator.ts";

/** Day, month and year in whatever order; nothing is computed with it. */
const DATE = /^\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?!\d)/;
const LOOKED_AT = 20;

export function csvTexts({ columns }: Table, { target, features }: Preprocessing): CsvTexts {
  const dates = columns.filter(areDates).map(({ name }) => name);
  const names = new Set([...target.columns, ...dates, ...features.map(({ column }) => column)]);
  const shown = [...names].flatMap((name) => columns.find((column) => column.name === name) ?? []);
  return {
    columns: shown.map(({ name }) => name),
    cells: (row) => shown.map((column) => cellText(column, row) ?? null),
  };
}

/**
 * Whether a column tells the day: it says which rows they are, also if the network does not learn from it.
 */
function areDates(column: Column): boolean {
  return column.kind === "category" && column.texts.length > 1 && column.texts.slice(0, LOOKED_AT).every((text) => DATE.test(text.trim()));
}
