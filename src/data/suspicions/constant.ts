// A feature that is the same in every row tells the rows apart in nothing.

import { message } from "../../model/message.ts";
import type { Feature } from "../selection.ts";
import { sortedTexts } from "../table.ts";
import type { FeatureSuspicion } from "./suspicion.ts";

export const constant: FeatureSuspicion = (features) =>
  features.filter(isConstant).map((feature) => {
    const { name } = feature.column;
    const value = sortedTexts(feature.column, 1)[0] ?? "";
    const text = message('Column "{0}" is {1} in every row, so nothing can be learned from it. Leave it out of the features.', name, value);
    return { feature, code: "constant-column", text };
  });

/** A constant that fills gaps makes a second value. */
function isConstant({ column, constant: fill }: Feature): boolean {
  return column.distinct === 1 && (column.missing === 0 || fill === undefined);
}
