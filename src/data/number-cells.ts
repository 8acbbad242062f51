// The numbers of one column, kept small without losing a bit. As long as each is a whole number over one
// power of ten that all share, that whole number is kept in 32 bits; from the first that is not, doubles are,
// or floats if every value is one.

import { withRoom } from "./growing.ts";

/** A value is `cells[row] / divisor`; in an Int32Array, ABSENT is missing, otherwise NaN. */
export interface NumberCells {
  readonly cells: Int32Array | Float32Array | Float64Array;
  readonly divisor: number;
}

/** A missing value among whole numbers. */
export const ABSENT = -(2 ** 31);

const LARGEST = 2 ** 31 - 1;
const NO_DECIMALS = 0;
/** Powers of ten that are doubles without rounding. */
export const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

export class NumberCellsBuilder {
  #whole: Int32Array<ArrayBuffer> | undefined = new Int32Array(0);
  #doubles: Float64Array<ArrayBuffer> | undefined;
  #decimals = NO_DECIMALS;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Makes room for as many rows as a file will likely have. */
  reserve(rows: number): void {
    if (this.#whole) this.#whole = withRoom(this.#whole, rows);
    else this.#doubles = withRoom(this.#doubles!, rows);
  }

  addMissing(): void {
    const row = this.#length++;
    if (this.#whole) {
      this.#whole = withRoom(this.#whole, this.#length);
      this.#whole[row] = ABSENT;
    } else {
      this.#addDouble(row, NaN);
    }
  }

  /** A value of which nothing is known but itself. */
  add(value: number): void {
    const isWhole = Math.abs(value) <= LARGEST && Math.trunc(value) === value;
    if (isWhole) this.addDecimal(value, Math.abs(value), NO_DECIMALS);
    else this.#addLarge(value);
  }

  /**
   * A value that is ±mantissa / 10^decimals, correctly rounded; the mantissa is a whole number of at most 15
   * digits, decimals 0 to 22.
   */
  addDecimal(value: number, mantissa: number, decimals: number): void {
    if (this.#whole === undefined || (mantissa === 0 && Object.is(value, -0))) return this.#addLarge(value);
    if (decimals > this.#decimals && !this.#rescale(decimals)) return this.#addLarge(value);
    const scaled = mantissa * POWERS[this.#decimals - decimals]!;
    if (scaled > LARGEST) return this.#addLarge(value);
    const row = this.#length++;
    if (row === this.#whole.length) this.#whole = withRoom(this.#whole, this.#length);
    this.#whole[row] = value < 0 ? -scaled : scaled;
  }

  finish(): NumberCells {
    if (this.#whole) return { cells: this.#whole.subarray(0, this.#length), divisor: POWERS[this.#decimals]! };
    const doubles = this.#doubles!.subarray(0, this.#length);
    const isSingle = doubles.every((value) => Number.isNaN(value) || Math.fround(value) === value);
    return { cells: isSingle ? Float32Array.from(doubles) : doubles, divisor: 1 };
  }

  #addLarge(value: number): void {
    if (this.#whole) this.#widen(this.#whole);
    this.#addDouble(this.#length++, value);
  }

  #addDouble(row: number, value: number): void {
    this.#doubles = withRoom(this.#doubles!, row + 1);
    this.#doubles[row] = value;
  }

  /** Keeps more decimals of every number; false if one would not fit. */
  #rescale(decimals: number): boolean {
    const factor = POWERS[decimals - this.#decimals]!;
    const whole = this.#whole!;
    for (let row = 0; row < this.#length; row++) {
      const value = whole[row]!;
      if (value !== ABSENT && Math.abs(value) * factor > LARGEST) return false;
    }
    for (let row = 0; row < this.#length; row++) if (whole[row] !== ABSENT) whole[row]! *= factor;
    this.#decimals = decimals;
    return true;
  }

  #widen(whole: Int32Array): void {
    const divisor = POWERS[this.#decimals]!;
    const doubles = new Float64Array(whole.length);
    for (let row = 0; row < this.#length; row++) doubles[row] = whole[row] === ABSENT ? NaN : whole[row]! / divisor;
    this.#doubles = doubles;
    this.#whole = undefined;
  }
}
