// Bytes to UTF-8 text in pieces. UTF-8 itself is only checked; of other encodings the platform's decoders do
// the work, and if they are known to be wrong, this room corrects them. Bytes that mean nothing are never
// replaced by a character of somebody's choice.

import { message } from "../model/message.ts";
import { decodeCp949 } from "./cp949.ts";
import { fileError, type CsvLocation } from "./problems.ts";
import { Utf8Check } from "./utf8.ts";

const encoder = new TextEncoder();

/** Names people know from Windows and Python that the web's list of encodings lacks. */
const aliases: Readonly<Record<string, string>> = {
  cp949: "euc-kr",
  ms949: "euc-kr",
  uhc: "euc-kr",
  "windows-949": "euc-kr",
  cp932: "shift_jis",
  cp936: "gbk",
  cp950: "big5",
  "latin-1": "windows-1252",
  utf_8: "utf-8",
  "utf-8-sig": "utf-8",
  utf8bom: "utf-8",
  shiftjis: "shift_jis",
  big5hkscs: "big5",
};

/**
 * What Windows has at 0x80 to 0x9F; Node reads them as control characters. A blank is a byte without a
 * character.
 */
const WINDOWS_1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/** Bytes that are no text of the encoding they were read in. What stands before them was handed out. */
export class Undecodable extends Error {
  readonly encoding: string;
  /**
   * Whether it is a zero, which is a character in every encoding, but none that any text has: what is written
   * with it cannot be read again.
   */
  readonly isZero: boolean;

  constructor(encoding: string, isZero = false) {
    super(`not ${encoding}`);
    this.encoding = encoding;
    this.isZero = isZero;
  }
}

/** The text of a file as UTF-8, in pieces, without its byte order mark. */
export class TextStream {
  /** The name to write as `data.encoding`; known once the first piece is read. */
  encoding = "utf-8";
  /** Whether neither the document nor a mark says so. */
  isAssumed = false;
  /** Whether every byte so far was ASCII, which nearly every encoding reads alike. */
  isAscii = true;
  readonly #label: string | undefined;
  readonly #location: CsvLocation;

  /**
   * @param label the document's `data.encoding`; if it is absent, a mark decides, and without one it is
   *   UTF-8
   */
  constructor(label: string | undefined, location: CsvLocation) {
    this.#label = label;
    this.#location = location;
  }

  /** @throws Undecodable at the first bytes that do not fit, ProblemError at an encoding that is not known */
  async *read(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const pieces = withHead(chunks, 3);
    const check = new Utf8Check();
    // The beginning of what cannot be decoded yet without what follows.
    let carry: Uint8Array[] = [];
    let isFirst = true;
    for await (const chunk of pieces) {
      const bytes = isFirst ? this.#withoutMark(chunk) : chunk;
      isFirst = false;
      if (this.encoding === "utf-8") {
        const valid = check.push(bytes);
        this.isAscii = check.isAscii;
        yield bytes.subarray(0, valid);
        if (valid < bytes.length) throw new Undecodable("utf-8", bytes[valid] === 0);
        continue;
      }
      this.isAscii = false;
      const isUtf16 = this.encoding.startsWith("utf-16");
      const piece = isUtf16 ? concatenated([...carry, bytes]) : bytes;
      const length = isUtf16 ? wholeUtf16(piece, this.encoding) : wholeLength(piece, this.encoding);
      if (length > 0) yield* this.#decoded(isUtf16 ? piece.subarray(0, length) : concatenated([...carry, piece.subarray(0, length)]));
      carry = [...(length > 0 || isUtf16 ? [] : carry), new Uint8Array(piece.subarray(length))];
    }
    if (!check.isWhole) throw new Undecodable("utf-8");
    yield* this.#decoded(concatenated(carry));
  }

