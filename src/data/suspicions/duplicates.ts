// Rows that are trained on and measured with: a network that learnt them by heart looks as if it had
// understood. If the features can take few values, equal rows are nothing strange, so these are left in
// peace.

import { message } from "../../model/message.ts";
import { Remembered } from "../remembered.ts";
import type { Selection } from "../selection.ts";
import { type RowMarks, rowMarks } from "./row-marks.ts";
import { type DataSuspicion, percent, type SplitIndices, warning } from "./suspicion.ts";

/** Equal rows are few by chance if the features have this many combinations for each row. */
const COMBINATIONS = 100;
const LEAST_ROWS = 5;
const LEAST_SHARE = 0.05;

/** Of the two splits that measure. */
interface Repeated {
  readonly validation: number;
  readonly test: number;
}

/** What was counted of a split's training rows, which are the same array as long as the split is the same. */
const counted = new Remembered<Uint32Array, Repeated>(2);

export const duplicates: DataSuspicion = ({ split, selection }) => {
  const { features, rows } = selection;
  const measured = split.validation.length + split.test.length;
  const combinations = features.reduce((product, { column }) => product * column.distinct, 1);
  if (measured === 0 || combinations < COMBINATIONS * rows) return [];
  const key = JSON.stringify(features.map(({ column }) => column.name).toSorted());
  const { validation, test } = counted.of(split.train, key, () => countRepeated(selection, split));
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

const [TRAIN, VALIDATION, TEST] = [0, 1, 2] as const;

/** How many rows of the two splits equal a training row. Rows are gone through as they lie in the table. */
function countRepeated({ table, features, tableRows }: Selection, { validation, test }: SplitIndices): Repeated {
  const partOf = new Uint8Array(tableRows.length).fill(TRAIN);
  for (const row of validation) partOf[row] = VALIDATION;
  for (const row of test) partOf[row] = TEST;
  const marks = rowMarks(
    table,
    features.map(({ column }) => column),
  );
  const known = new RowSet(marks, validation.length + test.length);
  const counts: [number, number, number] = [0, 0, 0];
  const slots = new Uint32Array(tableRows.length);
  for (let place = 0; place < slots.length; place++) if (partOf[place] !== TRAIN) slots[place] = known.add(tableRows[place]!);
  const isHit = new Uint8Array(known.size);
  for (let place = 0; place < slots.length; place++)
    if (partOf[place] === TRAIN && known.mayHave(tableRows[place]!)) isHit[known.find(tableRows[place]!)] = 1;
  for (let place = 0; place < slots.length; place++) if (partOf[place] !== TRAIN) counts[partOf[place] as 1 | 2] += isHit[slots[place]!]!;
  return { validation: counts[VALIDATION], test: counts[TEST] };
}

/** Rows by their marks, equal ones once: a hash table of open addresses. */
class RowSet {
  readonly #firsts: Uint32Array;
  readonly #seconds: Uint32Array;
  readonly size: number;
  readonly #mask: number;
  /** A row plus one; 0 is free. */
  readonly #slots: Uint32Array;
  /** A bit for some of each mark, eight for a slot: small enough for the cache, and enough for most rows. */
  readonly #bits: Uint8Array;

  constructor({ firsts, seconds }: RowMarks, rows: number) {
    this.#firsts = firsts;
    this.#seconds = seconds;
    this.size = 2 ** Math.ceil(Math.log2(2 * rows + 1));
    this.#mask = this.size - 1;
    this.#slots = new Uint32Array(this.size);
    this.#bits = new Uint8Array(this.size);
  }

  /** Whether an equal row may be in the set; if not, `find` need not look. */
  mayHave(row: number): boolean {
    const second = this.#seconds[row]!;
    return (this.#bits[(second >>> 3) & this.#mask]! & (1 << (second & 7))) !== 0;
  }

  /** The slot of a row that is in the set from now on. */
  add(row: number): number {
    const slot = this.find(row);
    if (this.#slots[slot] === 0) this.#slots[slot] = row + 1;
    const second = this.#seconds[row]!;
    this.#bits[(second >>> 3) & this.#mask]! |= 1 << (second & 7);
    return slot;
  }

  /** The slot of an equal row, or a free one if there is none. */
  find(row: number): number {
    let slot = this.#firsts[row]! & this.#mask;
    for (let other = this.#slots[slot]!; other !== 0 && !this.#areEqual(row, other - 1); other = this.#slots[slot]!) {
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }

  #areEqual(one: number, other: number): boolean {
    return this.#firsts[one] === this.#firsts[other] && this.#seconds[one] === this.#seconds[other];
  }
}
