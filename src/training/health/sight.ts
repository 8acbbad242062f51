// A look at a network that costs as little as it can: a few batches forward and backward, of which a handful
// of numbers a layer is kept. The run goes on as if nobody had looked.

import { OutOfRange } from "../../engine/kernel.ts";
import type { Network } from "../../engine/network.ts";
import { type Generator, GENERATOR_WORDS } from "../../engine/random.ts";
import type { ResolvedLayer } from "../../model/layers.ts";
import type { Batches } from "../batches.ts";
import { OutputSpread } from "./output-spread.ts";
import type { Subject } from "./subject.ts";

export interface LinearSight {
  /** The root mean square of its weights' gradients in the last batch of the look. */
  readonly gradient: number;
  /** The norm of what the last step added to its weights, by their norm; undefined before the first step. */
  readonly update?: number;
}

export interface LayerSight {
  readonly units: number;
  /** Share of units that give the same for every row and pass no gradient on; 0 of layers that mix units. */
  readonly dead: number;
  /** Share of values where the layer is flat, of those that are flat at both ends; else 0. */
  readonly saturated: number;
  /** Of the saturated values of a last layer, the share that is on the wrong side of the target. */
  readonly wrong: number;
  /** Of the first and the last Linear: the root mean square of the loss's derivative by its output. */
  readonly slope: number;
  readonly linear?: LinearSight;
}

export interface Sight {
  /** Finished epochs; 0 before the first step. */
  readonly epoch: number;
  readonly steps: number;
  readonly rows: number;
  /** The mean loss of these rows in training mode. */
  readonly loss: number;
  readonly layers: readonly LayerSight[];
  /** The deviation of the answers over the rows by that of the targets; undefined if no target differs. */
  readonly spread: number | undefined;
}

/** What is counted of a layer over all batches of a sight. */
interface Tally {
  readonly alive: Uint8Array;
  /** The first row's outputs. */
  readonly first: Float32Array;
  /** Units that are not known to be alive; below 0 before the first row. */
  unseen: number;
  saturated: number;
  wrong: number;
  squares: number;
  values: number;
}

/**
 * Looks at `count` batches, spread over the present pass, in training mode. Undefined if the loss is not
 * defined for what the network gives, which ends the run by itself.
 */
export function takeSight(
  subject: Subject,
  network: Network,
  batches: Batches,
  count: number,
  generator: Generator,
  epoch: number,
): Sight | undefined {
  const words = new Uint32Array(GENERATOR_WORDS);
  generator.save(words);
  const buffers = network.buffers.map(({ data }) => data.slice());
  try {
    return look(subject, network, batches, count, epoch);
  } catch (error) {
    if (error instanceof OutOfRange) return undefined;
    throw error;
  } finally {
    generator.restore(words);
    for (const [position, { data }] of network.buffers.entries()) data.set(buffers[position]!);
  }
}

function look(subject: Subject, network: Network, batches: Batches, count: number, epoch: number): Sight {
  const tallies = network.layers.map(({ outFeatures }): Tally => ({
    alive: new Uint8Array(outFeatures),
    first: new Float32Array(outFeatures),
    unseen: -1,
    saturated: 0,
    wrong: 0,
    squares: 0,
    values: 0,
  }));
  const spread = new OutputSpread(subject, network);
  let [rows, loss] = [0, 0];
  for (let index = 0; index < count; index++) {
    const own = batches.peek(Math.floor((index * batches.count) / count), network.input, network.target);
    loss += network.look(own) * own;
    for (const [layer, tally] of tallies.entries()) countLayer(subject, network, layer, own, tally);
    spread.add(own);
    rows += own;
  }
  const layers = tallies.map(({ unseen, saturated, wrong, squares, values }, layer): LayerSight => {
    const { outFeatures: units } = network.layers[layer]!;
    const place = network.parameters.findIndex((tensor) => tensor.layer === layer && tensor.shape.length === 2);
    const weight = network.parameters[place];
    const counted = {
      units,
      dead: Math.max(0, unseen) / units,
      saturated: saturated / Math.max(1, values),
      wrong: wrong / Math.max(1, values),
      slope: Math.sqrt(squares / Math.max(1, values)),
    };
    return weight ? Object.assign(counted, { linear: linearSight(network, weight, network.gradients[place]!.data) }) : counted;
  });
  return { epoch, steps: network.steps, rows, loss: loss / rows, layers, spread: spread.value };
}

function linearSight(network: Network, weight: Network["parameters"][number], gradient: Float32Array): LinearSight {
  const norm = Math.sqrt(sumOfSquares(weight.data, weight.data.length));
  const step = network.updateOf(weight);
  return {
    gradient: Math.sqrt(sumOfSquares(gradient, gradient.length) / gradient.length),
    ...(step === undefined || norm === 0 ? {} : { update: step / norm }),
  };
}

function isElementwise(network: Network, layer: number): boolean {
  const view = network.layers[layer]!;
  return view.inFeatures === view.outFeatures && !network.parameters.some((tensor) => tensor.layer === layer && tensor.shape.length === 2);
}

function countLayer(subject: Subject, network: Network, layer: number, rows: number, tally: Tally): void {
  const { output, gradOutput, outFeatures } = network.layers[layer]!;
  const end = rows * outFeatures;
  tally.values += end;
  // Of those between nobody asks.
  if (layer === subject.linears[0] || layer === subject.linears.at(-1)) tally.squares += sumOfSquares(gradOutput, end);
  if (!isElementwise(network, layer)) return;
  countLiving(tally, output, layer > 0 ? network.layers[layer - 1]!.gradOutput : undefined, end);
  const ends = flatEnds(subject.layers[layer]!);
  if (ends === undefined) return;
  const [low, high] = ends;
  const middle = (low + high) / 2;
  const isAnswer = layer === subject.last && network.targetWidth === outFeatures;
  for (let at = 0; at < end; at++) {
    const value = output[at]!;
    if (value > low && value < high) continue;
    tally.saturated += 1;
    if (isAnswer && value > middle !== network.target[at]! > middle) tally.wrong += 1;
  }
}

/** Marks units that give another value than in the first row, or pass a gradient on, until none is left. */
function countLiving(tally: Tally, output: Float32Array, passed: Float32Array | undefined, end: number): void {
  const { alive, first } = tally;
  const width = alive.length;
  if (tally.unseen < 0) {
    first.set(output.subarray(0, width));
    tally.unseen = width;
  }
  for (let at = 0, unit = 0; at < end && tally.unseen > 0; at++, unit = unit + 1 === width ? 0 : unit + 1) {
    if (alive[unit] === 1 || (output[at] === first[unit] && (passed === undefined || passed[at] === 0))) continue;
    alive[unit] = 1;
    tally.unseen -= 1;
  }
}

/**
 * The outputs at which a layer that is flat at both ends has a slope of a twenty-fifth of its steepest, or
 * less: below the first and above the second. Undefined of every other layer.
 */
export function flatEnds(layer: ResolvedLayer): readonly [number, number] | undefined {
  switch (layer.type) {
    case "Sigmoid":
      return [0.0101, 0.9899];
    case "Tanh":
      return [-0.9798, 0.9798];
    case "Softsign":
      return [-0.8, 0.8];
    case "Hardsigmoid":
      return [0, 1];
    case "Hardtanh":
      return [layer.min_val, layer.max_val];
    default:
      return undefined;
  }
}

function sumOfSquares(values: Float32Array, end: number): number {
  let sum = 0;
  for (let at = 0; at < end; at++) sum += values[at]! * values[at]!;
  return sum;
}