  *#decoded(bytes: Uint8Array): Generator<Uint8Array> {
    const { text, invalid } = decodeAs(bytes, this.encoding);
    const zero = text.indexOf("\0");
    if (text.length > 0 && zero !== 0) yield encoder.encode(zero < 0 ? text : text.slice(0, zero));
    if (zero >= 0) throw new Undecodable(this.encoding, true);
    if (invalid !== undefined) throw new Undecodable(this.encoding);
  }

  /** Decides on the encoding. */
  #withoutMark(head: Uint8Array): Uint8Array {
    const marked = byteOrderMark(head);
    this.isAssumed = this.#label === undefined && marked === undefined;
    const name = this.#label === undefined ? (marked ?? "utf-8") : encodingName(this.#label, this.#location);
    // A mark decides between the two orders of UTF-16, whichever the document names.
    this.encoding = name.startsWith("utf-16") && marked?.startsWith("utf-16") ? marked : name;
    if (marked !== this.encoding) return head;
    return head.subarray(marked === "utf-8" ? 3 : 2);
  }
}

/** The pieces, the first of them with at least `length` bytes if there are so many. */
export async function* withHead(chunks: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (head === undefined) {
      yield chunk;
      continue;
    }
    head = concatenated([head, chunk]);
    if (head.length < length) continue;
    yield head;
    head = undefined;
  }
  if (head !== undefined && head.length > 0) yield head;
}

/** Pieces as one. */
export function concatenated(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/**
 * Encodings in which a character takes more than one byte, none of which but the first is below `0`. Others
 * have one byte for each.
 */
const WIDE = new Set(["euc-kr", "shift_jis", "gb18030", "gbk", "big5", "euc-jp"]);

/**
 * How many of the bytes can be decoded without those that follow: up to one that is no part of a longer
 * character.
 */
function wholeLength(bytes: Uint8Array, encoding: string): number {
  if (encoding === "iso-2022-jp") return Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13)) + 1;
  let length = bytes.length;
  if (WIDE.has(encoding)) while (length > 0 && bytes[length - 1]! >= 0x30) length -= 1;
  return length;
}

/** The same of UTF-16: up to the first half of a pair. */
function wholeUtf16(bytes: Uint8Array, encoding: string): number {
  const even = bytes.length & ~1;
  const high = even < 2 ? 0 : bytes[encoding === "utf-16le" ? even - 1 : even - 2]!;
  return (high & 0xfc) === 0xd8 ? even - 2 : even;
}

export function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
}

/**
 * The standard name of an encoding, however people and editors write it; undefined if nothing here can
 * decode it.
 */
export function standardName(label: string): string | undefined {
  const plain = label.trim().toLowerCase();
  // VS Code's names have no hyphens: utf16le, windows1252, iso88591, euckr, shiftjis, koi8r.
  const hyphened = plain.replace(/^(utf|windows|iso8859|koi8|euc)(?=[a-z\d])/, "$1-").replace(/^iso8859/, "iso-8859");
  for (const name of [aliases[plain] ?? plain, aliases[hyphened] ?? hyphened]) {
    try {
      return new TextDecoder(name).encoding;
    } catch {
      // The next way to write it may be known.
    }
  }
  return undefined;
}

/** @throws ProblemError if nothing here can decode the encoding */
function encodingName(label: string, location: CsvLocation): string {
  const name = standardName(label);
  if (name !== undefined) return name;
  throw fileError(
    "unknown-encoding",
    { file: location.file, path: ["data", "encoding"] },
    message(
      '"{0}" is not an encoding this program knows. Set the encoding to one such as "utf-8", "utf-16le", "euc-kr" or "windows-1252".',
      label,
    ),
  );
}

/** The text, and if bytes do not fit, `invalid` and the text before them. */
export function decodeAs(bytes: Uint8Array, encoding: string): { readonly text: string; readonly invalid?: number } {
  if (encoding === "euc-kr") return decodeCp949(bytes);
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const invalid = validLength(bytes, encoding);
    return { text: new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes.subarray(0, invalid), { stream: true }), invalid };
  }
  if (encoding.startsWith("utf-")) return { text };
  if (encoding === "windows-1252")
    text = text.replace(/[\u0080-\u009f]/g, (control) => WINDOWS_1252[control.charCodeAt(0) - 0x80]!.replace(" ", control));
  // No legacy encoding writes these on purpose: they are what a decoder answers that does not know a
  // character.
  const unknown = text.search(/[\u0080-\u0084\u0086-\u009f]/);
  return unknown < 0 ? { text } : { text: text.slice(0, unknown), invalid: unknown };
}

/** The number of bytes before the first that do not fit, found by halving. */
function validLength(bytes: Uint8Array, encoding: string): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      low = middle;
    } catch {
      high = middle - 1;
    }
  }
  return low;
}
