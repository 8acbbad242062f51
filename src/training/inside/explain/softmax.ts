// Softmax, Softmin and LogSoftmax: a value of a line depends on all of the line, so the way back goes through
// the Jacobian: ∂yⱼ/∂xᵢ = yⱼ ([i = j] − yᵢ).

import type { ResolvedLayer } from "../../../model/layers.ts";
import type { Line } from "../types.ts";
import {
  gradOperand,
  inputOperand,
  type LayerParts,
  numbered,
  operand,
  outputOperand,
  product,
  result,
  rowsOf,
  sumOf,
  type UnitPlace,
  valueOf,
  widthOf,
} from "./parts.ts";

export const softmax: LayerParts = {
  output: (place) => {
    const sum = exponentials(place);
    const own = exponential(place, largestOf(place));
    const symbol = numbered("y", place.unit);
    return [sum, valueOf(symbol, "eˣ / Σ eˣ", own / sum.value, inputOperand(place, place.unit), operand("eˣ", own), result(sum))];
  },

  gradInput: (place) => {
    const { unit } = place;
    const sign = signOf(place);
    const own = outputOperand(place, unit);
    const terms = lineOf(place).map((other) => {
      const y = outputOperand(other, other.unit);
      const isOwn = other.unit === unit && other.row === place.row;
      const slope = sign * y.value * ((isOwn ? 1 : 0) - own.value);
      return product(gradOperand(other, other.unit), operand(`∂${y.symbol}/∂${inputOperand(place, unit).symbol}`, slope));
    });
    return [sumOf(`∂L/∂${inputOperand(place, unit).symbol}`, "Σ ∂L/∂yⱼ · yⱼ ([i = j] − yᵢ)", terms)];
  },
};

export const logSoftmax: LayerParts = {
  output: (place) => {
    const sum = exponentials(place);
    const x = inputOperand(place, place.unit);
    const value = x.value - largestOf(place) - Math.log(sum.value);
    return [sum, valueOf(numbered("y", place.unit), "x − log Σ eˣ", value, x, result(sum))];
  },

  gradInput: (place) => {
    const { unit } = place;
    const probability = Math.exp(outputOperand(place, unit).value);
    const terms = lineOf(place).map((other) => {
      const isOwn = other.unit === unit && other.row === place.row;
      const symbol = `∂${outputOperand(other, other.unit).symbol}/∂${inputOperand(place, unit).symbol}`;
      return product(gradOperand(other, other.unit), operand(symbol, (isOwn ? 1 : 0) - probability));
    });
    return [sumOf(`∂L/∂${inputOperand(place, unit).symbol}`, "Σ ∂L/∂yⱼ · ([i = j] − e^yᵢ)", terms)];
  },
};

/** The values that the exponentials are summed over: the row's, or with `dim` 0 the column's. */
function lineOf({ step, layer, row, unit }: UnitPlace): readonly UnitPlace[] {
  const settings: ResolvedLayer = step.layers[layer]!;
  const dim = "dim" in settings ? settings.dim : 1;
  return dim === 0 || dim === -2
    ? rowsOf(step).map((other) => ({ step, layer, row: other, unit }))
    : Array.from({ length: widthOf(step, layer) }, (_, other) => ({ step, layer, row, unit: other }));
}

function signOf({ step, layer }: UnitPlace): 1 | -1 {
  return step.layers[layer]!.type === "Softmin" ? -1 : 1;
}

/** The largest value is taken off first, so that nothing overflows. */
function largestOf(place: UnitPlace): number {
  return Math.max(...lineOf(place).map((other) => signOf(place) * inputOperand(other, other.unit).value));
}

function exponential(place: UnitPlace, largest: number): number {
  return Math.exp(signOf(place) * inputOperand(place, place.unit).value - largest);
}

function exponentials(place: UnitPlace): Line {
  const largest = largestOf(place);
  const power = signOf(place) < 0 ? "e⁻ˣ" : "eˣ";
  const terms = lineOf(place).map((other) => {
    const x = inputOperand(other, other.unit);
    return product({ ...x, symbol: `${power.slice(0, -1)}^(${x.symbol} − max)`, value: exponential(other, largest) });
  });
  return sumOf("Σ eˣ", "Σ e^(x − max)", terms);
}
