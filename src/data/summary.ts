// What was understood of the data, in one value for people: the columns and their roles, what was dropped, how it is encoded.

import { networkFacts } from "./network-facts.ts";
import { inspectTable } from "./inspect.ts";
import type { Selection } from "./selection.ts";
import type { ColumnRole, DataSummary, Encoded } from "./types.ts";

/** @param encoded absent where an error among the selection's problems keeps the rows from being encoded */
export function summarize(selection: Selection, encoded: Encoded | undefined, split: DataSummary["split"]): DataSummary {
  const { table, features, targets, dropped, problems } = selection;
  const targetNames = targets.map(({ column }) => column.name);
  const featureNames = new Set(features.map(({ column }) => column.name));
  const roleOf = (name: string): ColumnRole => (targetNames.includes(name) ? "target" : featureNames.has(name) ? "feature" : "ignored");
  const classes = targets[0]?.classes;
  return {
    files: table.files,
    dialect: table.dialect,
    rows: table.rows,
    dropped,
    columns: inspectTable(table).map((facts) => Object.assign(facts, { role: roleOf(facts.name) })),
    inputs: features.flatMap((feature) => feature.inputs),
    targets: targetNames,
    ...(classes === undefined ? {} : { classes }),
    split,
    ...(encoded === undefined ? {} : networkFacts(selection, encoded)),
    ...(encoded === undefined ? {} : { preprocessing: encoded.preprocessing }),
    problems,
  };
}
