// What may stand at the end of an expression that is being typed. What is before it is asked of the step, so
// only what is there is offered.

import { ProblemError } from "../../model/problem.ts";
import { functionNames, parseExpression, type Scope, type Value } from "./expression.ts";
import type { InsideCompletion } from "./types.ts";

/** Names, calls and indices that follow each other, as `layers[0].weight.norm()`. */
const CHAIN = String.raw`[A-Za-z_]\w*(?:\(\))?(?:\[[^\]]*\]|\.[A-Za-z_]\w*(?:\(\))?)*`;
const MEMBER = new RegExp(String.raw`(${CHAIN})\.([A-Za-z_]\w*)?$`);
const INDEX = new RegExp(String.raw`(${CHAIN})\[(\d*)$`);
const NAME = /(?:^|[^\w.)\]"'])([A-Za-z_]\w*)?$/;

/** The most indices that are offered. */
const MOST = 100;

/** @param text up to where the person types */
export function completeOn(scope: Scope, text: string): InsideCompletion {
  const [, of, begun = ""] = MEMBER.exec(text) ?? INDEX.exec(text) ?? [];
  if (of !== undefined) {
    const isMember = MEMBER.test(text);
    const names = namesOf(valueOf(scope, of)).filter((name) => /^\d/.test(name) !== isMember);
    return offered(text, begun, names.slice(0, isMember ? names.length : MOST));
  }
  const [found, word = ""] = NAME.exec(text) ?? [];
  return found === undefined ? { from: text.length, names: [] } : offered(text, word, [...scope.names, ...functionNames]);
}

function offered(text: string, begun: string, names: readonly string[]): InsideCompletion {
  return { from: text.length - begun.length, names: names.filter((name) => name.toLowerCase().startsWith(begun.toLowerCase())) };
}

function valueOf(scope: Scope, text: string): Value {
  try {
    return parseExpression(text)(scope);
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

function namesOf(value: Value): readonly string[] {
  if (typeof value !== "object") return [];
  const { length = 0 } = value;
  return [
    ...value.names.filter((name) => !/^\d/.test(name) || value.length === undefined),
    ...Array.from({ length: Math.min(length, MOST) }, (_, index) => String(index)),
  ];
}
