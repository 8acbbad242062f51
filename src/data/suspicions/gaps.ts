// A feature whose gaps cost a good part of the rows: each row without a value is left out as a whole, whatever else it says.

import { message } from "../../model/message.ts";
import type { Edit } from "../../model/edits.ts";
import type { Fix } from "../../model/problem.ts";
import type { Feature } from "../selection.ts";
import { type DataSuspicion, type FeatureSuspicion, percent, warning } from "./suspicion.ts";

const COSTLY = 0.2;

export const gaps: FeatureSuspicion = (features, { selection: { table } }) =>
  features
    .filter(({ column, missing }) => missing === "drop" && column.missing > COSTLY * table.rows)
    .map((feature) => {
      const { name, missing } = feature.column;
      const text = message(
        'Column "{0}" has no value in {1} of {2} rows ({3} %), and these rows are left out. Leave the column out of the features, or fill its gaps.',
        name,
        missing,
        table.rows,
        percent(missing / table.rows),
      );
      return { feature, code: "costly-gaps", text, other: filling(feature) };
    });

/** Of the rows, from how many on their loss is told as a whole. */
const MANY = 0.1;
const NAMED = 5;

/** Rows that go because of a few gaps in each of many columns, which no column alone tells. */
export const droppedRows: DataSuspicion = ({ selection }) => {
  const { table, dropped, features } = selection;
  const strict = features.filter(({ column, missing }) => missing === "drop" && column.missing > 0);
  const { missingFeature } = dropped;
  const isSaid = strict.length === 1 && strict[0]!.column.missing > COSTLY * table.rows;
  if (strict.length === 0 || isSaid || missingFeature <= MANY * table.rows) return [];
  const most = strict.toSorted((one, other) => other.column.missing - one.column.missing);
  const names = most.slice(0, NAMED).map(({ column }) => `${column.name} (${column.missing})`);
  const text = message(
    "{0} of {1} rows are left out because one of {2} columns has no value there: {3}. Fill the gaps: numbers by their median, categories by the most frequent one.",
    missingFeature,
    table.rows,
    strict.length,
    most.length > NAMED ? `${names.join(", ")}, …` : names.join(", "),
  );
  // A column's own rule would go on dropping rows.
  const own = strict.filter(({ column, ownMissing }) => ownMissing && column.missing > 0);
  const edits: Edit[] = [
    { op: "set", path: ["data", "missing"], value: "median" },
    ...own.map(({ column }): Edit => ({ op: "set", path: ["data", "columns", column.name, "missing"] })),
  ];
  const fix: Fix = { title: message("Fill all gaps"), edit: edits.length === 1 ? edits[0]! : { op: "all", edits } };
  return [warning("dropped-rows", ["data", "missing"], text, [fix])];
};

function filling({ column: { name, kind } }: Feature): Fix {
  const path = ["data", "columns", name, "missing"];
  return kind === "number"
    ? { title: message('Fill the gaps of "{0}" with its median', name), edit: { op: "set", path, value: "median" } }
    : { title: message('Fill the gaps of "{0}" with its most frequent value', name), edit: { op: "set", path, value: "most_frequent" } };
}
