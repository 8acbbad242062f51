// The columns the network learns from, checked against the table: their names, what each becomes, what stands
// for a missing value.

import { message } from "../model/message.ts";
import { nearest } from "../model/nearest.ts";
import { type Fix, type Problem, firstError } from "../model/problem.ts";
import type { JsonPath } from "../model/json.ts";
import type { DataSettings, DateOrder, MissingRule, Normalization } from "../model/schema.ts";
import { readBoolean } from "./fields.ts";
import { numberReader } from "./numbers.ts";
import { documentProblem } from "./problems.ts";
import { numberForm, ownSettings, type WrittenForm } from "./read-settings.ts";
import type { Column, Table } from "./table.ts";
import type { FittedFeature } from "./types.ts";

export interface SelectedFeature {
  readonly column: Column;
  readonly encode: FittedFeature["encode"];
  readonly missing: MissingRule;
  readonly normalize: Normalization;
  /**
   * The value of a `constant` rule as this column has it: a category, or a number or truth value as a double.
   */
  readonly constant: number | string | undefined;
  /** Where the document speaks of this column. */
  readonly path: JsonPath;
  readonly missingValues: readonly string[] | undefined;
  readonly numbers: WrittenForm;
  readonly date: DateOrder;
}

/** Unknown names and empty columns of which each is said with its remedy, which looks at all columns. */
const MENDED = 20;

/** A problem for each name in `data.columns` that is no column. */
export function checkColumnNames(table: Table, settings: DataSettings): Problem[] {
  const unknown = Object.keys(settings.columns).filter((name) => findColumn(table, name) === undefined);
  return unknown.slice(0, MENDED).map((name) => unknownColumn(table, name, ["data", "columns", name]));
}

const named = new WeakMap<Table, ReadonlyMap<string, Column>>();

export function findColumn(table: Table, name: string): Column | undefined {
  let columns = named.get(table);
  if (columns === undefined) named.set(table, (columns = new Map(table.columns.map((column) => [column.name, column]))));
  return columns.get(name);
}

export function unknownColumn(table: Table, name: string, path: JsonPath): Problem {
  const names = table.columns.map((column) => column.name);
  return documentProblem(
    "error",
    "unknown-column",
    path,
    message('{0} has no column "{1}". Did you mean "{2}"?', table.files[0] ?? "", name, nearest(name, names)),
  );
}

/** The features in the order of the network's inputs; what is wrong with them is added to `problems`. */
export function selectFeatures(table: Table, settings: DataSettings, targets: readonly string[], problems: Problem[]): SelectedFeature[] {
  const selected: SelectedFeature[] = [];
  const isTarget = new Set(targets);
  const names = settings.features ?? table.columns.map((column) => column.name).filter((name) => !isTarget.has(name));
  let unknown = 0;
  let mended = 0;
  const seen = new Set<string>();
  /** Columns without a value, if nobody listed any. */
  const isEmpty = ({ name, missing }: Column): boolean => missing === table.rows && !isTarget.has(name);
  const empty = new Set(settings.features === undefined ? table.columns.filter(isEmpty).map(({ name }) => name) : []);
  // If the file could not be taken apart, one column is no choice of the person's.
  if (names.length === 0 && firstError(problems) === undefined)
    problems.push(
      documentProblem(
        "error",
        "no-features",
        ["data", "target"],
        message("No column is left to learn from. Choose fewer targets, or a CSV with more columns."),
      ),
    );
  for (const [index, name] of names.entries()) {
    const path = settings.features === undefined ? ["data", "features"] : ["data", "features", index];
    const column = findColumn(table, name);
    if (column === undefined && ++unknown > MENDED) continue;
    const problem =
      column === undefined
        ? unknownColumn(table, name, path)
        : isTarget.has(name)
          ? documentProblem(
              "error",
              "feature-is-target",
              path,
              message('Column "{0}" is both a feature and the target. Remove it from the features.', name),
            )
          : seen.has(name)
            ? documentProblem("error", "repeated-feature", path, message('Feature "{0}" is listed twice. Remove one of the two.', name))
            : withFixes(emptyColumn(table, column, path), () =>
                settings.features === undefined && ++mended <= MENDED ? leaveOut(name, names) : [],
              );
    seen.add(name);
    if (problem?.code === "empty-column" && empty.size > 1) {
      if (name === [...empty][0]) problems.push(emptyColumns(empty, names));
    } else if (problem !== undefined) problems.push(problem);
    else selected.push(selectFeature(table, column!, settings, path, problems));
  }
  return selected;
}

