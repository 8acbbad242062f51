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
import type { ColumnPart, ColumnState, PieceSettings, ReadPiece } from "./pieces/piece.ts";
import { fileError, fileProblem, type CsvLocation } from "./problems.ts";
import { RaggedRecords } from "./ragged.ts";
import { ownSettings, type ReadSettings } from "./read-settings.ts";
import { RecordBlocks, WORTH } from "./record-blocks.ts";
import type { ColumnFile } from "./stored-cells.ts";
import { type BlockSink, fieldTexts, type RecordSpans } from "./scanner.ts";

export class RowsBuilder implements BlockSink {
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
  #blocks: RecordBlocks | undefined;
  /** Bytes from which on records are read in blocks. */
  #worth: number;

  readonly #file: ColumnFile | undefined;
  readonly #mostTexts: number | undefined;
  /** The number of rows at which the columns are written into the file. */
  #storeAt = Infinity;

  /**
   * @param limit the number of rows to read at most
   * @param worth bytes from which on records are read in blocks
   * @param file takes the columns once they are too large for memory
   * @param mostTexts different texts of a column that are kept
   */
  constructor(settings: ReadSettings, limit: number, worth = WORTH, file?: ColumnFile, mostTexts?: number) {
    this.#mostTexts = mostTexts;
    this.#settings = settings;
    this.#limit = limit;
    this.#worth = worth;
    this.#file = file;
  }

  /** The file that has the columns; undefined if they are in memory. */
  get file(): ColumnFile | undefined {
    return this.#isStored ? this.#file : undefined;
  }
  #isStored = false;

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
    this.#blocks = undefined;
    this.starts.push(this.#rows);
  }

  /** Rows of the last block of records. */
  get taken(): number {
    return this.#blocks?.rows ?? 0;
  }

  get isFull(): boolean {
    return this.#rows >= this.#limit;
  }

  take(bytes: Uint8Array, from: number, end: number, line: number): number {
    if (this.#isAtStart) return 0;
    if (this.#blocks === undefined) {
      if (end - from < this.#worth) return 0;
      this.#blocks = RecordBlocks.for(this.columns, this.#delimiter, this.#settings.comment);
      if (this.#blocks === undefined) this.#worth = Infinity;
    }
    const taken = this.#blocks?.take(bytes, from, end, Math.min(this.#limit, this.#storeAt) - this.#rows) ?? 0;
    const { taken: rows } = this;
    if (rows === 0) return 0;
    this.#records += rows;
    this.#lastLine = line + rows - 1;
    this.#lines = withRoom(this.#lines, this.#rows + rows);
    for (let row = 0; row < rows; row++) this.#lines[this.#rows + row] = line + row;
    this.#rows += rows;
    if (this.#rows === this.#storeAt) this.#store(this.#file!);
    return taken;
  }

  /** How the next piece of the present file is to be read. */
  get states(): readonly ColumnState[] {
    return this.columns.map((column) => column.state);
  }

  /** What all pieces of the table have alike; undefined before the first file's names are known. */
  get pieces(): PieceSettings | undefined {
    if (this.#isAtStart) return undefined;
    const columns = this.columns.map(({ name, own }) => ({ name, own }));
    return { delimiter: this.#delimiter, comment: this.#settings.comment, marks: this.#marks, columns };
  }

  /**
   * Adds the rows that a thread has read.
   * @param parts of its columns
   * @param line the first of the piece
   * @returns false if they are of other kinds than their columns so far, so that they are to be read here
   */
  addPiece(piece: ReadPiece, parts: readonly ColumnPart[], line: number, thread: number): boolean {
    if (!this.columns.every((column, index) => column.accepts(parts[index]!))) return false;
    for (const news of piece.news) this.columns[news.column]!.learn(news, thread);
    const { rows, rowLines } = piece;
    if (rows === 0) return true;
    for (const [column, builder] of this.columns.entries()) builder.note(parts[column]!);
    this.#lines = withRoom(this.#lines, this.#rows + rows);
    for (let from = 0; from < rows;) {
      const to = Math.min(rows, from + this.#storeAt - this.#rows);
      for (const [column, builder] of this.columns.entries()) builder.append(parts[column]!, from, to, thread);
      for (let row = from; row < to; row++) this.#lines[this.#rows++] = line + (rowLines?.[row] ?? row);
      if (this.#rows === this.#storeAt) this.#store(this.#file!);
      from = to;
    }
    this.#records += rows;
    this.#lastLine = this.#lines[this.#rows - 1]!;
    return true;
  }

  /** Learns the texts of a piece that was read here as well: later pieces have them by their numbers. */
  learnTexts({ news }: ReadPiece, thread: number): void {
    for (const { met: _, ...own } of news) this.columns[own.column]!.learn(own, thread);
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
    if (this.#rows === this.#storeAt) this.#store(this.#file!);
  }

  /** Writes what the columns hold, which is a number of whole chunks. */
  #store(file: ColumnFile): void {
    for (const column of this.columns) column.store(file);
    this.#isStored = true;
    this.#storeAt = this.#rows + file.rowsOfChunk;
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

  /**
   * Prepares for rows of which each column comes on its own.
   * @returns the file into which each column is to be written in chunks; undefined if all fit into memory
   */
  beginColumns(rows: number): ColumnFile | undefined {
    this.#storeAt = Infinity;
    if (this.#file && (this.#rows + rows) * this.columns.length > this.#file.most) this.#isStored = true;
    return this.file;
  }

  /** Makes room for as many rows as the files will likely have. */
  reserve(rows: number): void {
    this.#lines = withRoom(this.#lines, rows);
    const file = this.#file;
    // If they will not fit, they are written from the beginning on.
    if (file && !this.#isStored && rows * this.columns.length > file.most) this.#storeAt = wholeChunks(this.#rows + 1, file);
    else if (!this.#isStored) for (const column of this.columns) column.reserve(rows);
  }

  /**
   * The columns' names; those of a later file have to be the same.
   * @throws ProblemError if they are not
   */
  setNames(written: readonly string[], line = 1): void {
    const names = this.#namesAsWanted(written, line);
    if (this.columns.length === 0) {
      this.columns = names.map((name) => this.#newColumn(name));
      this.#file?.setColumns(names.length);
      if (this.#file) this.#storeAt = wholeChunks(this.#file.most / names.length, this.#file);
    } else if (!this.#isNameless && this.#layout.cause === undefined) this.#checkNames(names);
    this.#isAtStart = false;
  }

  #newColumn(name: string): ColumnBuilder {
    const own = ownSettings(this.#settings, name);
    const isWanted = this.#settings.wanted?.has(name) ?? true;
    return new ColumnBuilder(name, own, this.#marks, false, isWanted || Object.keys(own).length > 0 ? this.#mostTexts : 0);
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

/** At least so many rows, and one, in whole chunks. */
function wholeChunks(rows: number, { rowsOfChunk }: ColumnFile): number {
  return Math.max(1, Math.ceil(rows / rowsOfChunk)) * rowsOfChunk;
}
