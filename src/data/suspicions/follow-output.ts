// A fix that leaves other rows can leave more or fewer classes: the network's output goes with it, so that
// the fix is no mistake of its own.

import { applyEdit } from "../../model/edits.ts";
import type { Edit, JsonLayer } from "../../model/edit.ts";
import { followClasses } from "../../model/output-edits.ts";
import type { Fix, Problem } from "../../model/problem.ts";
import type { DataSettings } from "../../model/schema.ts";
import { applyTextEdits } from "../../model/text-edits.ts";
import { selectRows } from "../selection.ts";
import type { Evidence } from "./suspicion.ts";

/** The same problem, with fixes after which there is one output per class. */
export function followOutput(problem: Problem, { experiment, selection }: Evidence): Problem {
  const [target] = selection.targets;
  // If the rows that are left have every class already, more of them bring no other.
  if (problem.fixes === undefined || target?.classes === undefined || target.classes.length === target.column.distinct) return problem;
  const before = target.classes.length;
  const fixes = problem.fixes.map((fix): Fix => {
    const settings = settingsAfter(experiment.data, fix.edit);
    if (settings === undefined) return fix;
    const after = selectRows(selection.table, settings, experiment.training.loss).targets[0]?.classes?.length ?? before;
    const output = followClasses(experiment.layers as readonly JsonLayer[], experiment.training.loss, before, after);
    return output.length === 0 ? fix : { ...fix, edit: { op: "all", edits: [fix.edit, ...output] } };
  });
  return { ...problem, fixes };
}

/** What decides which rows are left. */
const ofRows: ReadonlySet<unknown> = new Set(["features", "columns", "missing"]);

/**
 * The data settings after an edit that may leave other rows; undefined if it is about something else, or
 * about how the file is read.
 */
function settingsAfter(data: DataSettings, edit: Edit): DataSettings | undefined {
  if (!leavesOtherRows(edit)) return undefined;
  const text = JSON.stringify({ data });
  return (JSON.parse(applyTextEdits(text, applyEdit(text, edit))) as { readonly data: DataSettings }).data;
}

function leavesOtherRows(edit: Edit): boolean {
  if (edit.op === "all") return edit.edits.every(leavesOtherRows);
  return edit.op === "set" && edit.path[0] === "data" && ofRows.has(edit.path[1]) && edit.path.at(-1) !== "missing_values";
}
