// Layers of a class with a `forward`: a new one is an attribute and a call, one that goes is neither. A
// function such as `F.relu(x)` is a call alone.

import type { TextEdit } from "../../model/text-edits.ts";
import type { CallNode, Outline, StatementNode } from "../reading/outline.ts";
import { besideStatement, withoutStatement } from "./items.ts";
import { commentsIn, inserted, removed } from "./places.ts";

/**
 * Takes a layer out: the row goes past it.
 * @param definition the statement that builds it, if it is used once
 */
export function withoutUse(outline: Outline, use: CallNode, definition: StatementNode | undefined): readonly TextEdit[] | undefined {
  const { text } = outline;
  const through = argumentOf(text, use);
  if (through === undefined || commentsIn(text.slice(use.at.from, use.at.to)).length > 0) return undefined;
  const line = assignment(text, use);
  const past = line === through ? withoutStatement(text, use.statement) : [removed(use.at, through)];
  const built = definition && withoutStatement(text, definition);
  if (past === undefined || (definition !== undefined && built === undefined)) return undefined;
  return [...(built ?? []), ...past].toSorted((one, other) => one.offset - other.offset);
}

/**
 * Puts a layer before or behind another.
 * @param use the other's call in `forward`
 * @param built the statement in `__init__` beside which the new one is built
 * @param code the call that builds it
 */
export function besideUse(
  outline: Outline,
  use: CallNode,
  side: "before" | "after",
  built: { readonly statement: StatementNode; readonly side: "before" | "after" },
  name: string,
  code: string,
): readonly TextEdit[] | undefined {
  const { text } = outline;
  const through = argumentOf(text, use);
  const definition = besideStatement(text, built.statement, built.side, `self.${name} = ${code}`);
  if (through === undefined || definition === undefined) return undefined;
  const variable = assignment(text, use);
  const isOwnLine = variable !== undefined && (side === "after" || variable === through);
  const line = isOwnLine ? besideStatement(text, use.statement, side, `${variable} = self.${name}(${variable})`) : undefined;
  const uses = line ?? wrapped(use, side, `self.${name}`);
  return uses && [...definition, ...uses].toSorted((one, other) => one.offset - other.offset);
}

/** Calls a new module where a function of another kind was called. @param built as in `besideUse` */
export function insteadOfUse(
  { text }: Outline,
  use: CallNode,
  built: Parameters<typeof besideUse>[3],
  name: string,
  code: string,
): readonly TextEdit[] | undefined {
  const through = argumentOf(text, use);
  const definition = besideStatement(text, built.statement, built.side, `self.${name} = ${code}`);
  if (through === undefined || definition === undefined) return undefined;
  return [...definition, removed(use.at, `self.${name}(${through})`)].toSorted((one, other) => one.offset - other.offset);
}

/** `new(…)` around the call, or around what goes into it. */
function wrapped({ at, items, callee }: CallNode, side: "before" | "after", name: string): readonly TextEdit[] | undefined {
  if (side === "after") return [inserted(at.from, `${name}(`), inserted(at.to, ")")];
  const span = items[0]?.valueSpan ?? (callee.includes(".") ? { from: at.from, to: at.from + callee.lastIndexOf(".") } : undefined);
  return span && [inserted(span.from, `${name}(`), inserted(span.to, ")")];
}

/** What goes through a call: its first argument, or what its method is called on. */
function argumentOf(text: string, { items, callee, at }: CallNode): string | undefined {
  const [first] = items;
  if (first === undefined) return callee.includes(".") ? callee.slice(0, callee.lastIndexOf(".")).trim() : undefined;
  const isMethod = first.keyword !== undefined || first.valueSpan === undefined;
  return isMethod ? text.slice(at.from, at.from + callee.lastIndexOf(".")) : text.slice(first.valueSpan.from, first.valueSpan.to);
}

/** The variable that gets the call's answer and nothing else of it. */
function assignment(text: string, { at, statement }: CallNode): string | undefined {
  const [target, equals] = statement.tokens;
  if (target?.kind !== "name" || equals?.text !== "=" || at.to !== statement.to) return undefined;
  return isBlankBetween(text, equals.to, at.from) ? target.text : undefined;
}

function isBlankBetween(text: string, from: number, to: number): boolean {
  return text.slice(from, to).trim() === "";
}
