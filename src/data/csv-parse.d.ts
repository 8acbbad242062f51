// The few members of csv-parse/sync that this room uses. The package's own types refer to Node's, and with them `process` and
// `Buffer` would become visible in a room that must run without Node; tsconfig.json maps the import to this file.

export interface Options {
  readonly delimiter: string;
  /** Several may occur in one text; the first that fits counts, so a longer one stands before its beginning. */
  readonly record_delimiter: readonly string[];
  readonly comment?: string;
  /** Comments are whole lines only. */
  readonly comment_no_infix?: boolean;
  readonly relax_column_count?: boolean;
  /** A quote inside a field that did not begin with one is text. */
  readonly relax_quotes?: boolean;
  readonly skip_empty_lines?: boolean;
  /** Removes white space around unquoted fields and around the quotes of quoted ones. */
  readonly trim?: boolean;
  /** The last record to read, counted from 1. */
  readonly to?: number;
  /** Called for each record; one for which it answers null is not kept. `lines` is the 1-based line in which the record ends. */
  readonly on_record?: (record: string[], context: { readonly lines: number }) => null;
}

/** @throws CsvError where quotes cannot be understood */
export function parse(input: string, options: Options): unknown[];

export class CsvError extends Error {
  readonly code: string;
  readonly lines: number;
}
