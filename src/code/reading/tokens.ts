// Python's text as tokens, as far as networks are written in it. Tolerant: what is no Python becomes single
// marks, never an error.

export interface Token {
  readonly kind: "name" | "number" | "string" | "mark" | "newline";
  /** A string's text is its content. */
  readonly text: string;
  /** Whether a string names values in braces, as `f"fc{i}"`. */
  readonly isFormatted?: boolean;
  /** 1-based. */
  readonly line: number;
  /** 0-based place on its line: how deep a line's first token is indented. */
  readonly column: number;
  /** Where it begins and ends in the text without prompts and fences. */
  readonly from: number;
  readonly to: number;
}

const patterns = [
  ["space", /[ \t\f\u00a0]+|\\\r?\n|#[^\r\n]*/y],
  ["newline", /\r\n|\r|\n/y],
  ["string", /[rRbBuUfF]{0,2}("""|''')([\s\S]*?)\1/y],
  ["string", /[rRbBuUfF]{0,2}(["'])((?:\\[\s\S]|(?!\1)[^\\\r\n])*)\1/y],
  ["number", /0[xX][\da-fA-F]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y],
  ["name", /[\p{L}_][\p{L}\p{N}_]*/uy],
  ["mark", /\*\*=|\/\/=|[-+*/=!<>]=|->|\*\*|\/\/|[\s\S]/uy],
] as const;

/** A text without the prompts of a Python shell and the fences of Markdown. */
export function withoutPrompts(source: string): string {
  return source.replace(/^[ \t]*(?:```.*|>>> ?|\.\.\.(?: |$))/gm, "");
}

/** What begins a statement and never goes on with one that stands in brackets on the lines before. */
const beginning =
  /([ \t]*)(?:(?:class|def|import|from|return|while|with|try|except|del|raise|pass)\b|@\w|[\p{L}_][\p{L}\p{N}_.]*[ \t]*=(?!=))/uy;

/**
 * A text's tokens; a line break within brackets is none. Prompts of a Python shell and the fences of Markdown
 * are left out. If a bracket is never closed, its statement ends where another one begins.
 */
export function tokenize(source: string): Token[] {
  const text = withoutPrompts(source);
  const { tokens, isOpen } = tokensOf(text, false);
  return isOpen ? tokensOf(text, true).tokens : tokens;
}

/** @param recovers whether a line that begins a statement ends one before it whose brackets are open */
function tokensOf(text: string, recovers: boolean): { readonly tokens: Token[]; readonly isOpen: boolean } {
  const tokens: Token[] = [];
  /** How deep the statement is indented. */
  let indent = 0;
  let line = 1;
  let lineStart = 0;
  let depth = 0;
  for (let at = 0; at < text.length;) {
    const [kind, match] = next(text, at);
    const [whole = ""] = match;
    if (recovers && kind === "newline" && depth > 0 && beginsStatement(text, at + whole.length, indent)) depth = 0;
    if (kind === "newline" && depth === 0) tokens.push({ kind, text: "\n", line, column: 0, from: at, to: at + whole.length });
    if (kind !== "space" && kind !== "newline") {
      if (depth === 0 && (tokens.length === 0 || tokens.at(-1)!.kind === "newline")) indent = at - lineStart;
      if (kind === "mark") depth = Math.max(0, depth + ("([{".includes(whole) ? 1 : ")]}".includes(whole) ? -1 : 0));
      const isFormatted = kind === "string" && /^[rR]?[fF]/.test(whole);
      const own = kind === "string" ? (/^[bB]?[rR]/.test(whole) ? (match[2] ?? "") : unescaped(match[2] ?? "")) : whole;
      const place = { line, column: at - lineStart, from: at, to: at + whole.length };
      tokens.push({ kind, text: own, ...place, ...(isFormatted ? { isFormatted } : {}) });
    }
    at += whole.length;
    for (const breaks of whole.matchAll(/\r\n|\r|\n/g)) {
      line++;
      lineStart = at - whole.length + breaks.index + breaks[0].length;
    }
  }
  return { tokens, isOpen: depth > 0 };
}

/** Whether a line begins a statement that stands no deeper than the one before it. */
function beginsStatement(text: string, lineStart: number, indent: number): boolean {
  beginning.lastIndex = lineStart;
  const [, spaces] = beginning.exec(text) ?? [];
  return spaces !== undefined && spaces.length <= indent;
}

function next(text: string, at: number): readonly ["space" | Token["kind"], RegExpExecArray] {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) return [kind, match];
  }
  throw new Error("The last pattern takes any character.");
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

function unescaped(text: string): string {
  return text.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U(00[01][\da-fA-F]{5})|([\s\S]))/g,
    (whole, byte?: string, short?: string, long?: string, character = "") => {
      const code = Number.parseInt(byte ?? short ?? long ?? "", 16);
      if (code > 0x10ffff) return whole;
      return Number.isNaN(code) ? (escapes[character] ?? character) : String.fromCodePoint(code);
    },
  );
}
