// Small questions about a text that is edited in place: what stands on a line beside a piece of code, and
// which comments are in it.

import type { TextEdit } from "../../model/text-edits.ts";
import type { Span } from "../reading/expressions.ts";
import { tokenize } from "../reading/tokens.ts";

export interface Line {
  readonly from: number;
  /** Before the line break. */
  readonly to: number;
  /** Behind it. */
  readonly next: number;
  readonly indent: string;
}

/** The line on which an offset stands. */
export function lineAt(text: string, offset: number): Line {
  const from = Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
  const found = /\r\n|\n|\r|$/g;
  found.lastIndex = offset;
  const end = found.exec(text)!;
  return { from, to: end.index, next: end.index + end[0].length, indent: /^[ \t]*/.exec(text.slice(from))![0] };
}

/** The line break that a text uses. */
export function lineBreakOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
}

export function isBlank(text: string): boolean {
  return text.trim() === "";
}

/** Whether nothing stands there but a comment, or nothing at all. */
export function isBlankOrComment(text: string): boolean {
  return /^[ \t]*(?:#.*)?$/.test(text);
}

/** The comments in a piece of code, in order. */
export function commentsIn(code: string): string[] {
  const found: string[] = [];
  let end = 0;
  for (const { kind, from, to } of [...tokenize(code), { kind: "mark", from: code.length, to: code.length }]) {
    if (kind === "newline") continue;
    found.push(...(code.slice(end, from).match(/#[^\r\n]*/g) ?? []));
    end = to;
  }
  return found;
}

/**
 * The offset behind the comma that follows, past spaces, line breaks and comments; undefined if none does.
 */
export function behindComma(text: string, offset: number): number | undefined {
  const found = /(?:[ \t\r\n]|#[^\r\n]*|\\\r?\n)*,/y;
  found.lastIndex = offset;
  return found.exec(text) === null ? undefined : found.lastIndex;
}

export function removed({ from, to }: Span, kept = ""): TextEdit {
  return { offset: from, length: to - from, text: kept };
}

export function inserted(offset: number, text: string): TextEdit {
  return { offset, length: 0, text };
}

/**
 * Takes a piece away that begins its line and ends it but for a comment: whole lines, of which the comments
 * stay.
 * @param to behind what belongs to the piece, as a comma
 */
export function withoutLines(text: string, from: number, to: number): TextEdit {
  const [first, last] = [lineAt(text, from), lineAt(text, to)];
  const comments = [...commentsIn(text.slice(from, to)), ...commentsIn(text.slice(to, last.to))];
  const kept = comments.map((comment) => `${first.indent}${comment}${lineBreakOf(text)}`).join("");
  return removed({ from: first.from, to: last.next }, kept);
}
