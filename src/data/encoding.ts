// Bytes to text, never with a silent guess: a mark at the start or the document names the encoding, anything else is UTF-8 or an error
// that says which line is not. The platform's decoders do the work; where they are known to be wrong, this room corrects them.

import { message } from "../model/message.ts";
import { decodeCp949 } from "./cp949.ts";
import { fileError, type Place } from "./problems.ts";

export interface DecodedText {
  readonly text: string;
  /** The name to write as `data.encoding`. */
  readonly encoding: string;
}

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
};

/** What Windows has at 0x80 to 0x9F; Node reads them as control characters. A blank is a byte without a character. */
const WINDOWS_1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/**
 * The text of a file, without its byte order mark.
 * @param encoding the document's `data.encoding`; found where it is absent
 * @throws ProblemError at an unknown encoding, and at the first line that does not fit
 */
export function decodeText(bytes: Uint8Array, encoding: string | undefined, place: Place): DecodedText {
  const marked = byteOrderMark(bytes);
  if (encoding === undefined && marked === undefined) return { text: decodeFound(bytes, place), encoding: "utf-8" };
  const name = encodingName(encoding ?? marked ?? "utf-8", place);
  // A mark decides between the two orders of UTF-16, whichever the document names.
  const actual = name.startsWith("utf-16") && marked?.startsWith("utf-16") ? marked : name;
  const decoded = decodeAs(bytes, actual);
  if (decoded.invalid === undefined) return { text: decoded.text, encoding: actual };
  const line = lineAfter(decoded.text);
  throw fileError(
    "undecodable",
    { ...place, line },
    message(
      "Line {0} of {1} has bytes that are not {2}. Set data.encoding to the encoding the file was saved in.",
      line,
      place.file,
      actual,
    ),
  );
}

/** UTF-8, strictly; the error suggests the encoding that fits the bytes. */
function decodeFound(bytes: Uint8Array, place: Place): string {
  const decoded = decodeAs(bytes, "utf-8");
  const zero = bytes.indexOf(0);
  if (decoded.invalid === undefined && zero < 0) return decoded.text;
  const line = lineAfter(decoded.text.split("\0", 1)[0]!);
  throw fileError(
    "undecodable",
    { ...place, line },
    message(
      'Line {0} of {1} is not UTF-8 text. Set data.encoding to the encoding the file was saved in, perhaps "{2}".',
      line,
      place.file,
      likelyEncoding(bytes, zero),
    ),
  );
}

/** What bytes may be that are not UTF-8; `zero` is the offset of the first zero byte, which only UTF-16 has. */
function likelyEncoding(bytes: Uint8Array, zero: number): string {
  if (zero >= 0) return zero % 2 ? "utf-16le" : "utf-16be";
  return ["euc-kr", "shift_jis"].find((name) => decodeAs(bytes, name).invalid === undefined) ?? "windows-1252";
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
}

/** The standard name of an encoding. @throws ProblemError where nothing here can decode it */
function encodingName(label: string, place: Place): string {
  const plain = label.trim().toLowerCase();
  try {
    return new TextDecoder(aliases[plain] ?? plain).encoding;
  } catch {
    throw fileError(
      "unknown-encoding",
      { file: place.file, path: ["data", "encoding"] },
      message(
        '"{0}" is not an encoding this program knows. Set data.encoding to one such as "utf-8", "utf-16le", "euc-kr" or "windows-1252".',
        label,
      ),
    );
  }
}

/** The text, and where bytes do not fit, `invalid` and the text before them. */
function decodeAs(bytes: Uint8Array, encoding: string): { readonly text: string; readonly invalid?: number } {
  if (encoding === "euc-kr") return decodeCp949(bytes);
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    const invalid = validLength(bytes, encoding);
    return { text: new TextDecoder(encoding).decode(bytes.subarray(0, invalid), { stream: true }), invalid };
  }
  if (encoding.startsWith("utf-")) return { text };
  if (encoding === "windows-1252")
    text = text.replace(/[\u0080-\u009f]/g, (control) => WINDOWS_1252[control.charCodeAt(0) - 0x80]!.replace(" ", control));
  // No legacy encoding writes these on purpose: they are what a decoder answers that does not know a character.
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

function lineAfter(text: string): number {
  return (text.match(/\r\n|\n|\r/g)?.length ?? 0) + 1;
}
