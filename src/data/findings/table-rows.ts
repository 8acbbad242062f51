// Rows that are no rows: a second line of names or units, names that are repeated in the middle, a total at
// the end. They make text of every number column they cross, so they are looked for before the columns are,
// and told as one problem each.

import { message } from "../../model/message.ts";
import type { Fix, Problem } from "../../model/problem.ts";
import { fix, set } from "../../model/fix.ts";
import { skipFix } from "../layout-problems.ts";
import { numberReader } from "../numbers.ts";
import { filesOf, ofSeveralFiles } from "../several-files.ts";
import { type CategoryColumn, codeAt, type Column, isMissing, numberAt, locationOfRow, type Table } from "../table.ts";
import type { Look } from "./finding.ts";
import { quotedTexts } from "./fixes.ts";

/** Rows at the top that may be names or units, and at the end that may be totals. */
const TOP = 3;
const END = 3;
const TOTAL =
  /^(?:grand |sub|overall )?(?:total|totals|sum|average|avg\.?|mean|count|gesamt|summe|insgesamt|mittelwert|totale|media|합계|총계|소계|총합|총합계|평균|전체|계|合計|总计|合计)\b|^(?:합계|총계|소계|총합계?|평균|전체|계|合計|总计|合计)\s*:?$/iu;
/** Rows without which a table is too short to tell what is odd in it. */
const LEAST_ROWS = 5;

/** Delimiters behind the last name and the last field make columns without a name or a value. */
export function unnamedColumns({ data, table }: Look, skipped: readonly number[]): Problem | undefined {
  const { dialect, columns, rows } = table;
  if (!dialect.header || dialect.format === "parquet" || table.files.length > 1) return undefined;
  const last = columns.findLastIndex(({ name, missing }, index) => missing < rows || name !== `column${index + 1}`);
  const surplus = columns.slice(last + 1);
  // If they are used, that is an error of its own.
  if (surplus.length === 0 || last < 0 || data.features === undefined) return undefined;
  // A Markdown table has a bar at both ends.
  if (dialect.delimiter === "|" && columns[0]?.missing === rows) return undefined;
  const text = message(
    "The lines of {0} end with a delimiter, which makes a last column without a name or a value: {1}. It is left out.",
    table.files[0] ?? "",
    surplus.map(({ name }) => name).join(", "),
  );
  return { severity: "information", code: "surplus-delimiter", message: text, ...locationOfRow(table, 0), line: firstLine(skipped) };
}

export interface OddRows {
  readonly rows: ReadonlySet<number>;
  readonly problems: readonly Problem[];
}

export function oddRows(table: Table, skipped: readonly number[]): OddRows {
  if (table.dialect.format === "parquet") return { rows: new Set(), problems: [] };
  const rows = new Set<number>();
  const problems: Problem[] = [];
  for (const { own, start } of filesOf(table)) {
    const odd = oddRowsOfFile(own, skipped);
    for (const row of odd.rows) rows.add(start + row);
    problems.push(...odd.problems);
  }
  return { rows, problems: ofSeveralFiles(problems, table, skipped) };
}

function oddRowsOfFile(table: Table, skipped: readonly number[]): OddRows {
  if (table.rows < LEAST_ROWS) return { rows: new Set(), problems: [] };
  const texts = table.columns.filter((column): column is CategoryColumn => column.kind === "category" && column.texts.length > 0);
  const rows = new Set<number>();
  const problems: Problem[] = [];
  const add = (found: readonly number[], problem: Problem | undefined): void => {
    if (problem === undefined) return;
    for (const row of found) rows.add(row);
    problems.push(problem);
  };
  const repeated = table.dialect.header ? repeatedNames(table, texts) : [];
  add(repeated, repeated.length > 0 ? repeatedProblem(table, repeated, skipped) : undefined);
  const top = rows.size === 0 || repeated[0]! >= TOP ? secondHeader(table, texts) : [];
  add(top, top.length > 0 ? secondProblem(table, texts, top, skipped) : undefined);
  const end = totals(table, texts);
  add(end, end.length > 0 ? totalProblem(table, texts, end, skipped) : undefined);
  return { rows, problems };
}

/** Rows in which every column has its own name. */
function repeatedNames({ columns, rows }: Table, texts: readonly CategoryColumn[]): number[] {
  if (texts.length !== columns.filter(({ distinct }) => distinct > 0).length || texts.length < 2) return [];
  const codes = texts.map((column) => column.texts.indexOf(column.name));
  if (codes.some((code) => code < 0)) return [];
  const found = Array.from({ length: rows }, (_, row) => row).filter((row) =>
    texts.every(({ codes: own }, index) => own[row] === codes[index]),
  );
  // Values of a table whose first row was taken for names stand in other rows as well.
  const areNames = texts.every(
    ({ codes: own }, index) => own.reduce((sum, code) => sum + Number(code === codes[index]), 0) === found.length,
  );
  return areNames ? found : [];
}

function repeatedProblem(table: Table, rows: readonly number[], skipped: readonly number[]): Problem {
  const lines = rows.map((row) => locationOfRow(table, row).line);
  const location = locationOfRow(table, rows[0]!);
  const text =
    rows.length === 1
      ? message("Line {0} of {1} repeats the names of the columns, so its numbers are read as text. Skip it.", location.line, location.file)
      : message(
          "{0} lines of {1} repeat the names of the columns, the first of them line {2}, so numbers are read as text. Skip them.",
          rows.length,
          location.file,
          location.line,
        );
  return {
    severity: "warning",
    code: "names-in-rows",
    message: text,
    ...location,
    path: ["data", "skip"],
    fixes: [skipFix(lines, skipped)],
  };
}

