// CSV files to one table. What the document says is believed, the rest is found; a row or value that does not
// fit is a problem with its file and line, and only what leaves nothing to show is thrown.

import type { ReadSettings } from "./read-settings.ts";
import type { ReadHooks } from "./sources.ts";
import type { Table } from "./table.ts";
import { TableReader } from "./table-reader.ts";
import type { Source } from "./types.ts";

/**
 * Reads the files as one table, one after the other, in one pass; columns that turn out to be text late are
 * read in a second one. `problems` of the table has warnings (short records) and errors that leave the
 * columns readable (long records, values that are not of the kind the document says).
 * @throws ProblemError if there is no table: text that cannot be decoded, no rows, an open quote, files
 *   with different columns, or the person does not want to wait any longer (`cancelled`)
 * @param worth bytes from which on plain records are read many at a time, which changes no table
 */
export function readTable(sources: readonly Source[], settings: ReadSettings = {}, hooks: ReadHooks = {}, worth?: number): Promise<Table> {
  return new TableReader(sources, settings, hooks, Infinity, worth).read();
}

/**
 * The first rows of the first file, without reading more than they need; kinds are found from them alone.
 * Throws as `readTable`.
 */
export function previewTable(sources: readonly Source[], settings: ReadSettings, rows: number, hooks: ReadHooks = {}): Promise<Table> {
  return new TableReader(sources.slice(0, 1), settings, hooks, rows).read();
}
