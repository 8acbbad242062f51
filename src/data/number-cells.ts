// The numbers of one column, kept small without losing a bit. As long as each is a whole number over one
// power of ten that all share, that whole number is kept in 32 bits; from the first that is not, doubles are,
// or floats if every value is one. Of a table that does not fit into memory, what is held goes into a file
// now and then, and each such chunk begins anew.

import { type ColumnFile, type NumberChunk, StoredNumbers } from "./stored-cells.ts";
import { withRoom } from "./growing.ts";
import type { ReadCells } from "./read-cells.ts";
import { ABSENT, LARGEST, POWERS } from "./whole-numbers.ts";

/** A value is `cells[row] / divisor`; in an Int32Array, ABSENT is missing, otherwise NaN. */
export interface NumberCells {
  readonly cells: Int32Array | Float32Array | Float64Array;
  readonly divisor: number;
}

/** Numbers as a builder holds them: whole ones over 10^decimals, or doubles. */
export interface HeldNumbers {
  readonly cells: Int32Array | Float64Array;
  readonly decimals: number;
}

const NO_DECIMALS = 0;

export class NumberCellsBuilder {
  #whole: Int32Array<ArrayBuffer> | undefined = new Int32Array(0);
  #doubles: Float64Array<ArrayBuffer> | undefined;
  #decimals = NO_DECIMALS;
  /** Values that are held. */
  #length = 0;
  /** Those before them, which lie in a file. */
  #file: ColumnFile | undefined;
  readonly #chunks: NumberChunk[] = [];
  #stored = 0;
  /** Arrays to be used again. */
  #freeWhole: Int32Array<ArrayBuffer> = new Int32Array(0);
  #freeDoubles = new Float64Array(0);

  get length(): number {
    return this.#stored + this.#length;
  }

  /** Values that are in memory. */
  get held(): number {
    return this.#length;
  }

  /** Where the values before them are; undefined if they are held as well. */
  get file(): ColumnFile | undefined {
    return this.#file;
  }

  /** Chunks that lie there. */
  get chunks(): number {
    return this.#chunks.length;
  }

