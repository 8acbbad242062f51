// CSV files to one table. What the document says is believed, the rest is found; a row or value that does not fit is a problem with its
// file and line, and only what leaves nothing to show is thrown.

import type { ColumnSettings, DataSettings } from "../model/schema.ts";
import type { NumberForm } from "./numbers.ts";
import type { ReadHooks } from "./sources.ts";
import type { Table } from "./table.ts";
import { TableReader } from "./table-reader.ts";
import type { Source } from "./types.ts";

/** What a document says about how its CSV is read; an absent field is found. */
export type ReadSettings = {
  readonly [K in "encoding" | "delimiter" | "decimal" | "header" | "comment" | "columns"]?: DataSettings[K] | undefined;
} & {
  /** Lines, from 1, that are no part of the table. */
  readonly skip?: readonly number[] | undefined;
  /** Names that columns should have: one that differs from such a name in case or blanks only is taken for it, with a warning. */
  readonly names?: readonly string[] | undefined;
  /** The encoding that is likely where the bytes allow several, as an editor is set to. */
  readonly encodingHint?: string | undefined;
};

/**
 * Reads the files as one table, one after the other, in one pass; columns that turn out to be text late are read in a second one. `problems` of
 * the table has warnings (short records) and errors that leave the columns readable (long records, values that are not of the kind the document
 * says).
 * @throws ProblemError where there is no table: text that cannot be decoded, no rows, an open quote, files with different columns,
 *   or the person does not want to wait any longer (`cancelled`)
 */
export function readTable(sources: readonly Source[], settings: ReadSettings = {}, hooks: ReadHooks = {}): Promise<Table> {
  return new TableReader(sources, settings, hooks, Infinity).read();
}

/** The first rows of the first file, without reading more than they need; kinds are found from them alone. Throws as `readTable`. */
export function previewTable(sources: readonly Source[], settings: ReadSettings, rows: number, hooks: ReadHooks = {}): Promise<Table> {
  return new TableReader(sources.slice(0, 1), settings, hooks, rows).read();
}

/** A form that names only what is said. */
export interface WrittenForm {
  thousands?: string;
  strip?: string[];
  parentheses?: boolean;
}

/** The part of a column's settings that says how its numbers are written; nothing that is not said. */
export function numberForm({ thousands, strip, parentheses }: NumberForm): WrittenForm {
  return {
    ...(thousands === undefined ? {} : { thousands }),
    ...(strip === undefined ? {} : { strip: [...strip] }),
    ...(parentheses === undefined ? {} : { parentheses }),
  };
}

/** What the document says about a column. */
export function ownSettings(settings: Pick<ReadSettings, "columns">, name: string): ColumnSettings {
  const columns = settings.columns ?? {};
  return Object.hasOwn(columns, name) ? columns[name]! : {};
}
