// The facts of a table's columns, from which the model chooses a starter network.

import type { ColumnFacts } from "../model/columns.ts";
import { sortedTexts, type Table } from "./table.ts";

const VALUES = 20;

/** One record per column, in the file's order. */
export function inspectTable(table: Table): ColumnFacts[] {
  return table.columns.map((column) => {
    const { name, kind, distinct, missing } = column;
    return { name, kind, distinct, missing, values: sortedTexts(column, VALUES) };
  });
}
