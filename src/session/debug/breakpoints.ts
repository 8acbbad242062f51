// Breakpoints as values: where one is, when it stops, and what it says instead.

import { message, type Message } from "../../model/message.ts";
import type { DebugStop } from "../../protocol/debug-host.ts";
import type { PlacedExpression } from "../../training/inside/types.ts";
import { type BreakpointPlace, isSamePlace, placeOf } from "./stops.ts";

export interface Breakpoint {
  readonly id: number;
  readonly place: BreakpointPlace;
  readonly condition?: string;
  /** `5` or `== 5`, `> 5`, `>= 5`, `< 5`, `<= 5`, `% 5`: which hits count. */
  readonly hitCondition?: string;
  /** Is said instead of a stop; what stands in braces is an expression. */
  readonly logMessage?: string;
}

/** A breakpoint of a layer is met on the way forward, unless what it asks for is the pass itself. */
export function isMetAt({ place, condition, logMessage }: Breakpoint, stop: DebugStop): boolean {
  if (!isSamePlace(place, placeOf(stop))) return false;
  return (
    stop.pass !== "backward" || [condition, ...expressionsIn(logMessage ?? "")].some((text) => text !== undefined && asksForPass(text))
  );
}

/** The conditions of which one holds at every step that a breakpoint may stop in. */
export function conditionsOf(breakpoint: Breakpoint, stops: readonly DebugStop[]): readonly PlacedExpression[] {
  const { condition } = breakpoint;
  const met = stops.filter((stop) => isMetAt(breakpoint, stop));
  if (isAlways(condition)) return met.length === 0 ? [] : [{ expression: "true" }];
  return met.map((at) => ({ expression: condition!, at }));
}

/** Whether nothing is asked before it stops. */
export function isAlways(condition: string | undefined): boolean {
  return condition === undefined || condition.trim() === "";
}

const HIT = /^\s*(>=|<=|===?|>|<|=|%)?\s*(\d+)\s*$/;

/** Whether the hit of this number, counted from 1, is meant. */
export function isMeantHit(hitCondition: string | undefined, hits: number): boolean {
  const [, sign = "==", digits] = HIT.exec(hitCondition ?? "") ?? [];
  if (digits === undefined) return true;
  const count = Number(digits);
  switch (sign) {
    case ">":
      return hits > count;
    case ">=":
      return hits >= count;
    case "<":
      return hits < count;
    case "<=":
      return hits <= count;
    case "%":
      return count > 0 && hits % count === 0;
    default:
      return hits === count;
  }
}

/** What is wrong with a hit condition. */
export function hitComplaint(hitCondition: string | undefined): Message | undefined {
  if (isAlways(hitCondition) || HIT.test(hitCondition!)) return undefined;
  return message("The hit count is not understood. Write a number, or one such as {0}.", "% 10");
}

/** A log message in pieces: text, and expressions that stood in braces. */
export function piecesOf(logMessage: string): readonly { readonly text: string; readonly isExpression: boolean }[] {
  return logMessage
    .split(/\{([^{}]*)\}/)
    .map((text, index) => ({ text, isExpression: index % 2 === 1 }))
    .filter(({ text }) => text !== "");
}

export function expressionsIn(logMessage: string): readonly string[] {
  return piecesOf(logMessage).flatMap(({ text, isExpression }) => (isExpression ? [text] : []));
}

/** Whether an expression asks for `pass`: the name by itself, and not a member or a word in a text. */
function asksForPass(text: string): boolean {
  const bare = text.replaceAll(/"[^"]*"|'[^']*'/g, '""');
  return /(?<![\w.])pass\b/.test(bare);
}
