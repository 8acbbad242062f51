// The loss row by row, its mean, and where the way back begins.

import { losses } from "../../../model/losses.ts";
import { logSoftmax } from "../loss-in-double.ts";
import type { TracedStep } from "../traced-step.ts";
import type { Line, Operand, Term } from "../types.ts";
import { numbered, operand, outputOperand, product, result, rowsOf, type UnitPlace, valueOf } from "./parts.ts";

/** The derivative of one term of each loss by the output, before the mean. */
const slopes: Readonly<Record<string, string>> = {
  BCELoss: "(y − t) / (y (1 − y))",
  BCEWithLogitsLoss: "(p t + 1 − t) σ(x) − p t",
  CrossEntropyLoss: "w (softmax(x) − [i = t])",
  NLLLoss: "−w [i = t]",
  MSELoss: "2 (y − t)",
  L1Loss: "sign(y − t)",
  SmoothL1Loss: "d / β (|d| < β), sign d (|d| ≥ β), d = y − t",
  HuberLoss: "d (|d| < δ), δ sign d (|d| ≥ δ), d = y − t",
  PoissonNLLLoss: "eʸ − t",
  SoftMarginLoss: "−t / (1 + e^(t y))",
  HingeEmbeddingLoss: "1 (t = 1), −1 (t = −1 and y < margin)",
  MultiMarginLoss: "w p max(0, margin − yₜ + yᵢ)ᵖ⁻¹ / C, and for t the negated sum of the others",
};

/** What a row adds to the loss. */
export function rowLossLines(step: TracedStep, row: number): readonly Line[] {
  const { type } = step.frame.experiment.training.loss;
  const { formula } = losses[type];
  const symbol = numbered("L", row);
  const outputs = outputsOf(step, row);
  const target = step.look.target;
  if (isOfClasses(step)) {
    const label = target.data[row]!;
    const lines = [];
    if (type === "CrossEntropyLoss" && label < outputs.length) {
      const probability = Math.exp(logSoftmax(outputs.map(({ value }) => value))[label]!);
      lines.push(valueOf(`softmax(x)${subscript(label)}`, "e^xₜ / Σ eˣ", probability, ...outputs));
    }
    const own = lines[0] ? [result(lines[0])] : outputs;
    const weight = operand("w", step.loss.weight(row));
    return [...lines, valueOf(symbol, formula, step.loss.row(row), ...own, targetOperand(step, row, 0), weight)];
  }
  if (outputs.length === 1) return [valueOf(symbol, formula, step.loss.row(row), outputs[0]!, targetOperand(step, row, 0))];
  return [
    valueOf(
      symbol,
      `Σ ${formula} / ${outputs.length}`,
      step.loss.row(row),
      ...outputs.flatMap((y, unit) => [y, targetOperand(step, row, unit)]),
    ),
  ];
}

/** The batch's loss: the mean over its rows, or over the weights of their classes. */
export function lossLines(step: TracedStep): readonly Line[] {
  const rows = rowsOf(step);
  const terms = rows.map((row): Term => {
    const address = { tensor: { of: "rowLoss" }, row, column: 0 } as const;
    return product(operand(numbered("L", row), step.number(address), address));
  });
  const count = rows.reduce((sum, row) => sum + step.loss.weight(row), 0);
  const value = terms.reduce((sum, term) => sum + term.value, 0) / count;
  const isWeighted = rows.some((row) => step.loss.weight(row) !== 1);
  return [{ symbol: "L", formula: isWeighted ? "Σ Lᵣ / Σ w" : "Σ Lᵣ / n", kind: "mean", terms, count, value }];
}

/** The loss's derivative by an output of the network. */
export function lossSlopeLines(place: UnitPlace): readonly Line[] {
  const { step, row, unit } = place;
  const { type } = step.frame.experiment.training.loss;
  const y = outputOperand(place, unit);
  const value = step.loss.slope(row, unit);
  const divisor = isOfClasses(step) && type !== "MultiMarginLoss" ? "Σ w" : "n";
  const count = divisor === "n" ? countOf(step) : rowsOf(step).reduce((sum, other) => sum + step.loss.weight(other), 0);
  const operands = isOfClasses(step) ? outputsOf(step, row) : [y];
  const target = targetOperand(step, row, isOfClasses(step) ? 0 : unit);
  return [valueOf(`∂L/∂${y.symbol}`, `(${slopes[type] ?? ""}) / ${divisor}`, value, ...operands, target, operand(divisor, count))];
}

function countOf(step: TracedStep): number {
  const { rows } = step.look.input;
  return isOfClasses(step) ? rows : rows * step.look.target.columns;
}

function isOfClasses(step: TracedStep): boolean {
  return losses[step.frame.experiment.training.loss.type].target === "classes";
}

function outputsOf(step: TracedStep, row: number): Operand[] {
  const layer = step.layers.length - 1;
  const { columns } = step.look.layers[layer]!.output;
  return Array.from({ length: columns }, (_, unit) => outputOperand({ step, layer, row, unit }, unit));
}

function targetOperand(step: TracedStep, row: number, column: number): Operand {
  const address = { tensor: { of: "target" }, row, column } as const;
  const value = step.number(address);
  const label = step.frame.classes?.[value];
  return operand("t", value, address, label);
}

function subscript(index: number): string {
  return numbered("", index);
}
