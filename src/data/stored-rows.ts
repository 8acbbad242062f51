// Encoded inputs in a file, row after row as float32. Rows that are asked for in random order are read in the
// order of the file, because a call for each of them costs more than copying its surroundings.

import type { StoredFile } from "./storage.ts";

/** Bytes that are read at once, at the most. */
const BLOCK = 2 ** 20;
/** So many rows of a block are as dear to read one by one as the block is as a whole. */
const SPARSE = 64;
/** Bytes that are read ahead. */
const AHEAD = 2 ** 27;

/** `[rows, width]` */
export class StoredRows {
  readonly rows: number;
  readonly width: number;
  /** Rows of a pass that are read ahead. */
  readonly ahead: number;
  readonly #file: StoredFile;
  /** Rows of a block, as a power of two. */
  readonly #shift: number;
  readonly #block: Float32Array;

  /**
   * @param file has all rows
   * @param ahead bytes of a pass that are read ahead
   */
  constructor(file: StoredFile, rows: number, width: number, ahead = AHEAD) {
    this.#file = file;
    this.rows = rows;
    this.width = width;
    const size = Math.max(4, 4 * width);
    this.ahead = Math.max(1, Math.floor(ahead / size));
    this.#shift = Math.max(0, Math.floor(Math.log2(BLOCK / size)));
    this.#block = new Float32Array(2 ** this.#shift * width);
  }

  get path(): string {
    return this.#file.path;
  }

  /**
   * All numbers from the first to the last, or from the last to the first, in pieces that hold until the
   * next.
   */
  *pieces(from: "first" | "last" = "first"): Generator<Float32Array, void, undefined> {
    const blocks = this.#blocks;
    for (let index = 0; index < blocks; index++) yield this.#readBlock(from === "first" ? index : blocks - 1 - index);
  }

  /** Some rows, in the order in which they are asked for. */
  take(rows: Uint32Array): Float32Array {
    const { width } = this;
    const [slots, sorted] = [new Uint32Array(rows.length), new Uint32Array(rows.length)];
    const found = new Float32Array(rows.length * width);
    for (const { values, first, slot, end } of this.read(rows, slots, sorted))
      for (let at = slot; at < end; at++) copyRow(values, (sorted[at]! - first) * width, found, at * width, width);
    const taken = new Float32Array(rows.length * width);
    for (let place = 0; place < rows.length; place++) copyRow(found, slots[place]! * width, taken, place * width, width);
    return taken;
  }

  /**
   * Reads rows in the order in which it is cheapest, a part of the file after the other.
   * @param slots at the place of each row: where it stands in that order
   * @param sorted the rows in that order
   * @param block what is read lies at the beginning of it; it has room for `blockLength` numbers
   */
  *read(rows: Uint32Array, slots: Uint32Array, sorted: Uint32Array, block = this.#block): Generator<RowsRead, void, undefined> {
    const blocks = this.#blocks;
    if (rows.length < SPARSE * blocks) {
      for (let slot = 0; slot < rows.length; slot++) {
        const first = rows[slot]!;
        slots[slot] = slot;
        sorted[slot] = first;
        yield { values: this.#read(first, 1, block), first, slot, end: slot + 1 };
      }
      return;
    }
    const ends = byBlock(rows, this.#shift, blocks, slots, sorted);
    for (let index = 0, slot = 0; index < blocks; index++) {
      const end = ends[index]!;
      const first = index * 2 ** this.#shift;
      if (slot < end) yield { values: this.#readBlock(index, block), first, slot, end };
      slot = end;
    }
  }

  /** Numbers that are read at once. */
  get blockLength(): number {
    return this.#block.length;
  }

  remove(): void {
    this.#file.remove();
  }

  get #blocks(): number {
    return Math.ceil(this.rows / 2 ** this.#shift);
  }

  #readBlock(index: number, into = this.#block): Float32Array {
    const first = index * 2 ** this.#shift;
    return this.#read(first, Math.min(2 ** this.#shift, this.rows - first), into);
  }

  #read(first: number, count: number, into: Float32Array): Float32Array {
    const values = into.subarray(0, count * this.width);
    this.#file.read(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), 4 * this.width * first);
    return values;
  }
}

/** A part of a file that has the rows at `slot` to `end` of the sorted ones. */
export interface RowsRead {
  /** `[*, width]`, which hold until the next are read. */
  readonly values: Float32Array;
  /** The row that they begin with. */
  readonly first: number;
  readonly slot: number;
  readonly end: number;
}

/**
 * Sorts rows by their block: a counting sort. What is written lies together; only who gathers rows later
 * reads here and there, and a processor does several such reads at a time.
 * @param slots gets the place of each row among the sorted ones
 * @returns where the rows of each block end
 */
function byBlock(rows: Uint32Array, shift: number, blocks: number, slots: Uint32Array, sorted: Uint32Array): Uint32Array {
  const ends = new Uint32Array(blocks + 1);
  for (let place = 0; place < rows.length; place++) ends[(rows[place]! >>> shift) + 1]! += 1;
  for (let block = 0; block < blocks; block++) ends[block + 1]! += ends[block]!;
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place]!;
    const slot = ends[row >>> shift]!++;
    slots[place] = slot;
    sorted[slot] = row;
  }
  return ends;
}

function copyRow(from: Float32Array, at: number, into: Float32Array, to: number, width: number): void {
  for (let index = 0; index < width; index++) into[to + index] = from[at + index]!;
}
