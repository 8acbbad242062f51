// What expressions may ask of a traced step, by PyTorch's names.

import { losses } from "../../model/losses.ts";
import type { Scope, Value } from "./expression.ts";
import { cutOf } from "../evaluation/answers.ts";
import type { TracedStep } from "./traced-step.ts";
import { statisticsOf } from "../statistics.ts";

/** `loss`, `lr`, `step`, `layers[1].weight.grad.norm`, `rows[17].right`, … */
export function stepScope(step: TracedStep): Scope {
  const { trace, look } = step;
  return scopeOf({
    loss: () => look.loss,
    lr: () => trace.lr,
    step: () => trace.step,
    epoch: () => trace.epoch,
    batch: () => trace.batch,
    gradient_norm: () => look.gradientNorm,
    layers: () => listOf(step.layers.length, (layer) => layerScope(step, layer)),
    rows: () => rowsScope(step),
    input: () => tensorScope(look.input.data, look.input.columns),
    target: () => tensorScope(look.target.data, look.target.columns),
  });
}

function layerScope(step: TracedStep, index: number): Scope {
  const layer = step.look.layers[index]!;
  const own = step.parameters.filter((parameter) => parameter.layer === index);
  return scopeOf(
    {
      type: () => step.layers[index]!.type,
      output: () => tensorScope(layer.output.data, layer.output.columns),
      grad: () => tensorScope(layer.gradOutput.data, layer.gradOutput.columns),
      input: () => tensorScope(step.inputOf(index).data, step.inputOf(index).columns),
      dead: () => layer.dead,
      saturated: () => layer.saturated,
      ...Object.fromEntries(
        own.map(({ parameter, look, after }) => {
          const columns = look.shape.length > 1 ? look.shape[1]! : 1;
          const name = look.name.split(".").at(-1) ?? "";
          const memory = step.trace.state[parameter] ?? {};
          return [
            name,
            () =>
              tensorScope(look.data, columns, {
                grad: () => tensorScope(look.gradient, columns),
                after: () => tensorScope(after, columns),
                state: () =>
                  scopeOf(Object.fromEntries(Object.entries(memory).map(([key, data]) => [key, () => tensorScope(data, columns)]))),
              }),
          ];
        }),
      ),
    },
    step.layers[index]!.type,
  );
}

/** Rows of the batch by their number in the CSV; a row of another batch has nothing to say. */
function rowsScope(step: TracedStep): Scope {
  const { rows } = step.trace;
  return {
    names: rows.map(String),
    get: (name) => {
      const at = rows.indexOf(Number(name));
      return at < 0 ? scopeOf({ present: () => false, right: () => false, loss: () => NaN }) : rowScope(step, at);
    },
  };
}

function rowScope(step: TracedStep, row: number): Scope {
  return scopeOf({
    present: () => true,
    right: () => isRight(step, row),
    loss: () => step.loss.row(row),
    input: () => tensorScope(rowOf(step.look.input, row), 1),
    target: () => tensorScope(rowOf(step.look.target, row), 1),
    output: () => tensorScope(rowOf(outputOf(step), row), 1),
  });
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

function outputOf(step: TracedStep): { readonly columns: number; readonly data: Float32Array } {
  return step.look.layers.at(-1)?.output ?? step.look.input;
}

function rowOf({ columns, data }: { readonly columns: number; readonly data: Float32Array }, row: number): Float32Array {
  return data.subarray(row * columns, (row + 1) * columns);
}

/** A tensor: its numbers by row and column, and what it looks like as a whole. */
function tensorScope(data: Float32Array, columns: number, more: Readonly<Record<string, () => Value>> = {}): Scope {
  const facts = (): ReturnType<typeof statisticsOf> => statisticsOf(data);
  const rows = columns === 0 ? 0 : data.length / columns;
  const own = scopeOf(
    {
      ...more,
      norm: () => facts().norm,
      mean: () => facts().mean,
      std: () => facts().deviation,
      min: () => facts().min,
      max: () => facts().max,
      size: () => data.length,
    },
    `[${rows}, ${columns}]`,
  );
  return {
    ...own,
    get: (name) => {
      if (typeof name !== "number") return own.get(name);
      if (columns === 1) return data[name];
      return name < rows ? tensorScope(data.subarray(name * columns, (name + 1) * columns), 1) : undefined;
    },
  };
}

function listOf(length: number, item: (index: number) => Value): Scope {
  const names = Array.from({ length }, (_, index) => String(index));
  return { names, get: (name) => (names.includes(String(name)) ? item(Number(name)) : undefined), text: `[${length}]` };
}

function scopeOf(members: Readonly<Record<string, () => Value>>, text?: string): Scope {
  return {
    names: Object.keys(members),
    get: (name) => (typeof name === "string" && Object.hasOwn(members, name) ? members[name]!() : undefined),
    ...(text === undefined ? {} : { text }),
  };
}
