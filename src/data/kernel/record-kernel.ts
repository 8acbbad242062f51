// The WebAssembly module that takes records apart, with its memory: what goes in, and what comes out of it.

import kernelBytes from "../../../.out/wasm/records.wasm";

/** What `assembly/index.ts` exports. Addresses are in bytes. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  firstFree(): number;
  dictionaryBytes(): number;
  countAbsent(values: number, rows: number): number;
  countNaN(values: number, rows: number): number;
  learn(dictionary: number, at: number, length: number, number: number): void;
  readRecords(
    text: number,
    length: number,
    delimiter: number,
    comment: number,
    table: number,
    columns: number,
    starts: number,
    mostRows: number,
    oddities: number,
    mostOdd: number,
  ): number;
  bytesTaken(): number;
  oddCells(): number;
}

/**
 * How numbers are to be kept: whole ones over 10^decimals, or doubles. `mark` is the byte of the decimal
 * mark, if one is known.
 */
export interface NumberPlan {
  readonly kind: "whole" | "doubles";
  /** 0 of doubles. */
  readonly decimals: number;
  readonly mark: number | undefined;
  readonly written: Written;
}

/** How the cells of a column are to be kept: as numbers, as texts with where they stand, or not at all. */
export type CellPlan = NumberPlan | { readonly kind: "spans" } | { readonly kind: "none" };

/**
 * What is to be known of how numbers are written: nothing, how many are written as JavaScript would not write
 * them, or where each stands.
 */
export type Written = "ignored" | "counted" | "placed";

/** Cells of one column, row by row, as they lie in the kernel's memory until its next reading. */
export interface PlannedCells {
  /** Of texts their numbers: MISSING, or UNKNOWN if the kernel has not learnt them. */
  readonly whole: Int32Array;
  readonly doubles: Float64Array;
  /** Start and end of each cell in the text, by turns; of numbers only if they are `placed`. */
  readonly spans: Int32Array;
}

/** Bytes of text that are read at once, and cells that are kept: all stay in the processor's cache. */
const TEXT = 2 ** 18;
const CELLS = 2 ** 16;
/**
 * More columns than these have so few rows in a text of this size that handing each its cells takes longer
 * than reading them.
 */
const MANY_COLUMNS = 64;
const MORE = 8;
const FEWEST_ROWS = 16;
const MOST_ODD = 4096;
const ENTRY = 32;
/** Columns whose texts the kernel learns. */
const MOST_DICTIONARIES = 32;
export const UNKNOWN = -2;
/** No byte. */
const NONE = 256;
const kinds = { whole: 0, doubles: 1, spans: 2, none: 3 };
const written = { ignored: 0, counted: 1, placed: 2 };

let compiled: WebAssembly.Module | undefined | null = null;

/** The module; undefined if this platform has no WebAssembly, or a page's policy forbids it. */
function moduleOf(): WebAssembly.Module | undefined {
  if (compiled !== null) return compiled;
  // The dev page has no bytes, because its policy lets nothing compile them.
  if (kernelBytes.length === 0) return (compiled = undefined);
  try {
    compiled = new WebAssembly.Module(kernelBytes);
  } catch {
    compiled = undefined;
  }
  return compiled;
}

/** Its memory. */
interface Views {
  readonly bytes: Uint8Array;
  readonly entries: Int32Array;
  readonly starts: Int32Array;
  readonly odd: Int32Array;
  readonly cells: readonly PlannedCells[];
}

function aligned(place: number): number {
  return Math.ceil(place / 8) * 8;
}

export class RecordKernel {
  /** Records that are read at once. */
  readonly mostRows: number;
  readonly #exports: Exports;
  readonly #columns: number;
  /** Where the text is, and how many bytes of it at most. */
  readonly #text: number;
  readonly #mostText: number;
  readonly #table: number;
  readonly #firsts: number;
  readonly #oddities: number;
  readonly #places: readonly { readonly values: number; readonly spans: number }[];
  /** The first byte that is nobody's. */
  #free: number;
  #dictionaries = 0;
  #views: Views;

  /** A kernel for records of so many fields; undefined if there can be none here. */
  static for(columns: number): RecordKernel | undefined {
    const module = moduleOf();
    return module && new RecordKernel(module, columns);
  }

