// The next rows of a pass whose inputs lie in a file. Very many are read together, into the memory that
// batches are gathered from; of one file only one pass is read ahead, as only one is trained or evaluated at
// a time.

import type { RowsRead, StoredRows } from "../data/stored-rows.ts";
import type { Encoded } from "../data/types.ts";
import type { RowMemory, RowTables } from "../engine/rows.ts";

/** The targets of all rows, in the memory. */
type RowTable = Pick<Encoded, "targets" | "targetWidth">;

/** Numbers that are read in a step, and as how many a single row counts, which has a call of its own. */
const STEP = 2 ** 22;
const CALL = 2 ** 12;

export class RowWindow {
  readonly #inputs: StoredRows;
  readonly #targets: RowTable;
  readonly #memory: RowMemory;
  readonly #tables: RowTables;
  /** What is read of the file lies here until its rows are copied. */
  readonly #block: Float32Array;
  /** At the place of each row from `#first` on: its row in the window. */
  readonly #slots: Uint32Array;
  readonly #sorted: Uint32Array;
  /** The rows of the pass that is read ahead; undefined if none is. */
  #order: Uint32Array | undefined;
  #first = 0;
  #count = 0;
  /** What goes on reading. */
  #reading: Iterator<RowsRead, void, undefined> | undefined;

  constructor(inputs: StoredRows, targets: RowTable, memory: RowMemory) {
    const rows = Math.min(inputs.ahead, inputs.rows);
    this.#inputs = inputs;
    this.#targets = targets;
    this.#memory = memory;
    this.#block = memory.allocate(inputs.blockLength);
    const { targetWidth } = targets;
    this.#tables = {
      inputs: memory.allocate(rows * inputs.width),
      inputWidth: inputs.width,
      targets: memory.allocate(rows * targetWidth),
      targetWidth,
    };
    this.#slots = memory.allocateRows(rows);
    this.#sorted = memory.allocateRows(rows);
  }

  /**
   * Reads on until the row at place `first` of a pass is there, a step at a time.
   * @param order the rows of the pass; it belongs to this pass alone
   * @param end of the pass
   * @returns false if there is more to read
   */
  readAhead(order: Uint32Array, first: number, end: number): boolean {
    if (this.#order !== order || first < this.#first || first >= this.#first + this.#count) {
      this.#order = order;
      this.#first = first;
      this.#count = Math.min(this.#slots.length, end - first);
      this.#reading = this.#inputs.read(order.subarray(first, first + this.#count), this.#slots, this.#sorted, this.#block);
    }
    for (let read = 0; this.#reading !== undefined && read < STEP;) {
      const { value, done } = this.#reading.next();
      if (value) this.#take(value);
      read += Math.max(CALL, value?.values.length ?? 0);
      if (done) this.#reading = undefined;
    }
    return this.#reading === undefined;
  }

  /**
   * Copies the rows at the places `first` and following of a pass to the beginning of `input` and `target`.
   */
  gather(order: Uint32Array, first: number, count: number, end: number, input: Float32Array, target: Float32Array): void {
    const { inputWidth, targetWidth } = this.#tables;
    for (let done = 0; done < count;) {
      while (!this.readAhead(order, first + done, end));
      const from = first + done - this.#first;
      const some = Math.min(count - done, this.#count - from);
      const [x, y] = done === 0 ? [input, target] : [input.subarray(done * inputWidth), target.subarray(done * targetWidth)];
      this.#memory.gather(this.#tables, this.#slots, from, some, x, y);
      done += some;
    }
  }

  /** The order of a pass is another from now on. */
  forget(order: Uint32Array): void {
    if (this.#order === order) this.#order = undefined;
  }

  /** Copies rows that were read, and their targets, into the window. */
  #take({ values, first, slot, end }: RowsRead): void {
    const { inputs, inputWidth, targets, targetWidth } = this.#tables;
    for (let at = slot; at < end; at++) this.#sorted[at]! -= first;
    const read = { inputs: values, inputWidth, targets: this.#targets.targets.subarray(first * targetWidth), targetWidth };
    this.#memory.gather(read, this.#sorted, slot, end - slot, inputs.subarray(slot * inputWidth), targets.subarray(slot * targetWidth));
  }
}

const windows = new WeakMap<StoredRows, RowWindow>();

/** The one window of a file. @param memory where the targets lie */
export function windowOf(inputs: StoredRows, encoded: Encoded, memory: RowMemory): RowWindow {
  const window = windows.get(inputs) ?? new RowWindow(inputs, encoded, memory);
  windows.set(inputs, window);
  return window;
}
