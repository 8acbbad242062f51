// What the network says of the thing that is pointed at, for the line beside it and for a screen reader.

import { formatCount, formatMeasure } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import type { Column } from "./network-structure.ts";
import type { Target } from "./network-target.ts";
import type { WeightLookup } from "./weight-lookup.ts";

/** A number of units, which may not be known yet. */
export function countText(units: number | undefined): string {
  return units === undefined ? "?" : formatCount(units);
}

export function inputsText(count: number): string {
  return count === 1 ? t("1 input") : t("{0} inputs", formatCount(count));
}

/** A unit by its name, or by its layer and number: "petal_width", "Linear 1, unit 3". */
export function unitName(columns: readonly Column[], column: number, unit: number): string {
  const { names, types, layers } = columns[column]!;
  const layer = types[0] === undefined ? "" : `${types[0]} ${layers[0]! + 1}`;
  if (column === 0) return names[unit] ?? t("Input {0}", unit + 1);
  const own = t("{0}, unit {1}", layer, unit + 1);
  return names[unit] === undefined ? own : `${own} (${names[unit]})`;
}

/** One sentence about a target. */
export function describe(columns: readonly Column[], weights: WeightLookup, target: Target): string {
  switch (target.kind) {
    case "unit":
      return unitWords(columns, weights, target.column, target.unit);
    case "edge": {
      const { column, from, to } = target.edge;
      const names = t("{0} → {1}", unitName(columns, column - 1, from), unitName(columns, column, to));
      const weight = weights.weight(target.edge);
      return weight === undefined ? names : `${names}: ${t("weight {0}", formatMeasure(weight))}`;
    }
    case "block":
      return blockWords(columns, weights, target.column);
  }
}

function unitWords(columns: readonly Column[], weights: WeightLookup, column: number, unit: number): string {
  const parts = [unitName(columns, column, unit)];
  const bias = weights.bias(column, unit);
  if (bias !== undefined) parts.push(t("bias {0}", formatMeasure(bias)));
  const strongest = strongestInto(columns, weights, column, unit);
  if (strongest) parts.push(t("strongest from {0}: {1}", unitName(columns, column - 1, strongest.from), formatMeasure(strongest.weight)));
  return parts.join(" · ");
}

/** The connection into a unit with the largest absolute weight; undefined if no weight is known. */
export function strongestInto(
  columns: readonly Column[],
  weights: WeightLookup,
  column: number,
  to: number,
): { from: number; weight: number } | undefined {
  let strongest: { from: number; weight: number } | undefined;
  for (let from = 0; from < (columns[column - 1]?.units ?? 0); from++) {
    const weight = weights.weight({ column, from, to });
    if (weight !== undefined && Math.abs(weight) >= Math.abs(strongest?.weight ?? 0)) strongest = { from, weight };
  }
  return strongest;
}

function blockWords(columns: readonly Column[], weights: WeightLookup, column: number): string {
  const { types, layers, units } = columns[column]!;
  const count = countText(units);
  if (column === 0) return inputsText(units ?? 0);
  const parts = [`${types[0]} ${layers[0]! + 1}`, t("{0} units", count)];
  const spread = weights.spread(column);
  if (spread) {
    parts.push(t("{0} weights", formatCount(spread.count)), t("mean {0}", formatMeasure(spread.mean)));
    parts.push(t("largest {0}", formatMeasure(spread.largest)));
  }
  return parts.join(" · ");
}

/** The whole network in a line: "4 inputs, Linear 16, ReLU, Linear 3". */
export function summarize(columns: readonly Column[]): string {
  return columns
    .flatMap(({ types, units }, index) => {
      const count = countText(units);
      return index === 0 ? [inputsText(units ?? 0), ...types] : [`${types[0]} ${count}`, ...types.slice(1)];
    })
    .join(", ");
}
