// The gaps of all columns filled at once, so that no row is left out for one of them: numbers by their median, the others by what is most frequent.

import type { Edit } from "./edits.ts";
import { fix, set, unset } from "./fix.ts";
import { message } from "./message.ts";
import type { Fix } from "./problem.ts";
import { valueAt } from "./value-at.ts";

/** Rows that may go for their gaps without a word: from here on the loss is worth a warning. */
export const COSTLY_SHARE = 0.05;

/** @param json the document; a column that leaves its rows out by a rule of its own follows the common one again */
export function fillAllGaps(json: unknown): Fix {
  const own = Object.entries(Object(valueAt(json, ["data", "columns"])) as Readonly<Record<string, unknown>>);
  const freed = own.flatMap(([name, settings]): Edit[] => {
    const rule = valueAt(settings, ["missing"]);
    return rule === "drop" || rule === "error" ? [unset(["data", "columns", name, "missing"])] : [];
  });
  const given = valueAt(json, ["data", "missing"]);
  const isFilled = given !== undefined && given !== "drop" && given !== "error";
  return fix(message("Fill the gaps of all columns"), ...freed, ...(isFilled ? [] : [set(["data", "missing"], "median")]));
}
