// What explanations are made of: operands with their symbols and addresses, products, and lines.

import { isLayerType, layers as registry } from "../../../model/layers.ts";
import { isCurve } from "../../../model/layers/record.ts";
import type { TracedStep } from "../traced-step.ts";
import type { CurvePoint, Line, NumberAddress, Operand, Term } from "../types.ts";

/** The output of a layer, or of what goes in, that is explained: a row of the batch and a unit. */
export interface UnitPlace {
  readonly step: TracedStep;
  readonly layer: number;
  readonly row: number;
  /** An output of the layer; for the gradient by its input, an input. */
  readonly unit: number;
}

/** A number of a parameter that is explained. */
export interface WeightPlace {
  readonly step: TracedStep;
  readonly layer: number;
  /** Its name in the layer: `weight`, `bias`. */
  readonly name: string;
  readonly row: number;
  readonly column: number;
}

/** How a kind of layer is explained. The last line of each gives the number itself. */
export interface LayerParts {
  output(place: UnitPlace): readonly Line[];
  /** The loss's derivative by input `unit`. */
  gradInput(place: UnitPlace): readonly Line[];
  /** The loss's derivative by a number of a parameter. */
  gradient?(place: WeightPlace): readonly Line[];
  curve?(place: UnitPlace): CurvePoint;
}

const DIGITS = "₀₁₂₃₄₅₆₇₈₉";

/** `z` and 11 become z₁₂: people count units from 1. */
export function numbered(symbol: string, index: number): string {
  return symbol + String(index + 1).replace(/\d/g, (digit) => DIGITS[Number(digit)]!);
}

/**
 * What the chapter calls the outputs of a layer: z before an activation, a after it, y of everything else.
 */
export function outputSymbol(type: string): string {
  if (type === "Linear") return "z";
  return isCurveType(type) ? "a" : "y";
}

/** Whether each output of such a layer depends on one input alone. */
export function isCurveType(type: string): boolean {
  return isLayerType(type) && (isCurve(registry[type]) || type === "Identity");
}

export function operand(symbol: string, value: number, address?: NumberAddress, label?: string): Operand {
  return { symbol, value, ...(address ? { address } : {}), ...(label === undefined ? {} : { label }) };
}

export function product(...factors: readonly Operand[]): Term {
  return { factors, value: factors.reduce((value, factor) => value * factor.value, 1) };
}

export function sumOf(symbol: string, formula: string, terms: readonly Term[]): Line {
  return { symbol, formula, kind: "sum", terms, value: total(terms) };
}

export function meanOf(symbol: string, formula: string, terms: readonly Term[], count: number): Line {
  return { symbol, formula, kind: "mean", terms, count, value: total(terms) / count };
}

/** A value that comes from operands by a formula. */
export function valueOf(symbol: string, formula: string, value: number, ...operands: readonly Operand[]): Line {
  return { symbol, formula, kind: "value", terms: [{ factors: operands, value }], value };
}

/** A line's value as an operand of a later line. */
export function result({ symbol, value }: Line): Operand {
  return { symbol, value };
}

/** What goes into a layer. */
export function inputOperand({ step, layer, row }: UnitPlace, column: number): Operand {
  const label = layer === 0 ? step.frame.inputNames[column] : undefined;
  const address: NumberAddress =
    layer === 0 ? { tensor: { of: "input" }, row, column } : { tensor: { of: "output", layer: layer - 1 }, row, column };
  const symbol = layer === 0 ? "x" : outputSymbol(step.layers[layer - 1]!.type);
  return operand(numbered(symbol, column), step.number(address), address, label);
}

export function outputOperand({ step, layer, row }: UnitPlace, column: number): Operand {
  const address: NumberAddress = { tensor: { of: "output", layer }, row, column };
  return operand(numbered(outputSymbol(step.layers[layer]!.type), column), step.number(address), address);
}

/** The loss's derivative by an output of the layer. */
export function gradOperand({ step, layer, row }: UnitPlace, column: number): Operand {
  const address: NumberAddress = { tensor: { of: "gradOutput", layer }, row, column };
  return operand(`∂L/∂${numbered(outputSymbol(step.layers[layer]!.type), column)}`, step.number(address), address);
}

/** A number of a parameter before the step; undefined if the layer has no such parameter. */
export function weightOperand(step: TracedStep, layer: number, name: string, row: number, column: number): Operand | undefined {
  const found = step.parameters.find((other) => other.layer === layer && other.look.name === `${layer}.${name}`);
  if (found === undefined) return undefined;
  const address: NumberAddress = { tensor: { of: "before", parameter: found.parameter }, row, column };
  const symbol = name === "bias" ? numbered("b", column) : found.look.shape.length > 1 ? numbered("w", column) : numbered("γ", column);
  return operand(symbol, step.number(address), address);
}

/** The rows of the batch. */
export function rowsOf(step: TracedStep): readonly number[] {
  return Array.from({ length: step.look.input.rows }, (_, row) => row);
}

export function widthOf(step: TracedStep, layer: number): number {
  return step.inputOf(layer).columns;
}

function total(terms: readonly Term[]): number {
  return terms.reduce((sum, { value }) => sum + value, 0);
}
