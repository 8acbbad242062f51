// A column while its file is read: numbers as long as every value is one, texts from the first that is not. A
// column of numbers that turns out to be text has lost how they were written, so it asks for a second reading
// as text.

import type { ColumnSettings } from "../model/schema.ts";
import { Dictionary, MOST_TEXTS } from "./dictionary.ts";
import { missingTexts } from "./fields.ts";
import type { CellPlan } from "./kernel/record-kernel.ts";
import { NumbersBuilder, SPANS } from "./numbers-builder.ts";
import { type DecimalMark, isSpecial, numberReader } from "./numbers.ts";
import type { ColumnNews, ColumnPart, ColumnState } from "./pieces/piece.ts";
import type { ReadCells } from "./read-cells.ts";
import type { ColumnFile } from "./stored-cells.ts";
import type { NumericColumn } from "./table.ts";
import { type TextCells, TextsBuilder } from "./texts-builder.ts";

const NOTHING: CellPlan = { kind: "none" };

export class ColumnBuilder {
  readonly name: string;
  readonly own: ColumnSettings;
  readonly missing: ReadonlySet<string>;
  /** Different texts that are kept; none if nobody needs them. */
  readonly mostTexts: number;
  /** Whether it has more of them, so that none is kept. */
  hasGivenUp = false;
  readonly #marks: readonly DecimalMark[];
  readonly #isHandedOver: boolean;
  #numbers: NumbersBuilder | undefined;
  #texts: TextsBuilder | undefined;

  /**
   * @param marks the decimal marks that are possible; none if the column is to be read as text
   * @param isHandedOver whether what is read is handed over, piece by piece
   */
  constructor(name: string, own: ColumnSettings, marks: readonly DecimalMark[], isHandedOver = false, mostTexts = MOST_TEXTS) {
    this.mostTexts = mostTexts;
    this.name = name;
    this.own = own;
    this.missing = missingTexts(own.missing_values);
    this.#marks = marks;
    this.#isHandedOver = isHandedOver;
    // Numbers with more than digits, and kinds that are no numbers, are seen to at the end, once for each
    // different text.
    const isNumber = marks.length > 0 && !isSpecial(own) && (own.kind ?? "number") === "number";
    if (isNumber) this.#numbers = new NumbersBuilder(this.missing, marks, isHandedOver);
    else this.#texts = new TextsBuilder(new Dictionary(this.missing));
  }

  /** How the next piece of the column is to be read. */
  get state(): ColumnState {
    return this.#numbers?.state ?? { kind: this.#texts ? "texts" : "none" };
  }

