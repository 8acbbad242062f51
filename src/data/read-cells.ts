// What a column is handed of a block of records that a kernel has read.

import type { CellPlan, PlannedCells } from "./kernel/record-kernel.ts";

/** The cells of one column of a block of records; valid until the next block. */
export interface ReadCells extends PlannedCells {
  readonly rows: number;
  /** How they were read. */
  readonly plan: CellPlan;
  /** The text, and where in it positions count from. */
  readonly bytes: Uint8Array;
  readonly from: number;
  /** Numbers that are not plain, in the order of their rows; their places in the arrays are empty. */
  readonly odd: readonly OddNumber[];
  /** Of texts, how many the kernel did not know; of numbers, how many have no value. */
  readonly unknown: number;
  /** Tells the kernel the number of a text. */
  readonly learn: (start: number, end: number, number: number) => void;
}

/** A number that is not plain, with its start and end from `from` on. */
export interface OddNumber {
  readonly row: number;
  readonly start: number;
  readonly end: number;
}
