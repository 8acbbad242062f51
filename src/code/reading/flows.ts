// What `forward` returns: the modules that a tensor went through, and by which calls.

import { message } from "../../model/message.ts";
import { longestFlow } from "./evaluate.ts";
import { problemAt, type Report } from "./layers.ts";
import { type Flow, isKind, type Module, type Value } from "./values.ts";

/** The path that is returned: alone, or the longest in a tuple or a dict. */
export function returnedFlow(value: Value | undefined, line: number, report: Report): Flow | undefined {
  if (!isKind(value, "list")) return isKind(value, "flow") ? value : undefined;
  const flows = value.items.flatMap((item) => (isKind(item, "list") ? item.items : [item])).filter((item) => isKind(item, "flow"));
  const sentence = message(
    "Line {0}: forward returns {1} values, and only the longest path is read. Check the layers.",
    line,
    flows.length,
  );
  if (flows.length > 1) report(problemAt(line, "warning", "several-values", sentence));
  return longestFlow(flows);
}

/** For each module, where the calls stand by which the tensor went through it, in order. */
export function recordUses({ modules, uses }: Flow, into: Map<Module, number[]>): void {
  for (const module of modules) into.delete(module);
  for (const [index, module] of modules.entries()) {
    const at = uses?.[index];
    if (at !== undefined) into.set(module, [...(into.get(module) ?? []), at]);
  }
}