/** The error of a column without any value. */
export function emptyColumn(table: Table, column: Column, path: JsonPath): Problem | undefined {
  if (column.missing < table.rows) return undefined;
  return documentProblem(
    "error",
    "empty-column",
    path,
    message('Column "{0}" has no value in any row. Leave it out of the features and targets.', column.name),
  );
}

/** One error for all: a spreadsheet saves what was once touched. */
function emptyColumns(empty: ReadonlySet<string>, names: readonly string[]): Problem {
  const others = names.filter((name) => !empty.has(name));
  const shown = [...empty].slice(0, 5).join(", ");
  const problem = documentProblem(
    "error",
    "empty-column",
    ["data", "features"],
    message(
      "{0} columns have no value in any row: {1}. Leave them out of the features.",
      empty.size,
      empty.size > 5 ? `${shown}, …` : shown,
    ),
  );
  const title = message("Leave all {0} columns out of the features", empty.size);
  return others.length === 0 ? problem : { ...problem, fixes: [{ title, edit: { op: "set", path: ["data", "features"], value: others } }] };
}

function selectFeature(table: Table, column: Column, settings: DataSettings, path: JsonPath, problems: Problem[]): SelectedFeature {
  const own = ownSettings(settings, column.name);
  const ownPath = ["data", "columns", column.name];
  if (own.encode !== undefined && column.kind !== "category")
    problems.push(
      documentProblem(
        "error",
        "encode-without-category",
        [...ownPath, "encode"],
        message(
          'Column "{0}" is read as {1}, which is not encoded. Remove encode, or set its kind to "category".',
          column.name,
          column.kind,
        ),
      ),
    );
  if (own.normalize !== undefined && own.normalize !== "none" && column.kind !== "number")
    problems.push(
      documentProblem(
        "warning",
        "normalize-without-number",
        [...ownPath, "normalize"],
        message('Column "{0}" is read as {1}, which is never scaled. Remove normalize.', column.name, column.kind),
      ),
    );
  const missing = own.missing ?? settings.missing;
  const constant = typeof missing === "object" ? constantOf(missing.constant, column, table) : undefined;
  if (typeof missing === "object" && constant === undefined && column.missing > 0)
    problems.push(
      documentProblem(
        "error",
        "constant-not-of-kind",
        own.missing === undefined ? ["data", "missing"] : [...ownPath, "missing"],
        column.kind === "number"
          ? message(
              '"{0}" cannot fill the number column "{1}". Give a number, or another rule for missing values.',
              String(missing.constant),
              column.name,
            )
          : message(
              '"{0}" cannot fill the true/false column "{1}". Give true or false, or another rule for missing values.',
              String(missing.constant),
              column.name,
            ),
      ),
    );
  return {
    column,
    encode: column.kind === "category" ? (own.encode ?? "one-hot") : "value",
    missing,
    normalize: column.kind === "number" ? (own.normalize ?? settings.normalize) : "none",
    constant,
    path,
    missingValues: own.missing_values,
    numbers: numberForm(own),
    date: own.date ?? "year-first",
  };
}

/** Leaves a feature out of all, unless none would be left to learn from. */
function leaveOut(name: string, names: readonly string[]): Fix[] {
  const others = names.filter((other) => other !== name);
  if (others.length === 0) return [];
  return [{ title: message('Leave "{0}" out of the features', name), edit: { op: "set", path: ["data", "features"], value: others } }];
}

function withFixes(problem: Problem | undefined, fixesOf: () => readonly Fix[]): Problem | undefined {
  const fixes = problem ? fixesOf() : [];
  return problem && fixes.length > 0 ? { ...problem, fixes } : problem;
}

/** The constant in the column's own terms; undefined if it cannot be one of its values. */
function constantOf(constant: number | string | boolean, column: Column, table: Table): number | string | undefined {
  if (column.kind === "category") return String(constant);
  if (typeof constant === "number") return column.kind === "number" || constant === 0 || constant === 1 ? constant : undefined;
  if (typeof constant === "boolean") return column.kind === "boolean" ? Number(constant) : undefined;
  const value = column.kind === "boolean" ? readBoolean(constant) : numberReader(table.dialect.decimal)(constant);
  return Number.isNaN(value) ? undefined : value;
}
