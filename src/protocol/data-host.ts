// What the builder asks about the document's CSVs.

import type { RowPage, RowsQuestion } from "./worker.ts";

/** A line of one of the document's CSVs. */
export interface CsvLine {
  /** As the document writes it. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

export interface DataHost {
  chooseCsv(): Promise<void>;
  /** Lets the document learn from a CSV that was dropped on the builder, by its URI. */
  useCsv(uri: string): Promise<void>;
  readDataAgain(): Promise<void>;
  cancelReading(): Promise<void>;
  /** Saves the CSVs that have changes in an editor, and reads them again. */
  saveCsvs(): Promise<void>;
  /**
   * Opens every CSV in an editor, or one of them at a line; of a packed one, which has no lines, nothing
   * happens then.
   */
  openCsv(place?: CsvLine): Promise<void>;
  /** A piece of the table; undefined while it is being read again. */
  rows(question: RowsQuestion): Promise<RowPage | undefined>;
  /**
   * The values of one row by column name, as a person types them; undefined while it is being read again, or
   * if there is no such row.
   */
  rowValues(row: number): Promise<Readonly<Record<string, string>> | undefined>;
}
