// The encoding of text that is not UTF-8, found from its bytes: those in which every byte has a meaning, and
// of these the one in which the characters are what people write (encoding-scores.ts). What is damaged UTF-8,
// or no text at all, has none.

import { concatenated, decodeAs, standardName, withHead } from "./encoding.ts";
import { scoreAs } from "./encoding-scores.ts";
import { Utf8Check } from "./utf8.ts";

const CANDIDATES = ["euc-kr", "shift_jis", "gb18030", "windows-1252"] as const;

/** So many bytes of lines that are not ASCII tell enough. */
const SAMPLE = 2 ** 20;
/** Of a line that is longer than this, its beginning tells enough. */
const LINE = 2 ** 24;
/** So many tell whether it is UTF-16; an even number. */
const HEAD = 2 ** 16;
/** Text that scores less is garbage. */
const BELIEVABLE = 0.5;
/** An encoding the person is set to may score so much less than the best. */
const TIE = 0.25;

/** Whether a code is a control character that no text has. */
function isControl(code: number): boolean {
  return code < 9 || (code > 13 && code < 26) || (code > 27 && code < 32);
}

/**
 * The encoding of a file that is not UTF-8; "binary" if it is no text, undefined if none is likely
 * enough to be believed.
 * @param hint the encoding that is likely if several are
 */
export async function findEncoding(chunks: AsyncIterable<Uint8Array>, hint: string | undefined): Promise<string | undefined> {
  const { head, bytes } = await sampleOf(chunks);
  if (head.includes(0)) return findUtf16(head);
  if (bytes.some(isControl)) return "binary";
  if (isNearlyUtf8(bytes)) return undefined;
  const hinted = hint === undefined ? undefined : standardName(hint);
  const names = new Set([...CANDIDATES, ...(hinted === undefined || hinted.startsWith("utf-") ? [] : [hinted])]);
  const scores = [...names]
    .filter((name) => decodeAs(bytes, name).invalid === undefined)
    .map((name) => ({ name, score: scoreAs(bytes, name) }))
    .toSorted((a, b) => b.score - a.score);
  const best = scores[0]?.score ?? 0;
  if (scores.some(({ name, score }) => name === hinted && score >= best - TIE)) return hinted;
  return best >= BELIEVABLE ? scores[0]!.name : undefined;
}

interface Sample {
  /** The first bytes as they are. */
  readonly head: Uint8Array;
  /** Whole lines, those that are ASCII left out. */
  readonly bytes: Uint8Array;
}

async function sampleOf(chunks: AsyncIterable<Uint8Array>): Promise<Sample> {
  const parts: Uint8Array[] = [];
  let length = 0;
  let head: Uint8Array | undefined;
  // The beginning of a line whose end is still to come.
  let rest: Uint8Array[] = [];
  let waiting = 0;
  for await (const chunk of withHead(chunks, HEAD)) {
    head ??= new Uint8Array(chunk.subarray(0, HEAD));
    const whole = Math.max(chunk.lastIndexOf(10), chunk.lastIndexOf(13)) + 1;
    if (whole > 0) {
      const lines = telling(concatenated([...rest.splice(0), chunk.subarray(0, whole)]));
      parts.push(...lines);
      length += lines.reduce((sum, line) => sum + line.length, 0);
      waiting = 0;
    }
    rest.push(new Uint8Array(chunk.subarray(whole)));
    waiting += chunk.length - whole;
    if (length >= SAMPLE) {
      rest = [];
      break;
    }
    if (waiting >= LINE) break;
  }
  const line = concatenated(rest);
  parts.push(waiting >= LINE ? line.subarray(0, wholeCharacters(line) || line.length) : line);
  const bytes = concatenated(parts);
  return { head: head ?? bytes, bytes };
}

/**
 * How much of a line that is not over has only whole characters: up to a byte that begins none and ends none
 * in any encoding.
 */
function wholeCharacters(line: Uint8Array): number {
  let length = line.length;
  while (length > 0 && line[length - 1]! >= 0x30) length -= 1;
  return length;
}

/** Lines with a byte that is not ASCII text. */
function telling(block: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  let isPlain = true;
  for (let at = 0; at < block.length; at++) {
    const byte = block[at]!;
    if (byte >= 0x80 || byte < 9) isPlain = false;
    if (byte !== 10 && byte !== 13) continue;
    if (!isPlain) lines.push(block.slice(start, at + 1));
    start = at + 1;
    isPlain = true;
  }
  return lines;
}

/** Whether nearly every character that is not ASCII is UTF-8. */
function isNearlyUtf8(bytes: Uint8Array): boolean {
  let valid = 0;
  let invalid = 0;
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at]!;
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const check = new Utf8Check();
    const character = bytes.subarray(at, at + length);
    const fits = check.push(character) === character.length;
    at += fits ? length : 1;
    // A last character that is not whole is neither.
    if (!fits) invalid += 1;
    else if (lead >= 0x80 && check.isWhole) valid += 1;
  }
  return invalid === 0 || valid >= 4 * invalid;
}

/** Zero bytes are halves of ASCII characters, all on the same side, or no text. */
function findUtf16(head: Uint8Array): string {
  const zeros = [0, 0];
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2]! += 1;
  const encoding = zeros[1]! > zeros[0]! ? "utf-16le" : "utf-16be";
  const { text } = decodeAs(head.subarray(0, head.length & ~1), encoding);
  // Other characters have a zero byte too now and then, as 글 (U+AE00) does.
  const isOneSided = Math.max(...zeros) > 4 * Math.min(...zeros);
  // A single zero byte in a file of another encoding makes no lines.
  const hasLines = /[\n\r]/.test(text) || 8 * Math.max(...zeros) > head.length;
  return isOneSided && hasLines && !Array.from(text, (character) => character.charCodeAt(0)).some(isControl) ? encoding : "binary";
}
