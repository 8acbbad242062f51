// A split that is asked for and gets no row: nothing is validated, or tested, though the document says so.

import { message } from "../../model/message.ts";
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
          "Of {0} rows, none is left for validation and none for test, so nothing is measured on rows that were not learnt. Split otherwise, or keep more rows.",
          rows,
        )
      : lacksValidation
        ? message("Of {0} rows, none is left for validation. Split otherwise, or keep more rows.", rows)
        : message("Of {0} rows, none is left for test. Split otherwise, or keep more rows.", rows);
  const without = { train: 1, validation: lacksValidation ? 0 : validation, test: lacksTest ? 0 : test };
  return [
    warning("empty-split", ["data", "split"], text, [
      splitFix({ ...without, train: Number((1 - without.validation - without.test).toFixed(2)) }),
    ]),
  ];
};
