// A document's text, read: JSON, then the schema, each mistake with its place and remedy.
// The text stays the truth; what is read here never outlives the next edit.

import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { FORMAT, MOST_DOCUMENT } from "./format.ts";
import { type Message, message } from "./message.ts";
import { deepOffset, DEEPEST } from "./nesting.ts";
import { TextPositions } from "./text-positions.ts";
import type { Problem } from "./problem.ts";
import { compact, type JsonPath } from "./json.ts";
import { documentSchema, type Experiment, type ExperimentInput } from "./schema.ts";
import { safeParse } from "./safe-parse.ts";
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
  if (text.length > MOST_DOCUMENT) return { problems: [tooLarge(text.length)] };
  const deep = deepOffset(text);
  if (deep !== undefined) return { problems: [tooDeep(text, deep)] };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (root === undefined || first !== undefined) return { problems: [notJson(text, first)] };
  const json: unknown = getNodeValue(root);
  const format: unknown = typeof json === "object" && json !== null ? (json as Record<string, unknown>)["format"] : undefined;
  if (typeof format === "number" && format > FORMAT) return { json, problems: [tooNew(format)] };
  const lost = lostFields(root);
  const result = safeParse(documentSchema, json);
  if (!result.success) return { json, problems: [...lost, ...result.error.issues.flatMap((issue) => schemaProblem(issue, json))] };
  return lost.length > 0 ? { json, problems: lost } : { json, experiment: result.data, problems: [] };
}

/** Stands for training settings that break the schema, if only the data are looked at. */
const anyTraining = { epochs: 1, optimizer: { type: "SGD", lr: 0.1 } };

/**
 * What a document whose layers, tests or training break the schema says of its data: the same document with a
 * layer that does nothing and without tests, and if need be with its loss alone of the training, which
 * decides how the target is read.
 */
export function readDataOnly(json: unknown): Experiment | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  const rest = { ...json, layers: [{ type: "Identity" }], tests: [] };
  const { training } = json as { readonly training?: { readonly loss?: unknown } | null };
  return (
    safeParse(documentSchema, rest).data ?? safeParse(documentSchema, { ...rest, training: { ...anyTraining, loss: training?.loss } }).data
  );
}

/** What is said of a document of so many bytes, which nobody reads. */
export function tooLarge(size: number): Problem {
  const sentence = message(
    "The document has {0} MB, but at most {1} MB are read. Keep weights in a weight file, and data in a CSV.",
    (size / 1e6).toFixed(1),
    (MOST_DOCUMENT / 1e6).toFixed(1),
  );
  return { severity: "error", code: "document-too-large", message: sentence, path: [] };
}

/** What is said of a text that is no JSON. */
export function notJson(text: string, error: ParseError | undefined): Problem {
  const conflict = /^<{7}(?!<)/m.exec(text);
  if (conflict !== null) return mergeConflict(new TextPositions(text).position(conflict.index).line);
  const { line, column } = new TextPositions(text).position(error?.offset ?? 0);
  const isEmpty = error === undefined || text.trim() === "";
  const sentence = isEmpty ? message("The document is empty. Undo, or make a new network.") : syntaxMessage(error.error, line, column);
  return { severity: "error", code: "not-json", message: sentence, path: [], line, column };
}

function tooDeep(text: string, offset: number): Problem {
  const { line, column } = new TextPositions(text).position(offset);
  const sentence = message(
    "The document is nested more than {0} levels deep at line {1}, column {2}, which no document needs. Correct it in the text editor, or undo.",
    DEEPEST,
    line,
    column,
  );
  return { severity: "error", code: "nested-too-deep", message: sentence, path: [], line, column };
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

/**
 * Keys that would be lost without a word. JSON takes the last of two equal ones, if an edit would change
 * the first; `__proto__` is none.
 */
function lostFields(node: Node, path: JsonPath = []): Problem[] {
  const found: Problem[] = [];
  const seen = new Set<string>();
  for (const [index, child] of (node.children ?? []).entries()) {
    const [key, value] = node.type === "object" ? (child.children ?? []) : [undefined, child];
    const step = key === undefined ? index : String(key.value);
    if (typeof step === "string") {
      if (step === "__proto__") {
        const sentence = message('A field cannot be called "{0}". Remove it; a column of that name has to be renamed in the CSV.', step);
        found.push({ severity: "error", code: "unusable-field", message: sentence, path: [...path, step] });
      } else if (seen.has(step)) {
        const sentence = message('The field "{0}" appears twice. Remove one of the two.', step);
        const at = [...path, step];
        found.push({ severity: "error", code: "repeated-field", message: sentence, path: at, fixes: repeatedFixes(at) });
      }
      seen.add(step);
    }
    if (value !== undefined) found.push(...lostFields(value, [...path, step]));
  }
  return found;
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
