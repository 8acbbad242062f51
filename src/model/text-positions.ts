// Where in a document's text a value stands. The text is read once, however many values are looked up.

import { type Node, parseTree } from "jsonc-parser";
import { deepOffset } from "./nesting.ts";
import type { JsonPath } from "./json.ts";

/** 0-based offset and length of a piece of text, in UTF-16 units. */
export interface TextRange {
  readonly offset: number;
  readonly length: number;
}

/** 1-based line and column (in UTF-16 units). */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

export class TextPositions {
  readonly #text: string;
  #root: Node | undefined;
  /** Where each line begins, once a line is asked for. */
  #lines: readonly number[] | undefined;
  /** The values of objects by their keys, of those that were asked for. */
  readonly #fields = new Map<Node, ReadonlyMap<string, Node>>();
  #isRead = false;

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * The range to underline for a path: a small one on the value, or on the nearest thing that exists on the
   * way to it.
   */
  range(path: JsonPath): TextRange {
    const root = this.#tree();
    if (root === undefined) return { offset: 0, length: Math.min(1, this.#text.length) };
    let found = root;
    for (const step of path) {
      const next = this.#child(found, step);
      if (next === undefined) break;
      found = next;
    }
    return found === root ? { offset: root.offset, length: Math.min(1, root.length) } : this.#handle(found);
  }

  /** All of a value; undefined if there is none at the path. */
  span(path: JsonPath): TextRange | undefined {
    let found = this.#tree();
    for (const step of path) found = found && this.#child(found, step);
    return found && { offset: found.offset, length: found.length };
  }

  /** Where an offset stands. */
  position(offset: number): TextPosition {
    const starts = (this.#lines ??= lineStarts(this.#text));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  }

  #tree(): Node | undefined {
    if (!this.#isRead) this.#root = deepOffset(this.#text) === undefined ? parseTree(this.#text) : undefined;
    this.#isRead = true;
    return this.#root;
  }

  #child(node: Node, step: string | number): Node | undefined {
    if (typeof step === "number") return node.type === "array" ? node.children?.[step] : undefined;
    if (node.type !== "object") return undefined;
    let fields = this.#fields.get(node);
    if (fields === undefined) this.#fields.set(node, (fields = fieldsOf(node)));
    return fields.get(step);
  }

  /** A container is shown by its key or by its `type`, so that the underline stays on one line. */
  #handle(node: Node): TextRange {
    if (node.children === undefined || node.length === 0) return { offset: node.offset, length: node.length };
    const shown = this.#child(node, "type") ?? (node.parent?.type === "property" ? node.parent.children?.[0] : undefined);
    return shown ? { offset: shown.offset, length: shown.length } : { offset: node.offset, length: 1 };
  }
}

/** Of a key that stands twice, the first. */
function fieldsOf(node: Node): ReadonlyMap<string, Node> {
  const fields = new Map<string, Node>();
  for (const { children = [] } of node.children ?? []) {
    const [key, value] = children;
    if (key !== undefined && value !== undefined && !fields.has(String(key.value))) fields.set(String(key.value), value);
  }
  return fields;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + end.length);
  return starts;
}
