// UTF-8 bytes to records, in one pass over pieces of any size: a state machine that leaves each field as a
// span of its buffer. Quotes, blanks around unquoted fields, comments, blank lines and line ends of all three
// kinds are its business and nobody else's.

import { message } from "../model/message.ts";
import { fileError, type CsvLocation } from "./problems.ts";

export interface ScanSettings {
  readonly delimiter: string;
  /** Lines that start with this are skipped. */
  readonly comment: string | undefined;
  /** Numbers of lines, from 1, that are no part of the table. */
  readonly skip?: readonly number[] | undefined;
}

/** The fields of one record as spans of bytes; valid until the call returns. */
export interface RecordSpans {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly count: number;
  /** The 1-based line in which the record begins. */
  readonly line: number;
}

/** Takes a record that is not blank; the answer `false` ends the scan. */
export type RecordSink = (record: RecordSpans) => boolean;

/** Takes many plain records at once. */
export interface BlockSink {
  /**
   * @returns bytes of whole records that were taken, of which each is one line; 0 if the record at `from` is
   *   to be scanned
   */
  take(bytes: Uint8Array, from: number, end: number, line: number): number;
  /** Records of the last call. */
  readonly taken: number;
  /** Whether there are enough. */
  readonly isFull: boolean;
}

/** A record that is longer than this is a quote that was never meant to open, or no text. */
const MOST_BYTES = 2 ** 28;

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
/** What DOS wrote behind the end of a text. */
const END_MARK = 26;
/**
 * A first line that says the delimiter, as Excel reads it: `sep=;`, also in quotes, with the delimiters a
 * spreadsheet puts behind it.
 */
const HINT = /^"?sep=(.)"?\1*[ \t]*$/i;
/** Bytes after which a line that began like one is none. */
const LONGEST_HINT = 4096;

/** Where in a record the next byte stands. */
const AT_RECORD = 0;
const AT_FIELD = 1;
const IN_PLAIN = 2;
const IN_QUOTES = 3;
/** After a quote within quotes: the first of a pair, or the closing one. */
const AT_QUOTE = 4;
const AFTER_QUOTES = 5;
const IN_COMMENT = 6;

