// Whether a check holds. It is data, read from a lesson that a stranger may have written: it can ask for
// facts and compare them, and do nothing else.

import type { Facts, RunFacts } from "./facts.ts";
import type { AnswerCheck, Check, Hint, Pattern, RunsCheck } from "./lesson.ts";
import { isNear, matches, matchesNumber } from "./pattern.ts";

export async function holds(check: Check, facts: Facts): Promise<boolean> {
  if ("all" in check) return (await Promise.all(check.all.map((one) => holds(one, facts)))).every(Boolean);
  if ("any" in check) return (await Promise.all(check.any.map((one) => holds(one, facts)))).some(Boolean);
  if ("not" in check) return !(await holds(check.not, facts));
  if ("tensor" in check) return matchesNumber(await facts.tensor(check.tensor, check.step ?? 1), check);
  if ("runs" in check) return matches(await runsThat(check, facts), check.runs);
  if ("sweep" in check) return matches(facts.sweep(), check.sweep);
  if ("panel" in check) return matches(facts.place(), check as unknown as Pattern);
  if ("problem" in check) return (await facts.problems()).includes(check.problem);
  if ("file" in check) return facts.hasFile(check.file, check.contains);
  if ("answer" in check) return isAnswered(check, facts);
  if ("figure" in check) return matchesNumber(facts.figure(check.figure), check);
  return holdsOfRun(check, facts);
}

/** Whether a check of a run and its document holds; a check of anything else does not. */
function holdsOfRun(check: Check, facts: RunFacts): boolean {
  if ("all" in check) return check.all.every((one) => holdsOfRun(one, facts));
  if ("any" in check) return check.any.some((one) => holdsOfRun(one, facts));
  if ("not" in check) return !holdsOfRun(check.not, facts);
  if ("document" in check) return matches(facts.document(), check.document);
  if ("run" in check) return matches(facts.run(), check.run);
  if ("metric" in check) return matchesNumber(facts.metric(check.metric, check.at ?? "last"), check);
  if ("health" in check)
    return facts.health().some(({ code, layer }) => code === check.health && (check.layer === undefined || matches(layer, check.layer)));
  return false;
}

async function runsThat({ where }: RunsCheck, facts: Facts): Promise<number> {
  const runs = await facts.runs();
  return where === undefined ? runs.length : runs.filter((run) => holdsOfRun(where, run)).length;
}

async function isAnswered(check: AnswerCheck, facts: Facts): Promise<boolean> {
  const value = facts.answer(check.answer);
  if (value === undefined) return false;
  if (check.is !== undefined && value !== check.is) return false;
  if (check.near === undefined) return matchesNumber(value, check);
  const wanted = await facts.tensor(check.near, check.step ?? 1);
  return wanted !== undefined && isNear(value, wanted, check.$within ?? 0);
}

/** The first hint that fits what was tried; undefined if none does. */
export async function hintFor(hints: readonly Hint[], facts: Facts): Promise<Hint | undefined> {
  for (const hint of hints) if (await holds(hint.when, facts)) return hint;
  return undefined;
}

/** What a check says of one answer by itself; undefined if it says nothing of it. */
export async function verdictOn(id: string, check: Check | undefined, facts: Facts): Promise<boolean | undefined> {
  const own = check && about(id, check);
  return own && holds(own, facts);
}

/** The part of a check that is about one answer. What must not be chosen says nothing of what is right. */
function about(id: string, check: Check): Check | undefined {
  if ("all" in check) return some(id, check.all, (all) => ({ all }));
  if ("any" in check) return some(id, check.any, (any) => ({ any }));
  return "answer" in check && check.answer === id ? check : undefined;
}

function some(id: string, checks: readonly Check[], join: (checks: readonly Check[]) => Check): Check | undefined {
  const own = checks.map((check) => about(id, check)).filter((check) => check !== undefined);
  return own.length > 0 ? join(own) : undefined;
}
