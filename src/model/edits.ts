// Edits of a document, as values. One pure function turns an edit into the smallest change of the text, so
// that formatting, order and everything else a person wrote stay as they are.

import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import { compact, type JsonPath, type JsonValue } from "./json.ts";
import { message } from "./message.ts";
import { deepOffset } from "./nesting.ts";
import { pathInWords } from "./path-words.ts";
import type { Edit, JsonLayer } from "./edit.ts";
import { ProblemError } from "./problem.ts";
import { applyTextEdits, composeTextEdits, type TextEdit } from "./text-edits.ts";

/**
 * The text edits of an edit, ascending and not overlapping; none if nothing changes.
 * @throws ProblemError if the text is no JSON or the edit names a layer that is not there
 */
export function applyEdit(text: string, edit: Edit): TextEdit[] {
  if (edit.op === "all") return applyAll(text, edit.edits);
  const root = deepOffset(text) === undefined ? parseTree(text) : undefined;
  if (root?.type !== "object") throw refused("not-json", ["layers"]);
  if (edit.op === "set") return setValue(text, root, edit.path, edit.value);
  const list = findNodeAtLocation(root, ["layers"]);
  if (list?.type !== "array") {
    return edit.op === "insert" ? setValue(text, root, ["layers"], [edit.layer]) : fail(["layers"]);
  }
  const count = list.children?.length ?? 0;
  switch (edit.op) {
    case "insert":
      return edit.at < 0 || edit.at > count
        ? fail(["layers", edit.at])
        : [insertChild(text, list, edit.at, inStyleOf(text, list, edit.layer))];
    case "remove":
      return edit.at < 0 || edit.at >= count ? fail(["layers", edit.at]) : [removeChild(list, edit.at)];
    case "move":
      return moveChild(text, list, edit.from, edit.to);
  }
}

function applyAll(text: string, edits: readonly Edit[]): TextEdit[] {
  let result = text;
  let composed: TextEdit[] = [];
  for (const edit of edits) {
    const next = applyEdit(result, edit);
    result = applyTextEdits(result, next);
    composed = composeTextEdits(text.length, composed, next);
  }
  return composed;
}

function fail(path: JsonPath): never {
  throw refused("no-such-place", path);
}

function refused(code: string, path: JsonPath): ProblemError {
  return new ProblemError({
    severity: "error",
    code,
    path,
    message: message("The edit no longer fits the document: there is no {0}. Try again.", pathInWords(path, undefined)),
  });
}

function moveChild(text: string, list: Node, from: number, to: number): TextEdit[] {
  const children = list.children ?? [];
  const child = children[from];
  if (child === undefined || to < 0 || to >= children.length) return fail(["layers", child === undefined ? from : to]);
  if (from === to) return [];
  const own = text.slice(child.offset, child.offset + child.length);
  const removed = removeChild(list, from);
  const inserted = insertChild(text, list, to < from ? to : to + 1, own);
  return inserted.offset <= removed.offset ? [inserted, removed] : [removed, inserted];
}

function setValue(text: string, root: Node, path: JsonPath, value: JsonValue | undefined): TextEdit[] {
  if (path.length === 0) return fail(path);
  const node = findNodeAtLocation(root, [...path]);
  if (node !== undefined && value !== undefined) {
    const replacement = compact(value);
    return text.slice(node.offset, node.offset + node.length) === replacement
      ? []
      : [{ offset: node.offset, length: node.length, text: replacement }];
  }
  if (value === undefined) {
    const property = node?.parent;
    if (property?.type !== "property" || property.parent === undefined) return node === undefined ? [] : fail(path);
    return [removeChild(property.parent, (property.parent.children ?? []).indexOf(property))];
  }
  // The deepest object on the way that exists gets a new property with all that is missing below it.
  const name = path.at(-1);
  const owner = path.length === 1 ? root : findNodeAtLocation(root, path.slice(0, -1));
  if (typeof name !== "string") return fail(path);
  if (owner === undefined) return setValue(text, root, path.slice(0, -1), { [name]: value });
  if (owner.type !== "object") return fail(path);
  return [insertChild(text, owner, owner.children?.length ?? 0, `${JSON.stringify(name)}: ${compact(value)}`)];
}

/** A new layer on one line, or on several if the layers that are there stand so. */
function inStyleOf(text: string, list: Node, layer: JsonLayer): string {
  const sibling = list.children?.[0];
  const own = sibling === undefined ? "" : text.slice(sibling.offset, sibling.offset + sibling.length);
  const step = /^\{(\r?\n)([ \t]+)/.exec(own);
  if (sibling === undefined || step === null) return compact(layer);
  const [, newline = "\n", inner = ""] = step;
  const outer = /[ \t]*(?=\}$)/.exec(own)?.[0] ?? "";
  const fields = Object.entries(layer).map(([key, value]) => `${inner}${JSON.stringify(key)}: ${compact(value)}`);
  return `{${newline}${fields.join(`,${newline}`)}${newline}${outer}}`;
}

function insertChild(text: string, container: Node, index: number, child: string): TextEdit {
  const children = container.children ?? [];
  const next = children[index];
  if (next !== undefined) return { offset: next.offset, length: 0, text: `${child},${gapBefore(text, container, index)}` };
  const last = children.at(-1);
  if (last !== undefined)
    return { offset: last.offset + last.length, length: 0, text: `,${gapBefore(text, container, children.length - 1)}${child}` };
  return { offset: container.offset, length: container.length, text: alone(text, container, child) };
}

/**
 * The white space before a new sibling: the line break and indentation of the child at `index`, or one space
 * within a line.
 */
function gapBefore(text: string, container: Node, index: number): string {
  const children = container.children ?? [];
  const offset = children[index]?.offset ?? container.offset + 1;
  const gap = /[ \t\r\n]*$/.exec(text.slice(container.offset, offset))?.[0] ?? "";
  return gap.includes("\n") ? gap : " ";
}

/** A container with its first child: on a line of its own in a list, within one line in an object. */
function alone(text: string, container: Node, child: string): string {
  if (container.type === "object") return `{ ${child} }`;
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const lineStart = text.lastIndexOf("\n", container.offset) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? "";
  const step = /\n([ \t]+)/.exec(text)?.[1] ?? "  ";
  return `[${newline}${indent}${step}${child}${newline}${indent}]`;
}

function removeChild(container: Node, index: number): TextEdit {
  const children = container.children ?? [];
  const child = children[index]!;
  const next = children[index + 1];
  const previous = children[index - 1];
  if (next !== undefined) return { offset: child.offset, length: next.offset - child.offset, text: "" };
  const end = child.offset + child.length;
  if (previous !== undefined)
    return { offset: previous.offset + previous.length, length: end - previous.offset - previous.length, text: "" };
  return { offset: container.offset + 1, length: container.length - 2, text: "" };
}
