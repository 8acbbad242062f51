// A fitted preprocessing applied to a new table: what was understood of the training rows decides, nothing is
// fitted again. A row that lacks a value nothing stands for is left out and named; a category that training
// never saw is all zeros and named.

import { type Message, message } from "../model/message.ts";
import { type Problem, ProblemError, firstError } from "../model/problem.ts";
import type { DataSettings, DateOrder } from "../model/schema.ts";
import { DATE_EXAMPLES, DATE_PARTS, readDate } from "./dates.ts";
import { featureWriter } from "./encode.ts";
import { fileProblem } from "./problems.ts";
import { numberForm, type ReadSettings } from "./read-settings.ts";
import { type CategoryColumn, codeAt, type Column, isMissing, locationOfRow, type Table } from "./table.ts";
import type { FittedFeature, Preprocessing } from "./types.ts";

/** Values of one column that are named one by one; the others are counted. */
const NAMED = 5;

/** How a new CSV is read: columns are of the kinds they were fitted as, its dialect is found. */
export function settingsFor({ features }: Preprocessing, { header, comment }: Pick<DataSettings, "header" | "comment">): ReadSettings {
  const columns = features.map(({ column, kind, missingValues, thousands, strip, parentheses }) => [
    column,
    {
      kind,
      ...(missingValues === undefined ? {} : { missing_values: [...missingValues] }),
      ...numberForm({ thousands, strip, parentheses }),
    },
  ]);
  const names = features.map(({ column }) => column);
  return { header, comment, names, columns: Object.fromEntries(columns) as DataSettings["columns"] };
}

/** A feature with the column of the new table that has its values. */
interface Matched {
  readonly fitted: FittedFeature;
  readonly column: Column;
  readonly width: number;
}

/** A new table, ready to be encoded. */
export interface Applied {
  /** The rows that have all they need, ascending. */
  readonly rows: Uint32Array;
  /** Values per row. */
  readonly width: number;
  /** Warnings. */
  readonly problems: readonly Problem[];
  /**
   * Encodes some of `rows` as `[rows, width]`.
   * @throws ProblemError if a value is beyond float32
   */
  readonly encode: (rows: Uint32Array) => Float32Array;
}

/**
 * Matches a table with a preprocessing.
 * @param table was read with `settingsFor`
 * @throws ProblemError if columns are missing, or a value cannot be what it was in training
 */
export function applyPreprocessing(table: Table, { features }: Preprocessing): Applied {
  const found = new Map(table.columns.map((column) => [column.name, column]));
  const missing = features.filter(({ column }) => !found.has(column)).map(({ column }) => column);
  if (missing.length > 0) throw new ProblemError(missingColumns(table, missing));
  const isFeature = (name: unknown): boolean => features.some(({ column }) => column === name);
  const unread = table.problems.find(({ code, message: said }) => code === "too-many-texts" && isFeature(said.args[0]));
  if (unread !== undefined) throw new ProblemError({ ...unread, severity: "error", message: tooManyTexts(table, unread) });
  const error = firstError(table.problems);
  if (error !== undefined) throw new ProblemError(forPrediction(error));
  const matched = features.map((fitted) => ({ fitted, column: found.get(fitted.column)!, width: widthOf(fitted) }));
  const problems: Problem[] = [...table.problems];
  const rows = completeRows(table, matched, problems);
  for (const { fitted, column } of matched) {
    if (column.kind !== "category" || fitted.kind !== "category") continue;
    if (fitted.encode === "date") checkDates(table, column, fitted.date);
    else problems.push(...unknownCategories(table, column, fitted, rows));
  }
  const width = matched.reduce((sum, feature) => sum + feature.width, 0);
  return { rows, width, problems, encode: (some) => encodeRows(table, matched, some, width) };
}

/** Inputs of a feature. */
export function widthOf({ encode, categories }: FittedFeature): number {
  if (encode === "date") return DATE_PARTS.length;
  return encode === "one-hot" ? (categories?.length ?? 0) : 1;
}

function encodeRows(table: Table, matched: readonly Matched[], rows: Uint32Array, width: number): Float32Array {
  const values = new Float32Array(rows.length * width);
  let offset = 0;
  for (const { fitted, column, width: own } of matched) {
    if (column.kind === "category" && fitted.kind !== "category") {
      // Nothing but gaps, which are read as no kind of value.
      const { fill, shift = 0, scale = 1 } = fitted;
      for (let at = offset; at < values.length; at += width) values[at] = (Number(fill) - shift) / scale;
    } else {
      featureWriter(table, { column, encode: fitted.encode, path: [] }, fitted)(rows, { values, width, offset });
    }
    offset += own;
  }
  return values;
}

