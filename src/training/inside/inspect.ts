// Values of a step as a debugger shows them: a text, and members that are opened one by one or by pages, each
// of them an expression again.

import { ProblemError } from "../../model/problem.ts";
import { parseExpression, type Scope, type Value } from "./expression.ts";
import { numberText } from "./number-text.ts";
import { stepScope } from "./step-scope.ts";
import type { TracedStep } from "./traced-step.ts";
import type { InsideAnswer, InsideMember, InsideMembers, InsideValue, PlacedExpression } from "./types.ts";

/** What an expression gives on a step, or why it gives nothing. */
export function answerOn(step: TracedStep, { expression, at }: PlacedExpression): InsideAnswer {
  try {
    return shown(parseExpression(expression)(stepScope(step, at)));
  } catch (error) {
    if (error instanceof ProblemError) return { error: error.problem.message };
    throw error;
  }
}

/**
 * The members of what an expression gives: those by name, then those by index.
 * @throws ProblemError if it gives nothing
 */
export function membersOn(step: TracedStep, { expression, at, part, start = 0, count }: InsideMembers): readonly InsideMember[] {
  const value = parseExpression(expression)(stepScope(step, at));
  if (typeof value !== "object") return [];
  const whole = /^[\w.()[\]]+$/.test(expression) ? expression : `(${expression})`;
  const members: InsideMember[] = [];
  if (part !== "indexed")
    for (const name of namesOf(value)) members.push(member(value, name, isIndex(name) ? `${whole}[${name}]` : `${whole}.${name}`));
  const length = value.length ?? 0;
  if (part !== "named")
    for (let index = start; index < Math.min(length, start + (count || length)); index++)
      members.push(member(value, index, `${whole}[${index}]`));
  return members;
}

function member(of: Scope, name: string | number, expression: string): InsideMember {
  return {
    name: typeof name === "number" || isIndex(name) ? `[${name}]` : name,
    expression,
    ...shown(of.get(isIndex(name) ? Number(name) : name)),
  };
}

function shown(value: Value): InsideValue {
  if (typeof value !== "object") {
    const text = typeof value === "number" ? numberText(value) : typeof value === "string" ? JSON.stringify(value) : String(value);
    return { text, type: typeof value, ...(value === undefined ? {} : { value }), named: 0, indexed: 0 };
  }
  return {
    text: value.text ?? "…",
    type: value.type ?? "object",
    ...(value.number === undefined ? {} : { value: value.number }),
    named: namesOf(value).length,
    indexed: value.length ?? 0,
  };
}

/** The names that are no indices of a list. */
function namesOf(scope: Scope): readonly string[] {
  return scope.length === undefined ? scope.names : scope.names.filter((name) => !isIndex(name));
}

function isIndex(name: string | number): boolean {
  return typeof name === "number" || /^\d+$/.test(name);
}