  private constructor(module: WebAssembly.Module, columns: number) {
    this.#exports = new WebAssembly.Instance(module).exports as unknown as Exports;
    this.#columns = columns;
    const times = columns > MANY_COLUMNS ? MORE : 1;
    this.#mostText = times * TEXT;
    this.mostRows = Math.max(FEWEST_ROWS, Math.floor((times * CELLS) / columns));
    let free = this.#exports.firstFree();
    const take = (bytes: number): number => {
      const place = aligned(free);
      free = place + bytes;
      return place;
    };
    this.#text = take(this.#mostText + 1);
    this.#table = take(columns * ENTRY);
    this.#firsts = take(4 * this.mostRows);
    this.#oddities = take(16 * MOST_ODD);
    this.#places = Array.from({ length: columns }, () => ({ values: take(8 * this.mostRows), spans: take(8 * this.mostRows) }));
    this.#free = free;
    this.#views = this.#makeRoom();
    const { entries } = this.#views;
    for (const [column, { values, spans }] of this.#places.entries()) {
      entries[(column * ENTRY) / 4 + 4] = values;
      entries[(column * ENTRY) / 4 + 5] = spans;
    }
  }

  /** Grows the memory to what is needed. What was seen of it before is not valid any more. */
  #makeRoom(): Views {
    const { memory } = this.#exports;
    memory.grow(Math.max(0, Math.ceil((this.#free - memory.buffer.byteLength) / 2 ** 16)));
    const { buffer } = memory;
    return {
      bytes: new Uint8Array(buffer, this.#text, this.#mostText + 1),
      entries: new Int32Array(buffer, this.#table, (this.#columns * ENTRY) / 4),
      starts: new Int32Array(buffer, this.#firsts, this.mostRows),
      odd: new Int32Array(buffer, this.#oddities, 4 * MOST_ODD),
      cells: this.#places.map(({ values, spans }) => ({
        whole: new Int32Array(buffer, values, this.mostRows),
        doubles: new Float64Array(buffer, values, this.mostRows),
        spans: new Int32Array(buffer, spans, 2 * this.mostRows),
      })),
    };
  }

  /** A dictionary for one more column; 0 if there are enough. */
  #nextDictionary(): number {
    if (this.#dictionaries === MOST_DICTIONARIES) return 0;
    this.#dictionaries += 1;
    const place = aligned(this.#free);
    this.#free = place + this.#exports.dictionaryBytes();
    this.#views = this.#makeRoom();
    return place;
  }

  /** Sets how a column is read from now on. */
  plan(column: number, plan: CellPlan): void {
    const at = (column * ENTRY) / 4;
    const dictionary = plan.kind === "spans" && this.#views.entries[at] !== kinds.spans ? this.#nextDictionary() : undefined;
    const { entries } = this.#views;
    if (dictionary !== undefined) entries[at + 6] = dictionary;
    entries[at] = kinds[plan.kind];
    entries[at + 1] = "decimals" in plan ? plan.decimals : 0;
    entries[at + 2] = ("mark" in plan ? plan.mark : undefined) ?? NONE;
    entries[at + 3] = plan.kind === "spans" ? written.placed : "written" in plan ? written[plan.written] : written.ignored;
  }

  /**
   * Reads plain records from `from` on, as many as there are, have room and are whole.
   * @returns how many, with their bytes and the cells that are no plain number
   */
  read(bytes: Uint8Array, from: number, end: number, delimiter: number, comment: number | undefined, most: number) {
    const length = Math.min(this.#mostText, end - from);
    this.#views.bytes.set(bytes.subarray(from, from + length));
    this.#views.bytes[length] = 10;
    const rows = this.#exports.readRecords(
      this.#text,
      length,
      delimiter,
      comment ?? NONE,
      this.#table,
      this.#columns,
      this.#firsts,
      Math.min(most, this.mostRows),
      this.#oddities,
      MOST_ODD,
    );
    return { rows, taken: this.#exports.bytesTaken(), odd: this.#exports.oddCells() };
  }

  /** Of each cell that is no plain number its row, its column, its start and its end in the text. */
  get odd(): Int32Array {
    return this.#views.odd;
  }

  /** Bytes before a record. */
  startOf(row: number): number {
    return this.#views.starts[row]!;
  }

  cells(column: number): PlannedCells {
    return this.#views.cells[column]!;
  }

  /**
   * How many texts of a column it did not know; of numbers that are `counted`, how many at most are written
   * as JavaScript would not write them.
   */
  unknownOf(column: number): number {
    return this.#views.entries[(column * ENTRY) / 4 + 7]!;
  }

  /** How many of the first rows of a column of numbers have no value. */
  missingOf(column: number, rows: number): number {
    const { values } = this.#places[column]!;
    const isWhole = this.#views.entries[(column * ENTRY) / 4] === kinds.whole;
    return isWhole ? this.#exports.countAbsent(values, rows) : this.#exports.countNaN(values, rows);
  }

  /** Remembers the number of a text that was read, as long as there is room. */
  learn(column: number, start: number, end: number, number: number): void {
    const dictionary = this.#views.entries[(column * ENTRY) / 4 + 6]!;
    if (dictionary !== 0) this.#exports.learn(dictionary, this.#text + start, end - start, number);
  }
}
