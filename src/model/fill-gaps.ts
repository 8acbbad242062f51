// The gaps of all columns filled at once, so that no row is left out for one of them: numbers by their
// median, the others by what is most frequent.

import type { ColumnFacts } from "./columns.ts";
import type { Edit, JsonLayer } from "./edit.ts";
import { fix, set, unset } from "./fix.ts";
import { message } from "./message.ts";
import { followClasses } from "./output-edits.ts";
import type { Fix } from "./problem.ts";
import { valueAt } from "./json.ts";

/** Rows that may go for their gaps without a word: from here on the loss is worth a warning. */
export const COSTLY_SHARE = 0.05;

/**
 * A column that leaves its rows out by a rule of its own follows the common one again. With more rows come
 * more classes, each with its output.
 * @param json the document, valid or not
 * @param classes of the rows that are left now
 */
export function fillAllGaps(json: unknown, columns: readonly ColumnFacts[], classes: number | undefined): Fix {
  const own = Object.entries(Object(valueAt(json, ["data", "columns"])) as Readonly<Record<string, unknown>>);
  const freed = own.flatMap(([name, settings]): Edit[] => {
    const rule = valueAt(settings, ["missing"]);
    return rule === "drop" || rule === "error" ? [unset(["data", "columns", name, "missing"])] : [];
  });
  const given = valueAt(json, ["data", "missing"]);
  const isFilled = given !== undefined && given !== "drop" && given !== "error";
  const layers = valueAt(json, ["layers"]);
  const target = columns.find(({ name }) => name === valueAt(json, ["data", "target"]));
  const output =
    target && classes !== undefined && Array.isArray(layers)
      ? followClasses(layers as readonly JsonLayer[], valueAt(json, ["training", "loss"]), classes, target.distinct)
      : [];
  return fix(message("Fill the gaps of all columns"), ...freed, ...(isFilled ? [] : [set(["data", "missing"], "median")]), ...output);
}
