// Python as text: literals, and lines that stay within PEP 8's 79 characters. A call or a list that does not
// fit on one line is opened up, with its items indented by four and a comma after each.

import { plain } from "../../model/plain-text.ts";

/** A piece of code: text that stays on one line, or a bracket whose items may each get a line. */
export type Code = string | Bracket;

export interface Bracket {
  readonly open: string;
  readonly items: readonly Code[];
  readonly close: string;
  /** Puts as many items on a line as fit, for lists of literals. */
  readonly filled?: boolean;
}

/** Lines of a list, 0-based: from the first to before `to`. */
export interface LineSpan {
  readonly from: number;
  readonly to: number;
}

const WIDTH = 79;
const STEP = "    ";

/** A Python string in double quotes; every character that is not printable is escaped. */
export function pyString(text: string): string {
  const escaped = text.replace(/["\\]|\p{C}|\p{Zl}|\p{Zp}/gu, (character) => {
    if (character === '"' || character === "\\") return `\\${character}`;
    if (character === "\n") return "\\n";
    if (character === "\r") return "\\r";
    if (character === "\t") return "\\t";
    const code = character.codePointAt(0)!.toString(16);
    return code.length <= 4 ? `\\u${code.padStart(4, "0")}` : `\\U${code.padStart(8, "0")}`;
  });
  return `"${escaped}"`;
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

/** `[items]`, as many on a line as fit. */
export function list(items: readonly string[]): Bracket {
  return { open: "[", items, close: "]", filled: true };
}

/** A list of strings. */
export function stringList(texts: readonly string[]): Bracket {
  return list(texts.map(pyString));
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
  return line.length <= WIDTH ? [line] : [indent + code.open, ...fill(code.items.map(flat), depth + 1), indent + code.close];
}

/** A bracket as lines, and for each of its items the lines it stands on: several share one if they fit. */
export function placed(code: Bracket, depth = 0): { readonly lines: string[]; readonly items: readonly LineSpan[] } {
  const indent = STEP.repeat(depth);
  const line = indent + flat(code);
  if (line.length <= WIDTH) return { lines: [line], items: code.items.map(() => ({ from: 0, to: 1 })) };
  const together = indent + STEP + code.items.map(flat).join(", ");
  if (together.length <= WIDTH) {
    return { lines: [indent + code.open, together, indent + code.close], items: code.items.map(() => ({ from: 1, to: 2 })) };
  }
  const written = [indent + code.open];
  const items = code.items.map((item) => {
    const from = written.length;
    written.push(...lines(around("", item, ","), depth + 1));
    return { from, to: written.length };
  });
  return { lines: [...written, indent + code.close], items };
}

function fill(items: readonly string[], depth: number): string[] {
  const indent = STEP.repeat(depth);
  const filled: string[] = [];
  for (const item of items) {
    const last = filled.at(-1);
    if (last !== undefined && last.length + item.length + 2 <= WIDTH) filled[filled.length - 1] = `${last} ${item},`;
    else filled.push(`${indent}${item},`);
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
    if (last !== undefined && last.length + word.length + 1 <= WIDTH) wrapped[wrapped.length - 1] = `${last} ${word}`;
    else wrapped.push(`${start} ${word}`);
  }
  return wrapped;
}

/** Text that may stand within a docstring, on one line. */
export function inDocstring(text: string): string {
  return pyString(text).slice(1, -1);
}
