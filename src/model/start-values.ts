// The value that a required parameter starts with, until a person says another: within its range, in the
// middle of what is useful.

import type { Parameter } from "./parameters.ts";

/** Units of a new layer, epochs of a new schedule. */
const COUNT = 8;

/** Undefined if no value suggests itself. */
export function startValue({ control }: Parameter): number | undefined {
  if (control.kind !== "integer" && control.kind !== "number") return undefined;
  const [low, high] = control.slider ?? [control.min ?? 0, control.max ?? Infinity];
  if (control.kind === "integer") return Math.max(low, Math.min(high, COUNT));
  // Rates span powers of ten; their middle is a geometric one.
  return low > 0 && high < Infinity ? Number(Math.sqrt(low * high).toPrecision(6)) : Math.max(low, Math.min(high, 0));
}
