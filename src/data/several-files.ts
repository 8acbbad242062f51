// Lines that are skipped count for every file of a table. So an edit that skips some is offered only if
// they are no rows in each of the files; if they are, the file is named in which they have to be removed.

import type { Edit } from "../model/edit.ts";
import { type Message, message } from "../model/message.ts";
import type { Fix, Problem } from "../model/problem.ts";
import { lineList } from "./line-list.ts";
import { areWhole, type CategoryColumn, type Column, type NumericColumn, type Table } from "./table.ts";

type Files = Pick<Table, "files" | "starts" | "lines">;

/** Files that a sentence names. */
const NAMED = 3;

/**
 * Problems of several files: what is alike in them is said once, and skips lines only if they may go in every
 * file.
 * @param skipped the lines that are skipped already
 */
export function ofSeveralFiles(problems: readonly Problem[], table: Files, skipped: readonly number[]): readonly Problem[] {
  if (table.files.length < 2) return problems;
  const odd = new Map<string, Set<number>>();
  for (const { code, file = "", fixes = [] } of problems) {
    const key = `${code} ${file}`;
    const lines = odd.get(key) ?? new Set();
    odd.set(key, lines);
    for (const { edit } of fixes) for (const line of linesSkipped(edit, skipped)) lines.add(line);
  }
  // Asked once for each line, however many files have it.
  const parts = new Map<string, string | undefined>();
  const told = new Map<string, Problem[]>();
  const said: (Problem | Problem[])[] = [];
  for (const problem of problems) {
    const { code, fixes = [] } = problem;
    const isSkipping = fixes.some(({ edit }) => linesSkipped(edit, skipped).length > 0);
    if (!isSkipping) {
      said.push(problem);
      continue;
    }
    const isPart = (line: number): string | undefined => {
      const key = `${code} ${line}`;
      if (!parts.has(key))
        parts.set(
          key,
          table.files.find((file, index) => !odd.get(`${code} ${file}`)?.has(line) && line <= lastLine(table, index)),
        );
      return parts.get(key);
    };
    const kept = fixes.filter(({ edit }) => !linesSkipped(edit, skipped).some((line) => isPart(line) !== undefined));
    if (kept.length === 0) {
      said.push(withoutSkip(problem, fixes, skipped, isPart));
      continue;
    }
    const alike = JSON.stringify([code, kept.map(({ edit }) => edit)]);
    const others = told.get(alike);
    if (others !== undefined) {
      others.push(problem);
      continue;
    }
    const more: Problem[] = [];
    told.set(alike, more);
    said.push({ ...problem, fixes: kept }, more);
  }
  return said.flatMap((each) => (Array.isArray(each) ? sameIn(each) : [each]));
}

/** The line of a file's last row. What stands up to there may be part of the table. */
function lastLine({ starts, lines }: Files, index: number): number {
  const end = starts[index + 1] ?? lines.length;
  return end > starts[index]! ? lines[end - 1]! : 0;
}

function linesSkipped(edit: Edit, skipped: readonly number[]): number[] {
  if (edit.op === "all") return edit.edits.flatMap((each) => linesSkipped(each, skipped));
  if (edit.op !== "set" || edit.path.join() !== "data,skip") return [];
  return (edit.value as number[]).filter((line) => !skipped.includes(line));
}

/** The first file's problem stands for the others'. */
function sameIn(alike: readonly Problem[]): Problem[] {
  const [first] = alike;
  if (first === undefined) return [];
  const names = alike.slice(0, NAMED).map(({ file = "" }) => file);
  const text =
    alike.length > names.length
      ? message("The same is true of {0} more files: {1}, …", alike.length, names.join(", "))
      : message("The same is true of {0}.", names.join(", "));
  return [{ severity: first.severity === "error" ? "warning" : first.severity, code: "same-in-files", path: first.path, message: text }];
}

/** What stands in lines that are no part of the table. */
function whatIsThere(code: string): Message | undefined {
  switch (code) {
    case "title-above":
      return message("a title");
    case "second-header":
      return message("a second row of names or measures");
    case "names-in-rows":
      return message("the names of the columns again");
    case "total-row":
      return message("a total");
    case "footer":
      return message("a remark below the table");
    default:
      return undefined;
  }
}

function withoutSkip(
  problem: Problem,
  fixes: readonly Fix[],
  skipped: readonly number[],
  isPart: (line: number) => string | undefined,
): Problem {
  const { fixes: _, ...left } = problem;
  const what = whatIsThere(problem.code);
  const lines = linesSkipped(fixes[0]!.edit, skipped);
  const line = lines.find((each) => isPart(each) !== undefined);
  const other = line === undefined ? undefined : isPart(line);
  if (what === undefined || line === undefined || other === undefined) return left;
  const text = message(
    "{0} has {1} (line {2}). Lines to skip count for every file, and line {3} of {4} is part of the table, so remove it from {0} itself.",
    problem.file ?? "",
    what,
    lineList(lines),
    line,
    other,
  );
  return { ...left, message: text };
}

function numbersOf(column: NumericColumn, start: number, end: number): Column {
  const { stored } = column;
  if (stored === undefined) {
    // A part need not have all of the column's values.
    const { values: _, ...others } = column;
    return { ...others, cells: column.cells.subarray(start, end) };
  }
  const { kind, name, written, missing, distinct } = column;
  return {
    kind,
    name,
    written,
    missing,
    distinct,
    stored: { at: (row) => stored.at(start + row), rows: end - start, areWhole: areWhole(column) },
    get cells() {
      return column.cells.subarray(start, end);
    },
    get divisor() {
      return column.divisor;
    },
  };
}

/** Each file's part of a table, as a table of its own, and its first row. */
export function filesOf(table: Table): readonly { readonly own: Table; readonly start: number }[] {
  if (table.files.length < 2) return [{ own: table, start: 0 }];
  return table.files.map((file, index) => {
    const start = table.starts[index]!;
    const end = table.starts[index + 1] ?? table.rows;
    const columns = table.columns.map((column) => partOf(column, start, end));
    return { start, own: { ...table, files: [file], starts: [0], rows: end - start, lines: table.lines.subarray(start, end), columns } };
  });
}

function partOf(column: Column, start: number, end: number): Column {
  if (column.kind !== "category") return numbersOf(column, start, end);
  const own = new Map<number, number>();
  const texts: string[] = [];
  const codes = column.codes.slice(start, end).map((code) => {
    if (code < 0) return code;
    const known = own.get(code);
    if (known !== undefined) return known;
    own.set(code, texts.length);
    return texts.push(column.texts[code]!) - 1;
  });
  const { name } = column;
  const missing = codes.reduce((sum, code) => sum + Number(code < 0), 0);
  return { kind: "category", name, missing, distinct: texts.length, codes, texts } satisfies CategoryColumn;
}
