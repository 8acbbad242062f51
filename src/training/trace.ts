// One training step in every number: what went in, what each layer gave, what came back, and what the
// optimizer made of it. The numbers are those of the run's own step, which is taken when it is traced.

import type { Network } from "../engine/network.ts";
import type { Message } from "../model/message.ts";
import { learnsByRow } from "../model/optimizers.ts";
import type { Experiment } from "../model/schema.ts";
import type { Look, Matrix } from "./look.ts";

/** Significant digits that bring every float32 back. */
const DIGITS = 9;

export interface StepTrace {
  /** The optimizer's step, the epoch and the batch of the epoch, each counted from 1. */
  readonly step: number;
  readonly epoch: number;
  readonly batch: number;
  /** The batch's rows in the CSV, counted from 1. */
  readonly rows: readonly number[];
  /** The learning rate of the step. */
  readonly lr: number;
  /** The momentum of the step, which a scheduler may move; 0 if the optimizer has none. */
  readonly momentum: number;
  /** The network in training mode before the step; gradients are those before clipping. */
  readonly look: Look;
  /** Each parameter after the step, in the order of the network's parameters, row-major. */
  readonly after: readonly Float32Array[];
  /** What the optimizer remembers of each parameter after the step, by PyTorch's names. */
  readonly state: OptimizerMemory;
  /** The same before the step. */
  readonly stateBefore: OptimizerMemory;
  /** Why the run ended with this step, if numbers became NaN or infinite; the step was taken back then. */
  readonly diverged?: Message;
}

/** For each parameter of a network what the optimizer remembers of it, by PyTorch's names. */
export type OptimizerMemory = readonly Readonly<Record<string, Float32Array>>[];

/** Lets a step be taken, and tells what it changed. */
export function changesOf(network: Network, step: () => void): Pick<StepTrace, "stateBefore" | "after" | "state"> {
  const stateBefore = memoryOf(network);
  step();
  return { stateBefore, after: network.parameters.map(({ data }) => data.slice()), state: memoryOf(network) };
}

/** A copy of what the optimizer remembers. */
function memoryOf({ parameters, optimizerState }: Network): OptimizerMemory {
  return parameters.map(({ offset, data }) =>
    Object.fromEntries(Object.entries(optimizerState).map(([name, values]) => [name, values.slice(offset, offset + data.length)])),
  );
}

/**
 * The trace as `perceptron trace` prints it ("The command line" of docs/format.md); matrices by row, numbers
 * with as many digits as a float32 has.
 */
export function traceAsJson(trace: StepTrace, { layers, training }: Experiment): object {
  const { step, epoch, batch, rows, lr, momentum, look, after, state } = trace;
  const { optimizer } = training;
  // As in PyTorch: without momentum there is no buffer of it, and SGD does not count its steps. Nor does
  // Rosenblatt's rule.
  const unused = momentum === 0 ? "momentum_buffer" : undefined;
  const counted = optimizer.type === "SGD" || learnsByRow(optimizer) ? {} : { step };
  let parameter = 0;
  return {
    step,
    epoch,
    batch,
    rows,
    lr,
    input: matrix(look.input),
    target: matrix(look.target),
    loss: number(look.loss),
    gradient_norm: number(look.gradientNorm),
    layers: look.layers.map(({ output, gradOutput, parameters }, index) => ({
      type: layers[index]!.type,
      name: String(index),
      output: matrix(output),
      grad_output: matrix(gradOutput),
      parameters: parameters.map(({ name, shape, data, gradient }) => {
        const at = parameter++;
        const kept = Object.entries(state[at]!).filter(([key]) => key !== unused);
        return {
          name,
          shape,
          before: numbers(data),
          gradient: numbers(gradient),
          after: numbers(after[at]!),
          state: { ...counted, ...Object.fromEntries(kept.map(([key, values]) => [key, numbers(values)])) },
        };
      }),
    })),
  };
}

function matrix({ rows, columns, data }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, row) => numbers(data.subarray(row * columns, (row + 1) * columns)));
}

function numbers(values: Float32Array): number[] {
  return Array.from(values, number);
}

function number(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
