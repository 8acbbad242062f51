// What was understood of the data, in one value for people: the columns and their roles, what was dropped,
// how it is encoded.

import type { EncodedFacts } from "./encoded-facts.ts";
import { networkFacts } from "./network-facts.ts";
import { inspectTable } from "./inspect.ts";
import { countLeft } from "./left.ts";
import type { Selection } from "./selection.ts";
import { targetNames as documentedTargets } from "./targets.ts";
import type { ColumnRole, DataSummary } from "./types.ts";

/** @param encoded absent if an error among the selection's problems keeps the rows from being encoded */
export function summarize(selection: Selection, encoded: EncodedFacts | undefined, split: DataSummary["split"]): DataSummary {
  const { table, settings, features, targets, dropped, problems } = selection;
  const targetNames = targets.map(({ column }) => column.name);
  const documented = new Set(documentedTargets(settings));
  // What the document says, also if an error keeps the features from being chosen.
  const featureNames = new Set(settings.features ?? table.columns.map(({ name }) => name).filter((name) => !documented.has(name)));
  const roleOf = (name: string): ColumnRole => (documented.has(name) ? "target" : featureNames.has(name) ? "feature" : "ignored");
  const classes = targets[0]?.classes;
  const left = countLeft(selection);
  return {
    files: table.files,
    dialect: table.dialect,
    rows: table.rows,
    dropped,
    columns: inspectTable(table).map((facts, index) => Object.assign(facts, { role: roleOf(facts.name), left: left[index]! })),
    inputs: features.flatMap((feature) => feature.inputs),
    targets: targetNames,
    ...(classes === undefined ? {} : { classes }),
    split,
    ...(encoded === undefined ? {} : networkFacts(selection, encoded)),
    ...(encoded === undefined ? {} : { preprocessing: encoded.preprocessing }),
    problems,
  };
}
