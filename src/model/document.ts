// A document's text, read: JSON, then the schema, each mistake with its place and remedy.
// The text stays the truth; what is read here never outlives the next edit.

import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { FORMAT } from "./format.ts";
import { type Message, message } from "./message.ts";
import type { JsonPath, Problem } from "./problem.ts";
import { documentSchema, type Experiment, type ExperimentInput } from "./schema.ts";
import { repeatedFixes } from "./schema-fixes.ts";
import { schemaProblem } from "./schema-problems.ts";

export interface ParsedDocument {
  /** The JSON; absent while the text is none. */
  readonly json?: unknown;
  /** The document with its defaults; absent while it breaks the schema. */
  readonly experiment?: Experiment;
  readonly problems: readonly Problem[];
}

/** Reads a document. Never throws: what is wrong stands in `problems`. */
export function parseDocument(text: string): ParsedDocument {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (root === undefined || first !== undefined) return { problems: [notJson(text, first)] };
  const json: unknown = getNodeValue(root);
  const format: unknown = typeof json === "object" && json !== null ? (json as Record<string, unknown>)["format"] : undefined;
  if (typeof format === "number" && format > FORMAT) return { json, problems: [tooNew(format)] };
  const repeated = repeatedFields(root);
  const result = documentSchema.safeParse(json);
  if (!result.success) return { json, problems: [...repeated, ...result.error.issues.flatMap((issue) => schemaProblem(issue, json))] };
  return repeated.length > 0 ? { json, problems: repeated } : { json, experiment: result.data, problems: [] };
}

/** What a document whose layers or tests break the schema says of its data: the same document with a layer that does nothing and without tests. */
export function readDataOnly(json: unknown): Experiment | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  return documentSchema.safeParse({ ...json, layers: [{ type: "Identity" }], tests: [] }).data;
}

function notJson(text: string, error: ParseError | undefined): Problem {
  const conflict = /^<{7}(?!<)/m.exec(text);
  if (conflict !== null) return mergeConflict(positionAt(text, conflict.index).line);
  const { line, column } = positionAt(text, error?.offset ?? 0);
  const isEmpty = error === undefined || text.trim() === "";
  const sentence = isEmpty ? message("The document is empty. Undo, or make a new network.") : syntaxMessage(error.error, line, column);
  return { severity: "error", code: "not-json", message: sentence, path: [], line, column };
}

/** What git leaves where two changes meet. */
function mergeConflict(line: number): Problem {
  const sentence = message(
    "There is a merge conflict at line {0}. In the text editor keep one of its two sides, and remove the lines with <<<<<<<, ======= and >>>>>>>.",
    line,
  );
  return { severity: "error", code: "merge-conflict", message: sentence, path: [], line };
}

/** What most mistakes come to; any other is named by its place alone. */
function syntaxMessage(code: number, line: number, column: number): Message {
  switch (printParseErrorCode(code)) {
    case "CommaExpected":
      return message("Line {0} is not valid JSON: a comma is missing at column {1}. Add it in the text editor, or undo.", line, column);
    case "ColonExpected":
      return message("Line {0} is not valid JSON: a colon is missing at column {1}. Add it in the text editor, or undo.", line, column);
    case "ValueExpected":
      return message("Line {0} is not valid JSON: a value is missing at column {1}. Add it in the text editor, or undo.", line, column);
    case "PropertyNameExpected":
      return message(
        "Line {0} is not valid JSON: a name in double quotes is missing at column {1}. Add it in the text editor, or undo.",
        line,
        column,
      );
    case "CloseBraceExpected":
      return message("Line {0} is not valid JSON: a closing } is missing at column {1}. Add it in the text editor, or undo.", line, column);
    case "CloseBracketExpected":
      return message("Line {0} is not valid JSON: a closing ] is missing at column {1}. Add it in the text editor, or undo.", line, column);
    default:
      return message("Line {0} is not valid JSON at column {1}. Correct it in the text editor, or undo.", line, column);
  }
}

function tooNew(format: number): Problem {
  const sentence = message(
    "This document has format {0}, but this version reads formats up to {1}. Update Perceptron to open it.",
    format,
    FORMAT,
  );
  return { severity: "error", code: "newer-format", message: sentence, path: ["format"] };
}

/** JSON takes the last of two equal keys without a word; an edit would change the first. */
function repeatedFields(node: Node, path: JsonPath = []): Problem[] {
  const found: Problem[] = [];
  const seen = new Set<string>();
  for (const [index, child] of (node.children ?? []).entries()) {
    const [key, value] = node.type === "object" ? (child.children ?? []) : [undefined, child];
    const step = key === undefined ? index : String(key.value);
    if (typeof step === "string") {
      if (seen.has(step)) {
        const sentence = message('The field "{0}" appears twice. Remove one of the two.', step);
        const at = [...path, step];
        found.push({ severity: "error", code: "repeated-field", message: sentence, path: at, fixes: repeatedFixes(at) });
      }
      seen.add(step);
    }
    if (value !== undefined) found.push(...repeatedFields(value, [...path, step]));
  }
  return found;
}

/** 0-based offset and length of a piece of text, in UTF-16 units. */
export interface TextRange {
  readonly offset: number;
  readonly length: number;
}

/** The range to underline for a path: a small one on the value, or on the nearest thing that exists on the way to it. */
export function locate(text: string, path: JsonPath): TextRange {
  const root = parseTree(text);
  if (root === undefined) return { offset: 0, length: Math.min(1, text.length) };
  for (let depth = path.length; depth > 0; depth--) {
    const node = findNodeAtLocation(root, path.slice(0, depth));
    if (node !== undefined) return handle(node);
  }
  return { offset: root.offset, length: Math.min(1, root.length) };
}

/** A container is shown by its key or by its `type`, so that the underline stays on one line. */
function handle(node: Node): TextRange {
  if (node.children === undefined || node.length === 0) return { offset: node.offset, length: node.length };
  const type = node.type === "object" ? findNodeAtLocation(node, ["type"]) : undefined;
  const shown = type ?? (node.parent?.type === "property" ? node.parent.children?.[0] : undefined);
  return shown ? { offset: shown.offset, length: shown.length } : { offset: node.offset, length: 1 };
}

/** 1-based line and column (in UTF-16 units) of an offset. */
export function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** A new document's text: one field a line, what is deeper than that on one line as long as it fits. */
export function documentText(input: ExperimentInput): string {
  return `${expanded(input, 0)}\n`;
}

const LINE = 120;

function expanded(value: unknown, depth: number): string {
  const short = compact(value);
  if (typeof value !== "object" || value === null || (depth >= 2 && short.length + 2 * depth <= LINE)) return short;
  const indent = "  ".repeat(depth + 1);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const lines = Array.isArray(value)
    ? value.map((item) => expanded(item, depth + 1))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${expanded(item, depth + 1)}`);
  return lines.length === 0 ? short : `${open}\n${lines.map((line) => indent + line).join(",\n")}\n${"  ".repeat(depth)}${close}`;
}

/** JSON on one line, spaced as in `{ "type": "Linear", "out_features": 8 }`. */
export function compact(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(compact).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return fields.length === 0 ? "{}" : `{ ${fields.map(([key, field]) => `${JSON.stringify(key)}: ${compact(field)}`).join(", ")} }`;
}
