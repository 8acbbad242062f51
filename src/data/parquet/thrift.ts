// Whether bytes are a structure of Thrift's compact protocol that holds what it claims. Asked before the
// library reads it, because that allocates a list by its claimed length and reads a number for as long as its
// bytes say that it goes on.

/** What keeps a Parquet file from being read; `guarded` makes the one sentence of it. */
export class Damaged extends Error {}

/** Bytes of a whole number: 64 bits by 7. */
const NUMBER = 10;
/** Structures within each other; Parquet's own go six deep. */
const DEPTH = 16;
/** Structures as deep as this are statistics, whose texts the library takes for numbers of any length. */
const STATISTICS = 4;
/** Bytes of a text in statistics; those who write them cut them at 4096. */
const LONGEST = 2 ** 13;

/** Types of values, as the protocol numbers them. */
const STOP = 0;
const TRUE = 1;
const FALSE = 2;
const BYTE = 3;
const SHORT = 4;
const INT = 5;
const LONG = 6;
const DOUBLE = 7;
const TEXT = 8;
const LIST = 9;
const STRUCTURE = 12;

/**
 * The bytes that the structure at the start takes.
 * @throws Damaged if it claims more than there is
 */
export function structureLength(bytes: Uint8Array): number {
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let length = 0; length < NUMBER; length++) {
      const byte = bytes[at++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * 2 ** (7 * length);
      if (byte < 0x80) return value;
    }
    throw new Damaged("a number has no end");
  };
  const skip = (length: number): void => {
    at += length;
    if (at > bytes.length) throw new Damaged("a value is longer than the file");
  };
  const element = (type: number, depth: number): void => {
    switch (type) {
      case TRUE:
      case FALSE:
        return;
      case BYTE:
        return skip(1);
      case SHORT:
      case INT:
      case LONG:
        return void number();
      case DOUBLE:
        return skip(8);
      case TEXT: {
        const length = number();
        if (depth >= STATISTICS && length > LONGEST) throw new Damaged("statistics are too long");
        return skip(length);
      }
      case LIST: {
        const head = bytes[at++] ?? 0;
        const count = head >> 4 === 15 ? number() : head >> 4;
        const of = head & 15;
        // Each element takes a byte at least.
        if (count > bytes.length - at) throw new Damaged("a list is longer than the file");
        for (let index = 0; index < count; index++) element(of === TRUE || of === FALSE ? BYTE : of, depth);
        return;
      }
      case STRUCTURE:
        return structure(depth + 1);
      default:
        throw new Damaged("a value has an unknown type");
    }
  };
  const structure = (depth: number): void => {
    if (depth > DEPTH) throw new Damaged("structures are nested too deep");
    for (;;) {
      const head = bytes[at++];
      if (head === undefined) throw new Damaged("a structure has no end");
      if ((head & 15) === STOP) return;
      if (head >> 4 === 0) number();
      element(head & 15, depth);
    }
  };
  structure(0);
  return at;
}
