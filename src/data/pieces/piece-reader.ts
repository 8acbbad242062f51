// What a thread does that helps to read a file: it reads pieces of text into columns of its own and hands
// over what they hold. Whatever is not an ordinary record (too few or too many fields, quotes that make no
// sense) is left to the one that reads the file as a whole, together with all behind it.

import { ProblemError } from "../../model/problem.ts";
import { ColumnBuilder } from "../column-builder.ts";
import { withRoom } from "../growing.ts";
import { RecordBlocks } from "../record-blocks.ts";
import { type BlockSink, type RecordSpans, Scanner } from "../scanner.ts";
import { type ColumnNews, packParts, type Piece, type PieceSettings, type ReadPiece } from "./piece.ts";

/** Nobody is told of a problem here. */
const NOWHERE = { file: "", path: [] };
/** Not the first, in which a delimiter may be said. */
const FIRST_LINE = 2;

export class PieceReader implements BlockSink {
  readonly #settings: PieceSettings;
  readonly #columns: readonly ColumnBuilder[];
  /** Bytes from which on plain records are read many at a time. */
  readonly #worth: number;
  #blocks: RecordBlocks | undefined;
  /** A copy of the text, because doubled quotes become single ones in it. */
  #text = new Uint8Array(0);
  #rows = 0;
  /** The line of each row, counted from 0. */
  #lines = new Uint32Array(0);

  /** @param worth bytes from which on plain records are read many at a time; they always are if not said */
  constructor(settings: PieceSettings, worth = 0) {
    this.#settings = settings;
    this.#worth = worth;
    const { columns, marks } = settings;
    this.#columns = columns.map(({ name, own }) => new ColumnBuilder(name, own, marks, true));
  }

  get taken(): number {
    return this.#blocks?.rows ?? 0;
  }

  readonly isFull = false;

  /** Reads a piece, as far as its records are ordinary ones. */
  read({ bytes, states, room }: Piece): ReadPiece {
    const { delimiter, comment } = this.#settings;
    for (const [index, column] of this.#columns.entries()) column.follow(states[index]!);
    this.#blocks ??= this.#worth < Infinity ? RecordBlocks.for(this.#columns, delimiter, comment) : undefined;
    if (this.#text.length < bytes.length) this.#text = new Uint8Array(bytes.length);
    this.#text.set(bytes);
    this.#rows = 0;
    const scanner = new Scanner({ delimiter, comment }, NOWHERE, (record) => this.#add(record), this, FIRST_LINE);
    try {
      scanner.scan(this.#text.subarray(0, bytes.length));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
    }
    const { bytes: taken, line } = scanner.scanned;
    return { bytes, taken, lines: line - FIRST_LINE, hasEndMark: scanner.hasEndMark, ...this.#handOver(line - FIRST_LINE, room) };
  }

  take(bytes: Uint8Array, from: number, end: number, line: number): number {
    if (this.#blocks === undefined || end - from < this.#worth) return 0;
    const taken = this.#blocks.take(bytes, from, end, Infinity);
    for (let row = 0; row < this.taken; row++) this.#addLine(line + row);
    return taken;
  }

  #add({ bytes, starts, ends, count, line }: RecordSpans): boolean {
    if (count !== this.#columns.length) return false;
    for (const [index, column] of this.#columns.entries()) column.add(bytes, starts[index]!, ends[index]!);
    this.#addLine(line);
    return true;
  }

  #addLine(line: number): void {
    this.#lines = withRoom(this.#lines, this.#rows + 1);
    this.#lines[this.#rows++] = line - FIRST_LINE;
  }

  #handOver(lines: number, room: ArrayBuffer | undefined): Pick<ReadPiece, "rows" | "rowLines" | "facts" | "cells" | "news"> {
    const all = this.#columns.map((column) => column.handOver());
    const news: ColumnNews[] = all.flatMap((one, column) => (one.news === undefined ? [] : [{ column, ...one.news }]));
    const rows = this.#rows;
    const rowLines = rows === lines ? {} : { rowLines: this.#lines.slice(0, rows) };
    return {
      rows,
      ...rowLines,
      ...packParts(
        all.map(({ part }) => part),
        room,
      ),
      news,
    };
  }
}
