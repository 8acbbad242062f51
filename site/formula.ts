// The registries' formulas, which are plain text (`y = 1 / (1 + e⁻ˣ)`), as MathML. They are parsed, so that no
// formula is written twice: a slash becomes a fraction, raised letters an exponent, a list of values with
// conditions in parentheses a choice of cases.

import temml from "temml";

const raised = digits("⁰¹²³⁴⁵⁶⁷⁸⁹", { "⁻": "-", ˣ: "x", ʸ: "y", ᵖ: "p", ᵀ: "\\top", ⁱ: "i", ʲ: "j" });
const lowered = digits("₀₁₂₃₄₅₆₇₈₉", { ᵢ: "i", ⱼ: "j", ₜ: "t" });
const symbols: Readonly<Record<string, string>> = {
  "·": "\\cdot ",
  "−": "-",
  "←": "\\leftarrow ",
  "→": "\\rightarrow ",
  "≤": "\\le ",
  "≥": "\\ge ",
  "∂": "\\partial ",
  "…": "\\dots ",
  α: "\\alpha ",
  β: "\\beta ",
  γ: "\\gamma ",
  δ: "\\delta ",
  ε: "\\varepsilon ",
  λ: "\\lambda ",
  π: "\\pi ",
  σ: "\\sigma ",
  φ: "\\varphi ",
  Φ: "\\Phi ",
};
/** What ends a product. */
const OPERATORS = "+−←→<>≤≥=,…";
const CLOSING = ")]⌋";
/** Words that say the rest of a formula. */
const PROSE = /^[a-z]+(?: [a-z']+){4,}$/;
/** Words within a formula that are no names. */
const WORDS = new Set(["in", "with"]);

function digits(characters: string, others: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { ...Object.fromEntries(Array.from(characters).map((character, index) => [character, String(index)])), ...others };
}

/** What is said in words within formulas, in the language of a page, by the English. */
export type FormulaWords = Readonly<Record<string, string>> & { readonly else: string };

/** A formula as MathML, and as a block of its own. */
export function mathOf(formula: string, words: FormulaWords): string {
  return temml.renderToString(texOf(formula, words), { displayMode: true, throwOnError: true, trust: false });
}

/** A formula as TeX. @throws if it cannot be read, or says words that `words` has not */
export function texOf(formula: string, words: FormulaWords): string {
  const lines: string[] = [];
  const pieces = splitAtCommas(formula);
  for (let at = 0; at < pieces.length;) {
    const [, left = "", first = ""] = /^(?:([^()=←]+ [=←] ))?(.*)$/su.exec(pieces[at++]!)!;
    const values = [first];
    while (at < pieces.length && !/^\S+ = /u.test(pieces[at]!)) values.push(pieces[at++]!);
    const cases = values.map(caseOf);
    const hasCases = cases.some(({ when }) => when !== undefined);
    const rows = (): string[] =>
      cases.map(({ value, when }) => `${expression(value)} & ${when === undefined ? `\\text{${words.else}}` : expression(when)}`);
    const right = hasCases
      ? `\\begin{cases} ${rows().join(" \\\\ ")} \\end{cases}`
      : values.map((value) => inWords(value, words)).join(",\\ ");
    lines.push(`${expression(left)}${right}`);
  }
  return lines.join(" \\qquad ");
}

/** Apart at commas that stand in no parentheses. */
function splitAtCommas(text: string): string[] {
  const pieces = [""];
  let depth = 0;
  for (const character of text) {
    if ("([".includes(character)) depth++;
    if (")]".includes(character)) depth--;
    if (character === "," && depth === 0) pieces.push("");
    else pieces[pieces.length - 1] += character;
  }
  return pieces.map((piece) => piece.trim());
}

/** A value and when it holds: `x (x > 0)`, `else 0`, or a value alone. */
function caseOf(text: string): { readonly value: string; readonly when?: string } {
  const [, value, when] = /^(.+) \(([^()]* [<>≤≥=] [^()]*)\)$/u.exec(text) ?? [];
  return value === undefined || when === undefined ? { value: text.replace(/^else /, "") } : { value, when };
}

function inWords(text: string, words: FormulaWords): string {
  if (!PROSE.test(text)) return expression(text);
  if (words[text] === undefined) throw new Error(`"${text}" is in no language of the site: say it in site/reference.ts.`);
  return `\\text{${words[text]}}`;
}

function expression(text: string): string {
  const parser = new Parser(text);
  const tex = parser.sum();
  if (!parser.isAtEnd) throw new Error(`"${text}" is no formula: what is "${parser.rest}"?`);
  return tex;
}

/** Reads a formula from left to right; each function gives the TeX of what it has read. */
class Parser {
  readonly #characters: readonly string[];
  #at = 0;
  /** Whether a bar closes an absolute value, and opens none. */
  #isInBars = false;

  constructor(text: string) {
    // A letter with a hat is two characters.
    this.#characters = text.normalize("NFC").match(/\P{M}\p{M}*/gu) ?? [];
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#characters.length;
  }

  get rest(): string {
    return this.#characters.slice(this.#at).join("");
  }

  get #isClosed(): boolean {
    return this.isAtEnd || CLOSING.includes(this.#next) || (this.#isInBars && this.#next === "|");
  }

  get #next(): string {
    return this.#characters[this.#at] ?? "";
  }

  /** Products with operators between them, up to what closes them. */
  sum(): string {
    let tex = "";
    while (!this.#isClosed) {
      if (this.#next === " ") this.#at++;
      else if (OPERATORS.includes(this.#next)) tex += this.#symbol();
      else tex += this.#product();
    }
    return tex;
  }

  #symbol(): string {
    const character = this.#characters[this.#at++]!;
    return symbols[character] ?? `${character} `;
  }

  /** Factors; those before a slash, back to the dot, are over it. */
  #product(): string {
    let done = "";
    let factors = "";
    while (!this.#isClosed && !OPERATORS.includes(this.#next)) {
      if (this.#next === " ") this.#at++;
      else if (this.#next === "·") {
        done += factors + this.#symbol();
        factors = "";
      } else if (this.#next === "/") {
        this.#at++;
        done += `\\frac{${withoutParentheses(factors)}}{${withoutParentheses(this.#close())}}`;
        factors = "";
      } else factors += this.#factor();
    }
    return done + factors;
  }

  /** Factors without a space between them. */
  #close(): string {
    if (this.#next === " ") this.#at++;
    let tex = this.#factor();
    while (!this.#isClosed && !` /·${OPERATORS}`.includes(this.#next)) tex += this.#factor();
    return tex;
  }

  #factor(): string {
    let tex = this.#atom();
    for (;;) {
      if (this.#next === "^") {
        this.#at++;
        tex += `^{${withoutParentheses(this.#atom())}}`;
      } else if (this.#next in raised) tex += `^{${this.#run(raised)}}`;
      else if (this.#next in lowered) tex += `_{${this.#run(lowered)}}`;
      else if (this.#next === "′") {
        this.#at++;
        tex += "'";
      } else return tex;
    }
  }

  /** Raised or lowered characters. A raised index is the index of the letter before it: `eˣⁱ` is e to the xᵢ. */
  #run(table: Readonly<Record<string, string>>): string {
    let tex = "";
    while (this.#next in table) {
      const one = table[this.#next]!;
      tex += table === raised && "ij".includes(one) ? `_{${one}}` : one;
      this.#at++;
    }
    return tex;
  }

  #atom(): string {
    const character = this.#next;
    if (character === "(") return this.#within("(", ")");
    if (character === "[") return this.#within("[", "]");
    if (character === "|") return this.#within("|", "|");
    if (character === "⌊") return this.#within("\\lfloor ", "\\rfloor ");
    if (character === "√" || character === "Σ") {
      this.#at++;
      if (character === "√") return `\\sqrt{${withoutParentheses(this.#factor())}}`;
      const index = this.#next in lowered ? `_{${this.#run(lowered)}}` : "";
      if (this.#next === " ") this.#at++;
      return `\\sum${index} ${this.#factor()}`;
    }
    if (/^[\d.]$/.test(character)) return this.#while(/^[\d.]$/);
    if (/^[a-zA-Z]$/.test(character)) {
      const word = this.#while(/^[a-zA-Z]$/);
      if (WORDS.has(word)) return `\\text{ ${word} }`;
      return word.length === 1 ? word : `\\operatorname{${word}}`;
    }
    const [letter, mark] = Array.from(character.normalize("NFD"));
    if (mark === "\u0302") {
      this.#at++;
      return `\\hat{${letter}}`;
    }
    if (character in symbols) return this.#symbol();
    throw new Error(`"${this.rest}" cannot stand in a formula`);
  }

  #within(open: string, close: string): string {
    this.#at++;
    const outside = this.#isInBars;
    this.#isInBars = open === "|";
    const inner = this.sum();
    if (this.isAtEnd) throw new Error(`"${open}" is not closed`);
    this.#isInBars = outside;
    this.#at++;
    return `\\left${open}${inner}\\right${close}`;
  }

  #while(pattern: RegExp): string {
    let text = "";
    while (!this.isAtEnd && pattern.test(this.#next)) text += this.#characters[this.#at++]!;
    return text;
  }
}

/** A fraction's line, a root and an exponent hold together what is in them. */
function withoutParentheses(tex: string): string {
  const inner = /^\\left\((.*)\\right\)$/su.exec(tex)?.[1];
  // Not if what opens first is closed before the end.
  return inner === undefined || inner.split("\\left(").length !== inner.split("\\right)").length || closesEarly(inner) ? tex : inner;
}

function closesEarly(tex: string): boolean {
  let depth = 0;
  for (const [side] of tex.matchAll(/\\(?:left|right)[()]/g)) {
    depth += side.startsWith("\\left") ? 1 : -1;
    if (depth < 0) return true;
  }
  return false;
}
