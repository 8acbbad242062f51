// Text to records, by csv-parse: quotes, comments and line breaks are its business; lines and their errors are told here.
// Whether a field was quoted matters only to a blank at its edge, so it is asked for only in a text where blanks meet quotes.

import { CsvError, parse } from "csv-parse/sync";
import { message } from "../model/message.ts";
import { trimBlanks } from "./fields.ts";
import { fileError, type Place } from "./problems.ts";

export interface RecordSettings {
  readonly delimiter: string;
  /** Lines that start with this are skipped. */
  readonly comment: string | undefined;
  /** The number of records to read at most. */
  readonly limit?: number;
}

/**
 * Calls `onRecord` for each record that is not blank, with its fields (unquoted ones without the blanks around them) and the 1-based
 * line in which it begins.
 * @throws ProblemError where a quote is not closed or text follows a closing quote
 */
export function readRecords(
  text: string,
  settings: RecordSettings,
  place: Place,
  onRecord: (fields: string[], line: number) => void,
): void {
  const trim = /[ \t]"|"[ \t]/.test(text);
  const quoted = text.includes('"');
  let surplus = 0;
  let next = 1;
  try {
    parse(text, {
      delimiter: settings.delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim,
      ...(settings.comment === undefined ? {} : { comment: settings.comment, comment_no_infix: true }),
      ...(settings.limit === undefined ? {} : { to: settings.limit }),
      on_record: (fields, { lines }) => {
        let line = lines - surplus;
        if (quoted) {
          // The parser counts a CRLF inside quotes twice, and names the last line of a record.
          const { breaks, pairs } = countBreaks(fields);
          surplus += pairs;
          line -= pairs;
          next = line + 1;
          line -= breaks;
        }
        if (!trim) for (let i = 0; i < fields.length; i++) fields[i] = trimBlanks(fields[i]!);
        if (fields.length > 1 || fields[0] !== "") onRecord(fields, line);
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const closed = error.code !== "CSV_QUOTE_NOT_CLOSED";
    const line = closed ? error.lines - surplus : next;
    throw fileError(
      "quote",
      { ...place, line },
      closed
        ? message("In line {0} of {1}, text follows a closing quote. Write a quote inside a quoted field twice.", line, place.file)
        : message("In line {0} of {1}, a quote opens that is never closed. Close it, or remove it.", line, place.file),
    );
  }
}

/** Line breaks within the fields of a record, and how many of them are CRLF. */
function countBreaks(fields: readonly string[]): { readonly breaks: number; readonly pairs: number } {
  let breaks = 0;
  let pairs = 0;
  for (const field of fields) {
    if (!field.includes("\n") && !field.includes("\r")) continue;
    for (const found of field.match(/\r\n|\n|\r/g) ?? []) {
      breaks++;
      if (found.length === 2) pairs++;
    }
  }
  return { breaks, pairs };
}
