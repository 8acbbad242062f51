// A CSV with columns added at its right edge. Everything that was there stays as it was written: quotes, blanks, comments, line ends.
// Only the end of each record is found, by the quoting that reading goes by; nothing is written anew.

import { isBlank } from "./fields.ts";
import type { ReadSettings } from "./read.ts";
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
 */
export function appendColumns(
  text: string,
  table: Table,
  columns: readonly AddedColumn[],
  { comment, skip = [] }: Pick<ReadSettings, "comment" | "skip"> = {},
): string {
  const { delimiter, header, hint, headerDelimiter = delimiter, rowNames } = table.dialect;
  const skipped = new Set(skip);
  const names = newNames(
    columns.map(({ name }) => name),
    new Set(table.columns.map(({ name }) => name)),
  );
  const lines = new Lines(text);
  let result = "";
  let copied = 0;
  const append = (cells: readonly string[], mark: string, width: number): void => {
    const { end, edge, fields } = recordEnd(text, lines.offset, mark, width);
    const gap = mark.repeat(Math.max(0, width - fields));
    const added = cells.map((cell) => mark + written(cell, mark)).join("");
    result += text.slice(copied, edge) + gap + added;
    copied = edge;
    lines.skipTo(end);
  };
  const width = table.columns.length;
  if (header) {
    const isHint = (): boolean => hint === true && lines.number === 1;
    while (isHint() || skipped.has(lines.number) || isSkipped(text, lines.offset, comment)) lines.next();
    append(names, headerDelimiter, rowNames ? width - 1 : width);
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

/** Where the record that begins at `from` ends, before its line break, where its field number `width` does, and how many fields it has. */
function recordEnd(
  text: string,
  from: number,
  delimiter: string,
  width: number,
): { readonly end: number; readonly edge: number; readonly fields: number } {
  let edge: number | undefined;
  const mark = delimiter.charCodeAt(0);
  let at = from;
  for (let fields = 1; ; fields++) {
    while (isBlank(text.charCodeAt(at)) && text.charCodeAt(at) !== mark) at++;
    if (text[at] === '"') at = closingQuote(text, at + 1) + 1;
    while (at < text.length && !isBreak(text.charCodeAt(at)) && text.charCodeAt(at) !== mark) at++;
    // What stands behind the last column is empty and stays behind it.
    if (fields === width) edge = at;
    if (at >= text.length || isBreak(text.charCodeAt(at))) return { end: at, edge: edge ?? at, fields };
    at++;
  }
}

/** The quote that ends a field; two of them are one within it. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at < 0 ? text.length : at;
}

function written(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || /["\r\n]|^[ \t]|[ \t]$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
