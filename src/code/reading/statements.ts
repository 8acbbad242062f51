// Python's statements as a tree: what is indented below a line that ends with a colon is its body. Tolerant
// of fragments: only such lines open a body, so lines that were pasted with odd indentation stand side by
// side.

import type { Token } from "./tokens.ts";

export interface Statement {
  readonly tokens: readonly Token[];
  readonly body: readonly Statement[];
}

/** Python takes no more levels of indentation; what is deeper stands side by side. */
const DEEPEST = 100;

const openers = new Set("class def for while if elif else with try except finally async".split(" "));

/** The statements of a text's tokens. */
export function statementsOf(tokens: readonly Token[]): Statement[] {
  return nested(flatStatements(tokens), 0).statements;
}

/** Statements as lists of tokens, without what separates them. */
function flatStatements(tokens: readonly Token[]): Token[][] {
  const statements: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === "mark" && "([{".includes(token.text)) depth++;
    if (token.kind === "mark" && ")]}".includes(token.text)) depth = Math.max(0, depth - 1);
    if (token.kind === "newline" || (depth === 0 && token.kind === "mark" && token.text === ";")) statements.push([]);
    else statements.at(-1)!.push(token);
  }
  return statements.filter((statement) => statement.length > 0);
}

/** The statements from `start` on that are indented by more than `outside`, with their bodies. */
function nested(
  flat: readonly Token[][],
  start: number,
  outside = -1,
  level = 0,
): { readonly statements: Statement[]; readonly end: number } {
  const statements: Statement[] = [];
  let at = start;
  while (at < flat.length) {
    const tokens = flat[at]!;
    const [first] = tokens;
    if (first!.column <= outside) break;
    at++;
    const colon = level < DEEPEST && first!.kind === "name" && openers.has(first!.text) ? colonOf(tokens) : -1;
    if (colon < 0) {
      statements.push({ tokens, body: [] });
      continue;
    }
    const inline = tokens.slice(colon + 1);
    const inner = nested(flat, at, first!.column, level + 1);
    const body = inline.length > 0 ? [{ tokens: inline, body: [] }, ...inner.statements] : inner.statements;
    statements.push({ tokens: tokens.slice(0, colon), body });
    at = inner.end;
  }
  return { statements, end: at };
}

/** The place of the first colon outside of brackets; −1 if there is none. */
function colonOf(tokens: readonly Token[]): number {
  let depth = 0;
  return tokens.findIndex(({ kind, text }) => {
    if (kind !== "mark") return false;
    if ("([{".includes(text)) depth++;
    else if (")]}".includes(text)) depth--;
    return depth === 0 && text === ":";
  });
}

/** Assignments that also read. */
export const augmented: ReadonlySet<string> = new Set(["+=", "-=", "*=", "/=", "//=", "**="]);

/** The place of the last `=` outside of brackets, or of `+=`; −1 if nothing is assigned. */
export function lastEquals(tokens: readonly Token[]): number {
  let depth = 0;
  let last = -1;
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind === "name" && text === "lambda" && depth === 0) break;
    if (kind !== "mark") continue;
    if ("([{".includes(text)) depth++;
    else if (")]}".includes(text)) depth--;
    else if (depth === 0 && (text === "=" || augmented.has(text))) last = index;
  }
  return last;
}

/** The place of the bracket that closes the first one. */
export function closing(tokens: readonly Token[]): number {
  let depth = 0;
  const end = tokens.findIndex(({ kind, text }) => {
    if (kind === "mark" && "([{".includes(text)) depth++;
    return kind === "mark" && ")]}".includes(text) && --depth === 0;
  });
  return end < 0 ? tokens.length : end;
}

export function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join("");
}

export function withoutAnnotation(target: readonly Token[]): readonly Token[] {
  let depth = 0;
  const colon = target.findIndex(({ kind, text }) => {
    if (kind === "mark" && "([{".includes(text)) depth++;
    if (kind === "mark" && ")]}".includes(text)) depth--;
    return depth === 0 && text === ":";
  });
  return colon < 0 ? target : target.slice(0, colon);
}

/** Parts between marks that stand outside of brackets. */
export function splitAt(tokens: readonly Token[], mark: string): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === "mark" && "([{".includes(token.text)) depth++;
    if (token.kind === "mark" && ")]}".includes(token.text)) depth--;
    if (depth === 0 && token.text === mark && token.kind !== "string") parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts;
}

const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** The brackets that a statement leaves open, closed. */
export function missingClosers(statement: readonly Token[]): Token[] {
  const open: Token[] = [];
  for (const token of statement) {
    if (token.kind !== "mark") continue;
    if (token.text in closers) open.push(token);
    else if (")]}".includes(token.text)) open.pop();
  }
  const { line = 1, to = 0 } = statement.at(-1) ?? {};
  return open.toReversed().map(({ text }) => ({ kind: "mark", text: closers[text]!, line, column: 0, from: to, to }));
}
