// Different texts, numbered in the order of their first appearance. They are kept and compared as bytes (a
// hash table, FNV-1a), so that a cell costs no string; texts that mean a missing value have no number.

import { missingByDefault } from "./fields.ts";
import { withRoom } from "./growing.ts";

/** Different texts of a column that are kept in memory, and bytes of them. */
export const MOST_TEXTS = 2 ** 23;
const MOST_BYTES = 2 ** 28;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
/** A table may have very many columns, and most of them miss the same texts. */
const usual: ReadonlyMap<string, Uint8Array> = new Map([...missingByDefault].map((text) => [text, encoder.encode(text)]));

export class Dictionary {
  /** One more than an entry's index, by hash; 0 is free. */
  #slots = new Int32Array(32);
  #hashes = new Int32Array(8);
  /** Where an entry's bytes end; they begin where those of the one before end. */
  #ends = new Uint32Array(8);
  #bytes = new Uint8Array(64);
  #length = 0;
  /** The first entries, which are missing values. */
  readonly #absent: number;
  readonly #missing: readonly string[];
  /** How often each of them was met. */
  readonly #met: Uint32Array;

  constructor(missing: Iterable<string>) {
    this.#missing = [...missing];
    for (const text of this.#missing) {
      const bytes = usual.get(text) ?? encoder.encode(text);
      this.#find(bytes, 0, bytes.length, true);
    }
    this.#absent = this.#length;
    this.#met = new Uint32Array(this.#absent);
  }

  /** Different texts that are not missing. */
  get size(): number {
    return this.#length - this.#absent;
  }

  /** Whether there are more than fit into memory. @param most different texts */
  isBeyond(most: number): boolean {
    return this.size > most || (this.#length > 0 && this.#ends[this.#length - 1]! > MOST_BYTES);
  }

  /** The number of a text, which is taken in if it is new; −1 if it means missing. */
  add(bytes: Uint8Array, start: number, end: number): number {
    const entry = this.#find(bytes, start, end, true);
    if (entry >= this.#absent) return entry - this.#absent;
    this.#met[entry]! += 1;
    return -1;
  }

  /** Whether a text means missing, without counting it. */
  has(bytes: Uint8Array, start: number, end: number): boolean {
    const entry = this.#find(bytes, start, end, false);
    return entry >= 0 && entry < this.#absent;
  }

  isMissing(bytes: Uint8Array, start: number, end: number): boolean {
    const entry = this.#find(bytes, start, end, false);
    if (entry < 0 || entry >= this.#absent) return false;
    this.#met[entry]! += 1;
    return true;
  }

  /** How often each text was met that means missing; only those that were. */
  absent(): ReadonlyMap<string, number> {
    return new Map(
      this.#missing.flatMap((text, entry) => (text !== "" && this.#met[entry]! > 0 ? [[text, this.#met[entry]!] as const] : [])),
    );
  }

  /** The texts by their numbers. */
  texts(): string[] {
    return Array.from({ length: this.size }, (_, index) => {
      const entry = index + this.#absent;
      return decoder.decode(this.#bytes.subarray(entry === 0 ? 0 : this.#ends[entry - 1], this.#ends[entry]));
    });
  }

  /** The texts from a number on as bytes, and where each ends in them. */
  textsFrom(first: number): { readonly bytes: Uint8Array<ArrayBuffer>; readonly ends: Uint32Array<ArrayBuffer> } {
    const entry = first + this.#absent;
    const begin = entry === 0 ? 0 : this.#ends[entry - 1]!;
    const ends = this.#ends.slice(entry, this.#length).map((end) => end - begin);
    return { bytes: this.#bytes.slice(begin, begin + (ends.at(-1) ?? 0)), ends };
  }

  /** How often each text that means missing was met since the last call. */
  handOverMet(): Uint32Array<ArrayBuffer> {
    const met = this.#met.slice();
    this.#met.fill(0);
    return met;
  }

  /** Counts what another dictionary of the same missing texts has met. */
  addMet(met: Uint32Array): void {
    for (const [entry, count] of met.entries()) this.#met[entry]! += count;
  }

  /** The entry of a text; −1 if it is new and not to be taken in. */
  #find(bytes: Uint8Array, start: number, end: number, takeIn: boolean): number {
    let hash = 0x811c9dc5 | 0;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot]! - 1;
      if (this.#hashes[entry] === hash && this.#isEqual(entry, bytes, start, end)) return entry;
    }
    if (!takeIn) return -1;
    this.#slots[slot] = this.#length + 1;
    return this.#append(hash, bytes, start, end);
  }

  #isEqual(entry: number, bytes: Uint8Array, start: number, end: number): boolean {
    const begin = entry === 0 ? 0 : this.#ends[entry - 1]!;
    if (this.#ends[entry]! - begin !== end - start) return false;
    for (let at = start, own = begin; at < end; at++, own++) if (bytes[at] !== this.#bytes[own]) return false;
    return true;
  }

  #append(hash: number, bytes: Uint8Array, start: number, end: number): number {
    const entry = this.#length++;
    const begin = entry === 0 ? 0 : this.#ends[entry - 1]!;
    this.#hashes = withRoom(this.#hashes, this.#length);
    this.#hashes[entry] = hash;
    this.#ends = withRoom(this.#ends, this.#length);
    this.#ends[entry] = begin + end - start;
    this.#bytes = withRoom(this.#bytes, begin + end - start);
    this.#bytes.set(bytes.subarray(start, end), begin);
    if (2 * this.#length > this.#slots.length) this.#rehash();
    return entry;
  }

  #rehash(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let entry = 0; entry < this.#length; entry++) {
      const hash = this.#hashes[entry]!;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = entry + 1;
    }
    this.#slots = slots;
  }
}
