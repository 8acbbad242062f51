// Markdown as a tree. HTML in it is text like any other, and formulas stand between dollars: `$z = wx + b$`
// in a line, `$$ … $$` for a line of its own.

import { Lexer, Marked, type Token, type TokenizerAndRendererExtension, type Tokens } from "marked";

export type { Token, Tokens };

/** A formula, in TeX. */
export interface Formula extends Tokens.Generic {
  readonly type: "formula";
  readonly tex: string;
  /** Whether it stands on a line of its own. */
  readonly isBlock: boolean;
}

export function isFormula(token: Token): token is Formula {
  return token.type === "formula";
}

/** A price has a space or a digit where a formula has none. */
const INLINE = /^\$(?![\s$])((?:\\[^\n]|[^\\$\n])*?[^\s\\$]|(?:\\[^\n]|[^\\$\n])*?\\[^\s])\$(?!\d)/;
const BLOCK = /^\$\$([\s\S]+?)\$\$/;

function formula(raw: string, tex: string, isBlock: boolean): Formula {
  return { type: "formula", raw, tex: tex.trim(), isBlock };
}

const formulas: readonly TokenizerAndRendererExtension[] = [
  {
    name: "formula-block",
    level: "block",
    start: (text) => /(?:^|\n)\$\$/.exec(text)?.index,
    tokenizer: (text) => {
      const found = /^\$\$([\s\S]+?)\$\$[ \t]*(?:\n+|$)/.exec(text);
      return found ? formula(found[0], found[1]!, true) : undefined;
    },
  },
  {
    name: "formula",
    level: "inline",
    start: (text) => text.indexOf("$"),
    tokenizer: (text) => {
      const block = BLOCK.exec(text);
      if (block) return formula(block[0], block[1]!, true);
      const found = INLINE.exec(text);
      return found ? formula(found[0], found[1]!, false) : undefined;
    },
  },
  {
    // Korean particles follow a bold word without a space, which CommonMark does not let end after a bracket.
    name: "bold",
    level: "inline",
    start: (text) => text.indexOf("**"),
    tokenizer(text) {
      const found = /^\*\*(?=\S)((?:`[^`]*`|\\[^\n]|[^\\`])+?)(?<!\s)\*\*(?!\*)/.exec(text);
      return found ? { type: "strong", raw: found[0], text: found[1]!, tokens: this.lexer.inlineTokens(found[1]!) } : undefined;
    },
  },
];

const reader = new Marked({ extensions: [...formulas] });
// "0~1" is a range.
reader.use({ tokenizer: { del: () => undefined } });

/** The blocks of a text. */
export function readMarkdown(text: string): readonly Token[] {
  return reader.lexer(text);
}

/** The parts of one line. */
export function readLine(text: string): readonly Token[] {
  return Lexer.lexInline(text, reader.defaults);
}

/** A text without its marks, for a label. */
export function plainText(text: string): string {
  return readMarkdown(text).map(plain).join(" ").replace(/\s+/g, " ").trim();
}

function plain(token: Token): string {
  if (isFormula(token)) return token.tex;
  if ("tokens" in token && token.tokens) return token.tokens.map(plain).join("");
  return "text" in token && typeof token.text === "string" ? withoutEntities(token.text) : "";
}

/** `&lt;` as it is meant; what is no entity stays. */
export function withoutEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#\d+|#x[\da-f]+|[a-z][\da-z]*);/gi, (entity) => {
    const field = document.createElement("textarea");
    // A text field holds text only: whatever the entity stands for is not read as HTML.
    field.innerHTML = entity;
    return field.value;
  });
}
