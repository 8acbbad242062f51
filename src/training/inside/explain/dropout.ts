// Dropout and AlphaDropout: which values went on is seen in what came out.

import type { Operand } from "../types.ts";
import { gradOperand, inputOperand, type LayerParts, numbered, operand, product, sumOf, type UnitPlace, valueOf } from "./parts.ts";

/** What SELU tends to far below zero, negated. */
const ALPHA = 1.7580993408473766;

interface Mask {
  readonly kept: 0 | 1;
  readonly scale: number;
  readonly shift: number;
}

export const dropout: LayerParts = {
  output: (place) => {
    const mask = maskOf(place);
    const x = inputOperand(place, place.unit);
    const symbol = numbered("y", place.unit);
    const [kept, scale] = operands(mask);
    if (place.step.layers[place.layer]!.type === "Dropout") return [sumOf(symbol, "x · mask / (1 − p)", [product(x, kept, scale)])];
    const value = mask.kept === 1 ? x.value * mask.scale + mask.shift : -ALPHA * mask.scale + mask.shift;
    return [valueOf(symbol, "a · (x if kept, else −1.7581) + b", value, x, kept, scale, operand("b", mask.shift))];
  },

  gradInput: (place) => {
    const x = inputOperand(place, place.unit);
    const [kept, scale] = operands(maskOf(place));
    return [sumOf(`∂L/∂${x.symbol}`, "∂L/∂y · mask · scale", [product(gradOperand(place, place.unit), kept, scale)])];
  },
};

function operands({ kept, scale }: Mask): readonly [Operand, Operand] {
  return [operand("mask", kept), operand("scale", scale)];
}

/** Whether a value was kept; a value that is 0 either way counts as dropped. */
export function maskOf({ step, layer, row, unit }: UnitPlace): Mask {
  const settings = step.layers[layer]!;
  const p = "p" in settings ? settings.p : 0;
  const width = step.inputOf(layer).columns;
  const x = step.inputOf(layer).data[row * width + unit]!;
  const y = step.look.layers[layer]!.output.data[row * width + unit]!;
  if (settings.type === "Dropout") return { kept: y !== 0 && p < 1 ? 1 : 0, scale: p < 1 ? 1 / (1 - p) : 0, shift: 0 };
  if (p === 0 || p === 1) return { kept: p === 0 ? 1 : 0, scale: p === 0 ? 1 : 0, shift: 0 };
  const scale = 1 / Math.sqrt((ALPHA * ALPHA * p + 1) * (1 - p));
  const shift = ALPHA * scale * p;
  const whenKept = Math.abs(y - (x * scale + shift));
  const whenDropped = Math.abs(y - (-ALPHA * scale + shift));
  return { kept: whenKept <= whenDropped ? 1 : 0, scale, shift };
}
