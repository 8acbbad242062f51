// JSON as a person writes it: its values, paths into them, a look at a path without trust (what is being
// edited is not always valid), and its text on one line.

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Keys and indices from the document's root to a value, as in `["layers", 2, "out_features"]`. */
export type JsonPath = readonly (string | number)[];

/** The value at a path, or undefined if there is none. */
export function valueAt(json: unknown, path: JsonPath): unknown {
  let value = json;
  for (const step of path) {
    value = typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[step] : undefined;
  }
  return value;
}

/** JSON on one line, spaced as in `{ "type": "Linear", "out_features": 8 }`. */
export function compact(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(compact).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return fields.length === 0 ? "{}" : `{ ${fields.map(([key, field]) => `${JSON.stringify(key)}: ${compact(field)}`).join(", ")} }`;
}
