// One reading of files from bytes to a table: encoding, delimiter and header are found on the way, columns
// are built as the bytes come. A file that is not UTF-8 is begun again in its own encoding; columns that turn
// out late to be text are read once more.

import { type Problem, ProblemError } from "../model/problem.ts";
import { ColumnBuilder } from "./column-builder.ts";
import { findDecimal, possibleMarks } from "./dialect.ts";
import { concatenated, TextStream, Undecodable } from "./encoding.ts";
import { findEncoding } from "./find-encoding.ts";
import { foreignKind, notCsv } from "./foreign.ts";
import { type FileFormat, formatOf, gunzip } from "./formats.ts";
import { HeadFinder } from "./head.ts";
import { buildColumn } from "./kinds.ts";
import { blanksBetweenQuotes, findLayout, type Layout } from "./layout.ts";
import { causeProblem } from "./layout-problems.ts";
import { headerNames } from "./names.ts";
import { type DecimalMark, numberReader } from "./numbers.ts";
import { openParquet, type ParquetFile } from "./parquet/open.ts";
import { PIECE } from "./parquet/pages.ts";
import { addValue } from "./parquet/values.ts";
import type { CsvLocation } from "./problems.ts";
import { differentEncodings, mixedFormats, noFile, noRows, notOfKind, notText, sameMark, undecodable } from "./read-problems.ts";
import type { ReadSettings } from "./read-settings.ts";
import { RowsBuilder } from "./rows-builder.ts";
import { type RecordSink, Scanner } from "./scanner.ts";
import { ofSeveralFiles } from "./several-files.ts";
import { allBytes, type ReadHooks, ReadProgress } from "./sources.ts";
import { type Column, filePath, locationOfRow, type Table } from "./table.ts";
import { findSeparators, separatorsFix } from "./thousands.ts";
import type { Dialect, Source } from "./types.ts";

/** Bytes at a file's beginning that are looked at if no delimiter takes it apart. */
const LOOK = 2 ** 16;

export class TableReader {
  readonly #sources: readonly Source[];
  readonly #settings: ReadSettings;
  readonly #hooks: ReadHooks;
  readonly #limit: number;
  /** The encoding of each file, if it is named or was found not to be UTF-8. */
  readonly #encodings: (string | undefined)[];
  #delimiter: string | undefined;
  /** Of the first file. */
  #layout: Layout | undefined;
  /** What was found of the files on the way. */
  #isHinted = false;
  #hasEndMark = false;
  /** Whether the first record is a header after all, because no column below it is of numbers to its end. */
  #header: boolean | undefined;
  #format: FileFormat = "text";

  /** @param limit the number of rows to read at most */
  constructor(sources: readonly Source[], settings: ReadSettings, hooks: ReadHooks, limit: number) {
    this.#sources = sources;
    this.#settings = settings;
    this.#hooks = hooks;
    this.#limit = limit;
    this.#encodings = sources.map(() => settings.encoding);
  }