  /** Writes the values that are held, whole chunks unless they are the last. */
  store(file: ColumnFile): void {
    this.#file = file;
    for (let from = 0; from < this.#length; from += file.rowsOfChunk) {
      const to = Math.min(from + file.rowsOfChunk, this.#length);
      this.#chunks.push(
        this.#whole
          ? wholeChunk(file, this.#whole.subarray(from, to), this.#decimals)
          : { position: file.append(this.#doubles!.subarray(from, to)) },
      );
    }
    this.#stored += this.#length;
    this.#length = 0;
    if (this.#doubles) this.#freeDoubles = this.#doubles;
    this.#doubles = undefined;
    this.#whole ??= this.#freeWhole;
    // What was held before there was a file is much more than a chunk.
    if (this.#whole.length > 2 * file.rowsOfChunk) this.#whole = new Int32Array(file.rowsOfChunk);
    if (this.#freeDoubles.length > 2 * file.rowsOfChunk) this.#freeDoubles = new Float64Array(0);
    this.#decimals = NO_DECIMALS;
  }

  /** Makes room for as many rows as a file will likely have. */
  reserve(rows: number): void {
    if (this.#whole) this.#whole = withRoom(this.#whole, rows);
    else this.#doubles = withRoom(this.#doubles!, rows);
  }

  addMissing(): void {
    const row = this.#length++;
    if (this.#whole) {
      this.#whole = withRoom(this.#whole, this.#length);
      this.#whole[row] = ABSENT;
    } else {
      this.#addDouble(row, NaN);
    }
  }

  /** A value of which nothing is known but itself. */
  add(value: number): void {
    const isWhole = Math.abs(value) <= LARGEST && Math.trunc(value) === value;
    if (isWhole) this.addDecimal(value, Math.abs(value), NO_DECIMALS);
    else this.#addLarge(value);
  }

  /**
   * A value that is ±mantissa / 10^decimals, correctly rounded; the mantissa is a whole number of at most 15
   * digits, decimals 0 to 22.
   */
  addDecimal(value: number, mantissa: number, decimals: number): void {
    if (this.#whole === undefined || (mantissa === 0 && Object.is(value, -0))) return this.#addLarge(value);
    if (decimals > this.#decimals && !this.#rescale(decimals)) return this.#addLarge(value);
    const scaled = mantissa * POWERS[this.#decimals - decimals]!;
    if (scaled > LARGEST) return this.#addLarge(value);
    const row = this.#length++;
    if (row === this.#whole.length) this.#whole = withRoom(this.#whole, this.#length);
    this.#whole[row] = value < 0 ? -scaled : scaled;
  }

  /** How values that are read now are kept. */
  get kind(): "whole" | "doubles" {
    return this.#whole ? "whole" : "doubles";
  }

  /** Of whole numbers the decimals that they have; 0 of doubles. */
  get decimals(): number {
    return this.#whole ? this.#decimals : NO_DECIMALS;
  }

  /** Adds values that were read as planned. */
  addAll({ rows, whole, doubles }: Pick<ReadCells, "rows" | "whole" | "doubles">): void {
    const start = this.#length;
    this.#length += rows;
    if (this.#whole) {
      this.#whole = withRoom(this.#whole, this.#length);
      this.#whole.set(whole.subarray(0, rows), start);
    } else {
      this.#doubles = withRoom(this.#doubles!, this.#length);
      this.#doubles.set(doubles.subarray(0, rows), start);
    }
  }

  /**
   * Hands over what is held; it is valid until the next value is added, which is kept in the same way, so
   * that no block of records has to find it out again.
   */
  handOver(): HeldNumbers {
    const length = this.#length;
    this.#length = 0;
    return this.#whole
      ? { cells: this.#whole.subarray(0, length), decimals: this.#decimals }
      : { cells: this.#doubles!.subarray(0, length), decimals: NO_DECIMALS };
  }

  /** While nothing is held: keeps what comes as another builder keeps what came before it. */
  keepAs({ kind, decimals }: Pick<NumberCellsBuilder, "kind" | "decimals">): void {
    if (this.#whole === undefined) return;
    if (kind === "doubles") this.#widen(this.#whole);
    else this.#decimals = Math.max(this.#decimals, decimals);
  }

  /** Adds the numbers that another builder held, from one row to before another. */
  append({ cells, decimals }: HeldNumbers, from: number, to: number): void {
    const some = cells.subarray(from, to);
    const start = this.#length;
    if (some instanceof Int32Array && this.#whole && this.#appendWhole(this.#whole, some, decimals)) return;
    if (this.#whole) this.#widen(this.#whole);
    this.#length += some.length;
    this.#doubles = withRoom(this.#doubles!, this.#length);
    if (some instanceof Int32Array) doublesOf(some, POWERS[decimals]!, this.#doubles.subarray(start));
    else this.#doubles.set(some, start);
  }

  /** False if the whole numbers do not fit to those that are held. */
  #appendWhole(whole: Int32Array<ArrayBuffer>, some: Int32Array, decimals: number): boolean {
    if (decimals > this.#decimals && !this.#rescale(decimals)) return false;
    const factor = POWERS[this.#decimals - decimals]!;
    if (factor > 1 && largestOf(some) * factor > LARGEST) return false;
    const start = this.#length;
    this.#length += some.length;
    this.#whole = withRoom(whole, this.#length);
    this.#whole.set(some, start);
    if (factor > 1) for (let row = start; row < this.#length; row++) if (this.#whole[row] !== ABSENT) this.#whole[row]! *= factor;
    return true;
  }

  finish(): NumberCells | StoredNumbers {
    if (this.#file) {
      this.store(this.#file);
      return new StoredNumbers(this.#file, this.#chunks, this.#stored);
    }
    if (this.#whole) return { cells: this.#whole.subarray(0, this.#length), divisor: POWERS[this.#decimals]! };
    const doubles = this.#doubles!.subarray(0, this.#length);
    const isSingle = doubles.every((value) => Number.isNaN(value) || Math.fround(value) === value);
    return { cells: isSingle ? Float32Array.from(doubles) : doubles, divisor: 1 };
  }

  #addLarge(value: number): void {
    if (this.#whole) this.#widen(this.#whole);
    this.#addDouble(this.#length++, value);
  }

  #addDouble(row: number, value: number): void {
    this.#doubles = withRoom(this.#doubles!, row + 1);
    this.#doubles[row] = value;
  }

  /** Keeps more decimals of every number; false if one would not fit. */
  #rescale(decimals: number): boolean {
    const factor = POWERS[decimals - this.#decimals]!;
    const whole = this.#whole!;
    for (let row = 0; row < this.#length; row++) {
      const value = whole[row]!;
      if (value !== ABSENT && Math.abs(value) * factor > LARGEST) return false;
    }
    for (let row = 0; row < this.#length; row++) if (whole[row] !== ABSENT) whole[row]! *= factor;
    this.#decimals = decimals;
    return true;
  }

  #widen(whole: Int32Array<ArrayBuffer>): void {
    this.#doubles = withRoom(this.#freeDoubles, whole.length);
    this.#freeWhole = whole;
    doublesOf(whole.subarray(0, this.#length), POWERS[this.#decimals]!, this.#doubles);
    this.#whole = undefined;
  }
}

function doublesOf(whole: Int32Array, divisor: number, into: Float64Array): void {
  for (let row = 0; row < whole.length; row++) into[row] = whole[row] === ABSENT ? NaN : whole[row]! / divisor;
}

/** The largest without its sign; −1 if none has a value. */
function largestOf(cells: Int32Array): number {
  let largest = -1;
  for (const cell of cells) if (cell !== ABSENT) largest = Math.max(largest, Math.abs(cell));
  return largest;
}

function wholeChunk(file: ColumnFile, cells: Int32Array, decimals: number): NumberChunk {
  const largest = largestOf(cells);
  return largest < 0 ? { position: undefined } : { position: file.append(cells), whole: { decimals, largest } };
}
