// JSON merge patch (RFC 7396): objects are merged, everything else is replaced, null removes.

import type { JsonValue } from "./json.ts";

/** The value with a patch applied; neither is changed. */
export function applyMergePatch(value: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isObject(patch)) return patch;
  const merged = new Map(Object.entries(isObject(value) ? value : {}));
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) merged.delete(key);
    else merged.set(key, applyMergePatch(merged.get(key), change));
  }
  return Object.fromEntries(merged);
}

function isObject(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
