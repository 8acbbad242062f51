// Python as text: literals, and lines as Black leaves them. A call or a list that does not fit on one line is
// opened up: its items on one line of their own, or if they do not fit there, each with a comma after it.

import { plain } from "../../model/plain-text.ts";

/** A piece of code: text that stays on one line, or a bracket whose items may each get a line. */
export type Code = string | Bracket;

export interface Bracket {
  readonly open: string;
  readonly items: readonly Code[];
  readonly close: string;
  /** Puts as many items on a line as fit, which Black has to be told to leave (`# fmt: off`). */
  readonly filled?: boolean;
}

/** Lines of a list, 0-based: from the first to before `to`. */
export interface LineSpan {
  readonly from: number;
  readonly to: number;
}

/** Black's own, in columns. */
const WIDTH = 88;
/** PEP 8's, which Black leaves to who writes. */
const COMMENT_WIDTH = 79;
const STEP = "    ";

/** Columns that a text takes; a Korean letter takes two. */
export function widthOf(text: string): number {
  return text.length + (text.match(/[\u1100-\u11ff\u3000-\u9fff\uac00-\ud7af\uff00-\uff60]/g)?.length ?? 0);
}

/**
 * A Python string; every character that is not printable is escaped.
 * @param quote Black's choice if nothing is said: double ones, unless single ones need fewer escapes
 */
export function pyString(text: string, quote = text.split('"').length > text.split("'").length ? "'" : '"'): string {
  const escaped = text.replace(/["'\\]|\p{C}|\p{Zl}|\p{Zp}/gu, (character) => {
    if (character === quote || character === "\\") return `\\${character}`;
    if (character === '"' || character === "'") return character;
    if (character === "\n") return "\\n";
    if (character === "\r") return "\\r";
    if (character === "\t") return "\\t";
    const code = character.codePointAt(0)!.toString(16);
    return code.length <= 4 ? `\\u${code.padStart(4, "0")}` : `\\U${code.padStart(8, "0")}`;
  });
  return quote + escaped + quote;
}

/** A Python float: the shortest decimal that gives the same double, never an int. */
export function pyFloat(value: number): string {
  const text = Object.is(value, -0) ? "-0" : String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/**
 * A JSON value as a Python literal; numbers stay as they are written, null becomes None, lists become tuples.
 */
export function pyValue(value: unknown): string {
  if (typeof value === "string") return pyString(value);
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `(${value.map(pyValue).join(", ")}${value.length === 1 ? "," : ""})`;
  return JSON.stringify(value);
}

/** `name(items)` */
export function call(name: string, ...items: readonly Code[]): Bracket {
  return { open: `${name}(`, items, close: ")" };
}

/** `[items]` */
export function list(items: readonly string[]): Bracket {
  return { open: "[", items, close: "]" };
}

/** A list of strings. */
export function stringList(texts: readonly string[]): Bracket {
  return list(texts.map((text) => pyString(text)));
}

/** The same piece with text before and after it. */
export function around(before: string, code: Code, after = ""): Code {
  return typeof code === "string" ? before + code + after : { ...code, open: before + code.open, close: code.close + after };
}

/** A piece on one line. */
export function flat(code: Code): string {
  return typeof code === "string" ? code : code.open + code.items.map(flat).join(", ") + code.close;
}

/** A piece as lines, each indented by `depth` steps or more. */
export function lines(code: Code, depth = 0): string[] {
  const indent = STEP.repeat(depth);
  if (typeof code === "string") return [indent + code];
  if (!code.filled) return placed(code, depth).lines;
  const line = indent + flat(code);
  return widthOf(line) <= WIDTH ? [line] : [indent + code.open, ...fill(code.items, depth + 1), indent + code.close];
}

/** A bracket as lines, and for each of its items the lines it stands on: several share one if they fit. */
export function placed(code: Bracket, depth = 0): { readonly lines: string[]; readonly items: readonly LineSpan[] } {
  const indent = STEP.repeat(depth);
  const line = indent + flat(code);
  if (widthOf(line) <= WIDTH) return { lines: [line], items: code.items.map(() => ({ from: 0, to: 1 })) };
  const together = indent + STEP + code.items.map(flat).join(", ");
  if (!isLiteral(code) && widthOf(together) <= WIDTH) {
    return { lines: [indent + code.open, together, indent + code.close], items: code.items.map(() => ({ from: 1, to: 2 })) };
  }
  const written = [indent + code.open];
  // A single value needs no comma.
  const comma = code.items.length > 1 ? "," : "";
  const items = code.items.map((item) => {
    const from = written.length;
    written.push(...lines(around("", item, comma), depth + 1));
    return { from, to: written.length };
  });
  return { lines: [...written, indent + code.close], items };
}

/** Whether it is a list, a dict or a tuple, whose items have a line each once it is opened up. */
function isLiteral({ open, items }: Bracket): boolean {
  return items.length > 1 && !/[\w)\]][[(]$/.test(open);
}

function fill(items: readonly Code[], depth: number): string[] {
  const filled: string[] = [];
  for (const item of items) {
    const last = filled.at(-1);
    const text = `${flat(item)},`;
    if (last !== undefined && widthOf(last) + widthOf(text) + 1 <= WIDTH) filled[filled.length - 1] = `${last} ${text}`;
    else filled.push(...lines(around("", item, ","), depth));
  }
  return filled;
}

/**
 * A comment of as many lines as it needs. What is not seen is written as an escape: a zero byte would take
 * the next line with it.
 */
export function comment(text: string, depth = 0): string[] {
  const start = `${STEP.repeat(depth)}#`;
  const wrapped: string[] = [];
  const shown = plain(text.replaceAll(/\s+/g, " ").trim());
  for (const word of shown.split(" ").filter((part) => part !== "")) {
    const last = wrapped.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= COMMENT_WIDTH) wrapped[wrapped.length - 1] = `${last} ${word}`;
    else wrapped.push(`${start} ${word}`);
  }
  return wrapped;
}

/** Text that may stand within a docstring, on one line. */
export function inDocstring(text: string): string {
  return pyString(text, '"').slice(1, -1);
}
