// What mends a problem of the data in the document: the column that was meant, a list without the entry that
// does not belong, a loss for the target that is there. The data room finds these problems and knows no
// layers; here its codes meet the network.

import { changeTarget } from "./change-target.ts";
import { type ColumnFacts, MANY_VALUES } from "./columns.ts";
import type { JsonValue, JsonPath } from "./json.ts";
import { fillAllGaps } from "./fill-gaps.ts";
import { fix, rename, set, unsetFix } from "./fix.ts";
import { message } from "./message.ts";
import { isNear, nearest } from "./nearest.ts";
import type { Fix, Problem } from "./problem.ts";
import type { Experiment } from "./schema.ts";

/** More classes than this are names or numbers rather than classes. */
const MOST_CLASSES = 100;

/** The same problem, with what mends it if that is plain. */
export function withDataFixes(problem: Problem, experiment: Experiment, columns: readonly ColumnFacts[]): Problem {
  const fixes = problem.fixes === undefined ? fixesOf(problem, experiment, columns) : [];
  return fixes.length > 0 ? { ...problem, fixes } : problem;
}

function fixesOf({ code, path }: Problem, experiment: Experiment, columns: readonly ColumnFacts[]): Fix[] {
  switch (code) {
    case "unknown-column":
      return columnFixes(path, experiment, columns);
    case "feature-is-target":
    case "repeated-feature":
    case "repeated-target":
    case "empty-column":
      return entryFixes(path, experiment);
    case "several-targets":
      return typeof experiment.data.target === "string" ? [] : experiment.data.target.slice(0, 3).map((name) => targetFix(name));
    case "encode-without-category":
    case "normalize-without-number":
      return [unsetFix(path)];
    case "target-not-number":
    case "not-two-classes":
      return targetFixes(experiment, columns);
    case "missing-value":
    case "no-rows-left":
      return [fillAllGaps(experiment, columns, undefined)];
    default:
      return [];
  }
}

/** A column's name that is nearly one of the CSV's. */
function columnFixes(path: JsonPath, { data }: Experiment, columns: readonly ColumnFacts[]): Fix[] {
  if (columns.length === 0) return [];
  const last = path.at(-1);
  const [, field] = path;
  const written = field === "columns" ? String(last) : field === "target" ? nameAt(data.target, last) : nameAt(data.features, last);
  if (written === undefined) return [];
  const near = nearest(
    written,
    columns.map(({ name }) => name),
  );
  const taken = field === "columns" ? near in data.columns : (data.features ?? []).includes(near);
  if (!isNear(written, near) || taken) return field === "columns" ? [unsetFix(path)] : [];
  if (field === "columns") return [rename(path.slice(0, -1), written, near, data.columns[written] as JsonValue)];
  return [fix(message('Change "{0}" to "{1}"', written, near), set(path, near))];
}

function nameAt(names: string | readonly string[] | undefined, index: string | number | undefined): string | undefined {
  return typeof names === "string" ? names : names?.[Number(index)];
}

/** A list without one of its entries, as long as others are left. */
function entryFixes(path: JsonPath, { data }: Experiment): Fix[] {
  const [, field, index] = path;
  const list = field === "features" ? data.features : field === "target" ? data.target : undefined;
  if (!Array.isArray(list) || typeof index !== "number" || list.length < 2) return [];
  const [name = ""] = (list as readonly string[]).slice(index);
  return [fix(message("Remove {0}", name), set(path.slice(0, 2), (list as readonly string[]).toSpliced(index, 1)))];
}

function targetFix(name: string): Fix {
  return fix(message("Set {0} to {1}", "target", name), set(["data", "target"], name));
}

/** The target learnt as the loss cannot: many numbers as a number, few values as classes. */
function targetFixes(experiment: Experiment, columns: readonly ColumnFacts[]): Fix[] {
  const column = columns.find(({ name }) => name === experiment.data.target);
  if (column === undefined) return [];
  const classes = column.left ?? column.distinct;
  const fixes: Fix[] = [];
  if (column.kind === "number") {
    const { edit } = changeTarget(experiment, columns, column, "number");
    fixes.push({ title: message('Learn "{0}" as a number', column.name), edit });
  }
  if (classes >= 2 && classes <= (column.kind === "number" ? MANY_VALUES : MOST_CLASSES)) {
    const { edit } = changeTarget(experiment, columns, column, "classes");
    fixes.push({ title: message('Learn "{0}" as {1} classes', column.name, classes), edit });
  }
  return fixes;
}
