// The loss on a plane through the weights: how it looks around the place that a run has come to, and the way
// it took. The plane is spanned by two random directions, each filter as long as the network's own (Li et
// al., Visualizing the Loss Landscape of Neural Nets, 2018), or by the two main directions of the way itself.

import { fillNormal } from "../../engine/normal.ts";
import type { Network } from "../../engine/network.ts";
import { Generator } from "../../engine/random.ts";
import { takeRows } from "../evaluation/features.ts";
import { evenly } from "../evaluation/report.ts";
import { evaluateRows, putWeights } from "../evaluation/trained.ts";
import { mainDirections } from "./main-directions.ts";
import type { Looked } from "./boundary.ts";
import type { LandscapeAnswer, LandscapeQuestion, Moment } from "./types.ts";

/** Rows that the loss is taken of. */
const MOST_ROWS = 1000;
const MOST_SIZE = 61;
/** How far random directions are followed: to weights as far away as they are long. */
const REACH = 1;
/** How much farther than the way itself its own directions are followed. */
const MARGIN = 0.2;

/** All parameters in one list. */
type Flat = Float64Array;

export class Landscape {
  readonly #looked: Looked;
  readonly #centre: Moment;
  readonly #origin: Flat;
  readonly #directions: readonly [Flat, Flat];
  readonly #question: LandscapeQuestion;
  /** Rows that the loss is of, with their inputs and targets. */
  readonly #rows: number;
  readonly #inputs: Float32Array;
  readonly #targets: Float32Array;
  readonly #losses: number[] = [];
  readonly #facts: Omit<LandscapeAnswer, "losses">;

