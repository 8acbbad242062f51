// JSON as a person writes it, looked into without trust: what is being edited is not always valid.

import type { JsonPath } from "./problem.ts";

/** The value at a path, or undefined where there is none. */
export function valueAt(json: unknown, path: JsonPath): unknown {
  let value = json;
  for (const step of path) {
    value = typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[step] : undefined;
  }
  return value;
}
