// A split that is asked for and gets no row: nothing is validated, or tested, though the document says so.

import { message } from "../../model/message.ts";
import type { Fix } from "../../model/problem.ts";
import { splitFix } from "./missing-class.ts";
import { type DataSuspicion, warning } from "./suspicion.ts";

export const emptySplit: DataSuspicion = ({ experiment, split, selection: { rows } }) => {
  const { validation, test } = experiment.data.split;
  const lacksValidation = validation > 0 && split.validation.length === 0;
  const lacksTest = test > 0 && split.test.length === 0;
  if (!lacksValidation && !lacksTest) return [];
  const text =
    lacksValidation && lacksTest
      ? message(
          "None of the {0} rows is left for validation or test, so nothing is measured on rows that were not learned. Change the split, or keep more rows.",
          rows,
        )
      : lacksValidation
        ? message("None of the {0} rows is left for validation. Change the split, or keep more rows.", rows)
        : message("None of the {0} rows is left for test. Change the split, or keep more rows.", rows);
  return [warning("empty-split", ["data", "split"], text, fixes(rows, validation, test))];
};

/** Fractions that give each split that is asked for a row, if most rows are left to learn from. */
function fixes(rows: number, validation: number, test: number): Fix[] {
  const least = Math.ceil(100 / rows) / 100;
  const enough = (fraction: number): number => (fraction > 0 ? Math.max(fraction, least) : 0);
  const split = { validation: enough(validation), test: enough(test) };
  const train = Number((1 - split.validation - split.test).toFixed(2));
  return train >= 0.5 ? [splitFix({ train, ...split })] : [];
}
