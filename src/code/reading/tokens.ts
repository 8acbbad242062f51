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

/**
 * A text's tokens; a line break within brackets is none. Prompts of a Python shell and the fences of Markdown
 * are left out.
 */
export function tokenize(source: string): Token[] {
  const text = source.replace(/^[ \t]*(?:```.*|>>> ?|\.\.\.(?: |$))/gm, "");
  const tokens: Token[] = [];
  let line = 1;
  let lineStart = 0;
  let depth = 0;
  for (let at = 0; at < text.length;) {
    const [kind, match] = next(text, at);
    const [whole = ""] = match;
    if (kind === "newline" && depth === 0) tokens.push({ kind, text: "\n", line, column: 0 });
    if (kind !== "space" && kind !== "newline") {
      if (kind === "mark") depth = Math.max(0, depth + ("([{".includes(whole) ? 1 : ")]}".includes(whole) ? -1 : 0));
      const isFormatted = kind === "string" && /^[rR]?[fF]/.test(whole);
      const own = kind === "string" ? unescaped(match[2] ?? "") : whole;
      tokens.push({ kind, text: own, line, column: at - lineStart, ...(isFormatted ? { isFormatted } : {}) });
    }
    at += whole.length;
    for (const breaks of whole.matchAll(/\r\n|\r|\n/g)) {
      line++;
      lineStart = at - whole.length + breaks.index + breaks[0].length;
    }
  }
  return tokens;
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
  return text.replace(/\\([\s\S])/g, (_, character: string) => escapes[character] ?? character);
}
