// What a CSV does not say about itself, found from its text: the delimiter, the decimal mark and whether the first record is a header.
// The rules are those of docs/format.md, "What is found".

import { ProblemError } from "../model/problem.ts";
import { missingTexts, readBoolean } from "./fields.ts";
import { type DecimalMark, numberReader } from "./numbers.ts";
import type { Place } from "./problems.ts";
import { Scanner } from "./scanner.ts";

const DELIMITERS = [",", ";", "\t", "|"] as const;
const RECORDS = 100;

/** Where one delimiter is known to fit, those that have not come to an end after so much text do not. */
const MOST_BYTES = 2 ** 24;

/**
 * The delimiter that splits the first 100 records into the same count of at least two fields; of several the one with most fields.
 * Where none does, because records are ragged, the one with most fields in the first record, which is the one that sets the columns.
 */
export class DelimiterFinder {
  readonly #trials: readonly Trial[];
  #bytes = 0;

  constructor(comment: string | undefined, place: Place) {
    this.#trials = DELIMITERS.map((delimiter) => new Trial(delimiter, comment, place));
  }

  /** Looks at the next piece of the text. @returns whether more of it is needed */
  push(chunk: Uint8Array): boolean {
    this.#bytes += chunk.length;
    const open = this.#trials.filter((trial) => trial.push(chunk));
    return open.length > 0 && (open.length === this.#trials.length || this.#bytes < MOST_BYTES);
  }

  /** @param isOver whether the text is */
  finish(isOver: boolean): string {
    const even = { delimiter: ",", fields: 1 };
    const first = { delimiter: ",", fields: 1 };
    for (const trial of this.#trials) {
      const counts = trial.finish(isOver);
      const { delimiter } = trial;
      const fields = counts[0] ?? 0;
      if (fields > even.fields && counts.every((count) => count === fields)) Object.assign(even, { delimiter, fields });
      if (fields > first.fields) Object.assign(first, { delimiter, fields });
    }
    return even.fields > 1 ? even.delimiter : first.delimiter;
  }
}

/** The first records as one delimiter splits them. */
class Trial {
  readonly delimiter: string;
  /** Fields per record. */
  #counts: number[] = [];
  readonly #scanner: Scanner;
  #isOpen = true;

  constructor(delimiter: string, comment: string | undefined, place: Place) {
    this.delimiter = delimiter;
    this.#scanner = new Scanner({ delimiter, comment }, place, ({ count }) => this.#counts.push(count) < RECORDS);
  }

  push(chunk: Uint8Array): boolean {
    if (this.#isOpen) this.#try(() => (this.#isOpen = this.#scanner.push(chunk)));
    return this.#isOpen;
  }

  finish(isOver: boolean): readonly number[] {
    if (this.#isOpen && !isOver) return [];
    if (this.#isOpen) this.#try(() => this.#scanner.finish());
    return this.#counts;
  }

  /** Quotes that make no sense with this delimiter leave nothing to count. */
  #try(scan: () => void): void {
    try {
      scan();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.#isOpen = false;
      this.#counts = [];
    }
  }
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

/** A column that knows whether every value of it is a number with a mark. */
export interface MarkedColumn {
  reads(mark: DecimalMark): boolean;
}

/**
 * The decimal mark: the comma where it is possible, some column reads as numbers only with it, and no column only with the point.
 * Columns of whole numbers read with both and say nothing.
 */
export function findDecimal(delimiter: string, columns: readonly MarkedColumn[]): DecimalMark {
  if (!possibleMarks(delimiter).includes(",")) return ".";
  let onlyComma = false;
  for (const column of columns) {
    const point = column.reads(".");
    const comma = column.reads(",");
    if (point && !comma) return ".";
    if (comma && !point) onlyComma = true;
  }
  return onlyComma ? "," : ".";
}
