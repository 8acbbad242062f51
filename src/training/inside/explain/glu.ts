// GLU: y = a σ(b), where a and b are the two halves of a row.

import { gradOperand, inputOperand, type LayerParts, numbered, operand, product, result, sumOf, valueOf } from "./parts.ts";

const sigma = (x: number): number => 1 / (1 + Math.exp(-x));

export const glu: LayerParts = {
  output: (place) => {
    const half = place.step.look.layers[place.layer]!.output.columns;
    const b = inputOperand(place, place.unit + half);
    const gate = valueOf("σ(b)", "1 / (1 + e⁻ᵇ)", sigma(b.value), b);
    return [gate, sumOf(numbered("y", place.unit), "a · σ(b)", [product(inputOperand(place, place.unit), result(gate))])];
  },

  gradInput: (place) => {
    const half = place.step.look.layers[place.layer]!.output.columns;
    const isGate = place.unit >= half;
    const unit = isGate ? place.unit - half : place.unit;
    const [a, b] = [inputOperand(place, unit), inputOperand(place, unit + half)];
    const gate = valueOf("σ(b)", "1 / (1 + e⁻ᵇ)", sigma(b.value), b);
    const back = gradOperand(place, unit);
    if (!isGate) return [gate, sumOf(`∂L/∂${a.symbol}`, "∂L/∂y · σ(b)", [product(back, result(gate))])];
    const rest = operand("1 − σ(b)", 1 - gate.value);
    return [gate, sumOf(`∂L/∂${b.symbol}`, "∂L/∂y · a · σ(b) · (1 − σ(b))", [product(back, a, result(gate), rest)])];
  },
};