/**
 * The rows with a value, or one that stands for it, in every feature; a warning for each column if some
 * have none.
 */
function completeRows(table: Table, matched: readonly Matched[], problems: Problem[]): Uint32Array {
  const strict = matched.filter(({ fitted, column }) => column.missing > 0 && fitted.fill === undefined);
  for (const { column } of strict) {
    let row = 0;
    while (!isMissing(column, row)) row++;
    const location = locationOfRow(table, row);
    const text = message(
      'Column "{0}" has no value in line {1} of {2} (rows without one: {3}), and training gave nothing to fill it with. The prediction stays empty there.',
      column.name,
      location.line,
      location.file,
      column.missing,
    );
    problems.push(fileProblem("warning", "not-predicted", location, text));
  }
  const rows = new Uint32Array(table.rows);
  let count = 0;
  for (let row = 0; row < table.rows; row++) if (!strict.some(({ column }) => isMissing(column, row))) rows[count++] = row;
  return rows.subarray(0, count);
}

/** A warning for each text that training never saw, at the first row that has it. */
function unknownCategories(table: Table, column: CategoryColumn, { categories = [] }: FittedFeature, rows: Uint32Array): Problem[] {
  const known = new Set(categories);
  const isUnknown = column.texts.map((text) => !known.has(text));
  if (!isUnknown.includes(true)) return [];
  const seen = new Map<number, { readonly row: number; count: number }>();
  for (const row of rows) {
    const code = codeAt(column, row);
    if (code < 0 || !isUnknown[code]) continue;
    const before = seen.get(code);
    if (before) before.count++;
    else seen.set(code, { row, count: 1 });
  }
  const named = [...seen].slice(0, NAMED).map(([code, { row, count }]) => {
    const location = locationOfRow(table, row);
    const text = message(
      '"{0}" in column "{1}" did not occur in training (line {2} of {3}, rows with it: {4}), so the network gets only zeros for it.',
      column.texts[code]!,
      column.name,
      location.line,
      location.file,
      count,
    );
    return fileProblem("warning", "unknown-category", location, text);
  });
  const others = seen.size - named.length;
  if (others <= 0) return named;
  const text = message('{0} more texts of column "{1}" did not occur in training.', others, column.name);
  return [...named, fileProblem("warning", "unknown-category", { file: table.files[0] ?? "", path: [] }, text)];
}

function checkDates(table: Table, column: CategoryColumn, order: DateOrder = "year-first"): void {
  const wrong = column.texts.findIndex((text) => readDate(text, order) === undefined);
  if (wrong < 0) return;
  const location = locationOfRow(table, column.codes.indexOf(wrong));
  const text = message(
    '"{0}" in column "{1}" is not a date such as {4} (line {2} of {3}). Correct it, or leave the field empty.',
    column.texts[wrong]!,
    column.name,
    location.line,
    location.file,
    DATE_EXAMPLES[order],
  );
  throw new ProblemError(fileProblem("error", "not-a-date", location, text));
}

function missingColumns(table: Table, names: readonly string[]): Problem {
  const file = table.files[0] ?? "";
  const text = message(
    "{0} lacks columns that the network was trained on: {1}. Add them, or choose a CSV that has them.",
    file,
    names.join(", "),
  );
  return fileProblem("error", "missing-columns", { file, path: [], line: 1 }, text);
}

function tooManyTexts(table: Table, { message: said }: Problem): Message {
  return message(
    'The different texts of column "{0}" do not fit into memory. Divide {1} into several files and predict one after the other.',
    said.args[0]!,
    table.files[0] ?? "",
  );
}

/** What reading says of a wrong value speaks of the document; here it is the value that has to change. */
function forPrediction(problem: Problem): Problem {
  if (problem.code !== "not-of-kind") return problem;
  const text = message(
    '"{0}" in column "{1}" is not of the kind that the column had in training (line {2} of {3}). Correct it, or leave the field empty.',
    ...problem.message.args,
  );
  return { ...problem, path: [], message: text };
}
