// Which columns and rows an experiment uses. All that is wrong is collected, so that a person sees every
// mistake and the columns too; `encode` refuses a selection with an error.

import { message } from "../model/message.ts";
import { type Problem, firstError } from "../model/problem.ts";
import type { DataSettings, Loss } from "../model/schema.ts";
import { DATE_EXAMPLES, DATE_PARTS, readDate } from "./dates.ts";
import { checkColumnNames, type SelectedFeature, selectFeatures } from "./features.ts";
import { compareText } from "./order.ts";
import { documentProblem } from "./problems.ts";
import { ownSettings } from "./read-settings.ts";
import { Remembered } from "./remembered.ts";
import { type CategoryColumn, codeAt, type Column, isMissing, locationOfRow, type Table } from "./table.ts";
import { classify, findTargets, type SelectedTarget, targetNames } from "./targets.ts";
import { ABSENT } from "./whole-numbers.ts";

/** A feature with the inputs it becomes. */
export interface Feature extends SelectedFeature {
  /** Of all rows that are left, in input order; for one-hot and ordinal features. */
  readonly categories?: readonly string[];
  /** Names of its inputs. */
  readonly inputs: readonly string[];
}

export interface Selection {
  readonly table: Table;
  /** What it was chosen by. */
  readonly settings: DataSettings;
  readonly features: readonly Feature[];
  readonly targets: readonly SelectedTarget[];
  /** Rows that are left; all of them while an error stands in the way of choosing. */
  readonly rows: number;
  /** Their indices in the table, ascending. */
  readonly tableRows: Uint32Array;
  readonly dropped: { readonly missingTarget: number; readonly missingFeature: number };
  /** The table's problems and those of the choice. */
  readonly problems: readonly Problem[];
}

/**
 * Chooses features, targets and rows as the document says. Never throws: what is wrong stands in `problems`.
 */
export function selectRows(table: Table, settings: DataSettings, loss: Loss): Selection {
  const problems: Problem[] = [...table.problems, ...checkColumnNames(table, settings)];
  const targets = findTargets(table, settings, loss, problems);
  const features = selectFeatures(table, settings, targetNames(settings), problems);
  if (firstError(problems) !== undefined) {
    const tableRows = Uint32Array.from({ length: table.rows }, (_, row) => row);
    const dropped = { missingTarget: 0, missingFeature: 0 };
    return { table, settings, features: [], targets, rows: table.rows, tableRows, dropped, problems };
  }
  const { tableRows, dropped } = rowsLeft(table, settings, targets, features, problems);
  const rows = tableRows.length;
  if (rows === 0) problems.push(nothingLeft(dropped));
  return {
    table,
    settings,
    features: rows === 0 ? [] : features.map((feature) => nameInputs(table, feature, tableRows, problems)),
    targets: rows === 0 ? targets : targets.map((target) => classify(target, tableRows, loss, targets.length > 1, problems)),
    rows,
    tableRows,
    dropped,
    problems,
  };
}

/** The rows that no feature's gap costs, whatever the target is. */
export function rowsWithFeatures({ table, settings, features }: Selection): Uint32Array {
  return rowsLeft(table, settings, [], features, []).tableRows;
}

type RowsLeft = Pick<Selection, "tableRows" | "dropped">;

const allRows = new Remembered<Table, Uint32Array>();
/** A few of each table, because each is as long as the table. */
const left = new Remembered<Table, RowsLeft>(3);

/** The same rows are the same array, so that what is found of them need not be found again. */
function rowsLeft(
  table: Table,
  settings: DataSettings,
  targets: readonly SelectedTarget[],
  features: readonly SelectedFeature[],
  problems: Problem[],
): RowsLeft {
  const all = allRows.of(table, "", () => new Uint32Array(table.rows).map((_, row) => row));
  const sparse = targets.filter(({ column }) => column.missing > 0);
  const strict = features.filter(({ column, missing }) => column.missing > 0 && (missing === "drop" || missing === "error"));
  const find = (): RowsLeft => {
    const withTarget = sparse.length === 0 ? all : keepTargets(table, settings, sparse, problems);
    const tableRows = strict.length === 0 ? withTarget : keepFeatures(table, strict, withTarget, problems);
    return { tableRows, dropped: { missingTarget: table.rows - withTarget.length, missingFeature: withTarget.length - tableRows.length } };
  };
  const isError = ({ column }: SelectedTarget): boolean => (ownSettings(settings, column.name).missing ?? settings.missing) === "error";
  // Who finds an error has to say it each time.
  if (sparse.some(isError) || strict.some(({ missing }) => missing === "error")) return find();
  return left.of(table, JSON.stringify([namesOf(sparse), namesOf(strict)]), find);
}

function namesOf(columns: readonly Pick<SelectedTarget, "column">[]): string[] {
  return columns.map(({ column }) => column.name).toSorted();
}

/** The rows with a value in every target of those with gaps; under `"error"` one without is an error. */
function keepTargets(table: Table, settings: DataSettings, sparse: readonly SelectedTarget[], problems: Problem[]): Uint32Array {
  const kept = new Uint32Array(table.rows);
  let length = 0;
  const reported = new Set<string>();
  for (let row = 0; row < table.rows; row++) {
    const absent = sparse.find(({ column }) => isMissing(column, row));
    if (absent === undefined) {
      kept[length++] = row;
      continue;
    }
    const { name } = absent.column;
    if ((ownSettings(settings, name).missing ?? settings.missing) === "error") reportMissing(table, absent, row, reported, problems);
  }
  return kept.slice(0, length);
}

/**
 * The rows of `rows` with a value in every feature that has gaps and whose rule is to drop; under `"error"`
 * one without is an error.
 */
