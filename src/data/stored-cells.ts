// The cells of a table that does not fit into memory, in a file: so many rows of each column, one column
// after the other, then the next rows. What goes through a column from row to row holds one chunk of it; what
// needs it in another order gets it as a whole, and only the last such column is kept.

import type { Storage, StoredFile } from "./storage.ts";
import { ABSENT, LARGEST, POWERS } from "./whole-numbers.ts";

/** Bytes of doubles that all columns hold together until they are written. */
const HELD = 2 ** 24;

type Cells = Int32Array | Float64Array;

/** The file of a table. */
export class ColumnFile {
  /** Cells that are kept in memory. */
  readonly most: number;
  /** Rows of a chunk, the same for each column; known with their number. */
  rowsOfChunk = 1;
  readonly #file: StoredFile;
  readonly #held: number;
  #length = 0;
  #whole: { readonly of: object; readonly cells: Cells } | undefined;

  constructor(file: StoredFile, { most, ahead = HELD }: Storage) {
    this.#file = file;
    this.most = most;
    this.#held = ahead;
  }

  setColumns(columns: number): void {
    this.rowsOfChunk = Math.max(1, Math.floor(this.#held / 8 / columns));
  }

  /** Adds cells. @returns where they stand */
  append({ buffer, byteOffset, byteLength }: Cells): number {
    this.#file.append(new Uint8Array(buffer, byteOffset, byteLength));
    this.#length += byteLength;
    return this.#length - byteLength;
  }

  read({ buffer, byteOffset, byteLength }: Cells, position: number): void {
    this.#file.read(new Uint8Array(buffer, byteOffset, byteLength), position);
  }

  /** A column as a whole. */
  whole<T extends Cells>(of: object, load: () => T): T {
    if (this.#whole?.of !== of) this.#whole = { of, cells: load() };
    return this.#whole.cells as T;
  }

  release(): void {
    this.#whole = undefined;
    this.#file.remove();
  }
}

/** So many rows of a column; of a chunk without a position no row has a value. */
export interface NumberChunk {
  readonly position: number | undefined;
  /** Of whole numbers over a power of ten: the power, and the largest of them; absent if they are doubles. */
  readonly whole?: { readonly decimals: number; readonly largest: number };
}

/** A column of numbers in a file; cells and divisor as a column in memory has them. */
export class StoredNumbers {
  readonly rows: number;
  /** Whether all are whole numbers over one power of ten that fit into 32 bits. */
  readonly areWhole: boolean;
  readonly #file: ColumnFile;
  readonly #chunks: readonly NumberChunk[];
  readonly #decimals: number;
  /** The chunk that is held: its first row, and the values of its rows. */
  #first = 0;
  #held = new Float64Array(0);

  constructor(file: ColumnFile, chunks: readonly NumberChunk[], rows: number) {
    this.#file = file;
    this.#chunks = chunks;
    this.rows = rows;
    this.#decimals = chunks.reduce((most, { whole }) => Math.max(most, whole?.decimals ?? 0), 0);
    this.areWhole = chunks.every(
      ({ position, whole }) =>
        position === undefined || (whole !== undefined && whole.largest * POWERS[this.#decimals - whole.decimals]! <= LARGEST),
    );
  }

  /** The value of a row; NaN is missing. */
  at(row: number): number {
    if (row < this.#first || row >= this.#first + this.#held.length) this.#load(row);
    return this.#held[row - this.#first]!;
  }

  get divisor(): number {
    return this.areWhole ? POWERS[this.#decimals]! : 1;
  }

  get cells(): Int32Array | Float64Array {
    return this.#file.whole(this, () => (this.areWhole ? this.#wholeNumbers() : this.#doubles()));
  }

  #load(row: number): void {
    const { rowsOfChunk } = this.#file;
    const index = Math.floor(row / rowsOfChunk);
    const length = Math.min(rowsOfChunk, this.rows - index * rowsOfChunk);
    this.#first = index * rowsOfChunk;
    if (this.#held.length !== length) this.#held = new Float64Array(length);
    this.#read(index, this.#held);
  }

  /** The values of a chunk. */
  #read(index: number, into: Float64Array): void {
    const { position, whole } = this.#chunks[index]!;
    if (position === undefined) {
      into.fill(NaN);
    } else if (whole === undefined) {
      this.#file.read(into, position);
    } else {
      const cells = new Int32Array(into.length);
      this.#file.read(cells, position);
      const divisor = POWERS[whole.decimals]!;
      for (let at = 0; at < cells.length; at++) into[at] = cells[at] === ABSENT ? NaN : cells[at]! / divisor;
    }
  }

  #doubles(): Float64Array {
    const values = new Float64Array(this.rows);
    for (const [index, part] of this.#parts(values)) this.#read(index, part);
    return values;
  }

  #wholeNumbers(): Int32Array {
    const cells = new Int32Array(this.rows);
    for (const [index, part] of this.#parts(cells)) {
      const { position, whole } = this.#chunks[index]!;
      if (position === undefined) {
        part.fill(ABSENT);
        continue;
      }
      this.#file.read(part, position);
      const factor = POWERS[this.#decimals - whole!.decimals]!;
      if (factor > 1) for (let at = 0; at < part.length; at++) if (part[at] !== ABSENT) part[at]! *= factor;
    }
    return cells;
  }

  *#parts<T extends Cells>(all: T): Generator<[index: number, part: T]> {
    const { rowsOfChunk } = this.#file;
    for (let index = 0; index < this.#chunks.length; index++)
      yield [index, all.subarray(index * rowsOfChunk, (index + 1) * rowsOfChunk) as T];
  }
}

/** A column of texts in a file, by their codes. */
export class StoredCodes {
  readonly file: ColumnFile;
  readonly rows: number;
  /** Where each chunk stands; undefined if no row of it has a value. */
  readonly #positions: readonly (number | undefined)[];
  #first = 0;
  #held = new Int32Array(0);

  constructor(file: ColumnFile, positions: readonly (number | undefined)[], rows: number) {
    this.file = file;
    this.#positions = positions;
    this.rows = rows;
  }

  /** The code of a row; −1 is missing. */
  at(row: number): number {
    if (row < this.#first || row >= this.#first + this.#held.length) this.#load(row);
    return this.#held[row - this.#first]!;
  }

  get codes(): Int32Array {
    return this.file.whole(this, () => {
      const { rowsOfChunk } = this.file;
      const codes = new Int32Array(this.rows);
      for (let index = 0; index < this.#positions.length; index++)
        this.#read(index, codes.subarray(index * rowsOfChunk, (index + 1) * rowsOfChunk));
      return codes;
    });
  }

  #load(row: number): void {
    const { rowsOfChunk } = this.file;
    const index = Math.floor(row / rowsOfChunk);
    const length = Math.min(rowsOfChunk, this.rows - index * rowsOfChunk);
    this.#first = index * rowsOfChunk;
    if (this.#held.length !== length) this.#held = new Int32Array(length);
    this.#read(index, this.#held);
  }

  #read(index: number, into: Int32Array): void {
    const position = this.#positions[index];
    if (position === undefined) into.fill(-1);
    else this.file.read(into, position);
  }
}
