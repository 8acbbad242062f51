// A column while every value of it is a number, or missing.

import { asciiText, COMMA, DecimalReader, isPlain, POINT } from "./decimal.ts";
import { Dictionary } from "./dictionary.ts";
import { DistinctNumbers } from "./distinct.ts";
import type { CellPlan, NumberPlan } from "./kernel/record-kernel.ts";
import { NumberCellsBuilder } from "./number-cells.ts";
import type { DecimalMark } from "./numbers.ts";
import type { ColumnNews, ColumnPart, ColumnState } from "./pieces/piece.ts";
import type { ReadCells } from "./read-cells.ts";
import { StoredNumbers } from "./stored-cells.ts";
import { type NumericColumn, storedNumeric } from "./table.ts";
import { ABSENT, POWERS } from "./whole-numbers.ts";

/** Whole numbers that are known to have been counted. */
const LATELY = 256;

/** Cells that are asked for one by one. */
export const SPANS: CellPlan = { kind: "spans" };

/** A column of numbers only, or of no value at all. */
export class NumbersBuilder {
  readonly reader: DecimalReader;
  readonly cells = new NumberCellsBuilder();
  readonly #distinct: DistinctNumbers;
  readonly missing: Dictionary;
  /** Whether a text that means missing may look like a number, so that each is asked first. */
  readonly #asksFirst: boolean;
  present = 0;
  /** Whether a number may be written as JavaScript would not write it. */
  #isUnusual = false;
  #lately: Int32Array | undefined;
  #latelyDecimals = 0;

  /** @param isHandedOver whether `handOver` is asked for what was read */
  constructor(missing: ReadonlySet<string>, marks: readonly DecimalMark[], isHandedOver: boolean) {
    this.#distinct = new DistinctNumbers(isHandedOver);
    this.reader = new DecimalReader(marks.includes("."), marks.includes(","));
    this.missing = new Dictionary(missing);
    this.#asksFirst = [...missing].some((text) => /^[+-]?[\d.,]/.test(text));
  }

