// Many plain records at once: the kernel takes them apart, and each column takes its cells in one go. What
// the kernel does not know is decided here and in the columns, so that a table is the same with and without.

import type { ColumnBuilder } from "./column-builder.ts";
import { type CellPlan, RecordKernel } from "./kernel/record-kernel.ts";
import type { OddNumber, ReadCells } from "./read-cells.ts";

/** Bytes from which on it pays to start the kernel. */
export const WORTH = 2 ** 14;
/** A block of fewer records took longer than the records one by one. */
const FEW = 4;
const MOST_REST = 256;
const NO_NUMBERS: readonly OddNumber[] = [];

export class RecordBlocks {
  readonly #kernel: RecordKernel;
  readonly #columns: readonly ColumnBuilder[];
  readonly #delimiter: number;
  readonly #comment: number | undefined;
  readonly #plans: CellPlan[] = [];
  readonly #learn: readonly ReadCells["learn"][];
  /** Records that are read one by one before the next try, because the last ones were not plain. */
  #rest = 0;
  #nextRest = 1;
  /** Records of the last block. */
  rows = 0;

  /** Undefined if this platform cannot, or the records have one field, which a blank line has as well. */
  static for(columns: readonly ColumnBuilder[], delimiter: string, comment: string | undefined): RecordBlocks | undefined {
    const kernel = columns.length > 1 ? RecordKernel.for(columns.length) : undefined;
    return kernel && new RecordBlocks(kernel, columns, delimiter, comment);
  }

  private constructor(kernel: RecordKernel, columns: readonly ColumnBuilder[], delimiter: string, comment: string | undefined) {
    this.#kernel = kernel;
    this.#columns = columns;
    this.#delimiter = delimiter.charCodeAt(0);
    this.#learn = columns.map((_, column) => (start, end, number) => kernel.learn(column, start, end, number));
    this.#comment = comment === undefined ? undefined : new TextEncoder().encode(comment)[0];
  }

  /**
   * Adds the records that begin at `from` to the columns, as far as they are plain; `rows` says how many.
   * @param most records at most
   * @returns their bytes
   */
  take(bytes: Uint8Array, from: number, end: number, most: number): number {
    this.rows = 0;
    if (this.#rest > 0) {
      this.#rest -= 1;
      return 0;
    }
    this.#replan();
    const kernel = this.#kernel;
    const readBlock = () => kernel.read(bytes, from, end, this.#delimiter, this.#comment, most);
    let read = readBlock();
    if (this.#looksCloser()) read = readBlock();
    let { rows, taken } = read;
    const { odd } = kernel;
    let numbers: OddNumber[][] | undefined;
    for (let at = 0; at < 4 * read.odd && odd[at]! < rows; at += 4) {
      const row = odd[at]!;
      const column = odd[at + 1]!;
      const start = odd[at + 2]!;
      const stop = odd[at + 3]!;
      const kind = this.#columns[column]!.read(bytes, from + start, from + stop);
      if (kind === "missing") continue;
      if (kind === "number") {
        numbers ??= [];
        (numbers[column] ??= []).push({ row, start, end: stop });
        continue;
      }
      // The column is no longer what it was planned to be: its record is read alone.
      rows = row;
      taken = kernel.startOf(rows);
    }
    for (let at = 0; at < 4 * read.odd && odd[at]! < rows; at += 4)
      this.#columns[odd[at + 1]!]!.countMissing(bytes, from + odd[at + 2]!, from + odd[at + 3]!);
    for (const [column, builder] of this.#columns.entries()) {
      const plan = this.#plans[column]!;
      const unknown = plan.kind === "whole" || plan.kind === "doubles" ? kernel.missingOf(column, rows) : kernel.unknownOf(column);
      const { whole, doubles, spans } = kernel.cells(column);
      const [own, learn] = [numbers?.[column] ?? NO_NUMBERS, this.#learn[column]!];
      builder.addCells({ rows, plan, bytes, from, whole, doubles, spans, odd: own, unknown, learn });
    }
    this.#nextRest = rows < FEW ? Math.min(2 * this.#nextRest, MOST_REST) : 1;
    if (rows < FEW) this.#rest = this.#nextRest;
    this.rows = rows;
    return taken;
  }

  /** Whether the block is to be read again, because a column has to know how its numbers are written. */
  #looksCloser(): boolean {
    let isOne = false;
    for (const [column, plan] of this.#plans.entries()) {
      if (!("written" in plan) || plan.written !== "counted" || this.#kernel.unknownOf(column) === 0) continue;
      this.#columns[column]!.lookCloser();
      isOne = true;
    }
    if (isOne) this.#replan();
    return isOne;
  }

  #replan(): void {
    for (const [column, builder] of this.#columns.entries()) {
      const plan = builder.plan();
      if (this.#plans[column] === plan) continue;
      this.#plans[column] = plan;
      this.#kernel.plan(column, plan);
    }
  }
}
