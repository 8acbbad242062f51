// Conditions that people look for, in words, with the expression that says the same.

import type { InsideSearch, InsideStep } from "../../../../src/training/inside/types.ts";
import { formatCount, formatShare, formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { figure } from "../inside-view/inside-words.ts";
import type { Place } from "../inside-view/stops.ts";

export interface Condition {
  readonly words: string;
  readonly expression: string;
}

/** A gradient this long is one that explodes. */
const LONG = 10;

export function conditionsFor({ layers, rows, loss, classes }: InsideStep, place: Place): readonly Condition[] {
  const row = rows[place.row] ?? rows[0] ?? 1;
  const relu = layers.findIndex(({ type }) => type.endsWith("ReLU") || type === "ELU");
  const flat = layers.findIndex(({ type }) => /^(Sigmoid|Tanh|Softsign|Hardsigmoid|Hardtanh)$/.test(type));
  const half = Number((loss / 2).toPrecision(2));
  return [
    { words: t("the loss is NaN"), expression: "isNaN(loss)" },
    ...(Number.isFinite(half) && half > 0 ? [{ words: t("the loss is below {0}", formatTick(half)), expression: `loss < ${half}` }] : []),
    { words: t("the gradient norm is above {0}", LONG), expression: `gradient_norm > ${LONG}` },
    ...(relu < 0 ? [] : [{ words: t("more than half of layer {0}'s units are dead", relu + 1), expression: `layers[${relu}].dead > 0.5` }]),
    ...(flat < 0
      ? []
      : [{ words: t("more than half of layer {0} is saturated", flat + 1), expression: `layers[${flat}].saturated > 0.5` }]),
    ...(classes ? [{ words: t("row {0} is right", formatCount(row)), expression: `rows[${row}].right` }] : []),
  ];
}

/** How far a search is, and what its condition goes by there: "step 1,240 of 5,000 · loss 0.31". */
export function searchText({ step, steps, measures }: InsideSearch): string {
  return [t("step {0} of {1}", formatCount(step), formatCount(steps)), ...measures.map(measureText)].join(" · ");
}

function measureText({ expression, value }: InsideSearch["measures"][number]): string {
  const text = typeof value === "number" ? figure(value) : typeof value === "string" ? value : value ? t("yes") : t("no");
  const [, list = "", index = "", member = ""] = /^(layers|rows)\[(\d+)\]\.(dead|saturated|right)$/.exec(expression) ?? [];
  if (list === "layers" && typeof value === "number") {
    const layer = Number(index) + 1;
    const share = formatShare(value);
    return member === "dead" ? t("layer {0}: {1} dead", layer, share) : t("layer {0}: {1} saturated", layer, share);
  }
  if (list === "rows")
    return value === true ? t("row {0}: right", formatCount(Number(index))) : t("row {0}: not right yet", formatCount(Number(index)));
  if (expression === "loss") return t("loss {0}", text);
  if (expression === "gradient_norm") return t("gradient norm {0}", text);
  return `${expression} ${text}`;
}
