// Rosenblatt's rule within a batch: w ← w + lr · (t − a) · x after each row, so the weights that answer a row
// are those that the rows before it have left.

import { learnsByRow } from "../../../model/optimizers.ts";
import type { TracedParameter, TracedStep } from "../traced-step.ts";
import type { Line, NumberAddress, Operand, Term } from "../types.ts";
import { operand, numbered, product, rowsOf, sumOf } from "./parts.ts";

const f = Math.fround;

export function isByRule({ frame }: TracedStep): boolean {
  return learnsByRow(frame.experiment.training.optimizer);
}

/** A number of a parameter after the step: w + Σ lr · (t − a) · x over the rows, in their order. */
export function ruleLines(step: TracedStep, parameter: TracedParameter, column: number): readonly Line[] {
  const isBias = ofBias(parameter);
  const symbol = numbered(isBias ? "b" : "w", column);
  const address: NumberAddress = { tensor: { of: "before", parameter: parameter.parameter }, row: 0, column };
  const before = operand(symbol, step.number(address), address);
  const moves = rowsOf(step).map((row) => moveBy(step, row, isBias ? undefined : column));
  return [sumOf(symbol, isBias ? "b + Σ lr · (t − a)" : "w + Σ lr · (t − a) · x", [product(before), ...moves])];
}

/** A number of a parameter as it answers a row of the batch; `before` if no row has moved it yet. */
export function weightWhenAsked(step: TracedStep, before: Operand, row: number): Operand {
  const { address } = before;
  if (address === undefined || !("parameter" in address.tensor)) return before;
  const isBias = ofBias(step.parameters[address.tensor.parameter]!);
  let { value } = before;
  // Rounded as the engine rounds.
  for (let at = 0; at < row; at++) {
    const move = f(f(step.trace.lr) * errorOf(step, at));
    value = f(value + f(isBias ? move : move * step.number({ tensor: { of: "input" }, row: at, column: address.column })));
  }
  return value === before.value ? before : operand(before.symbol, value);
}

function ofBias({ look }: TracedParameter): boolean {
  return look.name.endsWith("bias");
}

/** What a row adds to a weight, or to the bias. */
function moveBy(step: TracedStep, row: number, column: number | undefined): Term {
  const factors = [operand("lr", step.trace.lr), operand("t − a", errorOf(step, row))];
  if (column === undefined) return product(...factors);
  const address: NumberAddress = { tensor: { of: "input" }, row, column };
  return product(...factors, operand(numbered("x", column), step.number(address), address));
}

/** Target − answer. */
function errorOf(step: TracedStep, row: number): number {
  const answer = step.number({ tensor: { of: "output", layer: step.layers.length - 1 }, row, column: 0 });
  return step.number({ tensor: { of: "target" }, row, column: 0 }) - answer;
}
