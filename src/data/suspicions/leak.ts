// A feature that is nearly the target: written down after the answer was known, or the answer itself in other
// words. Easy problems look alike, so it takes many rows, next to no exception, and features that are not
// mostly like it.

import { decimals } from "../../model/figures.ts";
import { message, type Message } from "../../model/message.ts";
import { Remembered } from "../remembered.ts";
import type { Feature } from "../selection.ts";
import type { NumericColumn } from "../table.ts";
import type { ClassRows } from "./class-rows.ts";
import { all, correlation, countWrong, haveOwnRanges, look } from "./one-column.ts";
import type { Evidence, FeatureSuspicion, Suspect } from "./suspicion.ts";

/** Below this many rows a column may fit by chance. */
const LEAST_ROWS = 50;
/**
 * A range for each class is seen in easy problems too (Fisher's setosa and versicolor), so it takes more
 * rows.
 */
const LEAST_ROWS_OF_RANGES = 200;
const LEAST_ROWS_OF_CLASS = 5;
/** Of the rows that are not of the largest class, at most this part may be told wrong. */
const MOST_WRONG = 0.02;
const CORRELATION = 0.99;
/**
 * Of a column that is looked up value by value: more of them, or fewer rows for each, would fit by chance.
 */
const MOST_VALUES = 100;
const ROWS_PER_VALUE = 10;

/** What a few of the rows that are left say of two columns. */
const known = new Remembered<Uint32Array, number>();

export const leak: FeatureSuspicion = (features, evidence) => {
  const { selection, classes } = evidence;
  if (selection.rows < LEAST_ROWS) return [];
  const found = features.flatMap((feature): Suspect[] => {
    const text = classes === undefined ? tellsNumber(feature, evidence) : tellsClass(feature, classes, evidence);
    return text === undefined ? [] : [{ feature, code: "leak", text }];
  });
  return found.length * 2 > selection.features.length ? [] : found;
};

/** The sentence of a number that goes with the target number. */
function tellsNumber({ column }: Feature, { selection: { targets, tableRows } }: Evidence): Message | undefined {
  const [target, second] = targets;
  if (target === undefined || second !== undefined || column.kind !== "number" || target.column.kind !== "number") return undefined;
  const pair = JSON.stringify([column.name, target.column.name]);
  const first = known.of(tableRows, pair, () => correlation(column, target.column as NumericColumn, look(tableRows)));
  if (!(Math.abs(first) > CORRELATION)) return undefined;
  const value = correlation(column, target.column, all(tableRows));
  if (!(Math.abs(value) > CORRELATION)) return undefined;
  return message(
    'Column "{0}" is nearly the target: its correlation with "{1}" is {2} in {3} rows. Leave it out, unless it is known before the target is.',
    column.name,
    target.column.name,
    Number(decimals(value, 4)),
    tableRows.length,
  );
}

/** The sentence of a feature that alone tells the class. */
function tellsClass({ column }: Feature, classes: ClassRows, { selection: { tableRows, rows } }: Evidence): Message | undefined {
  const isRepeated = column.distinct <= Math.min(MOST_VALUES, rows / ROWS_PER_VALUE);
  if (isRepeated) {
    const allowed = (MOST_WRONG * (rows - Math.max(...classes.counts))) / rows;
    const first = look(tableRows);
    const isHopeless = countWrong(column, classes, first) > 3 * allowed * first.rows.length + 1;
    const wrong = isHopeless ? Infinity : countWrong(column, classes, all(tableRows)) / rows;
    if (wrong <= allowed)
      return message(
        'Column "{0}" alone predicts "{1}" in {2} % of {3} rows. Leave it out, unless it is known before the target is.',
        column.name,
        classes.target,
        Math.floor(10_000 * (1 - wrong)) / 100,
        rows,
      );
  }
  if (column.kind !== "number" || rows < LEAST_ROWS_OF_RANGES || Math.min(...classes.counts) < LEAST_ROWS_OF_CLASS) return undefined;
  if (!haveOwnRanges(column, classes, look(tableRows)) || !haveOwnRanges(column, classes, all(tableRows))) return undefined;
  return message(
    'In column "{0}" each of the {1} classes of "{2}" has a range of its own in all {3} rows. Leave it out, unless it is known before the target is.',
    column.name,
    classes.names.length,
    classes.target,
    rows,
  );
}
