// How much a text looks like one that people wrote in an encoding, from 0 to 1: the mean over its characters
// that are not ASCII. The code charts of East Asia put common characters before rare ones, and Korean is told
// from Chinese, which share most codes, by its most frequent syllables. Of 31 short tables in
// test/fixtures/data/encodings.ts this finds all;

type Score = (bytes: Uint8Array, at: number) => { readonly length: number; readonly score: number };

/** Characters that are looked at. */
const MOST = 20_000;

/** @param bytes text in which every byte has a meaning in the encoding */
export function scoreAs(bytes: Uint8Array, encoding: string): number {
  const score = scores[encoding] ?? likely;
  let sum = 0;
  let count = 0;
  for (let at = 0; at < bytes.length && count < MOST;) {
    if (bytes[at]! < 0x80) {
      at += 1;
      continue;
    }
    const found = score(bytes, at);
    sum += found.score;
    count += 1;
    at += found.length;
  }
  return count === 0 ? 0 : sum / count;
}

const scores: Readonly<Record<string, Score>> = {
  "euc-kr": (bytes, at) => {
    const [lead, trail] = [bytes[at]!, bytes[at + 1] ?? 0];
    const isOld = lead >= 0xa1 && trail >= 0xa1;
    if (!isOld) return { length: 2, score: 0.3 };
    if (lead >= 0xb0 && lead <= 0xc8) return { length: 2, score: frequentSyllables().has((lead << 8) | trail) ? 1 : 0.6 };
    return { length: 2, score: lead < 0xb0 ? 0.6 : 0.2 };
  },
  gb18030: (bytes, at) => {
    const [lead, trail] = [bytes[at]!, bytes[at + 1] ?? 0];
    if (lead === 0x80) return { length: 1, score: 0.1 };
    if (trail < 0x40) return { length: 4, score: 0.1 };
    if (trail < 0xa1 || lead < 0xa1) return { length: 2, score: 0.1 };
    if (lead >= 0xb0 && lead <= 0xd7) return { length: 2, score: 0.8 };
    return { length: 2, score: lead < 0xb0 ? 0.6 : 0.25 };
  },
  shift_jis: (bytes, at) => {
    const [lead, trail] = [bytes[at]!, bytes[at + 1] ?? 0];
    if (lead >= 0xa1 && lead <= 0xdf) return { length: 1, score: 0.45 };
    if (lead === 0x82 || lead === 0x83) return { length: 2, score: trail >= 0x40 ? 1 : 0.5 };
    // Kanji of the first level, and punctuation.
    if ((lead >= 0x88 && lead <= 0x97) || lead === 0x81) return { length: 2, score: 0.9 };
    return { length: 2, score: lead <= 0x9f || lead <= 0xea ? 0.5 : 0.1 };
  },
  "windows-1252": (bytes, at) => {
    const byte = bytes[at]!;
    let run = 1;
    // Longer than two is all the same.
    while (run < 3 && (bytes[at - run] ?? 0) >= 0x80) run += 1;
    for (let next = at + 1; run < 3 && (bytes[next] ?? 0) >= 0x80; next++) run += 1;
    if (run > 2) return { length: 1, score: 0.05 };
    const isLetter = byte >= 0xc0 && byte !== 0xd7 && byte !== 0xf7;
    const neighbours = Number(isAsciiLetter(bytes[at - 1])) + Number(isAsciiLetter(bytes[at + 1]));
    // Within a word, only apostrophes, dashes and the Catalan point are no letters.
    const isOdd = neighbours === 2 && ![0x92, 0x96, 0x97, 0xb7].includes(byte);
    if (!isLetter) return { length: 1, score: isOdd ? 0.1 : run === 1 ? 0.8 : 0.3 };
    const isInWord = neighbours > 0;
    return { length: 1, score: run === 1 ? (isInWord ? 1 : 0.6) : isInWord ? 0.7 : 0.4 };
  },
};

/** An encoding of which only the person's word is known. */
const likely: Score = () => ({ length: 1, score: 0.75 });

function isAsciiLetter(byte = 0): boolean {
  return (byte | 32) >= 97 && (byte | 32) <= 122;
}

/** The syllables that most of Korean text is made of. */
const SYLLABLES =
  "이다의에는을를가은하고지도로어사기시한자인나대아리해서그일정수과만있것여들보부게상주전제스장관유소원성국공위화구조경라요마면안개양신우중무동명" +
  "당내물학말생민진모비계할않선연체세방강금남북역교문행회실산월년녀합격불급간분재발표청결오거미트호박최임영윤희철현준석태훈군읍읽번름름이김울천광별점키몸게직업종류품량율률값평균최저고온습길너비꽃잎받침채";

let frequent: ReadonlySet<number> | undefined;

function frequentSyllables(): ReadonlySet<number> {
  if (frequent !== undefined) return frequent;
  const wanted = new Set(SYLLABLES);
  const codes = new Set<number>();
  const decoder = new TextDecoder("euc-kr");
  for (let lead = 0xb0; lead <= 0xc8; lead++)
    for (let trail = 0xa1; trail <= 0xfe; trail++)
      if (wanted.has(decoder.decode(Uint8Array.of(lead, trail)))) codes.add((lead << 8) | trail);
  frequent = codes;
  return codes;
}
