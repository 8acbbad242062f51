// Cuts a text into pieces that end where a record does, by looking at its quotes only. If a thread finds that
// its piece was cut elsewhere, the thread that waits reads that piece itself.

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const QUOTE = 34;
/** Bytes that are looked at behind a piece's least length before more of them are taken. */
const MORE = 2 ** 16;
/** Bytes after which a piece is cut wherever it is: no record is as long. */
const MOST = 2 ** 25;

/** Gives a piece an array of its own. */
export type MakeRoom = (bytes: number) => Uint8Array<ArrayBuffer>;

export class RecordCutter {
  readonly #delimiter: number;
  readonly #comment: Uint8Array;
  /** Bytes of a piece at least, except the last. */
  readonly #least: number;
  readonly #room: MakeRoom;
  #bytes: Uint8Array<ArrayBuffer>;
  /** The same in words of four bytes. */
  #words: Int32Array;
  #length = 0;
  /** Bytes that were looked at. */
  #at = 0;
  #isQuoted = false;
  /** Behind the last closing quote; 0 if there was none in this piece. */
  #closed = 0;

  constructor(delimiter: string, comment: string | undefined, least: number, room: MakeRoom) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#comment = new TextEncoder().encode(comment ?? "");
    this.#least = least;
    this.#room = room;
    this.#bytes = room(least + MORE);
    this.#words = wordsOf(this.#bytes);
  }

  /** Adds text, which is copied. @returns the pieces that are whole now */
  push(text: Uint8Array): Uint8Array<ArrayBuffer>[] {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    for (let from = 0; from < text.length;) {
      const some = text.subarray(from, from + this.#bytes.length - this.#length);
      this.#bytes.set(some, this.#length);
      this.#length += some.length;
      from += some.length;
      for (let end = this.#find(); end > 0; end = this.#find()) pieces.push(this.#cut(end));
      if (this.#length < this.#bytes.length) continue;
      if (this.#length >= MOST) pieces.push(this.#cut(this.#length));
      else this.#grow();
    }
    return pieces;
  }

  /** What is left. */
  rest(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  #cut(end: number): Uint8Array<ArrayBuffer> {
    const piece = this.#bytes.subarray(0, end);
    const left = this.#bytes.subarray(end, this.#length);
    this.#bytes = this.#room(Math.max(this.#least + MORE, left.length));
    this.#bytes.set(left);
    this.#words = wordsOf(this.#bytes);
    this.#length = left.length;
    this.#at = 0;
    this.#closed = 0;
    this.#isQuoted = false;
    return piece;
  }

  #grow(): void {
    const larger = this.#room(2 * this.#bytes.length);
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#words = wordsOf(larger);
  }

  /** Where the first record ends behind the piece's least length; 0 if that is not known yet. */
  #find(): number {
    const bytes = this.#bytes;
    const end = this.#length;
    while (this.#at < end) {
      const quote = this.#nextQuote(this.#at, end);
      if (!this.#isQuoted) {
        const cut = this.#breakIn(Math.max(this.#at, this.#least - 1), quote);
        if (cut > 0) return cut;
        if (cut < 0) return 0;
        this.#isQuoted = quote < end && this.#opens(bytes, quote);
      } else if (quote < end) {
        this.#isQuoted = false;
        this.#closed = quote + 1;
      }
      this.#at = Math.min(quote + 1, end);
    }
    return 0;
  }

  /** The next quote; `end` if there is none. Four bytes are looked at together, as most have none. */
  #nextQuote(from: number, end: number): number {
    const bytes = this.#bytes;
    const words = this.#words;
    let at = from;
    while (at < end && (at & 3) !== 0 && bytes[at] !== QUOTE) at += 1;
    if ((at & 3) === 0) {
      const last = end >> 2;
      let word = at >> 2;
      while (word < last && !hasQuote(words[word]!)) word += 1;
      at = 4 * word;
    }
    while (at < end && bytes[at] !== QUOTE) at += 1;
    return at;
  }

  /**
   * Behind the first line break between two places; 0 if there is none, −1 if the next byte is to be seen
   * first, because it may belong to the break.
   */
  #breakIn(from: number, to: number): number {
    const bytes = this.#bytes;
    for (let at = from; at < to; at++) {
      if (bytes[at] === LF) return at + 1;
      if (bytes[at] !== CR) continue;
      if (at + 1 === this.#length) {
        this.#at = at;
        return -1;
      }
      return bytes[at + 1] === LF ? at + 2 : at + 1;
    }
    return 0;
  }

  /** Whether a quote outside of quotes opens a field, or is the second of a pair, so that quotes go on. */
  #opens(bytes: Uint8Array, quote: number): boolean {
    let before = quote - 1;
    while (before >= this.#closed && (bytes[before] === SPACE || bytes[before] === TAB) && bytes[before] !== this.#delimiter) before -= 1;
    const byte = bytes[before];
    const isOpening = before < this.#closed || byte === this.#delimiter || byte === LF || byte === CR;
    return isOpening && !this.#isInComment(bytes, quote);
  }

  #isInComment(bytes: Uint8Array, quote: number): boolean {
    if (this.#comment.length === 0) return false;
    let line = quote;
    while (line > this.#closed && bytes[line - 1] !== LF && bytes[line - 1] !== CR) line -= 1;
    // What goes on behind a closing quote is a record.
    if (line === this.#closed && line > 0) return false;
    return this.#comment.every((byte, index) => bytes[line + index] === byte);
  }
}

function wordsOf({ buffer, length }: Uint8Array<ArrayBuffer>): Int32Array {
  return new Int32Array(buffer, 0, length >> 2);
}

/** Whether one of four bytes is a quote: it is 0 once quotes are taken away from all. */
function hasQuote(word: number): boolean {
  const others = word ^ 0x22222222;
  return ((others - 0x01010101) & ~others & 0x80808080) !== 0;
}