function keepFeatures(table: Table, strict: readonly SelectedFeature[], rows: Uint32Array, problems: Problem[]): Uint32Array {
  if (strict.every(({ missing }) => missing === "drop")) return withoutGaps(table, strict, rows);
  const reported = new Set<string>();
  return rows.filter((row) => {
    let keep = true;
    for (const feature of strict) {
      if (!isMissing(feature.column, row)) continue;
      if (feature.missing === "drop") keep = false;
      else reportMissing(table, feature, row, reported, problems);
    }
    return keep;
  });
}

/** The rows of `rows` with a value in all of these features, which are gone through one after the other. */
function withoutGaps(table: Table, features: readonly SelectedFeature[], rows: Uint32Array): Uint32Array {
  const isGone = new Uint8Array(table.rows);
  for (const { column } of features) markGaps(column, isGone);
  const kept = new Uint32Array(rows.length);
  let length = 0;
  for (let i = 0; i < rows.length; i++) if (isGone[rows[i]!] === 0) kept[length++] = rows[i]!;
  return kept.slice(0, length);
}

/** Writes a 1 for each row in which the column has a gap. */
function markGaps(column: Column, isGap: Uint8Array): void {
  const whole = column.stored === undefined && column.kind !== "category" ? column.cells : undefined;
  // Most columns are of this kind, and a call for each cell is dear.
  if (whole instanceof Int32Array) for (let row = 0; row < isGap.length; row++) isGap[row]! |= whole[row] === ABSENT ? 1 : 0;
  else for (let row = 0; row < isGap.length; row++) if (isMissing(column, row)) isGap[row] = 1;
}

/** Reports the first row of a column without a value. */
function reportMissing(
  table: Table,
  { column, path }: Pick<SelectedFeature, "column" | "path">,
  row: number,
  reported: Set<string>,
  problems: Problem[],
): void {
  if (reported.has(column.name)) return;
  reported.add(column.name);
  const location = locationOfRow(table, row);
  problems.push(
    documentProblem(
      "error",
      "missing-value",
      path,
      message(
        'Column "{0}" has no value in line {1} of {2} (rows without one: {3}). Fill it in, or choose another rule than "error" for missing values.',
        column.name,
        location.line,
        location.file,
        column.missing,
      ),
      location,
    ),
  );
}

function nothingLeft({ missingTarget, missingFeature }: Selection["dropped"]): Problem {
  return documentProblem(
    "error",
    "no-rows-left",
    ["data"],
    message(
      "No rows are left (dropped without a target: {0}, without a feature: {1}). Leave out the features with most gaps, or fill the gaps.",
      missingTarget,
      missingFeature,
    ),
  );
}

function nameInputs(table: Table, feature: SelectedFeature, rows: Uint32Array, problems: Problem[]): Feature {
  const { column, encode } = feature;
  if (column.kind !== "category") return { ...feature, inputs: [column.name] };
  if (encode === "date") {
    checkDates(table, column, feature, rows, problems);
    return { ...feature, inputs: DATE_PARTS.map((part) => `${column.name}.${part}`) };
  }
  const categories = categoriesOf(column, feature, rows);
  return {
    ...feature,
    categories,
    inputs: encode === "ordinal" ? [column.name] : categories.map((category) => `${column.name} = ${category}`),
  };
}

/** The categories of the rows, with the constant that fills some of them. */
function categoriesOf(column: CategoryColumn, { constant }: SelectedFeature, rows: Uint32Array): string[] {
  const texts = new Set<string>();
  for (const code of presentCodes(column, rows)) {
    if (code >= 0) texts.add(column.texts[code]!);
    else if (typeof constant === "string") texts.add(constant);
  }
  return [...texts].toSorted(compareText);
}

const present = new Remembered<Uint32Array, ReadonlySet<number>>();

/** The codes of a category in some rows of its table, −1 if one has a gap. */
export function presentCodes(column: CategoryColumn, rows: Uint32Array): ReadonlySet<number> {
  return present.of(rows, column.name, () => {
    const isThere = new Uint8Array(column.texts.length + 1);
    // Most columns have few codes, and show all of them soon.
    let unseen = column.texts.length + (column.missing > 0 ? 1 : 0);
    for (let i = 0; i < rows.length && unseen > 0; i++) {
      const place = codeAt(column, rows[i]!) + 1;
      if (isThere[place] === 1) continue;
      isThere[place] = 1;
      unseen--;
    }
    return new Set([...isThere.keys()].filter((place) => isThere[place] === 1).map((place) => place - 1));
  });
}

function checkDates(
  table: Table,
  column: CategoryColumn,
  { constant, path, date }: SelectedFeature,
  rows: Uint32Array,
  problems: Problem[],
): void {
  const valid = column.texts.map((text) => readDate(text, date) !== undefined);
  const row = rows.find((candidate) => codeAt(column, candidate) >= 0 && !valid[codeAt(column, candidate)]);
  if (row !== undefined) {
    const location = locationOfRow(table, row);
    const text = column.texts[codeAt(column, row)]!;
    problems.push(
      documentProblem(
        "error",
        "not-a-date",
        ["data", "columns", column.name, "encode"],
        message(
          '"{0}" in column "{1}" is not a date such as {4} (line {2} of {3}). Say with "date" which of year, month and day comes first, or remove encode.',
          text,
          column.name,
          location.line,
          location.file,
          DATE_EXAMPLES[date],
        ),
        location,
      ),
    );
  }
  if (typeof constant === "string" && readDate(constant, date) === undefined)
    problems.push(
      documentProblem(
        "error",
        "not-a-date",
        path,
        message('"{0}" fills column "{1}" but is not a date such as {2}. Change the constant.', constant, column.name, DATE_EXAMPLES[date]),
      ),
    );
}
