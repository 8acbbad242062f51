// `perceptron check`: every problem of a document and its data on standard output, and what was understood of
// the data on standard error.

import { basename } from "node:path";
import type { ColumnProfile, ColumnSummary, DataSummary, Dialect, FittedFeature } from "../data/types.ts";
import { LESSON } from "../lessons/read-lesson.ts";
import { MOST_DISTINCT } from "../model/columns.ts";
import { plain } from "../model/plain-text.ts";
import { onlyFile, readArguments } from "./arguments.ts";
import { checkLesson } from "./check-lesson.ts";
import { examine } from "./examine.ts";
import { count, sevenDigits } from "./figures.ts";
import { hasError, problemLine } from "./problem-lines.ts";

const SHOWN = 20;
const SHOWN_VALUES = 5;
/** Characters that are shown of a value, and of a name; a field may have millions. */
const SHOWN_LETTERS = 40;
const NAME_LETTERS = 60;

export async function check(words: readonly string[]): Promise<number> {
  const { files } = readArguments("check", words, {});
  const file = onlyFile("check", files);
  if (basename(file) === LESSON) return checkLesson(file);
  const examined = await examine(file);
  for (const problem of examined.problems) console.log(problemLine(examined, problem));
  if (examined.summary) for (const line of describe(examined.summary)) console.error(line);
  return hasError(examined.problems) ? 1 : 0;
}

/** What was understood of the data, for a person. */
function describe({ files, rows, dialect, columns, dropped, split, inputs, targets, classes, preprocessing }: DataSummary): string[] {
  const lines = [`${plain(files.join(", "))}: ${count(rows, "row")}, ${describeDialect(dialect)}`, ...columns.map(describeColumn)];
  if (preprocessing === undefined) return lines;
  const withGaps = new Set(columns.filter(({ missing }) => missing > 0).map(({ name }) => name));
  const left = dropped.missingTarget + dropped.missingFeature;
  if (left > 0)
    lines.push(
      `${count(left, "row")} left out: ${dropped.missingTarget} without a target, ${dropped.missingFeature} with a missing feature`,
    );
  lines.push(
    `split: ${split.train} training, ${split.validation} validation, ${split.test} test`,
    `inputs: ${inputs.length} (${shortened(inputs)})`,
    ...preprocessing.features.flatMap((feature) => describeFit(feature, withGaps)),
    `target: ${shortened(targets)}${classes === undefined ? "" : ` (classes ${shortened(classes)})`}`,
  );
  return lines;
}

function describeDialect({ format, encoding, delimiter, decimal, header }: Dialect): string {
  if (format === "parquet") return "Parquet";
  const text = `${encoding}, delimiter ${JSON.stringify(delimiter)}, decimal mark "${decimal}", ${header ? "with" : "without"} a header`;
  return format === "gzip" ? `gzip, ${text}` : text;
}

function describeColumn({ name, kind, distinct, missing, role, profile }: ColumnSummary): string {
  const gaps = missing === 0 ? "" : `, ${missing} missing`;
  const values = distinct > MOST_DISTINCT ? `${MOST_DISTINCT}+ different values` : count(distinct, "different value");
  return `  ${onOneLine(name, NAME_LETTERS)}: ${kind}, ${values}${gaps} (${role})${describeValues(profile)}`;
}

function describeValues({ numbers, frequent = [] }: ColumnProfile): string {
  if (numbers !== undefined) {
    const { minimum, maximum, mean, deviation } = numbers;
    return `: ${sevenDigits(minimum)} to ${sevenDigits(maximum)}, mean ${sevenDigits(mean)}, deviation ${sevenDigits(deviation)}`;
  }
  // If every value is there once, none says more than another.
  if (frequent[0]?.count === 1) return "";
  const shown = frequent.slice(0, SHOWN_VALUES).map(({ text, count: times }) => `${onOneLine(text)} ${times}×`);
  return shown.length === 0 ? "" : `: ${shown.join(", ")}${frequent.length > SHOWN_VALUES ? ", …" : ""}`;
}

function onOneLine(text: string, length = SHOWN_LETTERS): string {
  const line = text.slice(0, length + 1).replaceAll(/\s+/g, " ");
  return plain(text.length > length ? `${line.slice(0, length)}…` : line);
}

/** What the training rows gave; nothing if that changes no value. */
function describeFit({ column, fill, shift = 0, scale }: FittedFeature, withGaps: ReadonlySet<string>): string[] {
  const filling =
    fill === undefined || !withGaps.has(column)
      ? []
      : [`gaps filled with ${typeof fill === "number" ? sevenDigits(fill) : onOneLine(fill)}`];
  const scaling = scale === undefined ? [] : [`scaled as (value − ${sevenDigits(shift)}) / ${sevenDigits(scale)}`];
  const both = [...filling, ...scaling];
  return both.length === 0 ? [] : [`  ${onOneLine(column, NAME_LETTERS)}: ${both.join(", ")}, from the training rows`];
}

function shortened(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map((name) => onOneLine(name, NAME_LETTERS));
  return names.length <= SHOWN ? shown.join(", ") : `${shown.join(", ")}, … ${onOneLine(names.at(-1)!, NAME_LETTERS)}`;
}