  /** @returns false if the bytes are neither a number nor missing */
  add(bytes: Uint8Array, start: number, end: number): boolean {
    const { reader } = this;
    if (start === end || (this.#asksFirst && this.missing.isMissing(bytes, start, end))) {
      this.cells.addMissing();
      return true;
    }
    if (!reader.read(bytes, start, end)) {
      if (!this.missing.isMissing(bytes, start, end)) return false;
      this.cells.addMissing();
      return true;
    }
    // A number with one mark is none with the other.
    if (reader.mark === 46) reader.comma = false;
    else if (reader.mark === 44) reader.point = false;
    const { value } = reader;
    if (reader.isExact) this.cells.addDecimal(value, reader.mantissa, reader.decimals);
    else this.cells.add(value);
    this.present += 1;
    if (!this.#distinct.isFull && this.#distinct.add(value) && !isPlain(bytes, start, end)) this.#note(value, asciiText(bytes, start, end));
    return true;
  }

  /** How a kernel reads the next cells: the same object as before if it is as before. */
  plan(): CellPlan {
    const { point, comma } = this.reader;
    if (this.#asksFirst) return SPANS;
    const mark = point === comma ? undefined : point ? POINT : COMMA;
    const written = this.#distinct.isFull ? "ignored" : this.#isUnusual ? "placed" : "counted";
    const { kind, decimals } = this.cells;
    const before = this.#plan;
    if (before?.kind === kind && before.decimals === decimals && before.mark === mark && before.written === written) return before;
    return (this.#plan = { kind, decimals, mark, written });
  }
  #plan: NumberPlan | undefined;

  /** From now on a kernel says where each number stands, because one is written in an unusual way. */
  lookCloser(): void {
    this.#isUnusual = true;
  }

  /** What a cell is that is no plain number. */
  read(bytes: Uint8Array, start: number, end: number): "missing" | "number" | "text" {
    if (this.missing.has(bytes, start, end)) return "missing";
    return this.reader.read(bytes, start, end) ? "number" : "text";
  }

  /** Adds cells that were read as planned. @returns false once one is neither a number nor missing */
  addCells(cells: ReadCells): boolean {
    const { plan, rows, odd, unknown } = cells;
    if (odd.length > 0) return this.#addOneByOne(cells);
    this.cells.addAll(cells);
    this.present += rows - unknown;
    if (this.#distinct.isFull) return true;
    if (plan.kind === "whole") this.#countWhole(cells, plan.decimals);
    else for (let row = 0; row < rows; row++) this.#count(cells.doubles[row]!, cells, row);
    return true;
  }

  /**
   * Counts the different values. Those that were met lately, as a few numbers are again and again, are not
   * looked up.
   */
  #countWhole(cells: ReadCells, decimals: number): void {
    const { rows, whole } = cells;
    if (this.#lately === undefined || this.#latelyDecimals !== decimals) {
      this.#lately = new Int32Array(LATELY).fill(ABSENT);
      this.#latelyDecimals = decimals;
    }
    const lately = this.#lately;
    const divisor = POWERS[decimals]!;
    for (let row = 0; row < rows; row++) {
      const cell = whole[row]!;
      const place = cell & (LATELY - 1);
      if (cell === ABSENT || lately[place] === cell) continue;
      lately[place] = cell;
      this.#count(cell / divisor, cells, row);
    }
    if (this.#distinct.isFull) this.#lately = undefined;
  }

  /** If some are not plain, each is added in its turn. */
  #addOneByOne(cells: ReadCells): boolean {
    const { rows, plan, bytes, from, odd } = cells;
    for (let row = 0, next = 0; row < rows; row++) {
      const cell = odd[next];
      if (cell?.row === row) {
        if (!this.add(bytes, from + cell.start, from + cell.end)) return false;
        next += 1;
        continue;
      }
      const value = valueAt(cells, row);
      if (Number.isNaN(value)) {
        this.cells.addMissing();
        continue;
      }
      if (plan.kind === "whole") this.cells.addDecimal(value, Math.abs(cells.whole[row]!), plan.decimals);
      else this.cells.add(value);
      this.present += 1;
      this.#count(value, cells, row);
    }
    return true;
  }

  #count(value: number, { plan, bytes, from, spans }: ReadCells, row: number): void {
    if (Number.isNaN(value) || this.#distinct.isFull || !this.#distinct.add(value)) return;
    if (!("written" in plan) || plan.written !== "placed") return;
    const [start, end] = [from + spans[2 * row]!, from + spans[2 * row + 1]!];
    if (!isPlain(bytes, start, end)) this.#note(value, asciiText(bytes, start, end));
  }

  /** A value that no text was read for. */
  addNumber(value: number): void {
    this.cells.add(value);
    this.present += 1;
    this.#distinct.add(value);
  }

  #note(value: number, text: string): void {
    if (String(value) !== text) this.#distinct.written.set(value, text);
  }

  /** How the numbers of the next piece are to be read. */
  get state(): ColumnState {
    const { kind, decimals } = this.cells;
    return { kind: "numbers", plan: { kind, decimals }, isCounted: !this.#distinct.isFull };
  }

  /** While nothing is held: reads on as another builder has read what came before. */
  follow({ plan, isCounted }: ColumnState & { readonly kind: "numbers" }): void {
    this.cells.keepAs(plan);
    if (!isCounted && !this.#distinct.isFull) this.#distinct.end();
  }

  /** Hands over what was read since the last call. */
  handOver(): { readonly part: ColumnPart; readonly news: Omit<ColumnNews, "column"> | undefined } {
    const { point, comma } = this.reader;
    const part: ColumnPart = { kind: "numbers", held: this.cells.handOver(), present: this.present, point, comma };
    this.present = 0;
    const values = this.#distinct.handOver();
    const met = this.missing.handOverMet();
    if (values.length === 0 && !met.some((count) => count > 0)) return { part, news: undefined };
    const written = [...values].flatMap((value) => {
      const text = this.#distinct.written.get(value);
      return text === undefined ? [] : [[value, text] as const];
    });
    return { part, news: { values, written, met } };
  }

  /** Whether numbers that were read elsewhere are of this column: not if they have the other decimal mark. */
  accepts({ point, comma }: ColumnPart & { readonly kind: "numbers" }): boolean {
    return (point && this.reader.point) || (comma && this.reader.comma);
  }

  /** Adds rows that were read elsewhere; `learn` and `note` add what they hold as a whole. */
  append({ held }: ColumnPart & { readonly kind: "numbers" }, from: number, to: number): void {
    this.cells.append(held, from, to);
  }

  note({ point, comma, present }: ColumnPart & { readonly kind: "numbers" }): void {
    this.reader.point &&= point;
    this.reader.comma &&= comma;
    this.present += present;
  }

  /** Counts the values and gaps that were met elsewhere. */
  learn({ values, written, met }: ColumnNews): void {
    if (met) this.missing.addMet(met);
    if (this.#distinct.isFull || values === undefined) return;
    const texts = new Map(written);
    for (const value of values) {
      const text = this.#distinct.add(value) ? texts.get(value) : undefined;
      if (text !== undefined) this.#distinct.written.set(value, text);
    }
  }

  finish(name: string): NumericColumn {
    const { written, size } = this.#distinct;
    const values = this.#distinct.few();
    const facts = {
      kind: "number" as const,
      name,
      written,
      missing: this.cells.length - this.present,
      distinct: size,
      ...(values ? { values } : {}),
    };
    const cells = this.cells.finish();
    return cells instanceof StoredNumbers ? storedNumeric(facts, cells) : { ...facts, ...cells };
  }
}

/** A cell that was read as planned; NaN if it is missing. */
function valueAt({ plan, whole, doubles }: ReadCells, row: number): number {
  if (plan.kind !== "whole") return doubles[row]!;
  return whole[row] === ABSENT ? NaN : whole[row]! / POWERS[plan.decimals]!;
}
