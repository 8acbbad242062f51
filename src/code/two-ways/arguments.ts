// One argument of a call in a text, given another value. A name that stands for a literal is changed where
// the literal is, if the caller asks for that; the caller tries one way after the other.

import type { JsonValue } from "../../model/json.ts";
import type { Parameters } from "../../model/parameters.ts";
import type { TextEdit } from "../../model/text-edits.ts";
import { constructorArguments } from "../pytorch/arguments.ts";
import { flat, pyFloat, pyString, pyValue } from "../pytorch/python.ts";
import type { Argument, Expression, Span } from "../reading/expressions.ts";
import type { CallNode, Outline } from "../reading/outline.ts";
import { behindComma, commentsIn, inserted, removed } from "./places.ts";

/** Edits of a text, ascending; several are several ways to the same end. */
export type Ways = readonly (readonly TextEdit[])[];

export interface WantedArgument {
  readonly name: string;
  /** Its place among those without names; undefined if it has none. */
  readonly place: number | undefined;
  /** Undefined if it is to be PyTorch's default. */
  readonly value: JsonValue | undefined;
  readonly parameters: Parameters;
  /** Whether lists are written as they are, and not as a tensor. */
  readonly isPlain?: boolean;
}

export function argumentWays(outline: Outline, call: CallNode, wanted: WantedArgument): Ways {
  const { name, place, parameters } = wanted;
  const given = call.items.find(({ keyword }) => keyword === name) ?? placed(call.items, place);
  const standard = parameters[name]?.default as JsonValue | undefined;
  const value = wanted.value === undefined ? standard : wanted.value;
  if (given === undefined) return wanted.value === undefined ? [] : [[added(call, textOf(wanted, wanted.value))]];
  if (value === undefined) return given.keyword === undefined ? [] : [[withoutArgument(outline.text, call, given)]];
  if (given.valueSpan === undefined) return [];
  return valueWays(outline, given.value, given.valueSpan, value);
}

/** The ways to another value of an expression. */
export function valueWays(outline: Outline, expression: Expression, span: Span, value: JsonValue): Ways {
  const inner = listOf(expression);
  if (Array.isArray(value) && inner !== undefined) return [[replaced(outline, inner, value)]];
  const name = expression.kind === "name" ? expression.name.split(".").at(-1)! : undefined;
  const literals = name === undefined ? [] : (outline.literals.get(name) ?? []);
  return [...literals.map((literal) => [replaced(outline, literal, value)]), [replaced(outline, span, value)]];
}

/** The list within `torch.tensor([…])`. */
function listOf(expression: Expression): Span | undefined {
  if (expression.kind !== "call") return undefined;
  const [first] = expression.items;
  return first?.value.kind === "list" ? first.value.at : undefined;
}

function placed(items: readonly Argument[], place: number | undefined): Argument | undefined {
  if (place === undefined || items.slice(0, place + 1).some(({ star, keyword }) => star === true || keyword !== undefined))
    return undefined;
  return items[place];
}

function replaced({ text }: Outline, span: Span, value: JsonValue): TextEdit {
  return { offset: span.from, length: span.to - span.from, text: inStyleOf(text.slice(span.from, span.to), value) };
}

/** A literal as the one in whose place it comes: its quotes, its decimal point, its brackets. */
function inStyleOf(old: string, value: JsonValue): string {
  if (typeof value === "string") return old.startsWith("'") ? pyString(value, "'") : pyString(value);
  if (typeof value === "number") return /^-?\d*\.\d*$/.test(old) ? pyFloat(value) : pyValue(value);
  if (Array.isArray(value)) {
    const [first] = old.replace(/^[[(]\s*/, "").split(",");
    const items = value.map((item) => inStyleOf(first?.trim() ?? "", item));
    return old.startsWith("[") ? `[${items.join(", ")}]` : `(${items.join(", ")}${items.length === 1 ? "," : ""})`;
  }
  return pyValue(value);
}

/** `name=value` */
function textOf({ name, parameters, isPlain }: WantedArgument, value: JsonValue): string {
  const parameter = parameters[name];
  if (parameter === undefined) return `${name}=${pyValue(value)}`;
  const written = constructorArguments({ [name]: parameter }, { [name]: value }, { always: name, named: isPlain === true });
  const text = written.map(flat).join("");
  return text.startsWith(`${name}=`) ? text : `${name}=${text}`;
}

function added({ items, at }: CallNode, text: string): TextEdit {
  const last = items.at(-1)?.span;
  return last === undefined ? inserted(at.open + 1, text) : inserted(last.to, `, ${text}`);
}

/** An argument away, with the comma that belongs to it; None in its place if a comment stands there. */
export function withoutArgument(text: string, { items }: CallNode, argument: Argument): TextEdit {
  const index = items.indexOf(argument);
  const [previous, next] = [items[index - 1]?.span, items[index + 1]?.span];
  const { from, to } = argument.span!;
  const span = next ? { from, to: next.from } : { from: previous?.to ?? from, to: previous ? to : (behindComma(text, to) ?? to) };
  return commentsIn(text.slice(span.from, span.to)).length === 0 ? removed(span) : removed(argument.valueSpan ?? { from, to }, "None");
}
