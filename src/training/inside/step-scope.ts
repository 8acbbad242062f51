// What expressions may ask of a traced step, by PyTorch's names.

import { losses } from "../../model/losses.ts";
import type { Scope, Value } from "./expression.ts";
import { cutOf } from "../evaluation/answers.ts";
import type { Matrix } from "../look.ts";
import { tensorScope } from "./tensor-scope.ts";
import type { TracedStep } from "./traced-step.ts";
import type { StepPlace } from "./types.ts";

/**
 * `loss`, `lr`, `step`, `layers[1].weight.grad.norm`, `rows[17].right`, …
 * @param at adds `pass`, and `layer`: the layer there, as a number its place in the network
 */
export function stepScope(step: TracedStep, at?: StepPlace): Scope {
  const { trace, look } = step;
  const { layer } = at ?? {};
  return scopeOf({
    loss: () => look.loss,
    lr: () => trace.lr,
    momentum: () => trace.momentum,
    step: () => trace.step,
    epoch: () => trace.epoch,
    batch: () => batchScope(step),
    gradient_norm: () => look.gradientNorm,
    dead: () => Math.max(0, ...look.layers.map(({ dead }) => dead)),
    layers: () => listOf(step.layers.length, (index) => layerScope(step, index)),
    ...(layer !== undefined && layer < step.layers.length ? { layer: () => ({ ...layerScope(step, layer), number: layer }) } : {}),
    ...(at ? { pass: () => at.pass } : {}),
    rows: () => rowsScope(step),
    input: () => matrix(look.input),
    output: () => matrix(outputOf(step)),
    target: () => matrix(look.target),
  });
}

/** As a number which of the epoch it is; its `rows` are counted from 0, as PyTorch counts them. */
function batchScope(step: TracedStep): Scope {
  const { rows, batch } = step.trace;
  const { look } = step;
  return {
    ...scopeOf(
      {
        size: () => rows.length,
        rows: () => listOf(rows.length, (row) => rowScope(step, row)),
        input: () => matrix(look.input),
        output: () => matrix(outputOf(step)),
        target: () => matrix(look.target),
      },
      "Batch",
      `${batch}`,
    ),
    number: batch,
  };
}

function layerScope(step: TracedStep, index: number): Scope {
  const layer = step.look.layers[index]!;
  const { type, name } = step.layers[index]!;
  const before = step.look.layers[index - 1];
  const own = step.parameters.filter((parameter) => parameter.layer === index);
  return scopeOf(
    {
      type: () => type,
      ...(name === undefined ? {} : { name: () => name }),
      input: () => matrix(step.inputOf(index)),
      output: () => matrix(layer.output),
      grad: () => matrix(layer.gradOutput),
      ...(before ? { grad_input: () => matrix(before.gradOutput) } : {}),
      dead: () => layer.dead,
      saturated: () => layer.saturated,
      ...Object.fromEntries(
        own.map(({ parameter, look: { name: whole, shape, data, gradient }, after }) => [
          whole.split(".").at(-1) ?? "",
          () =>
            tensorScope(data, shape, {
              grad: () => tensorScope(gradient, shape),
              after: () => tensorScope(after, shape),
              state: () => memoryScope(step.trace.state[parameter] ?? {}, shape),
              state_before: () => memoryScope(step.trace.stateBefore[parameter] ?? {}, shape),
            }),
        ]),
      ),
    },
    "Layer",
    type,
  );
}

/** What the optimizer remembers of a parameter. */
function memoryScope(memory: Readonly<Record<string, Float32Array>>, shape: readonly number[]): Scope {
  const names = Object.keys(memory);
  return scopeOf(
    Object.fromEntries(names.map((name) => [name, () => tensorScope(memory[name]!, shape)])),
    "State",
    names.length === 0 ? "{}" : `{${names.join(", ")}}`,
  );
}

/** Rows of the batch by their number in the CSV; a row of another batch has nothing to say. */
function rowsScope(step: TracedStep): Scope {
  const { rows } = step.trace;
  return {
    get names() {
      return rows.map(String);
    },
    get: (name) => {
      const at = rows.indexOf(Number(name));
      return at < 0 ? scopeOf({ present: () => false, right: () => false, loss: () => NaN }) : rowScope(step, at);
    },
    type: "Rows",
    text: `[${rows.length}]`,
  };
}

function rowScope(step: TracedStep, row: number): Scope {
  const number = step.trace.rows[row]!;
  return scopeOf(
    {
      number: () => number,
      present: () => true,
      right: () => isRight(step, row),
      loss: () => step.loss.row(row),
      input: () => vector(rowOf(step.look.input, row)),
      target: () => vector(rowOf(step.look.target, row)),
      output: () => vector(rowOf(outputOf(step), row)),
    },
    "Row",
    `${number}`,
  );
}

/** Whether the network answers a row of the batch rightly; numbers are right if they round to the target. */
export function isRight(step: TracedStep, row: number): boolean {
  const { training } = step.frame.experiment;
  const answers = rowOf(outputOf(step), row);
  const targets = rowOf(step.look.target, row);
  if (losses[training.loss.type].target === "classes") return answers.every((value) => !(value > answers[targets[0]!]!));
  if (losses[training.loss.type].target === "numbers") return answers.every((value, unit) => Math.abs(value - targets[unit]!) < 0.5);
  const { sign, cut } = cutOf(training.loss, training.threshold);
  return answers.every((value, unit) => sign * value >= cut === targets[unit]! > 0.5);
}

function outputOf(step: TracedStep): Matrix {
  return step.look.layers.at(-1)?.output ?? step.look.input;
}

function rowOf({ columns, data }: Matrix, row: number): Float32Array {
  return data.subarray(row * columns, (row + 1) * columns);
}

function matrix({ rows, columns, data }: Matrix): Scope {
  return tensorScope(data, [rows, columns]);
}

function vector(data: Float32Array): Scope {
  return tensorScope(data, [data.length]);
}

function listOf(length: number, item: (index: number) => Value): Scope {
  return {
    get names() {
      return Array.from({ length }, (_, index) => String(index));
    },
    length,
    get: (name) => (Number.isInteger(Number(name)) && Number(name) >= 0 && Number(name) < length ? item(Number(name)) : undefined),
    type: "List",
    text: `[${length}]`,
  };
}

function scopeOf(members: Readonly<Record<string, () => Value>>, type?: string, text?: string): Scope {
  return {
    names: Object.keys(members),
    get: (name) => (typeof name === "string" && Object.hasOwn(members, name) ? members[name]!() : undefined),
    ...(type === undefined ? {} : { type }),
    ...(text === undefined ? {} : { text }),
  };
}
