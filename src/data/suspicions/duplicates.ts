// Rows that are trained on and measured with: a network that learnt them by heart looks as if it had understood.
// Where the features can take few values, equal rows are nothing strange, so these are left in peace.

import { message } from "../../model/message.ts";
import type { Encoded } from "../types.ts";
import { splitFix } from "./missing-class.ts";
import { type DataSuspicion, percent, warning } from "./suspicion.ts";

/** Equal rows are few by chance where the features have this many combinations for each row. */
const COMBINATIONS = 100;
const LEAST_ROWS = 5;
const LEAST_SHARE = 0.05;

export const duplicates: DataSuspicion = ({ encoded, split, selection: { features, rows } }) => {
  const measured = split.validation.length + split.test.length;
  const combinations = features.reduce((product, { column }) => product * column.distinct, 1);
  if (measured === 0 || combinations < COMBINATIONS * rows) return [];
  const known = new RowSet(encoded, split.train);
  const validation = known.count(split.validation);
  const test = known.count(split.test);
  const found = validation + test;
  if (found < LEAST_ROWS || found < LEAST_SHARE * measured) return [];
  const text = message(
    "{0} of {1} validation rows and {2} of {3} test rows ({4} %) have the same features as a training row, so what is measured looks better than it is. Remove repeated rows from the CSV.",
    validation,
    split.validation.length,
    test,
    split.test.length,
    percent(found / measured),
  );
  return [warning("duplicated-rows", ["data", "split"], text, [splitFix({ train: 1, validation: 0, test: 0 })])];
};

/** Rows of inputs by their bits: a hash table of open addresses, whose hits are compared in full. */
class RowSet {
  readonly #words: Uint32Array;
  readonly #width: number;
  readonly #mask: number;
  /** A row plus one; 0 is free. */
  readonly #slots: Uint32Array;

  constructor({ inputs, inputNames }: Encoded, rows: Uint32Array) {
    this.#words = new Uint32Array(inputs.buffer, inputs.byteOffset, inputs.length);
    this.#width = inputNames.length;
    const size = 2 ** Math.ceil(Math.log2(2 * rows.length + 1));
    this.#mask = size - 1;
    this.#slots = new Uint32Array(size);
    for (const row of rows) this.#slots[this.#find(row)] = row + 1;
  }

  /** How many of the rows equal one of the set. */
  count(rows: Uint32Array): number {
    let found = 0;
    for (const row of rows) if (this.#slots[this.#find(row)] !== 0) found++;
    return found;
  }

  /** The slot of an equal row, or the free one where this row belongs. */
  #find(row: number): number {
    let slot = this.#hash(row) & this.#mask;
    for (let other = this.#slots[slot]!; other !== 0 && !this.#areEqual(row, other - 1); other = this.#slots[slot]!) {
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }

  /** FNV-1a over words, mixed at the end as in MurmurHash3, because float32 of whole numbers end in zeros. */
  #hash(row: number): number {
    let hash = 0x811c9dc5;
    for (let at = row * this.#width, end = at + this.#width; at < end; at++) {
      hash = Math.imul(hash ^ this.#words[at]!, 0x01000193);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    return hash ^ (hash >>> 13);
  }

  #areEqual(one: number, other: number): boolean {
    for (let at = 0; at < this.#width; at++) {
      if (this.#words[one * this.#width + at] !== this.#words[other * this.#width + at]) return false;
    }
    return true;
  }
}
