// The same thing wrong in many places, mended at once.

import type { Edit } from "./edit.ts";
import { fix } from "./fix.ts";
import { message } from "./message.ts";
import type { Fix, Problem } from "./problem.ts";

/**
 * One fix for all problems of a kind, the best of each; undefined if there are fewer than two or if
 * mending one would move the others, as inserting a layer does.
 */
export function fixAll(problems: readonly Problem[], code: string): Fix | undefined {
  const fixes = problems.filter((problem) => problem.code === code).flatMap(({ fixes: [best] = [] }) => (best === undefined ? [] : [best]));
  if (fixes.length < 2 || !fixes.every(({ edit }) => staysInPlace(edit))) return undefined;
  const edits = fixes.map(({ edit }) => edit);
  // Two that write the same place, as two lists of features, would undo each other.
  const paths = edits.flatMap(pathsOf);
  return new Set(paths).size < paths.length ? undefined : fix(message("Fix all {0}", fixes.length), ...edits);
}

function staysInPlace(edit: Edit): boolean {
  return edit.op === "all" ? edit.edits.every(staysInPlace) : edit.op === "set";
}

function pathsOf(edit: Edit): string[] {
  return edit.op === "all" ? edit.edits.flatMap(pathsOf) : edit.op === "set" ? [edit.path.join("\n")] : [];
}
