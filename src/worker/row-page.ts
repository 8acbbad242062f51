// A piece of a table as it is handed out: texts as the CSV writes them, with the place of each row.

import { cellText, codeAt, type Column, isMissing, numberAt, type Table } from "../data/table.ts";
import type { FirstRows, RowPage, RowsQuestion } from "../protocol/worker.ts";

/** Cells that are told of a table that is still read, so that ten thousand columns are no heavy message. */
const MOST_CELLS = 50_000;

/**
 * What the table has of the piece.
 * @param files how many files the document has, of which the table may be only the first
 */
export function rowPage(table: Table, { from, count, firstColumn, columnCount }: RowsQuestion, files = table.files.length): RowPage {
  const rows = Array.from({ length: Math.max(0, Math.min(count, table.rows - from)) }, (_, index) => from + index);
  const columns = table.columns.slice(firstColumn, firstColumn + columnCount);
  return {
    lines: rows.map((row) => table.lines[row]!),
    ...(files > 1 ? { files: rows.map((row) => table.starts.findLastIndex((start) => start <= row)) } : {}),
    cells: rows.map((row) => columns.map((column) => cellText(column, row) ?? null)),
  };
}

/** A row by column name, whatever marks and commas its CSV writes numbers with. */
export function rowValues({ columns }: Table, row: number): Readonly<Record<string, string>> {
  return Object.fromEntries(columns.map((column) => [column.name, typedText(column, row)]));
}

function typedText(column: Column, row: number): string {
  if (isMissing(column, row)) return "";
  if (column.kind === "category") return column.texts[codeAt(column, row)]!;
  const value = numberAt(column, row);
  return column.kind === "boolean" ? String(value !== 0) : String(value);
}

/** What is seen of a document's `files` when only the beginning of the first one was read. */
export function firstRows(beginning: Table, files: readonly string[]): FirstRows {
  const columnCount = beginning.columns.length;
  const count = Math.min(beginning.rows, Math.max(1, Math.floor(MOST_CELLS / columnCount)));
  return {
    files,
    columns: beginning.columns.map(({ name, kind }) => ({ name, kind })),
    page: rowPage(beginning, { from: 0, count, firstColumn: 0, columnCount }, files.length),
  };
}
