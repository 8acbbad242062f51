// Texts that are numbers but for how they are written: a currency or a unit around them, marks between
// thousands, another decimal mark, parentheses for a minus; and the texts among them that are no numbers at
// all. Names that end in digits are none: what stands around a number has to be one and the same thing, and a
// currency, a sign or a unit.

import { type DecimalMark, numberReader } from "../numbers.ts";
import type { WrittenForm } from "../read-settings.ts";
import type { CategoryColumn } from "../table.ts";

export interface NumberTexts {
  readonly form: WrittenForm;
  readonly decimal: DecimalMark;
  /** Codes of the texts that are no numbers, in the order of their first rows. */
  readonly others: readonly number[];
  /** Rows with those, and with a value at all. */
  readonly otherRows: number;
  readonly rows: number;
  /** Different texts that are numbers. */
  readonly numbers: number;
  /** The first text that is a number only so; undefined if all are plain. */
  readonly example: number | undefined;
  /** The first text whose minus is U+2212, which no setting reads. */
  readonly minus: number | undefined;
}

/** What the other columns say of decimal marks. */
export interface MarkEvidence {
  readonly comma: boolean;
  readonly point: boolean;
}

export interface Parts {
  readonly front: string;
  readonly core: string;
  readonly back: string;
  readonly isNegative: boolean;
  readonly hasMinus: boolean;
}

