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
import { type DecimalMark, numberReader } from "./numbers.ts";
import type { PieceFeed, ThreadTeam } from "./pieces/piece-feed.ts";
import type { CsvLocation } from "./problems.ts";
import {
  differentEncodings,
  mixedFormats,
  noFile,
  noRows,
  notOfKind,
  notText,
  sameMark,
  tooManyTexts,
  undecodable,
} from "./read-problems.ts";
import type { ReadSettings } from "./read-settings.ts";
import { WORTH } from "./record-blocks.ts";
import { RowsBuilder } from "./rows-builder.ts";
import { type BlockSink, type RecordSink, type RecordSpans, Scanner } from "./scanner.ts";
import { type ReadHooks, ReadProgress } from "./sources.ts";
import { ColumnFile } from "./stored-cells.ts";
import { type Column, filePath, locationOfRow, type Table } from "./table.ts";
import { findSeparators, separatorsFix } from "./thousands.ts";
import type { Dialect, Source } from "./types.ts";

/** Bytes at a file's beginning that are looked at if no delimiter takes it apart. */
const LOOK = 2 ** 16;
/** Bytes of a usual cell. */
const USUAL_CELL = 8;

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
  /** Bytes from which on plain records are read many at a time. */
  readonly #worth: number;

  /** @param limit the number of rows to read at most */
  constructor(sources: readonly Source[], settings: ReadSettings, hooks: ReadHooks, limit: number, worth?: number) {
    this.#worth = worth ?? WORTH;
    this.#sources = sources;
    this.#settings = settings;
    this.#hooks = hooks;
    this.#limit = limit;
    this.#encodings = sources.map(() => settings.encoding);
  }

  async read(): Promise<Table> {
    if (this.#sources.length === 0) throw noFile();
    this.#format = await this.#findFormat();
    const file = await this.#openFile();
    try {
      return await this.#readTable(file);
    } catch (error) {
      file?.release();
      throw error;
    }
  }

  /** Where columns go that do not fit into memory; undefined if there is no disk, or they surely fit. */
  async #openFile(): Promise<ColumnFile | undefined> {
    const { storage } = this.#hooks;
    if (storage === undefined || this.#limit < Infinity) return undefined;
    const size = this.#sources.reduce((sum, source) => sum + (source.size ?? NaN), 0);
    // A cell has two bytes at least, its delimiter among them; of packed files and of pipes nobody knows.
    if (this.#format === "text" && size / 2 <= storage.most) return undefined;
    if (this.#format === "parquet" && (await import("./parquet/open.ts")).mostValues(size) <= storage.most) return undefined;
    try {
      return new ColumnFile(await storage.create(Number.isNaN(size) ? 0 : size, false), storage);
    } catch (error) {
      // Of a file that may fit into memory after all, the disk need not have room.
      if (size <= USUAL_CELL * storage.most) return undefined;
      throw error;
    }
  }

  async #readTable(file: ColumnFile | undefined): Promise<Table> {
    const { rows, encoding } = await this.#readRows(file);
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
    let noCodes: Int32Array | undefined;
    const columns = rows.columns.map((first, index) => {
      const builder = texts.get(index) ?? first;
      if (!builder.hasGivenUp) return this.#finish(builder, decimal, table, problems);
      const { name, mostTexts } = builder;
      if (mostTexts > 0) problems.push(tooManyTexts(name, this.#location(0)));
      noCodes ??= new Int32Array(rows.rows).fill(-1);
      return { kind: "category", name, texts: [], codes: noCodes, missing: rows.rows, distinct: 0 } as const;
    });
    if (rows.file === undefined) file?.release();
    const release = rows.file && { release: () => rows.file?.release() };
    return { ...table, columns, ...release, problems: await this.#ofFiles(problems, table) };
  }

  /** What is alike in several files is said once. */
  async #ofFiles(problems: readonly Problem[], table: Pick<Table, "files" | "starts" | "lines">): Promise<readonly Problem[]> {
    if (problems.length === 0 || table.files.length < 2) return problems;
    const { ofSeveralFiles } = await import("./several-files.ts");
    return ofSeveralFiles(problems, table, this.#settings.skip ?? []);
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
  async #readRows(file: ColumnFile | undefined): Promise<{ readonly rows: RowsBuilder; readonly encoding: string }> {
    for (let isThreaded = true; ;) {
      const rows = new RowsBuilder(this.#settings, this.#limit, this.#worth, file, this.#hooks.mostTexts);
      const team = isThreaded ? await this.#openTeam() : undefined;
      try {
        const encoding = await this.#readFiles(rows, team);
        if (!this.#isMistaken(rows)) return { rows, encoding };
        this.#header = true;
      } catch (error) {
        // What one thread cannot, because a system has none to give, another does alone.
        if (team?.isBroken) isThreaded = false;
        else if (error instanceof OtherEncoding) await this.#findEncoding(error);
        else throw error;
      } finally {
        team?.close();
      }
    }
  }

  /** Threads that help to read; undefined if there are none, or too little to read. */
  async #openTeam(): Promise<ThreadTeam | undefined> {
    const { threads } = this.#hooks;
    const size = this.#sources.reduce((sum, source) => sum + (source.size ?? Infinity), 0);
    if (threads === undefined || this.#limit < Infinity || this.#format === "parquet" || size < threads.worth) return undefined;
    return new (await import("./pieces/piece-feed.ts")).ThreadTeam(threads, this.#settings.comment);
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
  async #readFiles(rows: RowsBuilder, team: ThreadTeam | undefined): Promise<string> {
    const progress = new ReadProgress(this.#sources, this.#hooks);
    // ASCII is alike in all encodings but UTF-16.
    let telling: { readonly encoding: string; readonly index: number } | undefined;
    let encoding = "utf-8";
    let hasRoom = false;
    for (let index = 0; index < this.#sources.length; index++) {
      if (this.#format === "parquet") {
        const { addParquet } = await import("./parquet/add-pieces.ts");
        await addParquet(this.#sources[index]!, this.#location(index), progress, rows, this.#limit - rows.rows);
        continue;
      }
      const begin = (delimiter: string, layout: Layout): void => rows.beginFile(this.#location(index), delimiter, layout);
      // After one piece it is known how many there will be. Columns that grow until then leave little behind.
      const makeRoom = (before: number): void => {
        if (hasRoom || before === 0) return;
        hasRoom = true;
        rows.reserve(Math.min(progress.estimate(rows.rows, before), this.#limit));
      };
      // With threads, more has been read than was added.
      const sink = (record: RecordSpans): boolean => {
        if (team === undefined) makeRoom(progress.before);
        return rows.add(record);
      };
      const take = (bytes: Uint8Array, from: number, end: number, line: number): number => {
        if (team === undefined) makeRoom(progress.before);
        return rows.take(bytes, from, end, line);
      };
      let added = 0;
      const advanced = (bytes: number): void => makeRoom((added += bytes));
      const feed = team && ((scanner: Scanner) => team.feed(scanner, rows, this.#delimiter ?? ",", advanced));
      const blocks = {
        take,
        get taken() {
          return rows.taken;
        },
        get isFull() {
          return rows.isFull;
        },
      };
      const read = await this.#scan(index, progress, begin, sink, blocks, feed);
      rows.endFile();
      if (index === 0) encoding = read.encoding;
      if (read.isAscii) continue;
      telling ??= { encoding: read.encoding, index };
      if (read.encoding !== telling.encoding)
        throw differentEncodings(this.#location(index), read.encoding, this.#location(telling.index).file, telling.encoding);
    }
    return telling?.encoding ?? encoding;
  }

  /** Reads the columns again that are not numbers after all. By their index. */
  async #readAsText(rows: RowsBuilder, decimal: DecimalMark): Promise<ReadonlyMap<number, ColumnBuilder>> {
    const again = rows.columns.flatMap((builder, index) =>
      builder.needsText(decimal) ? [[index, new ColumnBuilder(builder.name, builder.own, [], false, builder.mostTexts)] as const] : [],
    );
    if (again.length === 0) return new Map();
    const textsOf = new Map(again);
    const { file } = rows;
    let read = 0;
    const progress = new ReadProgress(this.#sources, this.#hooks);
    for (let index = 0; index < this.#sources.length; index++) {
      let isHeader = rows.hasHeader;
      let left = (rows.starts[index + 1] ?? rows.rows) - rows.starts[index]!;
      if (this.#format === "parquet") {
        const { addPieces, openSource } = await import("./parquet/add-pieces.ts");
        const parquet = await openSource(this.#sources[index]!, this.#location(index), progress);
        await addPieces(parquet, left, progress, (column) => textsOf.get(column), rows.starts[index]!, file);
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
        if (file && ++read % file.rowsOfChunk === 0) for (const [, builder] of again) builder.store(file);
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

  /**
   * Scans one file's records.
   * @param feedOf what takes the text to the scanner, if others help it
   */
  async #scan(
    index: number,
    progress: ReadProgress,
    begin: ((delimiter: string, layout: Layout) => void) | undefined,
    sink: RecordSink,
    blocks?: BlockSink,
    feedOf?: (scanner: Scanner) => PieceFeed,
  ): Promise<TextStream> {
    const location = this.#location(index);
    const { comment, skip } = this.#settings;
    const text = new TextStream(this.#encodings[index], location);
    const known = this.#delimiter ?? this.#settings.delimiter;
    let finder: HeadFinder | undefined = begin && new HeadFinder({ comment, skip }, location, known);
    const head: Uint8Array[] = [];
    let scanner: Scanner | undefined;
    let feed: PieceFeed | undefined;
    const push = (to: Scanner, chunk: Uint8Array) => feed?.push(chunk) ?? to.push(chunk);
    /** Scans what was held back until the delimiter is known. */
    const start = (isOver: boolean): Scanner => {
      if (finder !== undefined) this.#begin(finder, head, isOver, index, begin!);
      // What it looked at is not held while the rest is read.
      finder = undefined;
      return new Scanner({ delimiter: this.#delimiter ?? ",", comment, skip }, location, sink, blocks);
    };
    try {
      for await (const chunk of text.read(await this.#open(index, progress))) {
        if (scanner !== undefined) {
          if (!(await push(scanner, chunk))) return text;
          continue;
        }
        head.push(new Uint8Array(chunk));
        if (finder?.push(chunk)) continue;
        scanner = start(false);
        feed = feedOf?.(scanner);
        for (const piece of head.splice(0)) if (!(await push(scanner, piece))) return text;
      }
      scanner ??= start(true);
      const last = scanner;
      if (head.every((piece) => last.push(piece)) && (feed === undefined || (await feed.finish()))) scanner.finish();
      this.#isHinted ||= scanner.hint !== undefined;
      this.#hasEndMark ||= scanner.hasEndMark || (feed?.hasEndMark ?? false);
      return text;
    } catch (error) {
      if (!(error instanceof Undecodable)) throw error;
      // What stands before it may have a problem of its own.
      await feed?.finish();
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