  /**
   * @param centre the weights in the middle
   * @param moments of the way, in the order of their epochs
   */
  constructor(looked: Looked, centre: Moment, moments: readonly Moment[], question: LandscapeQuestion) {
    const { network, prepared } = looked;
    const { encoded, split, experiment } = prepared;
    const name = split.validation.length > 0 ? "validation" : "train";
    const size = Math.min(MOST_SIZE, Math.max(3, question.size));
    this.#looked = looked;
    this.#question = question;
    this.#centre = centre;
    const rows = evenly(split[name].length, MOST_ROWS).map((place) => split[name][place]!);
    this.#rows = rows.length;
    this.#inputs = takeRows(encoded.inputs, encoded.inputNames.length, rows).inputs;
    this.#targets = takeRows(encoded.targets, encoded.targetWidth, rows).inputs;
    putWeights(network, centre.tensors);
    this.#origin = flatten(network);
    const way = moments.map(({ epoch, tensors }) => {
      putWeights(network, tensors);
      const loss = this.#loss();
      return { epoch, loss, step: difference(flatten(network), this.#origin) };
    });
    putWeights(network, centre.tensors);
    const random = () => [1, 2].map((offset) => filterNormal(network, new Generator(experiment.training.seed + offset)));
    const found = question.directions === "path" ? mainDirections(way.map(({ step }) => step)) : undefined;
    this.#directions = found ?? (random() as [Flat, Flat]);
    const places = way.map(({ step }) => coordinates(step, this.#directions));
    const range = (axis: 0 | 1): readonly [number, number] => (found ? widened(places.map((place) => place[axis])) : [-REACH, REACH]);
    this.#facts = {
      directions: found ? "path" : "random",
      split: name,
      rows: this.#rows,
      x: spaced(range(0), size),
      y: spaced(range(1), size),
      path: way.map(({ epoch, loss }, at) => ({ epoch, loss, x: places[at]![0], y: places[at]![1] })),
      share: shareInPlane(
        way.map(({ step }) => step),
        places,
        this.#directions,
      ),
    };
  }

  get isWhole(): boolean {
    return this.#losses.length === this.#facts.x.length * this.#facts.y.length;
  }

  /** Whether this one answers the question too. */
  answers(question: LandscapeQuestion): boolean {
    const { directions, size, epoch } = this.#question;
    return question.directions === directions && question.size === size && question.epoch === epoch;
  }

  /** Goes on until `isDue`; at least by one point. Leaves the network with other weights. */
  work(isDue: () => boolean): void {
    const { network } = this.#looked;
    if (this.isWhole) return;
    // What layers keep besides parameters stays that of the centre.
    putWeights(network, this.#centre.tensors);
    const { x, y } = this.#facts;
    do {
      const at = this.#losses.length;
      const [a, b] = [x[at % x.length]!, y[Math.floor(at / x.length)]!];
      let from = 0;
      for (const { data } of network.parameters) {
        for (let index = 0; index < data.length; index++) {
          data[index] = this.#origin[from + index]! + a * this.#directions[0][from + index]! + b * this.#directions[1][from + index]!;
        }
        from += data.length;
      }
      this.#losses.push(this.#loss());
    } while (!this.isWhole && !isDue());
  }

  /** What is known from a point on. */
  answer(from: number): LandscapeAnswer {
    return { ...this.#facts, losses: Float64Array.from(this.#losses.slice(from)) };
  }

  /** The mean loss of the rows with the weights as they are; NaN if it is not defined for them. */
  #loss(): number {
    const { network, prepared, batchSize } = this.#looked;
    const { inputNames, targetWidth } = prepared.encoded;
    const width = inputNames.length;
    let sum = 0;
    for (let first = 0; first < this.#rows; first += batchSize) {
      const count = Math.min(batchSize, this.#rows - first);
      network.input.set(this.#inputs.subarray(first * width, (first + count) * width));
      network.target.set(this.#targets.subarray(first * targetWidth, (first + count) * targetWidth));
      sum += evaluateRows(network, count) * count;
    }
    return sum / this.#rows;
  }
}

/**
 * A random direction in which every filter, the weights that lead to one unit, is as long as the network's
 * own. Biases and what normalisation layers learn stay as they are, as the paper has it.
 */
function filterNormal(network: Network, generator: Generator): Flat {
  const parts = network.parameters.map(({ shape, data }) => {
    const direction = new Float64Array(data.length);
    if (shape.length < 2) return direction;
    const drawn = new Float32Array(data.length);
    fillNormal(drawn, 0, 1, generator);
    const filter = data.length / shape[0]!;
    for (let from = 0; from < data.length; from += filter) {
      const scale = norm(data.subarray(from, from + filter)) / (norm(drawn.subarray(from, from + filter)) || 1);
      for (let index = from; index < from + filter; index++) direction[index] = drawn[index]! * scale;
    }
    return direction;
  });
  return concatenated(parts);
}

/**
 * Where a step lies in the plane, nearest to it: least squares, for directions that need not be at right
 * angles.
 */
function coordinates(step: Flat, [one, other]: readonly [Flat, Flat]): [number, number] {
  const [a, b, c] = [dot(one, one), dot(one, other), dot(other, other)];
  const [p, q] = [dot(step, one), dot(step, other)];
  const determinant = a * c - b * b;
  if (Math.abs(determinant) < 1e-12 * Math.max(1e-300, a * c)) return a > 0 ? [p / a, 0] : [0, 0];
  return [(p * c - q * b) / determinant, (q * a - p * b) / determinant];
}

function shareInPlane(steps: readonly Flat[], places: readonly (readonly [number, number])[], [one, other]: readonly [Flat, Flat]): number {
  const [a, b, c] = [dot(one, one), dot(one, other), dot(other, other)];
  const whole = steps.reduce((sum, step) => sum + dot(step, step), 0);
  const inPlane = places.reduce((sum, [x, y]) => sum + x * x * a + 2 * x * y * b + y * y * c, 0);
  return whole === 0 ? 1 : Math.min(1, inPlane / whole);
}

function widened(values: readonly number[]): readonly [number, number] {
  const reach = Math.max(0, ...values.map(Math.abs));
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const margin = reach === 0 ? 1 : Math.max((high - low) * MARGIN, reach * MARGIN);
  return [low - margin, high + margin];
}

function spaced([low, high]: readonly [number, number], size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, index) => low + ((high - low) * index) / (size - 1));
}

function flatten({ parameters }: Network): Flat {
  return concatenated(parameters.map(({ data }) => data));
}

function concatenated(lists: readonly (Float32Array | Float64Array)[]): Flat {
  const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}

function difference(one: Flat, other: Flat): Flat {
  return one.map((value, index) => value - other[index]!);
}

function dot(one: Flat, other: Flat): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += one[index]! * other[index]!;
  return sum;
}

function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
