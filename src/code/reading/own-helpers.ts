// What the helpers of a script that Perceptron wrote make of columns (`../pytorch/helpers.ts`): they are
// known by their names, so nothing of them is gone through.

import type { DateOrder } from "../../model/schema.ts";
import { isKind, type Frame, type Treated, type Value } from "./values.ts";

/**
 * What a helper makes of columns, or of the path of a table; undefined if it has to be gone through.
 * @param second what it is given beside them
 */
export function helped(
  name: string,
  frame: Value | undefined,
  second: Value | undefined,
  keywords: ReadonlyMap<string, Value>,
): Value | undefined {
  if (name === "table_lines") return frame;
  if (!isKind(frame, "frame")) return undefined;
  switch (name) {
    case "booleans":
      return treated(frame, { kind: "boolean" });
    case "numbers":
      return treated(frame, { kind: "number", ...writtenForm(keywords) });
    case "ordinals":
      return treated(frame, { encode: "ordinal" });
    case "date_parts":
      return treated(frame, { encode: "date", ...dateOrder(second) });
    case "fill_with_mean":
      return treated(frame, { missing: "mean" });
    case "fill_with_median":
      return treated(frame, { missing: "median" });
    case "fill_with_most_frequent":
      return treated(frame, { missing: "most_frequent" });
    case "standardize":
      return { ...frame, scale: "standard" };
    case "scale_to_unit":
      return { ...frame, scale: "minmax" };
    default:
      return undefined;
  }
}

/** What a method makes of columns in such a script; undefined if it is none of its own. */
export function treatedBy(method: string, frame: Frame, first: Value | undefined): Frame | undefined {
  if (method === "astype" && frame.treated?.kind === undefined) return treated(frame, { kind: "number" });
  // `table[TARGET].str.lower()`, before the classes are numbered.
  if (method === "lower") return treated(frame, { kind: "boolean" });
  const isConstant = method === "fillna" && (typeof first === "number" || typeof first === "string");
  return isConstant ? treated(frame, { missing: { constant: first } }) : undefined;
}

function treated(frame: Frame, more: Treated): Frame {
  return { ...frame, treated: { ...frame.treated, ...more } };
}

function writtenForm(keywords: ReadonlyMap<string, Value>): Treated {
  const [thousands, strip] = [keywords.get("thousands"), keywords.get("strip")];
  const texts = isKind(strip, "list") ? strip.items.filter((item) => typeof item === "string") : [];
  return {
    ...(typeof thousands === "string" ? { thousands } : {}),
    ...(texts.length > 0 ? { strip: texts } : {}),
    ...(keywords.get("parentheses") === true ? { parentheses: true } : {}),
  };
}

/** By the pattern that the script looks for. */
function dateOrder(pattern: Value | undefined): { readonly date?: DateOrder } {
  if (typeof pattern !== "string") return {};
  if (pattern.startsWith("(?P<month>")) return { date: "month-first" };
  return pattern.startsWith("(?P<day>") ? { date: "day-first" } : {};
}
