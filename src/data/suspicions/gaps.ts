// A feature whose gaps cost a good part of the rows: each row without a value is left out as a whole, whatever else it says.

import { message } from "../../model/message.ts";
import type { Fix } from "../../model/problem.ts";
import type { Feature } from "../selection.ts";
import { type FeatureSuspicion, percent } from "./suspicion.ts";

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

function filling({ column: { name, kind } }: Feature): Fix {
  const path = ["data", "columns", name, "missing"];
  return kind === "number"
    ? { title: message('Fill the gaps of "{0}" with its median', name), edit: { op: "set", path, value: "median" } }
    : { title: message('Fill the gaps of "{0}" with its most frequent value', name), edit: { op: "set", path, value: "most_frequent" } };
}
