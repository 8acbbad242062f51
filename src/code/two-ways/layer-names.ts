// A layer that was renamed in the builder, in the Python file: the attribute of a class, the label of an
// OrderedDict or of add_module, and in a script that Perceptron wrote the comment above the layer. A name
// that Python cannot hold there, or that something else has, stays with the document alone.

import type { JsonLayer } from "../../model/edit.ts";
import type { TextEdit } from "../../model/text-edits.ts";
import { comment } from "../pytorch/python.ts";
import type { Argument } from "../reading/expressions.ts";
import type { CallNode, StatementNode } from "../reading/outline.ts";
import { tokenize } from "../reading/tokens.ts";
import { modulesOf } from "../reading/values.ts";
import { valueWays, type Ways } from "./arguments.ts";
import { align } from "./compare.ts";
import { endOf, labelOf } from "./items.ts";
import { isFreeAttribute } from "./names.ts";
import { lineAt, lineBreakOf, removed } from "./places.ts";
import { callOf, type CodeSide } from "./sides.ts";
import { isFunction } from "./steps.ts";

/** A layer with the name that it got; undefined if it has none any more. */
export interface RenamedLayer {
  readonly layer: number;
  readonly name: string | undefined;
}

/** The layers whose name is not what it was; both sides as `comparable` gives them. */
export function renamedLayers(before: readonly JsonLayer[], now: readonly JsonLayer[]): RenamedLayer[] {
  return align(before, now).pairs.flatMap(({ code, document }) => {
    if (document === undefined) return [];
    const [old, name] = [code === undefined ? undefined : nameOf(before[code]!), nameOf(now[document]!)];
    return old === name ? [] : [{ layer: document, name }];
  });
}

export function nameOf({ name }: JsonLayer): string | undefined {
  return typeof name === "string" ? name : undefined;
}

/** The edits by which a layer of the file could get a name; none if the file has no place for it. */
export function renamings(side: CodeSide, layer: number, name: string | undefined): Ways {
  const call = callOf(side, layer);
  if (call === undefined || isFunction(side, layer)) return [];
  if (side.facts.script?.isOurs === true) return [aboveLayer(side, call, name)];
  if (name === undefined || side.written.some((other) => nameOf(other) === name)) return [];
  const label = labelArgument(call);
  if (label !== undefined) return name.includes(".") ? [] : ofLabel(side, layer, label, name);
  const attribute = attributeOf(call);
  return attribute === undefined || !isFreeAttribute(side, name)
    ? []
    : [renamedUses(side, layer, attribute, name, classOf(call.statement))];
}

/** `"fc1"` in `("fc1", nn.Linear(3, 8))` and `model.add_module("fc1", nn.Linear(3, 8))` */
function labelArgument({ holder }: CallNode): Argument | undefined {
  const isLabelled =
    holder !== undefined &&
    holder.items.length === 2 &&
    (holder.call === undefined || /\.(?:add|register)_module$/.test(holder.call.callee));
  const [first] = isLabelled ? holder.items : [];
  return labelOf(first) === undefined ? undefined : first;
}

/** `fc1` in `self.fc1 = nn.Linear(3, 8)` */
function attributeOf({ at, holder, statement: { tokens, to } }: CallNode): string | undefined {
  const [self, dot, name, equals, value] = tokens;
  const isAttribute = self?.text === "self" && dot?.text === "." && equals?.text === "=" && value?.from === at.from && at.to === to;
  return isAttribute && holder === undefined ? name?.text : undefined;
}

/** A label and every `model.fc1`; none if something else is spoken of by this name. */
function ofLabel(side: CodeSide, layer: number, { value, span, valueSpan = span }: Argument, name: string): Ways {
  const old = value.kind === "literal" ? String(value.value) : "";
  const isWord = /^\w+$/.test(old);
  const uses = isWord ? renamedUses(side, layer, old, name, undefined) : [];
  const spoken = (isWord && side.outline.text.match(new RegExp(`\\.${old}\\b(?!\\s*\\()`, "g"))) || [];
  if (valueSpan === undefined || spoken.length > uses.length || (uses.length > 0 && !isFreeAttribute(side, name))) return [];
  return valueWays(side.outline, value, valueSpan, name).map((label) =>
    [...label, ...uses].toSorted((one, other) => one.offset - other.offset),
  );
}

/**
 * A layer under another name wherever a variable that holds its network speaks of it, as in `net.fc1`.
 * @param own the class whose attribute it is
 */
function renamedUses(side: CodeSide, layer: number, old: string, name: string, own: StatementNode | undefined): TextEdit[] {
  const { outline, facts, places } = side;
  const classes = outline.statements.filter(({ tokens }) => tokens[0]?.text === "class");
  const isOwner = (owner: string, at: number): boolean => {
    const around = classes.find((one) => one.from <= at && at < endOf(one));
    if (around !== undefined) return around === own && owner === "self";
    return modulesOf(facts.script?.constant(owner)).includes(places[layer]!.module);
  };
  const tokens = [...tokenize(outline.text)];
  return tokens.flatMap(({ kind, text, from, to }, index) => {
    const [owner, dot] = [tokens[index - 2], tokens[index - 1]];
    if (kind !== "name" || text !== old || dot?.text !== "." || owner?.kind !== "name" || tokens[index - 3]?.text === ".") return [];
    return isOwner(owner.text, from) ? [removed({ from, to }, name)] : [];
  });
}

function classOf(statement: StatementNode): StatementNode | undefined {
  for (let node: StatementNode | undefined = statement; node !== undefined; node = node.parent)
    if (node.tokens[0]?.text === "class") return node;
  return undefined;
}

/** The comment right above the line that builds the layer. */
function aboveLayer({ outline: { text } }: CodeSide, { at }: CallNode, name: string | undefined): TextEdit[] {
  const line = lineAt(text, at.from);
  let { from } = line;
  while (from > 0) {
    const above = lineAt(text, from - (text.slice(0, from).endsWith("\r\n") ? 2 : 1));
    if (!text.slice(above.from, above.to).trimStart().startsWith("# ")) break;
    ({ from } = above);
  }
  const lines = name === undefined ? [] : comment(name, Math.floor(line.indent.length / 4));
  return [removed({ from, to: line.from }, lines.map((each) => each + lineBreakOf(text)).join(""))];
}
