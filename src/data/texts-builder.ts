// A column of texts while its file is read.

import type { Dictionary } from "./dictionary.ts";
import { withRoom } from "./growing.ts";
import { UNKNOWN } from "./kernel/record-kernel.ts";
import type { NumberCellsBuilder } from "./number-cells.ts";
import type { ColumnNews, ColumnPart } from "./pieces/piece.ts";
import type { ReadCells } from "./read-cells.ts";
import { type ColumnFile, StoredCodes } from "./stored-cells.ts";

/** The texts of a column: `codes` are one per row, an index into `texts` or −1 for missing. */
export interface TextCells {
  readonly codes: Int32Array;
  readonly texts: readonly string[];
  /** In how many rows each text stood that means missing. */
  readonly absent?: ReadonlyMap<string, number>;
  /** The codes, if they lie in a file. */
  readonly stored?: StoredCodes;
}

/** A column of texts. */
export class TextsBuilder {
  readonly #dictionary: Dictionary;
  #codes = new Int32Array(0);
  /** Codes that are held; those before lie in chunks of a file. */
  #length = 0;
  #file: ColumnFile | undefined;
  readonly #positions: (number | undefined)[];
  #stored: number;
  /** Texts that were handed over. */
  #handedOver = 0;
  /** The numbers of the texts that each thread knows. */
  readonly #known: Int32Array<ArrayBuffer>[] = [];

  /**
   * @param dictionary of the missing texts, which may have met some of them
   * @param before rows without a value
   */
  constructor(dictionary: Dictionary, before?: NumberCellsBuilder) {
    this.#dictionary = dictionary;
    this.#file = before?.file;
    this.#positions = Array.from({ length: before?.chunks ?? 0 }, () => undefined);
    this.#stored = (before?.length ?? 0) - (before?.held ?? 0);
    for (let row = 0; row < (before?.held ?? 0); row++) this.addMissing();
  }

  /** Whether there are more different texts than fit into memory. */
  isBeyond(most: number): boolean {
    return this.#dictionary.isBeyond(most);
  }

  /** Makes room for as many rows as the file will likely have. */
  reserve(rows: number): void {
    this.#codes = withRoom(this.#codes, rows);
  }

  /** Writes the codes that are held, whole chunks unless they are the last. */
  store(file: ColumnFile): void {
    this.#file = file;
    for (let from = 0; from < this.#length; from += file.rowsOfChunk)
      this.#positions.push(file.append(this.#codes.subarray(from, Math.min(from + file.rowsOfChunk, this.#length))));
    this.#stored += this.#length;
    this.#length = 0;
    if (this.#codes.length > 2 * file.rowsOfChunk) this.#codes = new Int32Array(file.rowsOfChunk);
  }

  add(bytes: Uint8Array, start: number, end: number): void {
    const code = this.#dictionary.add(bytes, start, end);
    this.addMissing();
    this.#codes[this.#length - 1] = code;
  }

  addMissing(): void {
    this.#codes = withRoom(this.#codes, ++this.#length);
    this.#codes[this.#length - 1] = -1;
  }

  addAll({ rows, bytes, from, spans, whole, unknown, learn }: ReadCells): void {
    this.#codes = withRoom(this.#codes, this.#length + rows);
    this.#codes.set(whole.subarray(0, rows), this.#length);
    for (let row = 0, left = unknown; row < rows && left > 0; row++) {
      if (whole[row] !== UNKNOWN) continue;
      left -= 1;
      const [start, end] = [spans[2 * row]!, spans[2 * row + 1]!];
      const code = this.#dictionary.add(bytes, from + start, from + end);
      this.#codes[this.#length + row] = code;
      // What means missing is counted each time.
      if (code >= 0) learn(start, end, code);
    }
    this.#length += rows;
  }

  /** Hands over the texts of the rows since the last call; they are valid until the next is added. */
  handOver(): { readonly part: ColumnPart; readonly news: Omit<ColumnNews, "column"> | undefined } {
    const part: ColumnPart = { kind: "texts", codes: this.#codes.subarray(0, this.#length) };
    this.#length = 0;
    const first = this.#handedOver;
    this.#handedOver = this.#dictionary.size;
    const met = this.#dictionary.handOverMet();
    if (first === this.#handedOver && !met.some((count) => count > 0)) return { part, news: undefined };
    return { part, news: { first, texts: this.#dictionary.textsFrom(first), met } };
  }

  /**
   * Adds rows that a thread has read, whose news were learnt, and of which it knows the texts by its own
   * numbers.
   */
  append(codes: Int32Array, from: number, to: number, thread: number): void {
    const known = this.#known[thread] ?? new Int32Array(0);
    const start = this.#length;
    this.#length += to - from;
    this.#codes = withRoom(this.#codes, this.#length);
    for (let row = from; row < to; row++) {
      const code = codes[row]!;
      this.#codes[start + row - from] = code < 0 ? -1 : known[code]!;
    }
  }

  /** Takes in the texts that a thread has met, in their order, and counts the gaps. */
  learn({ first = 0, texts, met }: ColumnNews, thread: number): void {
    if (met) this.#dictionary.addMet(met);
    if (texts === undefined) return;
    const { bytes, ends } = texts;
    const known = withRoom(this.#known[thread] ?? new Int32Array(0), first + ends.length);
    for (let index = 0; index < ends.length; index++)
      known[first + index] = this.#dictionary.add(bytes, index === 0 ? 0 : ends[index - 1]!, ends[index]!);
    this.#known[thread] = known;
  }

  finish(): TextCells {
    const [texts, absent] = [this.#dictionary.texts(), this.#dictionary.absent()];
    if (this.#file) {
      this.store(this.#file);
      const stored = new StoredCodes(this.#file, this.#positions, this.#stored);
      return {
        texts,
        absent,
        stored,
        get codes() {
          return stored.codes;
        },
      };
    }
    return { codes: this.#codes.subarray(0, this.#length), texts, absent };
  }
}
