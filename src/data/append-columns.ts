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

/** The one file that a table was read from, with columns; its text comes in pieces of any size. */
export class ColumnAppender {
  readonly #table: Table;
  readonly #columns: readonly AddedColumn[];
  readonly #names: readonly string[];
  readonly #comment: string | undefined;
  readonly #skipped: ReadonlySet<number>;
  readonly #keepsFormulas: boolean;
  /** What follows the last record that was complete. */
  #rest = "";
  /** Characters that it must have first, so that a long record is not scanned at each piece. */
  #enough = 0;
  /** The line in which it begins. */
  #line = 1;
  #hasNames: boolean;
  /** The next row. */
  #row = 0;

  /**
   * @param columns their names are made different from those that are there by `_2`, `_3`, …; their cells
   *   are asked for from row to row
   * @param read how the table was read: lines that are no part of it stay as they are
   * @param keepsFormulas whether formulas stay formulas; otherwise a text that is one gets an apostrophe in
   *   front, and a number never does
   */
  constructor(
    table: Table,
    columns: readonly AddedColumn[],
    { comment, skip = [] }: Pick<ReadSettings, "comment" | "skip"> = {},
    keepsFormulas = false,
  ) {
    this.#table = table;
    this.#columns = columns;
    this.#names = newNames(
      columns.map(({ name }) => name),
      new Set(table.columns.map(({ name }) => name)),
    );
    this.#comment = comment;
    this.#skipped = new Set(skip);
    this.#keepsFormulas = keepsFormulas;
    this.#hasNames = !table.dialect.header;
  }

  /**
   * The next piece of the text with the columns, up to the last record that is known to be complete.
   * @param isLast whether no more text follows
   */
  push(piece: string, isLast: boolean): string {
    const text = this.#rest + piece;
    if (!isLast && text.length < this.#enough) {
      this.#rest = text;
      return "";
    }
    const lines = new Lines(text, this.#line, isLast);
    let result = "";
    let copied = 0;
    while (this.#findRecord(lines)) {
      const record = this.#extended(lines, copied);
      if (record === undefined) break;
      result += record.text;
      copied = record.copied;
    }
    const isOver = isLast || (this.#hasNames && this.#row === this.#table.rows);
    const end = isOver ? text.length : lines.offset;
    this.#rest = text.slice(end);
    this.#enough = 2 * this.#rest.length;
    this.#line = lines.number;
    return result + text.slice(copied, end);
  }

  /** Goes to where the next record begins that gets cells; false if there is none, or not yet. */
  #findRecord(lines: Lines): boolean {
    const { dialect, lines: lineOf, rows } = this.#table;
    if (this.#hasNames) {
      if (this.#row === rows) return false;
      while (lines.number < lineOf[this.#row]!) if (!lines.next()) return false;
      return true;
    }
    const isHint = (): boolean => dialect.hint === true && lines.number === 1;
    while (isHint() || this.#skipped.has(lines.number) || isSkipped(lines.text, lines.offset, this.#comment))
      if (!lines.next()) return false;
    return true;
  }

  /**
   * The record that begins here with its cells, and where copying goes on; undefined if it may not be
   * complete.
   */
  #extended(lines: Lines, from: number): { readonly text: string; readonly copied: number } | undefined {
    const { text } = lines;
    const { columns, dialect } = this.#table;
    const { delimiter, headerDelimiter = delimiter, rowNames } = dialect;
    const isHeader = !this.#hasNames;
    const mark = isHeader ? headerDelimiter : delimiter;
    const width = isHeader && rowNames ? columns.length - 1 : columns.length;
    let result = "";
    let copied = from;
    let fields = 0;
    let edge: number | undefined;
    const end = eachField(text, lines.offset, mark, (start, stop) => {
      const column = columns[fields++];
      // What stands behind the last column is empty and stays behind it.
      if (fields === width) edge = stop;
      if (this.#keepsFormulas || (column?.kind === "number" && !isHeader) || !mayBeFormula(text, start)) return;
      const cell = unquoted(text.slice(start, stop));
      if (!isFormula(cell)) return;
      result += `${text.slice(copied, start)}"${harmless(cell).replaceAll('"', '""')}"`;
      copied = stop;
    });
    if (!lines.knows(end)) return undefined;
    const cells = isHeader ? this.#names : this.#columns.map(({ cell }) => cell(this.#row));
    const shown = this.#keepsFormulas ? (cell: string): string => cell : harmless;
    const gap = mark.repeat(Math.max(0, width - fields));
    const added = cells.map((cell) => mark + csvCell(shown(cell), mark)).join("");
    if (isHeader) this.#hasNames = true;
    else this.#row++;
    lines.skipTo(end);
    return { text: result + text.slice(copied, edge ?? end) + gap + added, copied: edge ?? end };
  }
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
  readonly text: string;
  offset = 0;
  number: number;
  readonly #isLast: boolean;

  /** @param isLast whether no more text follows */
  constructor(text: string, number: number, isLast: boolean) {
    this.text = text;
    this.number = number;
    this.#isLast = isLast;
  }

  /** Whether a line that seems to end here does: its line break is two characters at most. */
  knows(end: number): boolean {
    return this.#isLast || end + 2 <= this.text.length;
  }

  /** @returns false if the end of the line is not known yet */
  next(): boolean {
    const end = lineEnd(this.text, this.offset);
    if (!this.knows(end)) return false;
    this.offset = end + breakLength(this.text, end);
    this.number++;
    return true;
  }

  /** Goes to the line after the one that `end` is in, which is known. */
  skipTo(end: number): void {
    while (this.offset <= end && this.offset < this.text.length) this.next();
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
