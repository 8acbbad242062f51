// A text on its way to the columns by several threads: each reads pieces of it, and what they hold is added
// in the order of the file. The scanner of the one thread reads whatever they leave or a piece that was cut
// where no record ends; so a table and its problems are the same with any number of threads.

import type { RowsBuilder } from "../rows-builder.ts";
import type { Scanner } from "../scanner.ts";
import { partsOf, type PieceSettings, type ReadPiece } from "./piece.ts";
import { PieceReader } from "./piece-reader.ts";
import { type MakeRoom, RecordCutter } from "./record-cutter.ts";
import type { ReadingThread, ReadingThreads } from "./threads.ts";

/** Pieces that a thread is given at once, so that it never waits for one. */
const AHEAD = 2;

/** Of more columns a piece has so few rows that handing them over takes as long as reading them. */
const MOST_COLUMNS = 256;
/** Pieces that are read and not added yet. */
const MOST_WAITING = 16;

/** A piece that a thread has, or had: `piece` is there once it is read. */
interface Waiting {
  readonly thread: number;
  readonly read: Promise<ReadPiece>;
  piece?: ReadPiece;
}

interface Helper {
  readonly thread: ReadingThread;
  /** Pieces that it has to read. */
  given: number;
}

/**
 * Those who read one table: this thread and its helpers, which are started when the columns are known. A
 * piece that no helper has time for is read by this one, which otherwise only adds what they hand over.
 */
export class ThreadTeam {
  readonly #given: ReadingThreads;
  readonly #comment: string | undefined;
  #helpers: readonly Helper[] | undefined;
  #own: PieceReader | undefined;
  /** Whether a thread has failed, so that the table is to be read again without any. */
  isBroken = false;

  constructor(given: ReadingThreads, comment: string | undefined) {
    this.#given = given;
    this.#comment = comment;
  }

  /**
   * What takes the text of a file to its scanner.
   * @param advanced hears of bytes whose rows have been added
   */
  feed(scanner: Scanner, rows: RowsBuilder, delimiter: string, advanced: (bytes: number) => void): PieceFeed {
    const cutterFor = (room: MakeRoom) => new RecordCutter(delimiter, this.#comment, this.#given.piece, room);
    return new PieceFeed(scanner, rows, this, cutterFor, advanced);
  }

  /** Reads a piece, in a thread that is free or in this; undefined if no helper is there. */
  read(bytes: Uint8Array<ArrayBuffer>, rows: RowsBuilder, room: ArrayBuffer | undefined): Waiting | undefined {
    this.#helpers ??= this.#open(rows.pieces!);
    // Until one has started this thread reads on as if it were alone.
    if (!this.#helpers.some(({ thread }) => thread.isReady)) return undefined;
    const piece = { bytes, states: rows.states, room };
    const thread = this.#helpers.findIndex(({ given, thread: { isReady } }) => isReady && given < AHEAD);
    const helper = this.#helpers[thread];
    if (helper === undefined) {
      const own = (this.#own ??= new PieceReader(rows.pieces!)).read(piece);
      return { thread: this.#helpers.length, read: Promise.resolve(own), piece: own };
    }
    helper.given += 1;
    const waiting: Waiting = { thread, read: helper.thread.read(piece) };
    waiting.read.then(
      (own) => {
        waiting.piece = own;
        helper.given -= 1;
      },
      () => (this.isBroken = true),
    );
    return waiting;
  }

  #open(settings: PieceSettings): readonly Helper[] {
    if (settings.columns.length > MOST_COLUMNS) return [];
    return this.#given.open(settings).map((thread) => ({ thread, given: 0 }));
  }

  close(): void {
    for (const { thread } of this.#helpers ?? []) thread.close();
  }
}

export class PieceFeed {
  readonly #scanner: Scanner;
  readonly #rows: RowsBuilder;
  readonly #team: ThreadTeam;
  readonly #cutter: RecordCutter;
  readonly #advanced: (bytes: number) => void;
  /** Pieces that are read, in the order of the file. */
  readonly #waiting: Waiting[] = [];
  /** Arrays of pieces that were read. */
  readonly #free: Uint8Array<ArrayBuffer>[] = [];
  /** Of their cells. */
  readonly #rooms: ArrayBuffer[] = [];
  /** Whether the rest is read by one thread. */
  #isAlone = false;
  /** Whether a lone U+001A was among what the threads have read. */
  hasEndMark = false;

  constructor(
    scanner: Scanner,
    rows: RowsBuilder,
    team: ThreadTeam,
    cutterFor: (room: MakeRoom) => RecordCutter,
    advanced: (bytes: number) => void,
  ) {
    this.#scanner = scanner;
    this.#rows = rows;
    this.#team = team;
    this.#advanced = advanced;
    this.#cutter = cutterFor((bytes) => this.#room(bytes));
  }

  /**
   * Takes the next text, which is copied.
   * @returns false once there are enough rows
   * @throws ProblemError as the scanner does
   */
  async push(text: Uint8Array): Promise<boolean> {
    for (const piece of this.#cutter.push(text)) if (!(await this.#give(piece))) return false;
    return true;
  }

  /** Adds all that was pushed. Throws and answers as `push`. */
  async finish(): Promise<boolean> {
    for (let first = this.#waiting.shift(); first; first = this.#waiting.shift()) if (!(await this.#take(first))) return false;
    return this.#scanner.push(this.#cutter.rest());
  }

  async #give(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const read = this.#isReady ? this.#team.read(bytes, this.#rows, this.#rooms.pop()) : undefined;
    if (read === undefined) return this.#scan(bytes);
    this.#waiting.push(read);
    for (let first = this.#waiting[0]; first?.piece || this.#waiting.length === MOST_WAITING; first = this.#waiting[0])
      if (!(await this.#take(this.#waiting.shift()!))) return false;
    return true;
  }

  /** Whether a piece may be read by a thread: columns are known, and it begins where a record does. */
  get #isReady(): boolean {
    if (this.#isAlone) return false;
    if (this.#waiting.length > 0) return true;
    return this.#rows.pieces !== undefined && this.#scanner.isPastNamedLines && this.#scanner.isBetweenRecords;
  }

  async #take({ thread, read }: Waiting): Promise<boolean> {
    const piece = await read;
    const { bytes, taken, cells } = piece;
    this.#rooms.push(cells);
    // A piece that began within a record was misread, and so may be those behind it.
    this.#isAlone ||= !this.#scanner.isBetweenRecords;
    if (this.#isAlone) return this.#scan(bytes);
    if (!this.#rows.addPiece(piece, partsOf(piece), this.#scanner.line, thread)) {
      const goesOn = this.#scan(bytes);
      this.#rows.learnTexts(piece, thread);
      return goesOn;
    }
    this.hasEndMark ||= piece.hasEndMark;
    this.#scanner.skipLines(piece.lines);
    this.#advanced(taken);
    return this.#scan(bytes, taken);
  }

  /** Has the scanner read the rest of a piece. */
  #scan(bytes: Uint8Array<ArrayBuffer>, from = 0): boolean {
    const goesOn = from === bytes.length || this.#scanner.push(bytes.subarray(from));
    this.#advanced(bytes.length - from);
    this.#free.push(new Uint8Array(bytes.buffer));
    return goesOn;
  }

  #room(bytes: number): Uint8Array<ArrayBuffer> {
    const index = this.#free.findIndex(({ length }) => length >= bytes);
    return index < 0 ? new Uint8Array(bytes) : this.#free.splice(index, 1)[0]!;
  }
}
