// BatchNorm1d and LayerNorm: x̂ = (x − mean) / √(variance + ε), y = γ x̂ + b; the mean and the variance are
// of a column of the batch, or of a row. Back through them, the mean and what lies along x̂ are taken out of
// the gradient, because a change of one value moves both.

import type { Line, Operand } from "../types.ts";
import {
  gradOperand,
  inputOperand,
  type LayerParts,
  meanOf,
  numbered,
  operand,
  product,
  result,
  rowsOf,
  sumOf,
  type UnitPlace,
  valueOf,
  weightOperand,
  widthOf,
} from "./parts.ts";

/** Whose mean it is: all rows of a column, or all columns of a row. */
type Along = "rows" | "columns";

interface Group {
  /** The places that share mean and variance, `place` among them. */
  readonly places: readonly UnitPlace[];
  readonly mean: Line;
  readonly variance: Line;
  /** 1 / √(variance + ε). */
  readonly scale: number;
  readonly eps: number;
}

export const batchNorm = normalization("rows");
export const layerNorm = normalization("columns");

function normalization(along: Along): LayerParts {
  return {
    output: (place) => {
      const { step, layer, unit } = place;
      const group = groupOf(place, along);
      const normal = normalLine(place, group);
      const weight = weightOperand(step, layer, "weight", 0, unit);
      const bias = weightOperand(step, layer, "bias", 0, unit);
      const terms = [product(...(weight ? [weight] : []), result(normal)), ...(bias ? [product(bias)] : [])];
      return [group.mean, group.variance, normal, sumOf(numbered("y", unit), weight ? "γ x̂ + b" : "x̂", terms)];
    },

    gradInput: (place) => {
      const { unit } = place;
      const group = groupOf(place, along);
      const n = group.places.length;
      const backs = group.places.map((other) => product(...back(other)));
      const products = group.places.map((other) => product(...back(other), operand("x̂", normalLine(other, group).value)));
      const average = meanOf("mean g", "Σ ∂L/∂y · γ / n", backs, n);
      const aligned = meanOf("mean g x̂", "Σ ∂L/∂y · γ · x̂ / n", products, n);
      const normal = normalLine(place, group);
      const own = sumOf("g", "∂L/∂y · γ", [product(...back(place))]);
      const value = (own.value - average.value - normal.value * aligned.value) * group.scale;
      const x = inputOperand(place, unit);
      return [
        group.mean,
        group.variance,
        normal,
        own,
        average,
        aligned,
        valueOf(
          `∂L/∂${x.symbol}`,
          "(g − mean g − x̂ · mean g x̂) / √(variance + ε)",
          value,
          result(own),
          result(average),
          result(normal),
          result(aligned),
          result(group.variance),
        ),
      ];
    },

    gradient: ({ step, layer, name, column }) => {
      const terms = rowsOf(step).map((row) => {
        const place = { step, layer, row, unit: column };
        const gradient = gradOperand(place, column);
        if (name === "bias") return product(gradient);
        return product(gradient, operand("x̂", normalLine(place, groupOf(place, along)).value));
      });
      return name === "bias"
        ? [sumOf(`∂L/∂${numbered("b", column)}`, "Σ ∂L/∂y", terms)]
        : [sumOf(`∂L/∂${numbered("γ", column)}`, "Σ ∂L/∂y · x̂", terms)];
    },
  };
}

/** The factors of the gradient by x̂. */
function back(place: UnitPlace): readonly Operand[] {
  const weight = weightOperand(place.step, place.layer, "weight", 0, place.unit);
  return [gradOperand(place, place.unit), ...(weight ? [weight] : [])];
}

function groupOf(place: UnitPlace, along: Along): Group {
  const { step, layer, row, unit } = place;
  const settings = step.layers[layer]!;
  const eps = "eps" in settings ? settings.eps : 0;
  const places =
    along === "rows"
      ? rowsOf(step).map((other) => ({ step, layer, row: other, unit }))
      : Array.from({ length: widthOf(step, layer) }, (_, other) => ({ step, layer, row, unit: other }));
  const n = places.length;
  const values = places.map((other) => inputOperand(other, other.unit));
  const mean = meanOf(
    "mean",
    "Σ x / n",
    values.map((x) => product({ ...x, symbol: "x" })),
    n,
  );
  const distances = values.map((x) => {
    const distance = operand("x − mean", x.value - mean.value, x.address);
    return product(distance, distance);
  });
  const variance = meanOf("variance", "Σ (x − mean)² / n", distances, n);
  return { places, mean, variance, scale: 1 / Math.sqrt(variance.value + eps), eps };
}

function normalLine(place: UnitPlace, { mean, variance, scale, eps }: Group): Line {
  const x = inputOperand(place, place.unit);
  const value = (x.value - mean.value) * scale;
  return valueOf("x̂", "(x − mean) / √(variance + ε)", value, { ...x, symbol: "x" }, result(mean), result(variance), operand("ε", eps));
}
