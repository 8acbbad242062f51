// What a check sees, in words for whoever writes a lesson: each of its parts, whether it holds, and the fact
// it was asked of.

import { holds } from "../../../src/lessons/checks.ts";
import type { Facts } from "../../../src/lessons/facts.ts";
import type { Check } from "../../../src/lessons/lesson.ts";

export async function explainCheck(check: Check | undefined, facts: Facts, depth = 1): Promise<string> {
  if (check === undefined) return "no check";
  const indent = "  ".repeat(depth);
  const sign = (await holds(check, facts)) ? "holds" : "does not hold";
  const inner = "all" in check ? check.all : "any" in check ? check.any : "not" in check ? [check.not] : undefined;
  if (inner) {
    const parts = await Promise.all(inner.map((one) => explainCheck(one, facts, depth + 1)));
    return `${indent}${Object.keys(check)[0]} ${sign}:\n${parts.join("\n")}`;
  }
  return `${indent}${sign}: ${JSON.stringify(check)}\n${indent}  there is: ${JSON.stringify(await factOf(check, facts)) ?? "nothing"}`;
}

async function factOf(check: Check, facts: Facts): Promise<unknown> {
  if ("document" in check) {
    const { data, layers, training } = facts.document() as Record<string, unknown>;
    return { data, layers, training };
  }
  if ("problem" in check) return facts.problems();
  if ("run" in check) return facts.run();
  if ("metric" in check) return facts.metric(check.metric, check.at ?? "last");
  if ("health" in check) return facts.health().map(({ code, layer }) => ({ code, layer }));
  if ("tensor" in check) return facts.tensor(check.tensor, check.step ?? 1);
  if ("runs" in check) return (await facts.runs()).map((run) => [run.run(), run.document()]);
  if ("sweep" in check) return facts.sweep();
  if ("panel" in check) return facts.place();
  if ("file" in check) return facts.hasFile(check.file);
  if ("figure" in check) return facts.figure(check.figure);
  if ("answer" in check)
    return { typed: facts.answer(check.answer), ...(check.near ? { engine: await facts.tensor(check.near, check.step ?? 1) } : {}) };
  return undefined;
}