  async read(): Promise<Table> {
    if (this.#sources.length === 0) throw noFile();
    this.#format = await this.#findFormat();
    const { rows, encoding } = await this.#readRows();
    if (rows.rows === 0) throw noRows(this.#location(0));
    const delimiter = this.#delimiter ?? ",";
    const decimal = this.#settings.decimal ?? findDecimal(delimiter, rows.columns);
    const table = {
      dialect: this.#dialect(rows, { encoding, delimiter, decimal }),
      files: this.#sources.map(({ name }) => name),
      rows: rows.rows,
      lines: rows.lines,
      starts: rows.starts,
    };
    const texts = await this.#readAsText(rows, decimal);
    const problems = [...rows.problems];
    const columns = rows.columns.map((builder, index) => this.#finish(texts.get(index) ?? builder, decimal, table, problems));
    return { ...table, columns, problems: ofSeveralFiles(problems, table, this.#settings.skip ?? []) };
  }

  #dialect(rows: RowsBuilder, found: Pick<Dialect, "encoding" | "delimiter" | "decimal">): Dialect {
    const { headerDelimiter, rowNames, names } = this.#layout ?? {};
    return {
      ...(this.#format === "text" ? {} : { format: this.#format }),
      ...found,
      header: rows.hasHeader,
      ...(this.#isHinted ? { hint: true } : {}),
      ...(this.#hasEndMark ? { endMark: true } : {}),
      ...(names === undefined ? {} : { ownNames: true }),
      ...(headerDelimiter === undefined ? {} : { headerDelimiter }),
      ...(rowNames === undefined ? {} : { rowNames }),
      ...(rows.hasSurplus || this.#layout?.isCut ? { surplus: true } : {}),
    };
  }

  /** The format of all files: gzip if one is, as text may lie beside it. */
  async #findFormat(): Promise<FileFormat> {
    const formats = new Set<FileFormat>();
    // One after the other: a process may open so many files only, and a document may name thousands.
    for (const [index, source] of this.#sources.entries()) {
      const foreign = await foreignKind(source);
      if (foreign !== undefined) throw notCsv(this.#location(index), foreign);
      formats.add(await formatOf(source));
    }
    if (formats.has("parquet") && formats.size > 1) throw mixedFormats(this.#location(0));
    return formats.has("parquet") ? "parquet" : formats.has("gzip") ? "gzip" : "text";
  }

  /** Reads every file; again from the start if one turns out not to be UTF-8. */
  async #readRows(): Promise<{ readonly rows: RowsBuilder; readonly encoding: string }> {
    for (;;) {
      const rows = new RowsBuilder(this.#settings, this.#limit);
      try {
        const encoding = await this.#readFiles(rows);
        if (!this.#isMistaken(rows)) return { rows, encoding };
        this.#header = true;
      } catch (error) {
        if (!(error instanceof OtherEncoding)) throw error;
        await this.#findEncoding(error);
      }
    }
  }

  /**
   * Whether there was taken to be no header because of a column of numbers that is none below the records
   * that were looked at.
   */
  #isMistaken(rows: RowsBuilder): boolean {
    if (rows.hasHeader || this.#layout?.byKinds !== true || this.#header !== undefined) return false;
    const marks = possibleMarks(this.#delimiter ?? ",", this.#settings.decimal);
    return !rows.columns.some((column) => marks.some((mark) => column.reads(mark)));
  }

  async #findEncoding({ index, line }: OtherEncoding): Promise<void> {
    const progress = new ReadProgress([], { isCancelled: () => this.#hooks.isCancelled?.() ?? false });
    const found = await findEncoding(await this.#open(index, progress), this.#settings.encodingHint);
    const location = { ...this.#location(index), line };
    if (found === "binary") throw notText(location);
    if (found === undefined) throw undecodable("utf-8", location);
    this.#encodings[index] = found;
    this.#delimiter = undefined;
    this.#layout = undefined;
  }

  /**
   * Reads every file into the rows, which have room for all once some are read.
   * @returns the files' encoding
   */
  async #readFiles(rows: RowsBuilder): Promise<string> {
    const progress = new ReadProgress(this.#sources, this.#hooks);
    // ASCII is alike in all encodings but UTF-16.
    let telling: { readonly encoding: string; readonly index: number } | undefined;
    let encoding = "utf-8";
    let hasRoom = false;
    for (let index = 0; index < this.#sources.length; index++) {
      if (this.#format === "parquet") {
        await this.#readParquet(index, progress, rows);
        continue;
      }
      const begin = (delimiter: string, layout: Layout): void => rows.beginFile(this.#location(index), delimiter, layout);
      const read = await this.#scan(index, progress, begin, (record) => {
        // After one piece it is known how many there will be. Columns that grow until then leave little
        // behind.
        if (!hasRoom && progress.before > 0) {
          hasRoom = true;
          rows.reserve(Math.min(progress.estimate(rows.rows), this.#limit));
        }
        return rows.add(record);
      });
      rows.endFile();
      if (index === 0) encoding = read.encoding;
      if (read.isAscii) continue;
      telling ??= { encoding: read.encoding, index };
      if (read.encoding !== telling.encoding)
        throw differentEncodings(this.#location(index), read.encoding, this.#location(telling.index).file, telling.encoding);
    }
    return telling?.encoding ?? encoding;
  }

  async #readParquet(index: number, progress: ReadProgress, rows: RowsBuilder): Promise<void> {
    const file = await this.#openParquet(index, progress);
    rows.beginFile(this.#location(index), ",");
    rows.hasHeader = true;
    rows.setNames(headerNames(file.names));
    const count = Math.min(file.rows, this.#limit - rows.rows);
    await addPieces(file, count, progress, (column) => rows.columns[column]);
    // A row of a Parquet file has no line; its number stands for one.
    for (let row = 0; row < count; row++) {
      rows.addLine(row + 1);
      if (row % PIECE === 0) await progress.breathe();
    }
  }

  async #openParquet(index: number, progress: ReadProgress): Promise<ParquetFile> {
    return openParquet(await allBytes(progress.watch(this.#sources[index]!)), this.#location(index));
  }

  /** Reads the columns again that are not numbers after all. By their index. */
  async #readAsText(rows: RowsBuilder, decimal: DecimalMark): Promise<ReadonlyMap<number, ColumnBuilder>> {
    const again = rows.columns.flatMap((builder, index) =>
      builder.needsText(decimal) ? [[index, new ColumnBuilder(builder.name, builder.own, [])] as const] : [],
    );
    if (again.length === 0) return new Map();
    const textsOf = new Map(again);
    const progress = new ReadProgress(this.#sources, this.#hooks);
    for (let index = 0; index < this.#sources.length; index++) {
      let isHeader = rows.hasHeader;
      let left = (rows.starts[index + 1] ?? rows.rows) - rows.starts[index]!;
      if (this.#format === "parquet") {
        await addPieces(await this.#openParquet(index, progress), left, progress, (column) => textsOf.get(column));
        continue;
      }
      await this.#scan(index, progress, undefined, ({ bytes, starts, ends, count }) => {
        if (isHeader) {
          isHeader = false;
          return left > 0;
        }
        for (const [column, builder] of again) {
          if (column < count) builder.add(bytes, starts[column]!, ends[column]!);
          else builder.addMissing();
        }
        return --left > 0;
      });
    }
    return textsOf;
  }

  /** The text of a file as bytes. */
  async #open(index: number, progress: ReadProgress): Promise<AsyncIterable<Uint8Array>> {
    const source = this.#sources[index]!;
    const chunks = progress.watch(source);
    if ((await formatOf(source)) !== "gzip") return chunks;
    const location = this.#location(index);
    return progress.breathing(gunzip(chunks, location, () => progress.breathing(gunzip(source.chunks(), location))));
  }

  /** Scans one file's records. */
  async #scan(
    index: number,
    progress: ReadProgress,
    begin: ((delimiter: string, layout: Layout) => void) | undefined,
    sink: RecordSink,
  ): Promise<TextStream> {
    const location = this.#location(index);
    const { comment, skip } = this.#settings;
    const text = new TextStream(this.#encodings[index], location);
    const known = this.#delimiter ?? this.#settings.delimiter;
    let finder: HeadFinder | undefined = begin && new HeadFinder({ comment, skip }, location, known);
    const head: Uint8Array[] = [];
    let scanner: Scanner | undefined;
    /** Scans what was held back until the delimiter is known. */
    const start = (isOver: boolean): Scanner => {
      if (finder !== undefined) this.#begin(finder, head, isOver, index, begin!);
      // What it looked at is not held while the rest is read.
      finder = undefined;
      return new Scanner({ delimiter: this.#delimiter ?? ",", comment, skip }, location, sink);
    };
    try {
      for await (const chunk of text.read(await this.#open(index, progress))) {
        if (scanner === undefined) {
          head.push(new Uint8Array(chunk));
          if (finder?.push(chunk)) continue;
          scanner = start(false);
          const one = scanner;
          if (!head.splice(0).every((piece) => one.push(piece))) return text;
        } else if (!scanner.push(chunk)) {
          return text;
        }
      }
      scanner ??= start(true);
      const last = scanner;
      if (head.every((piece) => last.push(piece))) last.finish();
      this.#isHinted ||= last.hint !== undefined;
      this.#hasEndMark ||= last.hasEndMark;
      return text;
    } catch (error) {
      if (!(error instanceof Undecodable)) throw error;
      const line = scanner?.line ?? 1 + breaksIn(head);
      if (text.isAssumed) throw new OtherEncoding(index, line);
      throw error.isZero ? notText({ ...location, line }) : undecodable(error.encoding, { ...location, line });
    }
  }

  /** Tells what was found of a file from its first records. */
  #begin(
    finder: HeadFinder,
    pieces: readonly Uint8Array[],
    isOver: boolean,
    index: number,
    begin: (delimiter: string, layout: Layout) => void,
  ): void {
    const { comment, skip, decimal, header } = this.#settings;
    let head = finder.finish(isOver);
    if (finder.hint !== undefined && head.records.length === 0) {
      const again = new HeadFinder({ comment, skip }, this.#location(index), head.delimiter);
      for (const piece of pieces) again.push(piece);
      head = again.finish(true);
    }
    if (head.records.length === 0) {
      const cause = blanksBetweenQuotes(new TextDecoder().decode(concatenated(pieces).subarray(0, LOOK)));
      if (cause !== undefined) throw new ProblemError(causeProblem(cause, this.#location(index), { rows: 0, width: 0 }, []));
    }
    this.#delimiter ??= head.delimiter;
    const layout = findLayout(head, this.#header ?? header, possibleMarks(this.#delimiter, decimal));
    if (index === 0) this.#layout ??= layout;
    begin(this.#delimiter, layout);
  }

  #finish(builder: ColumnBuilder, decimal: DecimalMark, table: Pick<Table, "files" | "starts" | "lines">, problems: Problem[]): Column {
    const { name, own } = builder;
    if (own.thousands === decimal) problems.push(sameMark(name, decimal));
    const numbers = builder.numbers(decimal);
    if (numbers !== undefined) return numbers;
    const { column, failure } = buildColumn(name, builder.texts(), numberReader(decimal, own), own.kind);
    const separators =
      column.kind === "category" && failure !== undefined && own.thousands === undefined
        ? findSeparators(column.texts, [decimal, ...possibleMarks(this.#delimiter ?? ",", this.#settings.decimal)])
        : undefined;
    const fix = separators && separatorsFix(name, separators, decimal);
    if (failure !== undefined) {
      const problem = notOfKind(name, own.kind!, failure.text, locationOfRow(table, failure.row));
      problems.push(fix && own.kind === "number" ? { ...problem, fixes: [fix] } : problem);
    }
    return column;
  }

  #location(index: number): CsvLocation {
    return { file: this.#sources[index]!.name, path: filePath(index, this.#sources.length) };
  }
}

/** Adds the values of the columns that have a builder. */
async function addPieces(
  file: ParquetFile,
  rows: number,
  progress: ReadProgress,
  builderOf: (column: number) => ColumnBuilder | undefined,
): Promise<void> {
  for await (const { column, values } of file.pieces(
    rows,
    (one) => builderOf(one) !== undefined,
    () => progress.breathe(),
  )) {
    const builder = builderOf(column)!;
    for (let row = 0; row < values.length; row++) addValue(builder, values[row]);
    await progress.breathe();
  }
}

/** A file of which no encoding is known, and that is not UTF-8. */
class OtherEncoding extends Error {
  readonly index: number;
  /** The first line that is not UTF-8. */
  readonly line: number;

  constructor(index: number, line: number) {
    super("not UTF-8");
    this.index = index;
    this.line = line;
  }
}

/** Line breaks in pieces of text. */
function breaksIn(pieces: readonly Uint8Array[]): number {
  let breaks = 0;
  let before = 0;
  for (const piece of pieces) {
    for (const byte of piece) {
      if (byte === 13 || (byte === 10 && before !== 13)) breaks += 1;
      before = byte;
    }
  }
  return breaks;
}