/** The first rows, if every column of numbers has a text in each of them and nowhere else. */
function secondHeader(table: Table, texts: readonly CategoryColumn[]): number[] {
  const isNumber = (text: string): boolean =>
    !Number.isNaN(numberReader(table.dialect.decimal)(text)) || !Number.isNaN(numberReader(".")(text));
  const crossed = texts.flatMap((column) => {
    const { codes } = column;
    // The texts of the top are the first that are numbered.
    const odd = new Set<number>();
    for (const [code, text] of column.texts.entries()) {
      if (isNumber(text)) continue;
      if (odd.size >= TOP) return [];
      odd.add(code);
    }
    if (odd.size === 0 || column.texts.length - odd.size < 2) return [];
    const rows: number[] = [];
    for (let row = 0; row < codes.length; row++) if (odd.has(codes[row]!)) rows.push(row);
    return rows.length <= TOP && rows.every((row, index) => row === index) ? [{ column, rows: rows.length }] : [];
  });
  if (crossed.length === 0) return [];
  const length = Math.max(...crossed.map(({ rows }) => rows));
  const rows = Array.from({ length }, (_, row) => row);
  // A number in such a row speaks for a row as any other.
  const hasNumber = table.columns.some((column) => column.kind !== "category" && rows.some((row) => !isMissing(column, row)));
  if (hasNumber) return [];
  const others = texts.filter((column) => !crossed.some((one) => one.column === column));
  const isOwn = others.filter((column) => rows.every((row) => codeAt(column, row) < 0 || occursOnce(column, row)));
  // One column alone may have a value that is none; if every text beside it is there only once, the row is
  // another.
  return crossed.length >= 2 || (others.length > 0 && isOwn.length === others.length) ? rows : [];
}

function occursOnce({ codes }: CategoryColumn, row: number): boolean {
  return codes.indexOf(codes[row]!, row + 1) < 0 && codes.indexOf(codes[row]!) === row;
}

function secondProblem(table: Table, texts: readonly CategoryColumn[], rows: readonly number[], skipped: readonly number[]): Problem {
  const location = locationOfRow(table, rows[0]!);
  const lines = rows.map((row) => locationOfRow(table, row).line);
  const words = texts.flatMap(({ codes, texts: own }) => (codes[rows[0]!]! < 0 ? [] : [own[codes[rows[0]!]!]!]));
  const text =
    rows.length === 1
      ? message(
          "Line {0} of {1} is a second row of names or measures ({2}): every number column has a text there, and nowhere else. Skip it.",
          location.line,
          location.file,
          quotedTexts(words),
        )
      : message(
          "Lines {0} of {1} are more rows of names or measures ({2}): every number column has texts there, and nowhere else. Skip them.",
          `${lines[0]}–${lines.at(-1)}`,
          location.file,
          quotedTexts(words),
        );
  const fixes: Fix[] = [skipFix(lines, skipped)];
  // Names that say more than those above them; they surely do if one of those is a number.
  const first = firstLine(skipped);
  if (
    table.dialect.header &&
    rows.length === 1 &&
    words.length >= table.columns.length - 1 &&
    new Set(words).size === words.length &&
    first < location.line
  ) {
    const all = [...new Set([...skipped, first])].toSorted((one, other) => one - other);
    const taken = fix(message("Take the names of line {0}", location.line), set(["data", "skip"], all));
    if (table.columns.some(({ name }) => !Number.isNaN(numberReader(table.dialect.decimal)(name)))) fixes.unshift(taken);
    else fixes.push(taken);
  }
  return { severity: "warning", code: "second-header", message: text, ...location, path: ["data", "skip"], fixes };
}

function firstLine(skipped: readonly number[]): number {
  let line = 1;
  while (skipped.includes(line)) line += 1;
  return line;
}

/** The last rows, if one says that it is a total and is otherwise unlike a row. */
function totals(table: Table, texts: readonly CategoryColumn[]): number[] {
  const found: number[] = [];
  for (let row = table.rows - 1; row >= Math.max(0, table.rows - END); row--) {
    const says = texts.some(
      (column) => codeAt(column, row) >= 0 && TOTAL.test(column.texts[codeAt(column, row)]!) && occursOnce(column, row),
    );
    if (says && isUnlike(table, row)) found.push(row);
    else if (!isEmpty(table, row)) break;
  }
  return found.toReversed();
}

function isEmpty({ columns }: Table, row: number): boolean {
  return columns.every((column) => isMissing(column, row));
}

/** Whether a row lacks values, or has one beyond all others. */
function isUnlike({ columns, rows }: Table, row: number): boolean {
  const used = columns.filter(({ distinct }) => distinct > 0);
  if (used.some((column) => isMissing(column, row))) return true;
  return used.some((column) => column.kind === "number" && isBeyond(column, row, rows));
}

function isBeyond(column: Extract<Column, { kind: "number" | "boolean" }>, row: number, rows: number): boolean {
  const value = numberAt(column, row);
  for (let other = 0; other < rows; other++) if (other !== row && Math.abs(numberAt(column, other)) >= Math.abs(value)) return false;
  return true;
}

function totalProblem(table: Table, texts: readonly CategoryColumn[], rows: readonly number[], skipped: readonly number[]): Problem {
  const location = locationOfRow(table, rows[0]!);
  const lines = rows.map((row) => locationOfRow(table, row).line);
  const said = texts.map(({ codes, texts: own }) => own[codes[rows[0]!]!] ?? "").find((text) => TOTAL.test(text)) ?? "";
  const text = message('Line {0} of {1} is a total of the rows above it ("{2}"), not a row. Skip it.', location.line, location.file, said);
  return { severity: "warning", code: "total-row", message: text, ...location, path: ["data", "skip"], fixes: [skipFix(lines, skipped)] };
}
