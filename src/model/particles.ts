// Korean particles follow the sound before them: 손실이 but 정확도가, Softmax를 but Dropout을, 3으로 but 2로. A template
// writes both forms behind a placeholder, as in `{0}을(를)`, and the one that fits what is filled in is taken.
// No other language writes such a pair.

/** How a word ends, as it is read in Korean: on a vowel, on ㄹ, or on another consonant. */
type Ending = "vowel" | "rieul" | "consonant";

/** Both ways to write a pair, each with the form after a vowel and after a consonant. */
const pairs: Readonly<Record<string, readonly [afterVowel: string, afterConsonant: string]>> = {
  "은(는)": ["는", "은"],
  "이(가)": ["가", "이"],
  "을(를)": ["를", "을"],
  "과(와)": ["와", "과"],
  "와(과)": ["와", "과"],
  "(으)로": ["로", "으로"],
  "이어(여)": ["여", "이어"],
};

const afterPlaceholder = new RegExp(
  `\\{(\\d+)\\}(["”’)\\]]*)(${Object.keys(pairs)
    .map((pair) => pair.replaceAll(/[()]/g, "\\$&"))
    .join("|")})`,
  "g",
);

/**
 * The template with the particle that fits each value; if nobody can say how a value is read, both forms
 * stay.
 */
export function withParticles(template: string, args: readonly (string | number)[]): string {
  return template.replace(afterPlaceholder, (whole, index: string, closing: string, pair: string) => {
    const ending = endingOf(String(args[Number(index)] ?? ""));
    const forms = pairs[pair];
    if (ending === undefined || forms === undefined) return whole;
    // ㄹ takes 로 as a vowel does: 서울로.
    const isShort = ending === "vowel" || (ending === "rieul" && pair === "(으)로");
    return `{${index}}${closing}${forms[isShort ? 0 : 1]}`;
  });
}

/** How a text ends when it is read in Korean; undefined if its last sign says nothing. */
export function endingOf(text: string): Ending | undefined {
  const bare = text.replace(/[\s"'“”‘’()[\]{}<>.,…:;!?]+$/u, "");
  const last = bare.at(-1) ?? "";
  if (/[가-힣]/.test(last)) return endingOfSyllable(last);
  if (/\d/.test(last)) return endingOfNumber(/[\d.,]+$/.exec(bare)?.[0] ?? last);
  const word = /[a-z]+$/i.exec(bare)?.[0];
  if (word !== undefined) return endingOfWord(word);
  return last === "%" ? "vowel" : undefined;
}

/** Hangul syllables lie in Unicode by their 28 finals, of which 0 is none and 8 is ㄹ. */
function endingOfSyllable(syllable: string): Ending {
  const final = (syllable.charCodeAt(0) - 0xac00) % 28;
  return final === 0 ? "vowel" : final === 8 ? "rieul" : "consonant";
}

/**
 * 영 일 이 삼 사 오 육 칠 팔 구; 조, the 10¹² that 0 may stand for, is the only one of the large numbers that ends on a
 * vowel.
 */
function endingOfNumber(digits: string): Ending {
  const zeros = digits.includes(".") ? 0 : (/[0,]*$/.exec(digits)?.[0].replaceAll(",", "").length ?? 0);
  if (zeros >= 12 && zeros < 16) return "vowel";
  return (
    ({ 0: "consonant", 1: "rieul", 3: "consonant", 6: "consonant", 7: "rieul", 8: "rieul" }[digits.at(-1)!] as Ending | undefined) ??
    "vowel"
  );
}

/**
 * A Latin word by how Korean spells such words; what has no vowel or is all capitals is read letter by
 * letter: 엘 엠 엔 알 end on a consonant.
 */
function endingOfWord(word: string): Ending {
  const isSpelled = word.length === 1 || !/[aeiouy]/i.test(word) || (word === word.toUpperCase() && word.length < 4);
  const lower = word.toLowerCase();
  if (isSpelled) return ({ l: "rieul", r: "rieul", m: "consonant", n: "consonant" }[lower.at(-1)!] as Ending | undefined) ?? "vowel";
  if (/(l|le)$/.test(lower)) return "rieul";
  if (/([mn]|[aeiou][mn]e|ng)$/.test(lower)) return "consonant";
  // A short vowel keeps a stop as its final: 드롭아웃, 스텝, 메트릭, 타깃, 타입.
  return /((?<![aeiou])[aeiou][pt]|(?<![aeiou])[aeiou]ck|out|ic|type)$/.test(lower) ? "consonant" : "vowel";
}
