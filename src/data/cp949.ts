// Korean text of Windows (code page 949), which the web calls euc-kr. Node's own decoder knows only its older
// half and turns many of the other 8,822 syllables into control characters without a word, so the table is
// built here: KS X 1001 from the platform, the rest by the rule of its maker: all other Hangul, in Unicode's
// order.

const REPLACEMENT = "\ufffd";
const FIRST_LEAD = 0x81;
const FIRST_TRAIL = 0x41;
const TRAILS = 0xff - FIRST_TRAIL;

let table: Uint16Array | undefined;

/** Position of a pair of bytes in the table. */
function cell(lead: number, trail: number): number {
  return (lead - FIRST_LEAD) * TRAILS + trail - FIRST_TRAIL;
}

/** Unicode of each pair of bytes; 0 if there is none. */
function buildTable(): Uint16Array {
  const codes = new Uint16Array((0xff - FIRST_LEAD) * TRAILS);
  const decoder = new TextDecoder("euc-kr");
  const hangul = new Set<number>();
  for (let lead = 0xa1; lead <= 0xfe; lead++) {
    for (let trail = 0xa1; trail <= 0xfe; trail++) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if (text.length !== 1 || text === REPLACEMENT) continue;
      const code = text.charCodeAt(0);
      // Characters that each user may define are nobody's.
      if (code >= 0xe000 && code <= 0xf8ff) continue;
      codes[cell(lead, trail)] = code;
      if (isSyllable(code)) hangul.add(code);
    }
  }
  // Characters of later revisions of KS X 1001: the euro, the registered sign and the postal code mark.
  codes[cell(0xa2, 0xe6)] = 0x20ac;
  codes[cell(0xa2, 0xe7)] = 0xae;
  codes[cell(0xa2, 0xe8)] = 0x327e;
  let syllable = 0xac00;
  for (let lead = FIRST_LEAD; lead <= 0xc6; lead++) {
    const last = lead < 0xa1 ? 0xfe : 0xa0;
    for (let trail = FIRST_TRAIL; trail <= last; trail++) {
      if ((trail > 0x5a && trail < 0x61) || (trail > 0x7a && trail < 0x81)) continue;
      while (hangul.has(syllable)) syllable++;
      if (!isSyllable(syllable)) return codes;
      codes[cell(lead, trail)] = syllable++;
    }
  }
  return codes;
}

function isSyllable(code: number): boolean {
  return code >= 0xac00 && code <= 0xd7a3;
}

/** The text of the bytes up to the first that have no meaning, whose offset is `invalid`. */
export function decodeCp949(bytes: Uint8Array): { readonly text: string; readonly invalid?: number } {
  table ??= buildTable();
  const units = new Uint16Array(bytes.length);
  let length = 0;
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at]!;
    const trail = bytes[at + 1] ?? 0;
    const code =
      byte < 0x80 ? byte : byte < FIRST_LEAD || byte > 0xfe || trail < FIRST_TRAIL || trail > 0xfe ? 0 : table[cell(byte, trail)]!;
    if (byte >= 0x80 && code === 0) return { text: decodeUnits(units.subarray(0, length)), invalid: at };
    units[length++] = code;
    at += byte < 0x80 ? 1 : 2;
  }
  return { text: decodeUnits(units.subarray(0, length)) };
}

function decodeUnits(units: Uint16Array): string {
  const parts: string[] = [];
  for (let start = 0; start < units.length; start += 8192) parts.push(String.fromCharCode(...units.subarray(start, start + 8192)));
  return parts.join("");
}
