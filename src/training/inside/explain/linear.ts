// Linear: zⱼ = Σ wⱼᵢ xᵢ + bⱼ. Back through it, each input gets what all units ask of it, and each weight gets
// its unit's gradient times its input, summed over the rows.

import { pointOf } from "./curve.ts";
import {
  gradOperand,
  inputOperand,
  isCurveType,
  type LayerParts,
  numbered,
  product,
  rowsOf,
  sumOf,
  type UnitPlace,
  weightOperand,
  type WeightPlace,
  widthOf,
} from "./parts.ts";
import type { Operand } from "../types.ts";
import { isByRule, weightWhenAsked } from "./rosenblatt.ts";

export const linear: LayerParts = {
  output: (place) => {
    const { step, layer, row, unit } = place;
    const asked = (weight: Operand): Operand => (isByRule(step) ? weightWhenAsked(step, weight, row) : weight);
    const products = Array.from({ length: widthOf(step, layer) }, (_, column) =>
      product(asked(weightOperand(step, layer, "weight", unit, column)!), inputOperand(place, column)),
    );
    const own = weightOperand(step, layer, "bias", 0, unit);
    const bias = own && asked(own);
    const formula = bias ? "Σ w x + b" : "Σ w x";
    return [sumOf(numbered("z", unit), formula, bias ? [...products, product(bias)] : products)];
  },

  gradInput: (place) => {
    const { step, layer, unit: input } = place;
    const units = step.look.layers[layer]!.output.columns;
    const terms = Array.from({ length: units }, (_, unit) => {
      const weight = weightOperand(step, layer, "weight", unit, input)!;
      return product(gradOperand(place, unit), { ...weight, symbol: numbered("w", unit) });
    });
    return [sumOf(`∂L/∂${inputOperand(place, input).symbol}`, "Σ ∂L/∂z · w", terms)];
  },

  gradient: ({ step, layer, name, row: unitRow, column }) => {
    const isBias = name === "bias";
    const unit = isBias ? column : unitRow;
    const next = step.layers[layer + 1];
    const hasCurve = next !== undefined && isCurveType(next.type);
    const terms = rowsOf(step).map((row) => {
      const place: UnitPlace = { step, layer, row, unit };
      const back = hasCurve ? [gradOperand({ ...place, layer: layer + 1 }, unit), slopeOperand(place)] : [gradOperand(place, unit)];
      return product(...back, ...(isBias ? [] : [inputOperand(place, column)]));
    });
    const symbol = `∂L/∂${numbered(isBias ? "b" : "w", column)}`;
    const chain = hasCurve ? "Σ ∂L/∂a · ∂a/∂z" : "Σ ∂L/∂z";
    return [sumOf(symbol, isBias ? chain : `${chain} · ∂z/∂w`, terms)];
  },
} satisfies LayerParts & { gradient(place: WeightPlace): unknown };

/** How steep the activation behind the layer is at the unit's z. */
function slopeOperand({ step, layer, row, unit }: UnitPlace): Operand {
  const { slope } = pointOf({ step, layer: layer + 1, row, unit });
  return { symbol: `∂${numbered("a", unit)}/∂${numbered("z", unit)}`, value: slope };
}
