// A look inside a network: every number of one batch forward and backward, and each layer's health. It costs
// a pass when someone looks and nothing else: the run goes on as if nobody had.

import type { StateTensor } from "../engine/layout.ts";
import type { Network } from "../engine/network.ts";
import { type Generator, GENERATOR_WORDS } from "../engine/random.ts";
import type { Batches } from "./batches.ts";
import { type Statistics, statisticsOf } from "./statistics.ts";

/** Row-major. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

/** A parameter with its gradient. */
export interface ParameterLook {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
  readonly gradient: Float32Array;
  readonly weights: Statistics;
  readonly gradients: Statistics;
  /**
   * The norm of what the last step added, divided by the norm of the parameter; absent before the first step.
   */
  readonly updateRatio?: number;
}

export interface LayerLook {
  readonly output: Matrix;
  /** The loss's derivative by `output`. */
  readonly gradOutput: Matrix;
  readonly activations: Statistics;
  readonly gradients: Statistics;
  /** Share of units that give the same for every row of the batch and pass no gradient on. */
  readonly dead: number;
  /** Share of values at which the layer hardly passes a gradient on: less than a hundredth of what came. */
  readonly saturated: number;
  readonly parameters: readonly ParameterLook[];
}

export interface Look {
  /** The batch's mean loss, as in training. */
  readonly loss: number;
  readonly input: Matrix;
  readonly target: Matrix;
  readonly layers: readonly LayerLook[];
  /** Of all parameters' gradients together, before clipping. */
  readonly gradientNorm: number;
}

/**
 * Looks at batch `index` of the present pass, in training mode.
 * @param lr the learning rate of the next step
 */
export function lookAt(network: Network, batches: Batches, index: number, generator: Generator, lr: number): Look {
  const words = new Uint32Array(GENERATOR_WORDS);
  generator.save(words);
  const buffers = network.buffers.map(({ data }) => data.slice());
  const rows = batches.peek(index, network.input, network.target);
  const loss = network.look(rows, lr);
  const layers = network.layers.map((_, layer) => layerLook(network, layer, rows));
  const squares = layers.flatMap(({ parameters }) => parameters).reduce((sum, { gradients }) => sum + gradients.norm ** 2, 0);
  const look: Look = {
    loss,
    input: matrix(network.input, rows, network.layers[0]?.inFeatures ?? 0),
    target: matrix(network.target, rows, network.targetWidth),
    layers,
    gradientNorm: Math.sqrt(squares),
  };
  generator.restore(words);
  for (const [position, { data }] of network.buffers.entries()) data.set(buffers[position]!);
  return look;
}

function layerLook(network: Network, layer: number, rows: number): LayerLook {
  const view = network.layers[layer]!;
  const output = matrix(view.output, rows, view.outFeatures);
  const gradOutput = matrix(view.gradOutput, rows, view.outFeatures);
  const own = network.parameters.flatMap((tensor, index) =>
    tensor.layer === layer ? [parameterLook(tensor, network.gradients[index]!, network.updateOf(tensor))] : [],
  );
  const before = network.layers[layer - 1];
  // Where no gradient is asked for, none is missed.
  const isElementwise = !network.learnsByRow && own.length === 0 && before !== undefined && before.outFeatures === view.outFeatures;
  const passed = isElementwise ? matrix(before.gradOutput, rows, view.inFeatures) : undefined;
  return {
    output,
    gradOutput,
    activations: statisticsOf(output.data),
    gradients: statisticsOf(gradOutput.data),
    dead: passed ? deadShare(output, passed) : 0,
    saturated: passed ? saturatedShare(gradOutput, passed) : 0,
    parameters: own,
  };
}

function parameterLook({ name, shape, data }: StateTensor, gradient: StateTensor, update: number | undefined): ParameterLook {
  const weights = statisticsOf(data);
  return {
    name,
    shape,
    data: data.slice(),
    gradient: gradient.data.slice(),
    weights,
    gradients: statisticsOf(gradient.data),
    ...(update === undefined || weights.norm === 0 ? {} : { updateRatio: update / weights.norm }),
  };
}

function matrix(values: Float32Array, rows: number, columns: number): Matrix {
  return { rows, columns, data: values.slice(0, rows * columns) };
}

/** Share of columns whose value is the same in every row while no gradient passes. */
function deadShare(output: Matrix, passed: Matrix): number {
  let dead = 0;
  for (let unit = 0; unit < output.columns; unit++) {
    let isDead = true;
    for (let row = 0; row < output.rows && isDead; row++) {
      const at = row * output.columns + unit;
      isDead = output.data[at] === output.data[unit] && passed.data[at] === 0;
    }
    if (isDead) dead += 1;
  }
  return output.columns === 0 ? 0 : dead / output.columns;
}

/** Share of values whose slope is below a hundredth, among those that a gradient came to. */
function saturatedShare(came: Matrix, passed: Matrix): number {
  let [asked, saturated] = [0, 0];
  for (let at = 0; at < came.data.length; at++) {
    const gradient = came.data[at]!;
    if (gradient === 0) continue;
    asked += 1;
    if (Math.abs(passed.data[at]!) < 0.01 * Math.abs(gradient)) saturated += 1;
  }
  return asked === 0 ? 0 : saturated / asked;
}