  /** Reads the next piece as another builder has read what came before it. */
  follow(state: ColumnState): void {
    if (state.kind !== "numbers") this.#numbers = undefined;
    else (this.#numbers ??= new NumbersBuilder(this.missing, this.#marks, this.#isHandedOver)).follow(state);
    if (state.kind === "texts") this.#texts ??= new TextsBuilder(new Dictionary(this.missing));
    else this.#texts = undefined;
  }

  /** Hands over what was read since the last call, and what of it was met for the first time. */
  handOver(): { readonly part: ColumnPart; readonly news: Omit<ColumnNews, "column"> | undefined } {
    return (this.#numbers ?? this.#texts)?.handOver() ?? { part: { kind: "none" }, news: undefined };
  }

  /**
   * Whether rows that a thread has read can be added. If not, because they are of another kind than this
   * column was so far, they are to be read here.
   */
  accepts(part: ColumnPart): boolean {
    if (this.#numbers) return part.kind === "numbers" && this.#numbers.accepts(part);
    return this.#texts === undefined || part.kind === "texts";
  }

  /** Learns what a thread has met for the first time, before its rows are added. */
  learn(news: ColumnNews, thread: number): void {
    if (news.values !== undefined) this.#numbers?.learn(news);
    else this.#texts?.learn(news, thread);
    this.#giveUpIfBeyond();
  }

  /** Notes what is said of a part as a whole that is added. */
  note(part: ColumnPart): void {
    if (part.kind === "numbers") this.#numbers?.note(part);
  }

  /** Adds rows of a part that a thread has read, from one to before another. */
  append(part: ColumnPart, from: number, to: number, thread: number): void {
    if (part.kind === "numbers") this.#numbers?.append(part, from, to);
    else if (part.kind === "texts") this.#texts?.append(part.codes, from, to, thread);
  }

  /**
   * Whether numbers were read that are none with this mark, or before the first text, so that the file has to
   * be read again.
   */
  needsText(mark: DecimalMark): boolean {
    if (this.hasGivenUp || this.mostTexts === 0) return false;
    if (this.#numbers === undefined) return this.#texts === undefined;
    return this.#numbers.present > 0 && !this.reads(mark);
  }

  add(bytes: Uint8Array, start: number, end: number): void {
    if (this.#numbers !== undefined) {
      if (this.#numbers.add(bytes, start, end)) return;
      this.#endNumbers(this.#numbers);
    }
    this.#texts?.add(bytes, start, end);
    this.#giveUpIfBeyond();
  }

  /** How a kernel reads the next cells; what it cannot know is asked of `read` and told to `addCells`. */
  plan(): CellPlan {
    return this.#numbers?.plan() ?? (this.#texts ? SPANS : NOTHING);
  }

  /** From now on a kernel is to say where each number stands. */
  lookCloser(): void {
    this.#numbers?.lookCloser();
  }

  /** What a cell is that is no plain number; in a column of texts, "text". */
  read(bytes: Uint8Array, start: number, end: number): "missing" | "number" | "text" {
    return this.#numbers?.read(bytes, start, end) ?? "text";
  }

  /** Counts a cell that `read` says is missing, if it is kept among others that were read as planned. */
  countMissing(bytes: Uint8Array, start: number, end: number): void {
    this.#numbers?.missing.isMissing(bytes, start, end);
  }

  /** Adds cells that were read as planned. */
  addCells(cells: ReadCells): void {
    const { rows, plan, bytes, from, spans } = cells;
    if (this.#numbers && plan.kind === "spans") {
      for (let row = 0; row < rows; row++) this.add(bytes, from + spans[2 * row]!, from + spans[2 * row + 1]!);
      return;
    }
    if (this.#texts) {
      this.#texts.addAll(cells);
      this.#giveUpIfBeyond();
    } else if (this.#numbers?.addCells(cells) === false) this.#endNumbers(this.#numbers);
  }

  addMissing(): void {
    if (this.#numbers) this.#numbers.cells.addMissing();
    else this.#texts?.addMissing();
  }

  addNumber(value: number): void {
    if (this.#numbers) {
      this.#numbers.addNumber(value);
      return;
    }
    const bytes = new TextEncoder().encode(String(value));
    this.#texts?.add(bytes, 0, bytes.length);
  }

  /** Makes room for as many rows as the file will likely have. */
  reserve(rows: number): void {
    this.#numbers?.cells.reserve(rows);
    this.#texts?.reserve(rows);
  }

  /** Writes what is held into a file. */
  store(file: ColumnFile): void {
    this.#numbers?.cells.store(file);
    this.#texts?.store(file);
  }

  /** Whether every value is a number with this mark. */
  reads(mark: DecimalMark): boolean {
    if (this.#numbers) return mark === "." ? this.#numbers.reader.point : this.#numbers.reader.comma;
    if (this.#texts === undefined) return false;
    const read = numberReader(mark, this.own.thousands === mark ? { ...this.own, thousands: undefined } : this.own);
    return this.texts().texts.every((text) => !Number.isNaN(read(text)));
  }

  /** The column if it is of numbers with this mark. */
  numbers(mark: DecimalMark): NumericColumn | undefined {
    return this.#numbers !== undefined && this.#numbers.present > 0 && this.reads(mark) ? this.#numbers.finish(this.name) : undefined;
  }

  /** The texts, one per row; of numbers that were not kept as texts there are none. */
  texts(): TextCells {
    if (this.#texts) return (this.#finished ??= this.#texts.finish());
    return { codes: new Int32Array(this.#numbers?.cells.length ?? 0).fill(-1), texts: [] };
  }
  #finished: TextCells | undefined;

  #giveUpIfBeyond(): void {
    if (this.#texts?.isBeyond(this.mostTexts) !== true) return;
    this.#texts = undefined;
    this.hasGivenUp = true;
  }

  #endNumbers({ present, cells, missing }: NumbersBuilder): void {
    this.#numbers = undefined;
    if (this.mostTexts === 0) this.hasGivenUp = true;
    if (present > 0 || this.hasGivenUp) return;
    this.#texts = new TextsBuilder(missing, cells);
  }
}