const MINUS = "\u2212";
const SHAPE =
  /^(\(?)([+\-\u2212]?)([^\d().,+\-\u2212]*)([+\-\u2212]?)(\d[\d.,'’ \u00a0\u202f]*|[.,]\d+)((?:[eE][+-]?\d+)?)([^\d()]*)(\)?)$/u;
const CURRENCY = /^(?:\p{Sc}|US\$|R\$|[AC]\$|USD|EUR|KRW|GBP|JPY|CHF|CNY|INR|Rs\.?|kr\.?|원|엔|달러|유로)$/iu;
const UNIT =
  /^(?:%|‰|°|℃|℉|°[CF]|[㎜㎝㎞㎡㎥㎎㎏㎖㎾]|[kcm]?m[²³]|ft²|k?m\/h|km\/l|mpg|[kmµcd]?g|[kmµncd]?m|[mc]?l|lbs?|oz|ft|in|mi|k?w|k?wh|k?va?|m?v|m?a|[kmg]?hz|[kmgt]?b|ms|s|sec|min|h|hrs?|d|y|yrs?|px|pt|bp|cc|명|개|세|살|점|건|회|대|년|월|일|시간|분|초|주|개월|평|천|만|억|배|층|번|위|권|병)$/iu;
/** What multiplies a number, perhaps of money. */
const SCALE =
  /^(k|m|b|t|mn|mln|mio|bn|bln|mrd|tn|thousand|million|billion|trillion|lakhs?|lacs?|crores?|cr|천|만|십만|백만|천만|억|조)\.?(?:원|달러|유로|엔|€|\$|USD|EUR|KRW|INR)?$/iu;
const WORD = /^[ \u00a0]\p{L}{1,12}\.?$/u;
const SEVERAL = 2000;

/** Marks that are tried, with which decimal mark. */
const THOUSANDS = [undefined, ",", ".", " ", "'", "’", "\u00a0", "\u202f"];

export function looksLikeNumbers(
  column: CategoryColumn,
  odd: ReadonlySet<number>,
  present: DecimalMark,
  evidence: MarkEvidence,
): NumberTexts | undefined {
  const { texts, codes } = column;
  if (texts.length > SEVERAL && texts.slice(0, SEVERAL).filter((text) => partsOf(text) !== undefined).length < SEVERAL / 2)
    return undefined;
  const all = texts.map(partsOf);
  if (all.every((own) => own === undefined)) return undefined;
  const counts = new Uint32Array(texts.length);
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0 && !odd.has(row)) counts[codes[row]!]!++;
  const used = [...texts.keys()].filter((code) => counts[code]! > 0);
  const parts = new Map<number, Parts>();
  for (const code of used) {
    const own = all[code];
    if (own !== undefined) parts.set(code, own);
  }
  if (parts.size === 0) return undefined;
  const strip = affixes([...parts.values()]);
  const isParenthesized = [...parts.values()].some(({ isNegative }) => isNegative);
  const base: WrittenForm = { ...(strip.length > 0 ? { strip } : {}), ...(isParenthesized ? { parentheses: true } : {}) };
  let best: { form: WrittenForm; decimal: DecimalMark; others: number[]; otherRows: number } | undefined;
  for (const [decimal, thousands] of pairs(present, evidence)) {
    if (thousands !== undefined && ![...parts.values()].some(({ core }) => core.includes(thousands))) continue;
    const form = { ...base, ...(thousands === undefined ? {} : { thousands }) };
    const read = numberReader(decimal, form);
    const others = used.filter((code) => Number.isNaN(read(texts[code]!.replace(MINUS, "-"))));
    const otherRows = others.reduce((sum, code) => sum + counts[code]!, 0);
    if (best === undefined || otherRows < best.otherRows) best = { form, decimal, others, otherRows };
  }
  if (best === undefined) return undefined;
  const { form, decimal, others } = best;
  const isOther = new Set(others);
  const numbers = used.filter((code) => !isOther.has(code));
  const plain = numberReader(present);
  return {
    ...best,
    form: needed(
      form,
      numbers.map((code) => texts[code]!),
      decimal,
    ),
    rows: counts.reduce((sum, count) => sum + count, 0),
    numbers: numbers.length,
    example: numbers.find((code) => Number.isNaN(plain(texts[code]!))),
    minus: numbers.find((code) => texts[code]!.includes(MINUS)),
  };
}

/** Only what some number needs. */
function needed(form: WrittenForm, texts: readonly string[], decimal: DecimalMark): WrittenForm {
  const left: WrittenForm = { ...form };
  for (const field of ["parentheses", "strip", "thousands"] as const) {
    const { [field]: _, ...without } = left;
    const read = numberReader(decimal, without);
    if (texts.every((text) => !Number.isNaN(read(text.replace(MINUS, "-"))))) delete left[field];
  }
  return left;
}

/**
 * Decimal mark and mark between thousands, the likeliest first: what other columns prove comes before what is
 * only possible.
 */
function pairs(present: DecimalMark, { comma, point }: MarkEvidence): readonly (readonly [DecimalMark, string | undefined])[] {
  const other = present === "." ? "," : ".";
  const isProven = other === "," ? comma && !point : point && !comma;
  const decimals = isProven ? ([other, present] as const) : ([present, other] as const);
  return decimals.flatMap((decimal) => THOUSANDS.filter((mark) => mark !== decimal).map((mark) => [decimal, mark] as const));
}

export function partsOf(text: string): Parts | undefined {
  const found = SHAPE.exec(text);
  if (found === null) return undefined;
  const [, open = "", sign = "", front = "", inner = "", digits = "", exponent = "", behind = "", close = ""] = found;
  const core = digits.replace(/[ \u00a0\u202f'’]+$/, "");
  const back = digits.slice(core.length) + behind;
  if ((open === "") !== (close === "") || (sign !== "" && inner !== "") || (open !== "" && (sign !== "" || inner !== ""))) return undefined;
  if (!isFront(front) || !isBack(back) || (exponent !== "" && back !== "")) return undefined;
  return { front, core, back, isNegative: open !== "", hasMinus: sign === MINUS || inner === MINUS };
}

/**
 * What multiplies the number, as `k`; nothing if it is as written. A small m, b or t is a unit: metres,
 * bytes, tonnes.
 */
export function scaleOf({ back }: Parts): string {
  const [, scale = ""] = SCALE.exec(back.trim()) ?? [];
  return /^[mbt]$/.test(scale) ? "" : scale.toLowerCase();
}

function isFront(text: string): boolean {
  const bare = text.trim();
  return bare === "" || CURRENCY.test(bare) || bare === "'" || bare === "~" || bare === "약";
}

function isBack(text: string): boolean {
  const bare = text.trim();
  return bare === "" || CURRENCY.test(bare) || UNIT.test(bare) || SCALE.test(bare) || WORD.test(text) || bare === "'";
}

/**
 * What stands around the numbers, longest first; nothing if it is of several kinds, as then the numbers
 * mean different things.
 */
function affixes(parts: readonly Parts[]): string[] {
  const fronts = new Set(parts.map(({ front }) => front).filter((text) => text !== ""));
  const backs = new Set(parts.map(({ back }) => back).filter((text) => text !== ""));
  if (countKinds(fronts) > 1 || countKinds(backs) > 1) return [];
  return [...new Set([...fronts, ...backs])].toSorted((one, other) => other.length - one.length);
}

function countKinds(texts: ReadonlySet<string>): number {
  return new Set([...texts].map(kindOf)).size;
}

/** One month and two months are of one kind. */
function kindOf(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/\.$/, "")
    .replace(/(?<=\p{L}{2})s$/u, "");
}

/** Whether texts prove a decimal mark: not three digits behind it, or the other mark before it. */
export function proves(texts: readonly string[], mark: DecimalMark): boolean {
  const other = mark === "," ? "\\." : ",";
  const shape = new RegExp(
    `(?<!\\d)(?:\\d{1,3}(?:${other}\\d{3})+\\${mark}\\d+|\\d+\\${mark}(?:\\d{1,2}|\\d{4,})|0\\${mark}\\d+)(?!\\d)(?!\\${mark}|${other})`,
  );
  return texts.some((text) => partsOf(text) !== undefined && shape.test(text));
}
