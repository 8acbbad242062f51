// The edits of findings: what is set of columns, and the list of features with those of them that were left
// out.

import { fix, set } from "../../model/fix.ts";
import { message } from "../../model/message.ts";
import type { JsonValue } from "../../model/json.ts";
import type { Edit } from "../../model/edit.ts";
import type { Fix } from "../../model/problem.ts";
import { missingByDefault } from "../fields.ts";
import type { Column } from "../table.ts";
import { type Finding, type Look, ownOf, roleOf } from "./finding.ts";

export type { Fix } from "../../model/problem.ts";

/** Does what all of these findings ask for; undefined if they ask for nothing. */
export function fixOf(findings: readonly Finding[], look: Look): Fix | undefined {
  const [first] = findings;
  if (first === undefined) return undefined;
  const edits = findings.flatMap(({ column, set: fields }) =>
    Object.entries(fields).map(([field, value]): Edit => set(["data", "columns", column.name, field], value as JsonValue)),
  );
  if (edits.length === 0) return undefined;
  const title = findings.length === 1 ? first.title : message("Read all {0} columns so", findings.length);
  const learnt = withFeatures(
    findings.map(({ column }) => column),
    look,
  );
  return fix(title, ...edits, ...(learnt === undefined ? [] : [learnt]));
}

/** Lists columns among the features that were left out, in the file's order. */
function withFeatures(columns: readonly Column[], look: Look): Edit | undefined {
  const { features } = look.data;
  const added = columns.filter((column) => roleOf(column, look) === "ignored").map(({ name }) => name);
  if (features === undefined || added.length === 0) return undefined;
  const wanted = new Set([...features, ...added]);
  const order = look.table.columns.map(({ name }) => name);
  // Whoever listed features in an order of their own keeps it.
  const ranks = new Map(order.map((name, rank) => [name, rank]));
  const rankOf = (name: string | undefined): number => ranks.get(name ?? "") ?? -1;
  const isInOrder = features.every((name, index) => index === 0 || rankOf(features[index - 1]) < rankOf(name));
  return set(["data", "features"], isInOrder ? order.filter((name) => wanted.has(name)) : [...wanted]);
}

/** Leaves a column out of the features; undefined if it is none, or the only one. */
export function leaveOut(column: Column, look: Look): Fix | undefined {
  if (roleOf(column, look) !== "feature") return undefined;
  const targets = look.data.target === undefined ? [] : [look.data.target].flat();
  const all =
    look.data.features ??
    look.table.columns.filter(({ name, distinct }) => distinct > 0 && !targets.includes(name)).map(({ name }) => name);
  const others = all.filter((name) => name !== column.name);
  if (others.length === 0) return undefined;
  return fix(message('Leave "{0}" out of the features', column.name), set(["data", "features"], others));
}

/** The texts that mean missing in a column, with more of them. */
export function withMissing(column: Column, texts: readonly string[], look: Look): string[] {
  const known = ownOf(column, look).missing_values ?? [...missingByDefault].filter((text) => text !== "");
  return [...known, ...texts.filter((text) => !known.includes(text))];
}

/** Texts as a sentence names them: `"?", "n.d."`, at most five. */
export function quotedTexts(texts: readonly string[]): string {
  const shown = texts.slice(0, 5).map((text) => `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`);
  return texts.length > shown.length ? `${shown.join(", ")}, …` : shown.join(", ");
}
