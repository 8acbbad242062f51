// A column while its file is read: numbers as long as every value is one, texts from the first that is not. A
// column of numbers that turns out to be text has lost how they were written, so it asks for a second reading
// as text.

import type { ColumnSettings } from "../model/schema.ts";
import { asciiText, DecimalReader, isPlain } from "./decimal.ts";
import { Dictionary } from "./dictionary.ts";
import { DistinctNumbers } from "./distinct.ts";
import { missingTexts } from "./fields.ts";
import { withRoom } from "./growing.ts";
import { NumberCellsBuilder } from "./number-cells.ts";
import { type DecimalMark, isSpecial, numberReader } from "./numbers.ts";
import type { NumericColumn } from "./table.ts";

/** The texts of a column: `codes` are one per row, an index into `texts` or −1 for missing. */
export interface TextCells {
  readonly codes: Int32Array;
  readonly texts: readonly string[];
  /** In how many rows each text stood that means missing. */
  readonly absent?: ReadonlyMap<string, number>;
}

/** A column of numbers only, or of no value at all. */
class NumbersBuilder {
  readonly reader: DecimalReader;
  readonly cells = new NumberCellsBuilder();
  readonly #distinct = new DistinctNumbers();
  readonly missing: Dictionary;
  /** Whether a text that means missing may look like a number, so that each is asked first. */
  readonly #asksFirst: boolean;
  present = 0;

  constructor(missing: ReadonlySet<string>, marks: readonly DecimalMark[]) {
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

  /** A value that no text was read for. */
  addNumber(value: number): void {
    this.cells.add(value);
    this.present += 1;
    this.#distinct.add(value);
  }

  #note(value: number, text: string): void {
    if (String(value) !== text) this.#distinct.written.set(value, text);
  }

  finish(name: string): NumericColumn {
    const { written, size } = this.#distinct;
    return { kind: "number", name, ...this.cells.finish(), written, missing: this.cells.length - this.present, distinct: size };
  }
}

/** A column of texts. */
class TextsBuilder {
  readonly #dictionary: Dictionary;
  #codes = new Int32Array(0);
  #length = 0;

  /** @param dictionary of the missing texts, which may have met some of them */
  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary;
  }

  add(bytes: Uint8Array, start: number, end: number): void {
    const code = this.#dictionary.add(bytes, start, end);
    this.addMissing();
    this.#codes[this.#length - 1] = code;
  }

  addMissing(): void {
    this.#codes = withRoom(this.#codes, ++this.#length);
    this.#codes[this.#length - 1] = -1;
  }

  finish(): TextCells {
    return { codes: this.#codes.subarray(0, this.#length), texts: this.#dictionary.texts(), absent: this.#dictionary.absent() };
  }
}

export class ColumnBuilder {
  readonly name: string;
  readonly own: ColumnSettings;
  readonly missing: ReadonlySet<string>;
  #numbers: NumbersBuilder | undefined;
  #texts: TextsBuilder | undefined;

  /** @param marks the decimal marks that are possible; none if the column is to be read as text */
  constructor(name: string, own: ColumnSettings, marks: readonly DecimalMark[]) {
    this.name = name;
    this.own = own;
    this.missing = missingTexts(own.missing_values);
    // Numbers with more than digits, and kinds that are no numbers, are seen to at the end, once for each
    // different text.
    const isNumber = marks.length > 0 && !isSpecial(own) && (own.kind ?? "number") === "number";
    if (isNumber) this.#numbers = new NumbersBuilder(this.missing, marks);
    else this.#texts = new TextsBuilder(new Dictionary(this.missing));
  }

  /**
   * Whether numbers were read that are none with this mark, or before the first text, so that the file has to
   * be read again.
   */
  needsText(mark: DecimalMark): boolean {
    if (this.#numbers === undefined) return this.#texts === undefined;
    return this.#numbers.present > 0 && !this.reads(mark);
  }

  add(bytes: Uint8Array, start: number, end: number): void {
    if (this.#numbers !== undefined) {
      if (this.#numbers.add(bytes, start, end)) return;
      this.#endNumbers(this.#numbers);
    }
    this.#texts?.add(bytes, start, end);
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

  #endNumbers({ present, cells, missing }: NumbersBuilder): void {
    this.#numbers = undefined;
    if (present > 0) return;
    this.#texts = new TextsBuilder(missing);
    for (let row = 0; row < cells.length; row++) this.#texts.addMissing();
  }
}
