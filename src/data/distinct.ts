// Different numbers of a column, counted while it is read, with the way the file first wrote each where that
// is not JavaScript's own. Counting ends one beyond MOST_DISTINCT: from there on a column has "many".

import { MOST_DISTINCT } from "../model/columns.ts";

/** So many different values are kept with a column: 8 kB at most. */
const FEW = 1024;

/** A number and its bits. */
const value64 = new Float64Array(1);
const words = new Uint32Array(value64.buffer);

export class DistinctNumbers {
  readonly written = new Map<number, string>();
  /**
   * By hash; NaN is free. It grows fourfold, so that the tables it outgrew are small: a file has one for each
   * column.
   */
  #slots = new Float64Array(16).fill(NaN);
  #size = 0;
  /** Those that were new since they were last handed over; undefined if nobody asks. */
  #fresh: number[] | undefined;

  /** @param isHandedOver whether `handOver` is asked for what is new */
  constructor(isHandedOver = false) {
    if (isHandedOver) this.#fresh = [];
  }

  /** Different values, at most one more than MOST_DISTINCT. */
  get size(): number {
    return this.#size;
  }

  get isFull(): boolean {
    return this.#size > MOST_DISTINCT;
  }

  /**
   * Counts a value, of which −0 and 0 are one.
   * @returns true if it is new, while there are not too many
   */
  add(value: number): boolean {
    if (this.isFull) return false;
    const key = value + 0;
    const slot = this.#slotOf(key, this.#slots);
    if (this.#slots[slot] === key) return false;
    this.#slots[slot] = key;
    this.#size += 1;
    this.#fresh?.push(key);
    if (this.isFull) this.#slots = new Float64Array(0);
    else if (3 * this.#size > 2 * this.#slots.length) this.#grow();
    return true;
  }

  /** All different values, ascending; undefined if they are many. */
  few(): Float64Array | undefined {
    return this.#size > FEW ? undefined : this.#slots.filter((value) => !Number.isNaN(value)).toSorted();
  }

  /** Counts no more, as there are too many elsewhere. */
  end(): void {
    this.#size = MOST_DISTINCT + 1;
    this.#slots = new Float64Array(0);
  }

  /** The values that are new since the last call, in the order in which they came. */
  handOver(): Float64Array<ArrayBuffer> {
    return Float64Array.from(this.#fresh?.splice(0) ?? []);
  }

  #slotOf(key: number, slots: Float64Array): number {
    value64[0] = key;
    const mixed = Math.imul(words[0]! ^ Math.imul(words[1]!, 0x9e3779b1), 0x85ebca6b);
    const mask = slots.length - 1;
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    while (slots[slot] === slots[slot] && slots[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const slots = new Float64Array(4 * this.#slots.length).fill(NaN);
    for (const key of this.#slots) if (!Number.isNaN(key)) slots[this.#slotOf(key, slots)] = key;
    this.#slots = slots;
  }
}
