// Layers as items of a bracket (nn.Sequential, a list, an OrderedDict) or as statements that put them into a
// network one by one: put in, taken out, each on a line of its own where its neighbours are.

import type { TextEdit } from "../../model/text-edits.ts";
import type { Argument, Span } from "../reading/expressions.ts";
import type { CallNode, Holder, Outline, StatementNode } from "../reading/outline.ts";
import { behindComma, commentsIn, inserted, isBlank, isBlankOrComment, lineAt, lineBreakOf, removed, withoutLines } from "./places.ts";

/** Where a layer stands among others of its network. */
export type Item =
  | { readonly kind: "item"; readonly holder: Holder }
  /** `model.append(…)`, `model.add_module(…)` */
  | { readonly kind: "statement"; readonly call: CallNode; readonly statement: StatementNode };

/** Undefined if the layer's call is no item, as the value of an attribute. */
export function itemOf(outline: Outline, call: CallNode): Item | undefined {
  const holder = call.holder ?? onlyHolder(outline, call);
  if (holder === undefined) return undefined;
  if (holder.call !== undefined && /(?:^|\.)(?:append|add|add_module)$/.test(holder.call.callee))
    return { kind: "statement", call: holder.call, statement: holder.call.statement };
  const isPair = holder.call === undefined && holder.items.length === 2 && labelOf(holder.items[0]) !== undefined;
  if (isPair) return holder.outer && { kind: "item", holder: holder.outer };
  return { kind: "item", holder };
}

/** Where the variable stands that a layer is given to, if it is in one place of a network and in no other. */
function onlyHolder({ given }: Outline, call: CallNode): Holder | undefined {
  const [holder, ...others] = given.get(variableOf(call) ?? "") ?? [];
  const isOfNetwork = holder?.call === undefined || /(?:^|\.)(?:Sequential|append|add|add_module)$/.test(holder.call.callee);
  return isOfNetwork && others.length === 0 ? holder : undefined;
}

/** `hidden` in `hidden = nn.Linear(3, 8)`; undefined if the layer is no variable's. */
export function variableOf({ at, statement: { tokens, to } }: CallNode): string | undefined {
  const [name, equals, value] = tokens;
  return name?.kind === "name" && equals?.text === "=" && value?.from === at.from && at.to === to ? name.text : undefined;
}

/** The text of an argument that is a string. */
export function labelOf(argument: Argument | undefined): string | undefined {
  return argument?.value.kind === "literal" && typeof argument.value.value === "string" ? argument.value.value : undefined;
}

/** Takes an item out; undefined if it cannot be done without losing something. */
export function withoutItem({ text }: Outline, item: Item): readonly TextEdit[] | undefined {
  if (item.kind === "statement") return withoutStatement(text, item.statement);
  const { items, index } = item.holder;
  const [span, previous, next] = [items[index]?.span, items[index - 1]?.span, items[index + 1]?.span];
  if (span === undefined || (previous === undefined && next === undefined)) return undefined;
  const to = behindComma(text, span.to) ?? span.to;
  const line = lineAt(text, span.from);
  const rest = text.slice(to, lineAt(text, to).to);
  if (isBlank(text.slice(line.from, span.from)) && isBlankOrComment(rest)) return [withoutLines(text, span.from, to)];
  const own = next ? { from: span.from, to: next.from } : { from: previous!.to, to: span.to };
  return commentsIn(text.slice(own.from, own.to)).length > 0 ? undefined : [removed(own)];
}

/** Behind a statement and everything in it. */
export function endOf({ to, body }: StatementNode): number {
  return Math.max(to, ...body.map(endOf));
}

/**
 * A statement away, its lines with it; undefined if something else stands on them, or its block would be
 * empty.
 */
export function withoutStatement(
  text: string,
  { from, to, parent }: Pick<StatementNode, "from" | "to" | "parent">,
): readonly TextEdit[] | undefined {
  const [first, last] = [lineAt(text, from), lineAt(text, to)];
  const isAlone = isBlank(text.slice(first.from, from)) && isBlankOrComment(text.slice(to, last.to));
  return !isAlone || parent?.body.length === 1 ? undefined : [withoutLines(text, from, to)];
}

/**
 * Puts code before or behind an item.
 * @param labelled the code with a name, for where each item has one
 */
export function besideItem(
  outline: Outline,
  item: Item,
  side: "before" | "after",
  code: string,
  name: string,
): readonly TextEdit[] | undefined {
  const { text } = outline;
  if (item.kind === "statement") return besideStatement(text, item.statement, side, statementWith(text, item.call, code, name));
  const { items, index, at } = item.holder;
  const [span, next] = [items[index]?.span, items[index + 1]?.span];
  if (span === undefined) return undefined;
  const own = labelled(items[index]!, code, name);
  const line = lineAt(text, span.from);
  const isOnOwnLine = isBlank(text.slice(line.from, span.from));
  const lineBreak = lineBreakOf(text);
  if (side === "before") return [inserted(span.from, `${own},${isOnOwnLine ? lineBreak + line.indent : " "}`)];
  const comma = behindComma(text, span.to);
  const end = lineAt(text, comma ?? span.to);
  if (!isOnOwnLine || !isBlankOrComment(text.slice(comma ?? span.to, end.to)) || end.to > at.close) {
    // Where the bracket closes on the same line, the new item still gets a line if the others have one.
    const gap = isOnOwnLine ? lineBreak + line.indent : " ";
    return [inserted(span.to, `,${gap}${own}`)];
  }
  const added = inserted(end.to, `${lineBreak}${line.indent}${own}${comma === undefined && next === undefined ? "" : ","}`);
  return comma === undefined ? [inserted(span.to, ","), added] : [added];
}

/** `("name", code)` where the neighbour is such a pair. */
function labelled({ value }: Argument, code: string, name: string): string {
  return value.kind === "list" && value.items.length === 2 && labelOf(value.items[0]) !== undefined ? `("${name}", ${code})` : code;
}

/** The same statement with another layer in it, and another name if it gives one. */
function statementWith(text: string, { items, at, statement }: CallNode, code: string, name: string): string {
  const layer = items.at(-1)!.span!;
  const label = items.length === 2 && labelOf(items[0]) !== undefined ? items[0]!.span : undefined;
  const head = label
    ? `${text.slice(statement.from, label.from)}"${name}"${text.slice(label.to, layer.from)}`
    : text.slice(statement.from, layer.from);
  return `${head}${code}${text.slice(layer.to, Math.max(at.to, statement.to))}`;
}

/** A statement on lines of its own before or behind another. */
export function besideStatement(text: string, { from, to }: Span, side: "before" | "after", code: string): readonly TextEdit[] | undefined {
  const [first, last] = [lineAt(text, from), lineAt(text, to)];
  if (!isBlank(text.slice(first.from, from))) return undefined;
  if (side === "before") return [inserted(first.from, `${first.indent}${code}${lineBreakOf(text)}`)];
  return isBlankOrComment(text.slice(to, last.to)) ? [inserted(last.to, `${lineBreakOf(text)}${first.indent}${code}`)] : undefined;
}
