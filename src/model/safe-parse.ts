// What a schema says of JSON that a stranger wrote.

import type * as z from "zod";

/**
 * The schema's answer, whatever the JSON is. The schema library takes every object with a `length` for a list
 * or a text, and throws if that is none that can be compared: such a one counts as empty.
 */
export function safeParse<S extends z.ZodType>(schema: S, json: unknown): z.ZodSafeParseResult<z.output<S>> {
  try {
    return schema.safeParse(json);
  } catch {
    const plain: unknown = JSON.parse(JSON.stringify(json), (key, value: unknown) =>
      key === "length" && typeof value === "object" ? 0 : value,
    );
    return schema.safeParse(plain);
  }
}
