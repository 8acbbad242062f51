// How many classes each column would have as the target: those of the rows that are left, because a class
// whose rows all have gaps never occurs.

import type { DataSettings } from "../model/schema.ts";
import { ownSettings } from "./read-settings.ts";
import { rowsWithFeatures, type Selection } from "./selection.ts";
import { codeAt, type Column, isMissing, numberAt } from "./table.ts";

/** More different values than this are not counted: they are no classes. */
const MOST_CLASSES = 100;

/**
 * Different values of each column in the rows that would be left with it as the target, in the table's order.
 */
export function countLeft(selection: Selection): number[] {
  const { table, settings, targets, features } = selection;
  if (features.length === 0) return table.columns.map(({ distinct }) => distinct);
  // The former target becomes a feature: if gaps are filled, its own cost no row any more.
  const drops = targets.some(({ column }) => isDropped(ownSettings(settings, column.name).missing ?? settings.missing));
  const rows = drops ? selection.tableRows : rowsWithFeatures(selection);
  return table.columns.map((column) => (rows.length === table.rows ? column.distinct : countClasses(column, rows)));
}

function isDropped(rule: DataSettings["missing"]): boolean {
  return rule === "drop" || rule === "error";
}

/**
 * Different values of a column in some rows; if they are more than classes ever are, those of all rows.
 */
export function countClasses(column: Column, rows: Uint32Array): number {
  if (column.distinct > MOST_CLASSES) return column.distinct;
  const seen = new Set<number>();
  for (let index = 0; index < rows.length && seen.size < column.distinct; index++) {
    const row = rows[index]!;
    if (!isMissing(column, row)) seen.add(column.kind === "category" ? codeAt(column, row) : numberAt(column, row));
  }
  return seen.size;
}
