// Rows that are trained on and measured with: a network that learnt them by heart looks as if it had
// understood. If the features can take few values, equal rows are nothing strange, so these are left in
// peace.

import { message } from "../../model/message.ts";
import type { Encoded } from "../types.ts";
import { type DataSuspicion, percent, type SplitIndices, warning } from "./suspicion.ts";

/** Equal rows are few by chance if the features have this many combinations for each row. */
const COMBINATIONS = 100;
const LEAST_ROWS = 5;
const LEAST_SHARE = 0.05;

export const duplicates: DataSuspicion = ({ encoded, split, selection: { features, rows } }) => {
  const measured = split.validation.length + split.test.length;
  const combinations = features.reduce((product, { column }) => product * column.distinct, 1);
  if (measured === 0 || combinations < COMBINATIONS * rows) return [];
  const { validation, test } = countRepeated(encoded, split);
  const found = validation + test;
  if (found < LEAST_ROWS || found < LEAST_SHARE * measured) return [];
  const text = message(
    "{0} of {1} validation rows and {2} of {3} test rows ({4} %) have the same features as a training row, so the results look better than they are. Remove repeated rows from the CSV.",
    validation,
    split.validation.length,
    test,
    split.test.length,
    percent(found / measured),
  );
  return [warning("duplicated-rows", ["data", "split"], text, [])];
};

/**
 * How many rows of the two splits equal a training row. Rows are gone through in the order they lie in
 * memory, not in that of the split.
 */
function countRepeated(
  encoded: Encoded,
  { train, validation, test }: SplitIndices,
): { readonly validation: number; readonly test: number } {
  const known = new RowSet(encoded, validation.length + test.length);
  const slots = [validation, test].map((rows) => rows.toSorted().map((row) => known.add(row)));
  const isHit = new Uint8Array(known.size);
  for (const row of train.toSorted()) isHit[known.find(row)] = 1;
  const [ofValidation = 0, ofTest = 0] = slots.map((own) => own.reduce((sum, slot) => sum + isHit[slot]!, 0));
  return { validation: ofValidation, test: ofTest };
}

/**
 * Rows of inputs by their bits, equal ones once: a hash table of open addresses, whose hits are compared in
 * full.
 */
class RowSet {
  readonly #words: Uint32Array;
  readonly #width: number;
  readonly size: number;
  readonly #mask: number;
  /** A row plus one; 0 is free. */
  readonly #slots: Uint32Array;

  constructor({ inputs, inputNames }: Encoded, rows: number) {
    this.#words = new Uint32Array(inputs.buffer, inputs.byteOffset, inputs.length);
    this.#width = inputNames.length;
    this.size = 2 ** Math.ceil(Math.log2(2 * rows + 1));
    this.#mask = this.size - 1;
    this.#slots = new Uint32Array(this.size);
  }

  /** The slot of a row that is in the set from now on. */
  add(row: number): number {
    const slot = this.find(row);
    if (this.#slots[slot] === 0) this.#slots[slot] = row + 1;
    return slot;
  }

  /** The slot of an equal row, or a free one if there is none. */
  find(row: number): number {
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
