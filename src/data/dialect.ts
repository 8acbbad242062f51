// What a CSV does not say about itself, found from its text: the delimiter, the decimal mark and whether the first record is a header.
// The rules are those of docs/format.md, "What is found".

import { ProblemError } from "../model/problem.ts";
import { readRecords } from "./csv.ts";
import { missingTexts, readBoolean } from "./fields.ts";
import { type DecimalMark, numberReader } from "./numbers.ts";
import type { Place } from "./problems.ts";

const DELIMITERS = [",", ";", "\t", "|"] as const;
const RECORDS = 100;

/**
 * The delimiter that splits the first 100 records into the same count of at least two fields; of several the one with most fields.
 * Where none does, because records are ragged, the one with most fields in the first record, which is the one that sets the columns.
 */
export function findDelimiter(text: string, comment: string | undefined, place: Place): string {
  const even = { delimiter: ",", fields: 1 };
  const first = { delimiter: ",", fields: 1 };
  for (const delimiter of DELIMITERS) {
    const counts = fieldCounts(text, delimiter, comment, place);
    const fields = counts[0] ?? 0;
    if (fields > even.fields && counts.every((count) => count === fields)) Object.assign(even, { delimiter, fields });
    if (fields > first.fields) Object.assign(first, { delimiter, fields });
  }
  return even.fields > 1 ? even.delimiter : first.delimiter;
}

/** Fields per record; none where the quotes make no sense with this delimiter. */
function fieldCounts(text: string, delimiter: string, comment: string | undefined, place: Place): readonly number[] {
  const counts: number[] = [];
  try {
    readRecords(text, { delimiter, comment, limit: RECORDS }, place, (fields) => counts.push(fields.length));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return [];
  }
  return counts;
}

/** The decimal marks that are possible with a delimiter. */
export function possibleMarks(delimiter: string, decimal?: DecimalMark): readonly DecimalMark[] {
  if (decimal !== undefined) return [decimal];
  return delimiter === "," ? ["."] : [".", ","];
}

/** Whether the first record names the columns: unless each of its fields is a number, true, false or missing. */
export function findHeader(fields: readonly string[], marks: readonly DecimalMark[]): boolean {
  const missing = missingTexts();
  const isNumber = (field: string) => marks.some((mark) => !Number.isNaN(numberReader(mark)(field)));
  return !fields.every((field) => missing.has(field) || !Number.isNaN(readBoolean(field)) || isNumber(field));
}

/** A column's texts, with what they need to be read as numbers. */
export interface MarkedColumn {
  readonly texts: readonly string[];
  readonly missing: ReadonlySet<string>;
  readonly thousands: string | undefined;
}

/**
 * The decimal mark: the comma where it is possible, some column reads as numbers only with it, and no column only with the point.
 * Columns of whole numbers read with both and say nothing.
 */
export function findDecimal(delimiter: string, columns: readonly MarkedColumn[]): DecimalMark {
  if (!possibleMarks(delimiter).includes(",")) return ".";
  const reads = (column: MarkedColumn, mark: DecimalMark) => {
    const read = numberReader(mark, column.thousands === mark ? undefined : column.thousands);
    return column.texts.every((text) => column.missing.has(text) || !Number.isNaN(read(text)));
  };
  let onlyComma = false;
  for (const column of columns) {
    const point = reads(column, ".");
    const comma = reads(column, ",");
    if (point && !comma) return ".";
    if (comma && !point) onlyComma = true;
  }
  return onlyComma ? "," : ".";
}
