// A CSV with columns added at its right edge. Everything that was there stays as it was written: quotes,
// blanks, comments, line ends. Only the fields of each record are found, by the quoting that reading goes by;
// nothing is written anew but a field that a spreadsheet would run as a formula.

import { csvCell, harmless, isFormula } from "../model/csv-cell.ts";
import { isBlank } from "./fields.ts";
import type { ReadSettings } from "./read-settings.ts";
import type { Table } from "./table.ts";

export interface AddedColumn {
  readonly name: string;
  /** The text of a row of the table. */
  readonly cell: (row: number) => string;
}

/**
 * The text with the columns.
 * @param text the one file that `table` was read from
 * @param columns their names are made different from those that are there by `_2`, `_3`, …
 * @param read how the table was read: lines that are no part of it stay as they are
 * @param keepsFormulas whether formulas stay formulas; otherwise a text that is one gets an apostrophe in
 *   front, and a number never does
 */
export function appendColumns(
  text: string,
  table: Table,
  columns: readonly AddedColumn[],
  { comment, skip = [] }: Pick<ReadSettings, "comment" | "skip"> = {},
  keepsFormulas = false,
): string {
  const { delimiter, header, hint, headerDelimiter = delimiter, rowNames } = table.dialect;
  const skipped = new Set(skip);
  const names = newNames(
    columns.map(({ name }) => name),
    new Set(table.columns.map(({ name }) => name)),
  );
  const lines = new Lines(text);
  const shown = keepsFormulas ? (cell: string): string => cell : harmless;
  let result = "";
  let copied = 0;
  const append = (cells: readonly string[], mark: string, width: number, isHeader = false): void => {
    let fields = 0;
    let edge: number | undefined;
    const end = eachField(text, lines.offset, mark, (start, stop) => {
      const column = table.columns[fields++];
      // What stands behind the last column is empty and stays behind it.
      if (fields === width) edge = stop;
      if (keepsFormulas || (column?.kind === "number" && !isHeader) || !mayBeFormula(text, start)) return;
      const cell = unquoted(text.slice(start, stop));
      if (!isFormula(cell)) return;
      result += `${text.slice(copied, start)}"${harmless(cell).replaceAll('"', '""')}"`;
      copied = stop;
    });
    const gap = mark.repeat(Math.max(0, width - fields));
    const added = cells.map((cell) => mark + csvCell(shown(cell), mark)).join("");
    result += text.slice(copied, edge ?? end) + gap + added;
    copied = edge ?? end;
    lines.skipTo(end);
  };
  const width = table.columns.length;
  if (header) {
    const isHint = (): boolean => hint === true && lines.number === 1;
    while (isHint() || skipped.has(lines.number) || isSkipped(text, lines.offset, comment)) lines.next();
    append(names, headerDelimiter, rowNames ? width - 1 : width, true);
  }
  for (let row = 0; row < table.rows; row++) {
    while (lines.number < table.lines[row]!) lines.next();
    append(
      columns.map(({ cell }) => cell(row)),
      delimiter,
      width,
    );
  }
  return result + text.slice(copied);
}

/** Names that are neither among `taken` nor equal to each other. */
function newNames(names: readonly string[], taken: Set<string>): string[] {
  return names.map((name) => {
    let free = name;
    for (let number = 2; taken.has(free); number++) free = `${name}_${number}`;
    taken.add(free);
    return free;
  });
}

/** A place in a text: the beginning of a line and its 1-based number. */
class Lines {
  offset = 0;
  number = 1;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  next(): void {
    const end = lineEnd(this.#text, this.offset);
    this.offset = end + breakLength(this.#text, end);
    this.number++;
  }

  /** Goes to the line after the one that `end` is in. */
  skipTo(end: number): void {
    while (this.offset <= end && this.offset < this.#text.length) this.next();
  }
}

function isBreak(code: number): boolean {
  return code === 10 || code === 13;
}

function lineEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isBreak(text.charCodeAt(at))) at++;
  return at;
}

function breakLength(text: string, at: number): number {
  if (at >= text.length) return 0;
  return text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10 ? 2 : 1;
}

/** Whether a line is blank or a comment. */
function isSkipped(text: string, from: number, comment: string | undefined): boolean {
  if (from >= text.length) return false;
  if (comment !== undefined && text.startsWith(comment, from)) return true;
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at >= text.length || isBreak(text.charCodeAt(at));
}

/**
 * Goes through the fields of the record that begins at `from`.
 * @returns where it ends, before its line break
 */
function eachField(text: string, from: number, delimiter: string, tell: (start: number, stop: number) => void): number {
  const mark = delimiter.charCodeAt(0);
  for (let at = from; ; at++) {
    const start = at;
    while (isBlank(text.charCodeAt(at)) && text.charCodeAt(at) !== mark) at++;
    if (text[at] === '"') at = closingQuote(text, at + 1) + 1;
    while (at < text.length && !isBreak(text.charCodeAt(at)) && text.charCodeAt(at) !== mark) at++;
    tell(start, at);
    if (at >= text.length || isBreak(text.charCodeAt(at))) return at;
  }
}

/** What keeps most fields from being looked at any further. */
function mayBeFormula(text: string, start: number): boolean {
  return /["=+\-@\t\r]/.test(text.charAt(start));
}

/** What stands in a field, as a spreadsheet takes it. */
function unquoted(field: string): string {
  const quoted = /^"(.*)"[ \t]*$/s.exec(field)?.[1];
  return quoted === undefined ? field : quoted.replaceAll('""', '"');
}

/** The quote that ends a field; two of them are one within it. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at < 0 ? text.length : at;
}
