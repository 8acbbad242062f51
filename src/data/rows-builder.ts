// Records to columns: the first record sets the names, every other one is a row. What does not fit is
// collected with its line.

import { message } from "../model/message.ts";
import type { Problem } from "../model/problem.ts";
import { ColumnBuilder } from "./column-builder.ts";
import { possibleMarks } from "./dialect.ts";
import { withRoom } from "./growing.ts";
import type { Layout } from "./layout.ts";
import { doubtProblem, readAsMeant } from "./layout-problems.ts";
import { headerNames, namesAsWanted, numberedNames } from "./names.ts";
import type { DecimalMark } from "./numbers.ts";
import { fileError, fileProblem, type CsvLocation } from "./problems.ts";
import { RaggedRecords } from "./ragged.ts";
import { ownSettings, type ReadSettings } from "./read-settings.ts";
import { fieldTexts, type RecordSpans } from "./scanner.ts";

export class RowsBuilder {
  columns: readonly ColumnBuilder[] = [];
  /** The first row of each file. */
  readonly starts: number[] = [];
  readonly problems: Problem[] = [];
  /** Whether the first record names the columns. */
  hasHeader = false;
  readonly #settings: ReadSettings;
  readonly #limit: number;
  #marks: readonly DecimalMark[] = [];
  #delimiter = ",";
  #lines = new Uint32Array(0);
  #rows = 0;
  #locations: CsvLocation[] = [];
  #ragged: RaggedRecords | undefined;
  #layout: Layout = { isHeader: true, byKinds: false };
  /** Of the present file: the records below its names, and the line of the last. */
  #records = 0;
  #lastLine = 0;
  /** Whether records go on behind the last column with empty fields only. */
  hasSurplus = false;
  #isAtStart = true;
  /**
   * Whether what stands above the names of the first file is taken for them, so that nothing is known of the
   * columns.
   */
  #isNameless = false;

  /** @param limit the number of rows to read at most */
  constructor(settings: ReadSettings, limit: number) {
    this.#settings = settings;
    this.#limit = limit;
  }

  get rows(): number {
    return this.#rows;
  }

  get lines(): Uint32Array {
    return this.#lines.subarray(0, this.#rows);
  }

  /** @param layout of the file, as its first records tell */
  beginFile(location: CsvLocation, delimiter: string, layout?: Layout): void {
    if (layout !== undefined) this.#layout = layout;
    this.#records = 0;
    this.#delimiter = delimiter;
    this.#marks = possibleMarks(delimiter, this.#settings.decimal);
    this.#locations.push(location);
    this.#ragged = new RaggedRecords(location, this.#settings.skip ?? []);
    this.#isAtStart = true;
    this.starts.push(this.#rows);
  }

  /** @returns false once there are enough rows */
  add(record: RecordSpans): boolean {
    if (this.#isAtStart && this.#isHeader(record)) return true;
    const { columns } = this;
    const { bytes, starts, ends, count, line } = record;
    if (count !== columns.length) this.#ragged!.add(record, columns.length);
    this.#records += 1;
    this.#lastLine = line;
    for (let column = 0; column < columns.length; column++) {
      if (column < count) columns[column]!.add(bytes, starts[column]!, ends[column]!);
      else columns[column]!.addMissing();
    }
    this.addLine(line);
    return this.#rows < this.#limit;
  }

  /** Counts a row whose cells are added. */
  addLine(line: number): void {
    this.#lines = withRoom(this.#lines, this.#rows + 1);
    this.#lines[this.#rows++] = line;
  }

  /** @throws ProblemError if the file had no record */
  endFile(): void {
    const location = this.#locations.at(-1)!;
    if (this.#isAtStart)
      throw fileError("empty-file", location, message("{0} is empty. Choose a CSV with a row of names and rows of values.", location.file));
    const ragged = this.#ragged!;
    this.hasSurplus ||= ragged.hasSurplus;
    const { cause } = this.#layout;
    if (this.#isNameless && cause === undefined) return;
    this.problems.push(...ragged.problems(this.#records, this.#lastLine, this.columns.length, cause));
  }

  /** Makes room for as many rows as the files will likely have. */
  reserve(rows: number): void {
    this.#lines = withRoom(this.#lines, rows);
    for (const column of this.columns) column.reserve(rows);
  }

  /**
   * The columns' names; those of a later file have to be the same.
   * @throws ProblemError if they are not
   */
  setNames(written: readonly string[], line = 1): void {
    const names = this.#namesAsWanted(written, line);
    if (this.columns.length === 0)
      this.columns = names.map((name) => new ColumnBuilder(name, ownSettings(this.#settings, name), this.#marks));
    else if (!this.#isNameless && this.#layout.cause === undefined) this.#checkNames(names);
    this.#isAtStart = false;
  }

  #namesAsWanted(written: readonly string[], line: number): readonly string[] {
    const { names: wanted } = this.#settings;
    if (wanted === undefined) return written;
    const names = namesAsWanted(written, wanted);
    const others = names.flatMap((name, index) => (name === written[index] ? [] : [`${written[index]} → ${name}`]));
    if (others.length === 0) return names;
    const location = this.#locations.at(-1)!;
    const text = message(
      "{0} has names that differ from those of training in case or blanks only; they are taken for them: {1}.",
      location.file,
      others.join(", "),
    );
    this.problems.push(fileProblem("warning", "names-as-wanted", { ...location, line }, text));
    return names;
  }

  /** Looks at the first record of a file. */
  #isHeader(record: RecordSpans): boolean {
    const { isHeader, names, doubt, cause } = this.#layout;
    const isFirst = this.columns.length === 0;
    if (isFirst) this.hasHeader = isHeader;
    if (isFirst) this.#isNameless = cause !== undefined;
    if (doubt !== undefined && cause === undefined && isFirst)
      this.problems.push(doubtProblem(doubt, { ...this.#locations.at(-1)!, line: record.line }));
    const meant = isFirst ? readAsMeant(this.#layout, { ...this.#locations.at(-1)!, line: record.line }, this.#delimiter) : undefined;
    if (meant !== undefined) this.problems.push(meant);
    if (this.hasHeader || isHeader) this.setNames(names ?? headerNames(fieldTexts(record)), record.line);
    else this.setNames(numberedNames(record.count));
    return this.hasHeader;
  }

  #checkNames(found: readonly string[]): void {
    const expected = this.columns.map(({ name }) => name);
    if (expected.length === found.length && expected.every((name, index) => name === found[index])) return;
    const location = this.#locations.at(-1)!;
    throw fileError(
      "different-columns",
      location,
      message(
        "{0} has the columns {1}, but {2} has {3}. List only files with equal columns.",
        location.file,
        found.join(", "),
        this.#locations[0]!.file,
        expected.join(", "),
      ),
    );
  }
}
