// Where the rows lie that a network is trained on, and the two things that are done with all of them in every
// epoch: they are brought into random order, and copied together batch by batch. The plain way, for any
// arrays; simd/rows.ts is the product's, for arrays of its own memory.

import { type Generator, shuffle } from "./random.ts";

/** What rows consist of. */
export interface RowTables {
  /** `[*, inputWidth]` */
  readonly inputs: Float32Array;
  readonly inputWidth: number;
  /** `[*, targetWidth]` */
  readonly targets: Float32Array;
  readonly targetWidth: number;
}

export interface RowMemory {
  /** A table of `length` numbers, all 0. @throws RangeError if the memory is full */
  allocate(length: number): Float32Array;
  /** `length` rows, by their indices in the tables. @throws RangeError if the memory is full */
  allocateRows(length: number): Uint32Array;
  /** Brings `rows` into the order that `torch.randperm` gives their places; takes `rows.length` − 1 words. */
  shuffle(rows: Uint32Array, generator: Generator): void;
  /**
   * Copies the `count` rows that `rows` has from place `first` on into `input`, `[*, inputWidth]`, and
   * `target`, `[*, targetWidth]`.
   */
  gather(tables: RowTables, rows: Uint32Array, first: number, count: number, input: Float32Array, target: Float32Array): void;
}

export const plainRows: RowMemory = {
  allocate: (length) => new Float32Array(length),
  allocateRows: (length) => new Uint32Array(length),
  shuffle,
  gather({ inputs, inputWidth, targets, targetWidth }, rows, first, count, input, target) {
    copyRows(inputs, inputWidth, rows, first, count, input);
    copyRows(targets, targetWidth, rows, first, count, target);
  },
};

/** Copies the `count` rows of a table that `rows` has from place `first` on, `[count, width]`. */
export function copyRows(table: Float32Array, width: number, rows: Uint32Array, first: number, count: number, into: Float32Array): void {
  for (let place = first, to = 0; place < first + count; place++)
    for (let from = rows[place]! * width, end = from + width; from < end; from++) into[to++] = table[from]!;
}
