// Whether bytes are UTF-8 text, piece by piece: by the decoder of the WHATWG Encoding Standard, and without a
// zero byte, which no text has. Most files are ASCII, so pieces are first looked at four bytes at a time.

export class Utf8Check {
  /** Bytes that are still to come of a character, and what the next of them may be. */
  #needed = 0;
  #lower = 0x80;
  #upper = 0xbf;
  /** Whether every byte so far was ASCII. */
  isAscii = true;

  /** Whether the text may end here. */
  get isWhole(): boolean {
    return this.#needed === 0;
  }

  /** The number of bytes before the first that does not fit; all if each does. */
  push(chunk: Uint8Array): number {
    if (this.#needed === 0 && isPlain(chunk)) return chunk.length;
    const words = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
    for (let at = 0; at < chunk.length; at++) {
      if (this.#needed === 0) {
        // Other characters stand among many that are ASCII.
        while (at + 4 <= chunk.length && isPlainWord(words.getInt32(at, true))) at += 4;
        if (at === chunk.length) break;
      }
      const byte = chunk[at]!;
      if (this.#needed > 0) {
        if (byte < this.#lower || byte > this.#upper) return at;
        this.#lower = 0x80;
        this.#upper = 0xbf;
        this.#needed -= 1;
      } else if (byte >= 0x80 || byte === 0) {
        if (byte < 0xc2 || byte > 0xf4) return at;
        this.isAscii = false;
        this.#needed = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
        // No character is written with more bytes than it needs, none is half of a pair, and none is beyond
        // U+10FFFF.
        if (byte === 0xe0) this.#lower = 0xa0;
        else if (byte === 0xed) this.#upper = 0x9f;
        else if (byte === 0xf0) this.#lower = 0x90;
        else if (byte === 0xf4) this.#upper = 0x8f;
      }
    }
    return chunk.length;
  }
}

/** Whether every byte is ASCII and none is 0. */
function isPlain(chunk: Uint8Array): boolean {
  const words = chunk.byteOffset % 4 === 0 ? chunk.length >> 2 : 0;
  const view = new Uint32Array(chunk.buffer, words === 0 ? 0 : chunk.byteOffset, words);
  let found = 0;
  for (let at = 0; at < words; at++) found |= marksIn(view[at]!);
  if ((found & 0x80808080) !== 0) return false;
  for (let at = 4 * words; at < chunk.length; at++) if (chunk[at] === 0 || chunk[at]! >= 0x80) return false;
  return true;
}

/**
 * The high bits of those bytes of a word that are 0 or no ASCII, and others. A word has a zero byte where
 * taking 1 from each byte sets a high bit that was not set before.
 */
function marksIn(word: number): number {
  return word | ((word - 0x01010101) & ~word);
}

function isPlainWord(word: number): boolean {
  return (marksIn(word) & 0x80808080) === 0;
}
