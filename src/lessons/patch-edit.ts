// A JSON merge patch (RFC 7396) as an edit of the document: objects are gone into, so that what the patch
// does not name keeps its place and its form; lists are replaced whole, and `null` removes.

import type { Edit } from "../model/edit.ts";
import { type JsonPath, type JsonValue, valueAt } from "../model/json.ts";
import { textOf } from "../model/trained.ts";

/** The edit that a patch is; undefined if the document is as the patch wants it already. */
export function patchEdit(json: unknown, patch: JsonValue): Edit | undefined {
  const edits = editsAt(json, patch, []);
  return edits.length > 0 ? { op: "all", edits } : undefined;
}

function editsAt(json: unknown, patch: JsonValue, path: JsonPath): Edit[] {
  const now = valueAt(json, path);
  if (patch === null) return now === undefined ? [] : [{ op: "set", path }];
  if (isObject(patch) && isObject(now)) return Object.entries(patch).flatMap(([key, inner]) => editsAt(json, inner, [...path, key]));
  const value = isObject(patch) ? withoutNulls(patch) : patch;
  return textOf(now) === textOf(value) ? [] : [{ op: "set", path, value }];
}

/** What a patch makes where nothing was: what it removes is not there. */
function withoutNulls(patch: { readonly [key: string]: JsonValue }): JsonValue {
  const kept = Object.entries(patch).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([key, inner]) => [key, isObject(inner) ? withoutNulls(inner) : inner]));
}

function isObject(value: unknown): value is { readonly [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