export class Scanner {
  readonly #location: CsvLocation;
  readonly #sink: RecordSink;
  readonly #blocks: BlockSink | undefined;
  /** The last line in which something may stand that is said by its number. */
  readonly #lastNamedLine: number;
  readonly #delimiter: number;
  readonly #comment: Uint8Array;
  readonly #skip: ReadonlySet<number>;
  /** The delimiter that the file's first line says. */
  hint: string | undefined;
  /** Whether a lone U+001A ended the file. */
  hasEndMark = false;
  /** The unfinished record and what was pushed after it. */
  #bytes = new Uint8Array(2 ** 12);
  #end = 0;
  /** Where the scan goes on. */
  #at = 0;
  #record = 0;
  #state = AT_RECORD;
  #starts = new Int32Array(64);
  #ends = new Int32Array(64);
  #count = 0;
  #start = 0;
  /**
   * Within quotes: where the text of the field ends once doubled quotes are single ones, and the first byte
   * that is not moved there yet.
   */
  #write = 0;
  #run = 0;
  #line: number;
  #recordLine = 1;
  /** Where the record, comment or blank line begins that is scanned. */
  #begin = 0;
  #beginLine = 1;
  #quoteLine = 1;
  #isAfterReturn = false;
  #isStopped = false;
  /** What the sink is handed, record after record. */
  readonly #spans: { -readonly [K in keyof RecordSpans]: RecordSpans[K] } = {
    bytes: this.#bytes,
    starts: this.#starts,
    ends: this.#ends,
    count: 0,
    line: 0,
  };

  /** @param line the number of the first line; what may stand only in line 1 is looked for there */
  constructor({ delimiter, comment, skip = [] }: ScanSettings, location: CsvLocation, sink: RecordSink, blocks?: BlockSink, line = 1) {
    this.#line = line;
    this.#location = location;
    this.#sink = sink;
    this.#blocks = blocks;
    this.#lastNamedLine = skip.reduce((last, line) => Math.max(last, line), 1);
    this.#delimiter = delimiter.charCodeAt(0);
    this.#comment = new TextEncoder().encode(comment ?? "");
    this.#skip = new Set(skip);
  }

  /** The 1-based line of the first byte that was not scanned. */
  get line(): number {
    return this.#line;
  }

  /** Whether all records that were pushed are scanned, and each of them is whole. */
  get isBetweenRecords(): boolean {
    return this.#state === AT_RECORD && this.#at === this.#end;
  }

  /** Whether no line that is to come is one that is said by its number. */
  get isPastNamedLines(): boolean {
    return this.#line > this.#lastNamedLine;
  }

  /** Between two records: goes on behind lines that were scanned elsewhere. */
  skipLines(lines: number): void {
    this.#line += lines;
    this.#isAfterReturn = false;
  }

  /**
   * Scans a text that was not pushed, in its place, where doubled quotes become single ones.
   * @throws ProblemError if text follows a closing quote; `scanned` says in any case how far it came
   */
  scan(text: Uint8Array<ArrayBuffer>): void {
    this.#bytes = text;
    this.#end = text.length;
    this.#scan(false);
  }

  /** Bytes before the record that the sink refused, or that is not whole or in order, and its line. */
  get scanned(): { readonly bytes: number; readonly line: number } {
    if (this.#state === AT_RECORD && !this.#isStopped) return { bytes: this.#at, line: this.#line };
    return { bytes: this.#begin, line: this.#beginLine };
  }

  /**
   * Scans the next piece, which is copied.
   * @returns false once the sink has enough
   * @throws ProblemError if text follows a closing quote, or a record does not end
   */
  push(chunk: Uint8Array): boolean {
    this.#append(chunk);
    this.#scan(false);
    if (this.#end - this.#record > MOST_BYTES) throw this.#state === IN_QUOTES ? this.#openQuote() : this.#tooLong();
    return !this.#isStopped;
  }

  /**
   * The file is over: its last record may lack a line end.
   * @throws ProblemError if a quote is not closed
   */
  finish(): void {
    if (this.#isStopped) return;
    if (this.#end > this.#record && this.#bytes[this.#end - 1] === END_MARK && this.#state !== IN_QUOTES) this.#dropEndMark();
    this.#scan(true);
    if (this.#state === IN_QUOTES) throw this.#openQuote();
    if (this.#isStopped || this.#state === AT_RECORD || this.#state === IN_COMMENT) return;
    if (this.#state === AT_FIELD) this.#start = this.#end;
    if (this.#state === AT_QUOTE || this.#state === AFTER_QUOTES) this.#endField(this.#start, this.#write);
    else this.#endPlain(this.#end);
    this.#endRecord(this.#end);
  }

  /** Moves the unfinished record to the front and puts a piece behind it. */
  #append(chunk: Uint8Array): void {
    const shift = this.#record;
    const kept = this.#end - shift;
    const needed = kept + chunk.length;
    const old = this.#bytes;
    if (needed > old.length) {
      this.#bytes = new Uint8Array(Math.max(needed, 2 * old.length));
      this.#bytes.set(old.subarray(shift, this.#end));
    } else if (shift > 0) {
      old.copyWithin(0, shift, this.#end);
    }
    this.#bytes.set(chunk, kept);
    // A record that goes on over many pieces is moved only once.
    const moved = shift > 0 ? this.#count : 0;
    for (let field = 0; field < moved; field++) {
      this.#starts[field]! -= shift;
      this.#ends[field]! -= shift;
    }
    this.#end = needed;
    this.#at -= shift;
    this.#start -= shift;
    this.#write -= shift;
    this.#run -= shift;
    this.#record = 0;
  }

  /** @param isFinal whether no byte follows those that are here */
  #scan(isFinal: boolean): void {
    const bytes = this.#bytes;
    const end = this.#end;
    const delimiter = this.#delimiter;
    let at = this.#at;
    while (at < end && !this.#isStopped) {
      const byte = bytes[at]!;
      switch (this.#state) {
        case AT_RECORD: {
          const isPair = byte === LF && this.#isAfterReturn;
          this.#isAfterReturn = false;
          if (isPair) {
            at += 1;
            this.#record = at;
            break;
          }
          if (this.#blocks !== undefined && this.#line > this.#lastNamedLine) {
            const taken = this.#blocks.take(bytes, at, end, this.#line);
            if (taken > 0) {
              at += taken;
              this.#record = at;
              this.#line += this.#blocks.taken;
              this.#isStopped = this.#blocks.isFull;
              break;
            }
          }
          this.#begin = at;
          this.#beginLine = this.#line;
          if (this.#line === 1 && this.hint === undefined) {
            const hint = this.#hintAt(at, isFinal);
            if (hint === "unknown") {
              this.#at = at;
              return;
            }
            this.hint = hint;
            if (hint !== undefined) {
              this.#state = IN_COMMENT;
              break;
            }
          }
          if (this.#skip.size > 0 && this.#skip.has(this.#line)) {
            this.#state = IN_COMMENT;
            break;
          }
          if (this.#comment.length > 0 && byte === this.#comment[0]) {
            if (end - at < this.#comment.length && !isFinal) {
              this.#at = at;
              return;
            }
            if (this.#isComment(at)) {
              this.#state = IN_COMMENT;
              break;
            }
          }
          this.#recordLine = this.#line;
          this.#state = AT_FIELD;
          break;
        }
        case AT_FIELD:
          if (byte !== delimiter && (byte === SPACE || byte === TAB)) {
            at += 1;
          } else if (byte === QUOTE) {
            at += 1;
            this.#start = this.#write = this.#run = at;
            this.#quoteLine = this.#line;
            this.#state = IN_QUOTES;
          } else {
            this.#start = at;
            this.#state = IN_PLAIN;
          }
          break;
        case IN_PLAIN: {
          let last = byte;
          while (last !== delimiter && last !== LF && last !== CR && ++at < end) last = bytes[at]!;
          if (at === end) break;
          this.#endPlain(at);
          at = this.#endWith(last, at);
          break;
        }
        case IN_QUOTES: {
          let last = byte;
          for (; last !== QUOTE; last = bytes[at]!) {
            if (last === CR || (last === LF && bytes[at - 1] !== CR)) this.#line += 1;
            if (++at === end) break;
          }
          this.#flush(at);
          if (at === end) break;
          at += 1;
          this.#state = AT_QUOTE;
          break;
        }
        case AT_QUOTE:
          if (byte === QUOTE) {
            // The second of the pair stays in the text.
            this.#run = at;
            at += 1;
            this.#state = IN_QUOTES;
          } else {
            this.#state = AFTER_QUOTES;
          }
          break;
        case AFTER_QUOTES:
          if (byte === delimiter || byte === LF || byte === CR) {
            this.#endField(this.#start, this.#write);
            at = this.#endWith(byte, at);
          } else if (byte === SPACE || byte === TAB) {
            at += 1;
          } else {
            throw this.#textAfterQuote();
          }
          break;
        case IN_COMMENT:
          if (byte === LF || byte === CR) this.#breakLine(byte, at + 1);
          at += 1;
          break;
      }
    }
    this.#at = at;
  }

  /** What the file's first line says the delimiter is; "unknown" while the line is not there as a whole. */
  #hintAt(at: number, isFinal: boolean): string | undefined {
    const bytes = this.#bytes;
    const from = bytes[at] === QUOTE ? at + 1 : at;
    for (let index = 0; index < 4; index++) {
      if (from + index >= this.#end) return isFinal ? undefined : "unknown";
      // In any letter case.
      if ((bytes[from + index]! | 32) !== ("sep=".charCodeAt(index) | 32)) return undefined;
    }
    let end = from;
    while (end < this.#end && bytes[end] !== LF && bytes[end] !== CR) end += 1;
    if (end === this.#end && !isFinal && end - at < LONGEST_HINT) return "unknown";
    return HINT.exec(decoder.decode(bytes.subarray(at, Math.min(end, at + LONGEST_HINT))))?.[1];
  }

  /** The mark is the last byte: it is not scanned, nor is the record it would be alone. */
  #dropEndMark(): void {
    this.#end -= 1;
    this.hasEndMark = true;
    if (this.#at <= this.#end) return;
    // It was scanned with the text before it, which has to end where it began.
    this.#at = this.#end;
    if (this.#state === IN_PLAIN && this.#start === this.#end) this.#state = this.#record === this.#end ? AT_RECORD : AT_FIELD;
  }

  #isComment(at: number): boolean {
    return this.#comment.every((byte, index) => this.#bytes[at + index] === byte);
  }

  /** Moves the text within quotes that was scanned to where it belongs. */
  #flush(at: number): void {
    if (this.#write !== this.#run) this.#bytes.copyWithin(this.#write, this.#run, at);
    this.#write += at - this.#run;
    this.#run = at;
  }

  #endPlain(at: number): void {
    const bytes = this.#bytes;
    let end = at;
    while (end > this.#start && (bytes[end - 1] === SPACE || bytes[end - 1] === TAB)) end -= 1;
    this.#endField(this.#start, end);
  }

  #endField(start: number, end: number): void {
    if (this.#count === this.#starts.length) {
      this.#starts = grown(this.#starts);
      this.#ends = grown(this.#ends);
    }
    this.#starts[this.#count] = start;
    this.#ends[this.#count++] = end;
  }

  /** Goes on behind the byte that ended a field. */
  #endWith(byte: number, at: number): number {
    if (byte === this.#delimiter) {
      this.#state = AT_FIELD;
    } else {
      this.#endRecord(at + 1);
      this.#breakLine(byte, at + 1);
    }
    return at + 1;
  }

  #breakLine(byte: number, next: number): void {
    this.#line += 1;
    this.#isAfterReturn = byte === CR;
    this.#record = next;
    this.#state = AT_RECORD;
  }

  #endRecord(next: number): void {
    const count = this.#count;
    const isBlank = count === 1 && this.#starts[0] === this.#ends[0];
    this.#count = 0;
    this.#record = next;
    if (isBlank) return;
    // With a line end behind it, the mark that ends a file is a record of its own.
    if (count === 1 && this.#ends[0] === this.#starts[0]! + 1 && this.#bytes[this.#starts[0]!] === END_MARK) {
      this.hasEndMark = true;
      return;
    }
    this.#spans.bytes = this.#bytes;
    this.#spans.starts = this.#starts;
    this.#spans.ends = this.#ends;
    this.#spans.count = count;
    this.#spans.line = this.#recordLine;
    this.#isStopped = !this.#sink(this.#spans);
  }

  #openQuote() {
    const line = this.#quoteLine;
    return fileError(
      "quote",
      { ...this.#location, line },
      message("In line {0} of {1}, a quote opens that is never closed. Close it, or remove it.", line, this.#location.file),
    );
  }

  #textAfterQuote() {
    const line = this.#line;
    return fileError(
      "quote",
      { ...this.#location, line },
      message("In line {0} of {1}, text follows a closing quote. Write a quote inside a quoted field twice.", line, this.#location.file),
    );
  }

  #tooLong() {
    const line = this.#recordLine;
    return fileError(
      "record-too-long",
      { ...this.#location, line },
      message(
        "The record in line {0} of {1} does not end within {2} MB, so this is not a table of text. Choose a CSV.",
        line,
        this.#location.file,
        MOST_BYTES / 2 ** 20,
      ),
    );
  }
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** One field as text, its beginning if it is long. */
export function decodeField({ bytes, starts, ends }: RecordSpans, field: number): string {
  const start = starts[field]!;
  return decoder.decode(bytes.subarray(start, Math.min(ends[field]!, start + 64)));
}

/** The fields of a record as texts. @param most bytes of each at most */
export function fieldTexts({ bytes, starts, ends, count }: RecordSpans, most = Infinity): string[] {
  return Array.from({ length: count }, (_, field) =>
    decoder.decode(bytes.subarray(starts[field], Math.min(ends[field]!, starts[field]! + most))),
  );
}
