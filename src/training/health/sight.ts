// A look at a network that costs as little as it can: a few batches forward and backward, of which a handful
// of numbers a layer is kept. The run goes on as if nobody had looked.

import { OutOfRange } from "../../engine/kernel.ts";
import type { Network } from "../../engine/network.ts";
import { type Generator, GENERATOR_WORDS } from "../../engine/random.ts";
import type { ResolvedLayer } from "../../model/layers.ts";
import type { Batches } from "../batches.ts";
import { OutputSpread } from "./output-spread.ts";
import type { Subject } from "./subject.ts";

/** Slopes below this share of the steepest pass next to nothing on. */
const FLAT = 0.04;

export interface LinearSight {
  /** The root mean square of its weights' gradients. */
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
  /** The root mean square of the loss's derivative by its output. */
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
  /** The deviation of the answers over the rows by that of the targets; undefined where no target differs. */
  readonly spread: number | undefined;
}

/** What is counted of a layer over all batches of a sight. */
interface Tally {
  readonly alive: Uint8Array;
  readonly first: Float32Array;
  saturated: number;
  wrong: number;
  squares: number;
  values: number;
}

/**
 * Looks at `count` batches, spread over the present pass, in training mode. Undefined where the loss is not
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
    saturated: 0,
    wrong: 0,
    squares: 0,
    values: 0,
  }));
  const spread = new OutputSpread(subject, network);
  const gradients = network.parameters.map(() => 0);
  let [rows, loss] = [0, 0];
  for (let index = 0; index < count; index++) {
    const own = batches.peek(Math.floor((index * batches.count) / count), network.input, network.target);
    loss += network.look(own) * own;
    for (const [layer, tally] of tallies.entries()) countLayer(subject, network, layer, own, tally, index === 0);
    spread.add(own);
    for (const [place, { data, shape }] of network.gradients.entries())
      if (shape.length === 2) gradients[place]! += sumOfSquares(data, data.length);
    rows += own;
  }
  const layers = tallies.map(({ alive, saturated, wrong, squares, values }, layer): LayerSight => {
    const place = network.parameters.findIndex((tensor) => tensor.layer === layer && tensor.shape.length === 2);
    const weight = network.parameters[place];
    const isCurve = isElementwise(network, layer);
    const counted = {
      units: alive.length,
      dead: isCurve ? alive.reduce((sum, is) => sum + 1 - is, 0) / alive.length : 0,
      saturated: saturated / Math.max(1, values),
      wrong: wrong / Math.max(1, values),
      slope: Math.sqrt(squares / Math.max(1, values)),
    };
    return weight ? Object.assign(counted, { linear: linearSight(network, weight, gradients[place]! / count) }) : counted;
  });
  return { epoch, steps: network.steps, rows, loss: loss / rows, layers, spread: spread.value };
}

function linearSight(network: Network, weight: Network["parameters"][number], squares: number): LinearSight {
  const norm = Math.sqrt(sumOfSquares(weight.data, weight.data.length));
  const step = network.updateOf(weight);
  return {
    gradient: Math.sqrt(squares / weight.data.length),
    ...(step === undefined || norm === 0 ? {} : { update: step / norm }),
  };
}

function isElementwise(network: Network, layer: number): boolean {
  const view = network.layers[layer]!;
  return view.inFeatures === view.outFeatures && !network.parameters.some((tensor) => tensor.layer === layer && tensor.shape.length === 2);
}

function countLayer(subject: Subject, network: Network, layer: number, rows: number, tally: Tally, isFirst: boolean): void {
  const { output, gradOutput, outFeatures } = network.layers[layer]!;
  const end = rows * outFeatures;
  tally.squares += sumOfSquares(gradOutput, end);
  tally.values += end;
  if (!isElementwise(network, layer)) return;
  const { alive, first } = tally;
  if (isFirst) first.set(output.subarray(0, outFeatures));
  const passed = layer > 0 ? network.layers[layer - 1]!.gradOutput : undefined;
  const live = (value: number, at: number, unit: number): boolean => value !== first[unit] || (passed !== undefined && passed[at] !== 0);
  for (let at = 0, unit = 0; at < end; at++, unit = unit + 1 === outFeatures ? 0 : unit + 1)
    if (alive[unit] === 0 && live(output[at]!, at, unit)) alive[unit] = 1;
  const range = rangeOf(subject.layers[layer]!);
  if (range === undefined) return;
  const slope = slopeOf(subject.layers[layer]!);
  const isLast = layer === subject.last && network.targetWidth === outFeatures;
  const middle = (range[0] + range[1]) / 2;
  for (let at = 0; at < end; at++) {
    if (slope(output[at]!) >= FLAT) continue;
    tally.saturated += 1;
    if (isLast && output[at]! > middle !== network.target[at]! > middle) tally.wrong += 1;
  }
}

/** Where the outputs of a layer lie that is flat at both ends; undefined of every other layer. */
export function rangeOf(layer: ResolvedLayer): readonly [number, number] | undefined {
  switch (layer.type) {
    case "Sigmoid":
    case "Hardsigmoid":
      return [0, 1];
    case "Tanh":
    case "Softsign":
      return [-1, 1];
    case "Hardtanh":
      return [layer.min_val, layer.max_val];
    default:
      return undefined;
  }
}

/** A layer's slope by its output, as a share of its steepest. */
function slopeOf(layer: ResolvedLayer): (output: number) => number {
  switch (layer.type) {
    case "Sigmoid":
      return (y) => 4 * y * (1 - y);
    case "Tanh":
      return (y) => 1 - y * y;
    case "Softsign":
      return (y) => (1 - Math.abs(y)) ** 2;
    default: {
      const [least, most] = rangeOf(layer) ?? [-Infinity, Infinity];
      return (y) => (y > least && y < most ? 1 : 0);
    }
  }
}

function sumOfSquares(values: Float32Array, end: number): number {
  let sum = 0;
  for (let at = 0; at < end; at++) sum += values[at]! * values[at]!;
  return sum;
}
