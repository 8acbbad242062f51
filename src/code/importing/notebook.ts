// The Python of a file: a script as it stands, or the code cells of a notebook one after the other, each line
// with its line in the file. Lines for IPython and for the shell are left out.

import { findNodeAtLocation, type Node, type ParseError, parseTree } from "jsonc-parser";
import { deepOffset } from "../../model/nesting.ts";

export interface PythonText {
  readonly text: string;
  /** The file's line of each line of the text, from 1. */
  readonly lines: readonly number[];
}

/** Whether a cell is Python: `%%time` is followed by some, `%%bash` is not. */
export function isPythonCell(text: string): boolean {
  return !text.startsWith("%%") || /^%%(?:time|timeit|capture|prun|python3?)\b/.test(text);
}

/** The Python of a file; undefined if it is JSON without cells. */
export function pythonOf(file: string): PythonText | undefined {
  if (!/^\s*\{\s*["}]/.test(file)) return script(file);
  const cells = deepOffset(file) === undefined ? notebook(file) : undefined;
  return cells ?? undefined;
}

/** The text of a script; every character stands where it stands in the file. */
function script(file: string): PythonText {
  const lines = file.split(/\r\n|\r|\n/).map((_, index) => index + 1);
  return { text: file.replace(/^[ \t]*[%!?].*$/gm, (line) => " ".repeat(line.length)), lines };
}

function notebook(file: string): PythonText | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(file, errors);
  const cells = root && findNodeAtLocation(root, ["cells"]);
  if (errors.length > 0 || cells?.type !== "array") return undefined;
  const text: string[] = [];
  const lines: number[] = [];
  const lineAt = lineCounter(file);
  for (const cell of cells.children ?? []) {
    if (findNodeAtLocation(cell, ["cell_type"])?.value !== "code") continue;
    const source = sourceOf(cell, lineAt);
    const [first = ""] = source.map((line) => line.text);
    if (!isPythonCell(first)) continue;
    text.push(...withoutMagics(source.map((line) => line.text)));
    lines.push(...source.map(({ line }) => line));
  }
  return { text: text.join("\n"), lines };
}

/** The lines of a cell: a list of texts that end with a line break, or one text. */
function sourceOf(cell: Node, lineAt: (offset: number) => number): { readonly text: string; readonly line: number }[] {
  const source = findNodeAtLocation(cell, ["source"]);
  const parts = source?.type === "array" ? (source.children ?? []) : source === undefined ? [] : [source];
  const lines: { text: string; line: number }[] = [];
  let isOpen = false;
  for (const { value, offset } of parts) {
    if (typeof value !== "string") continue;
    for (const text of value.split(/\r\n|\r|\n/)) {
      const last = lines.at(-1);
      if (isOpen && last !== undefined) {
        if (last.text === "") last.line = lineAt(offset);
        last.text += text;
      } else lines.push({ text, line: lineAt(offset) });
      isOpen = false;
    }
    isOpen = true;
  }
  return lines;
}

function withoutMagics(lines: readonly string[]): string[] {
  return lines.map((line) => (/^\s*[%!?]/.test(line) ? "" : line));
}

/** The 1-based line of each offset; asked in rising order, it goes through the text once. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let at = 0;
  return (offset) => {
    for (; at < offset; at++) if (text.charCodeAt(at) === 10) line++;
    return line;
  };
}
