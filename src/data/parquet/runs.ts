// Whether the packed numbers of a page hold no more than they may. Asked before the library unpacks them:
// that believes how often a value is repeated, how long a block is, and how much of the text before is meant.

import { Damaged } from "./thrift.ts";

/** Values of a block of differences; those who write them take 128 to 2048. */
const BLOCK = 2 ** 16;

/** Values that a last run may have more than are wanted: it is filled up to whole groups. */
const SPARE = 511;

/** Bytes that are read from the start on. */
class Cursor {
  readonly bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** A whole number of at most 32 bits. */
  number(): number {
    let value = 0;
    for (let length = 0; length < 5; length++) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * 2 ** (7 * length);
      if (byte < 0x80) return value;
    }
    throw new Damaged("a number has no end");
  }

  /** Passes over a whole number of at most 64 bits. */
  skipNumber(): void {
    for (let length = 0; length < 10; length++) if ((this.bytes[this.at++] ?? 0) < 0x80) return;
    throw new Damaged("a number has no end");
  }
}

/**
 * Checks a run-length and bit-packed hybrid.
 * @param at where its first run begins
 * @param width bits of a value
 * @param count values that are wanted of it at most
 * @param counted a value
 * @returns how many values there are, and how often `counted` is repeated in runs
 * @throws Damaged if a run repeats its value more often than values are wanted
 */
export function checkRuns(
  bytes: Uint8Array,
  at: number,
  width: number,
  count: number,
  counted = -1,
): { readonly seen: number; readonly found: number } {
  if (width > 32) throw new Damaged("values are wider than 32 bits");
  const cursor = new Cursor(bytes, at);
  let seen = 0;
  let found = 0;
  while (seen < count && cursor.at < bytes.length) {
    const head = cursor.number();
    const times = Math.floor(head / 2);
    if (head % 2 === 0) {
      if (times > count - seen) throw new Damaged("a value is repeated more often than there are rows");
      // Levels, which alone are counted, take a byte.
      if (bytes[cursor.at] === counted) found += times;
      cursor.at += (width + 7) >> 3;
      seen += times;
    } else {
      // Eight values at a time, of which the last ones may be none.
      if (8 * times > count - seen + SPARE) throw new Damaged("more values are packed than there are rows");
      cursor.at += times * width;
      seen += 8 * times;
    }
  }
  return { seen, found };
}

/** Whether each row of a flat column has a value: its levels, of one bit, in pieces of any length. */
export class Presence {
  readonly #cursor: Cursor;
  /** Rows that are left of the present run. */
  #left = 0;
  #isPacked = false;
  /** Of a repeated run its value, of a packed one the next bit. */
  #state = 0;

  /** @param at where the first run begins */
  constructor(bytes: Uint8Array, at: number) {
    this.#cursor = new Cursor(bytes, at);
  }

  /**
   * Fills the piece with 1 if there is a value.
   * @returns how many there are
   * @throws Damaged if the levels end before
   */
  next(piece: Uint8Array): number {
    let present = 0;
    for (let filled = 0; filled < piece.length;) {
      if (this.#left === 0) this.#begin();
      const count = Math.min(this.#left, piece.length - filled);
      if (this.#isPacked) {
        for (let row = filled; row < filled + count; row++) present += piece[row] = this.#bit();
      } else {
        piece.fill(this.#state, filled, filled + count);
        present += this.#state * count;
      }
      filled += count;
      this.#left -= count;
    }
    return present;
  }

  #begin(): void {
    const head = this.#cursor.number();
    const times = Math.floor(head / 2);
    this.#isPacked = head % 2 === 1;
    this.#left = this.#isPacked ? 8 * times : times;
    if (this.#isPacked) {
      this.#state = 8 * this.#cursor.at;
      this.#cursor.at += times;
    } else {
      this.#state = this.#cursor.bytes[this.#cursor.at++] === 1 ? 1 : 0;
    }
  }

  #bit(): number {
    const byte = this.#cursor.bytes[this.#state >> 3];
    if (byte === undefined) throw new Damaged("a page is shorter than its levels");
    return (byte >> (this.#state++ & 7)) & 1;
  }
}

/**
 * Checks levels, of which there is one for each value.
 * @returns as `checkRuns`'s `found`
 * @throws Damaged if there are not as many
 */
export function checkLevels(bytes: Uint8Array, at: number, most: number, count: number): number {
  const { seen, found } = checkRuns(bytes, at, 32 - Math.clz32(most), count, most);
  if (seen < count) throw new Damaged("a page has not as many levels as values");
  return found;
}

/**
 * Checks a block of differences (DELTA_BINARY_PACKED), of which the library believes the head.
 * @returns how many values it says it has
 * @throws Damaged if its head fits no block
 */
export function checkDeltas(bytes: Uint8Array, at: number): number {
  const cursor = new Cursor(bytes, at);
  const block = cursor.number();
  const parts = cursor.number();
  const count = cursor.number();
  cursor.skipNumber();
  const values = block / parts;
  if (block === 0 || block > BLOCK || parts === 0 || !Number.isInteger(values) || values % 8 !== 0)
    throw new Damaged("a block of differences has an impossible size");
  return count;
}

/**
 * Checks texts of which the lengths are known, and of each how much of the text before it begins with
 * (DELTA_BYTE_ARRAY).
 * @param longest bytes of a text
 * @param budget bytes that all of them may take together
 * @throws Damaged if one takes more of the text before than that has, or they are too long
 */
export function checkPrefixes(prefixes: Int32Array | undefined, suffixes: Int32Array, longest: number, budget: number): void {
  let before = 0;
  let total = 0;
  for (const [index, suffix] of suffixes.entries()) {
    const prefix = prefixes?.[index] ?? 0;
    if (prefix < 0 || suffix < 0 || prefix > before) throw new Damaged("a text takes more of the one before than that has");
    before = prefix + suffix;
    total += before;
    if (before > longest || total > budget) throw new Damaged("texts are too long");
  }
}

/** Checks that no text of a page is longer than `longest` (PLAIN texts, each with its length before it). */
export function checkLengths(bytes: Uint8Array, at: number, longest: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let next = at; next + 4 <= bytes.length;) {
    const length = view.getUint32(next, true);
    if (length > longest) throw new Damaged("a decimal number is too long");
    next += 4 + length;
  }
}
