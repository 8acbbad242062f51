// A feature whose gaps cost a good part of the rows: each row without a value is left out as a whole,
// whatever else it says.

import { fillAllGaps } from "../../model/fill-gaps.ts";
import { message } from "../../model/message.ts";
import type { Fix } from "../../model/problem.ts";
import type { Feature } from "../selection.ts";
import { type DataSuspicion, type FeatureSuspicion, percent, warning } from "./suspicion.ts";

const COSTLY = 0.2;
/** A column with fewer values than gaps is left out rather than filled. */
const MOSTLY = 0.5;

export const gaps: FeatureSuspicion = (features, { selection: { table } }) =>
  features
    .filter((feature) => isStrict(feature) && feature.column.missing > (isTold(feature, features) ? MOSTLY : COSTLY) * table.rows)
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

function isStrict({ column, missing }: Feature): boolean {
  return missing === "drop" && column.missing > 0;
}

/** Whether the gaps of a column are told with those of others. */
function isTold(feature: Feature, features: readonly Feature[]): boolean {
  return features.some((other) => other !== feature && isStrict(other));
}

/** Of the rows, from how many on their loss is told as a whole. */
const MANY = 0.1;
const NAMED = 5;

/** Rows that go because of a few gaps in each of many columns, which no column alone tells. */
export const droppedRows: DataSuspicion = ({ experiment, selection, named }) => {
  const { table, features, dropped } = selection;
  const strict = features.filter(isStrict);
  const [first, second] = strict;
  const lost = dropped.missingFeature;
  if (first === undefined || lost <= MANY * table.rows) return [];
  // The gaps of one column alone are told of it.
  if (second === undefined && named?.has(first.column.name) !== true) return [];
  const most = strict.toSorted((one, other) => other.column.missing - one.column.missing);
  const names = most.slice(0, NAMED).map(({ column }) => `${column.name} (${column.missing})`);
  const text =
    second === undefined
      ? message(
          'Because column "{2}" has no value there, {0} of {1} rows are left out. Fill its gaps, or leave the column out of the features.',
          lost,
          table.rows,
          first.column.name,
        )
      : message(
          "{0} of {1} rows are left out because one of {2} columns has no value there: {3}. Fill the gaps: numbers by their median, categories by the most frequent one.",
          lost,
          table.rows,
          strict.length,
          most.length > NAMED ? `${names.join(", ")}, …` : names.join(", "),
        );
  return [warning("dropped-rows", ["data", "missing"], text, [fillAllGaps(experiment, [], undefined)])];
};

function filling({ column: { name, kind } }: Feature): Fix {
  const path = ["data", "columns", name, "missing"];
  return kind === "number"
    ? { title: message('Fill the gaps of "{0}" with its median', name), edit: { op: "set", path, value: "median" } }
    : { title: message('Fill the gaps of "{0}" with its most frequent value', name), edit: { op: "set", path, value: "most_frequent" } };
}
