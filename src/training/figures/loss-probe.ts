// The loss of the training rows with weights that are set by hand, in a network of its own: its value, and
// the gradient that backpropagation gives.

import { OutOfRange } from "../../engine/kernel.ts";
import type { Network } from "../../engine/network.ts";
import { openNetwork } from "../../engine/open.ts";
import { Generator, GENERATOR_WORDS } from "../../engine/random.ts";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import { takeRows } from "../evaluation/features.ts";
import { evenly } from "../evaluation/report.ts";
import { evaluateRows, putWeights, type WeightTensor } from "../evaluation/trained.ts";
import type { PreparedExperiment } from "../experiment.ts";
import { networkPlan } from "../network-plan.ts";
import { TrainingRun } from "../run.ts";

/** Training rows that the loss is the mean of. */
const MOST_ROWS = 1000;
/** Products of numbers that all losses of one answer may take, about. */
const MOST_WORK = 1e9;

/** One number of a tensor of the network, and its gradient. */
export interface Place {
  readonly data: Float32Array;
  readonly gradient: Float32Array;
  readonly at: number;
}

export class LossProbe {
  /** Training rows that the loss is the mean of. */
  readonly rows: number;
  readonly #network: Network;
  readonly #generator = new Generator(0);
  readonly #words = new Uint32Array(GENERATOR_WORDS);
  /** What layers keep besides parameters, as they are given. */
  #buffers: readonly Float32Array[] = [];

  /**
   * @param weights the first ones of a run if there are none
   * @param times how often the loss is asked for, so that all of it stays short
   * @throws ProblemError if the weights are of another network
   */
  constructor(prepared: PreparedExperiment, weights: readonly WeightTensor[] | undefined, times: number) {
    const { encoded, split } = prepared;
    const first = weights ?? firstWeights(prepared);
    const cost = first.reduce((sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1), encoded.inputNames.length);
    const most = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_WORK / (cost * times))));
    const rows = evenly(split.train.length, most).map((place) => split.train[place]!);
    this.rows = rows.length;
    this.#network = openNetwork({ ...networkPlan(prepared), batchSize: rows.length }, this.#generator);
    this.#generator.save(this.#words);
    this.#network.input.set(takeRows(encoded.inputs, encoded.inputNames.length, rows).inputs);
    this.#network.target.set(takeRows(encoded.targets, encoded.targetWidth, rows).inputs);
    this.use(first);
  }

  /** @throws ProblemError if they are of another network */
  use(weights: readonly WeightTensor[]): void {
    putWeights(this.#network, weights);
    this.#buffers = this.#network.buffers.map(({ data }) => data.slice());
  }

  /** @throws ProblemError if the network has no such number */
  place(name: string): Place {
    const { parameters, gradients } = this.#network;
    const { tensor, at } = placeIn(parameters, name);
    return { data: parameters[tensor]!.data, gradient: gradients[tensor]!.data, at };
  }

  /** The mean loss in eval mode; NaN if it is not defined for what the network gives. */
  loss(): number {
    return evaluateRows(this.#network, this.rows);
  }

  /** The mean loss in training mode, and after it the gradients; NaN if it is not defined. */
  look(): number {
    this.#generator.restore(this.#words);
    for (const [index, { data }] of this.#network.buffers.entries()) data.set(this.#buffers[index]!);
    try {
      return this.#network.look(this.rows);
    } catch (error) {
      if (error instanceof OutOfRange) return Number.NaN;
      throw error;
    }
  }
}

/** The weights that a run of the document begins with. */
export function firstWeights(prepared: PreparedExperiment): readonly WeightTensor[] {
  return new TrainingRun(prepared, { onEpoch: () => {}, countsMetrics: false }).weights();
}

/**
 * Where a number stands: `0.weight[1]` counts row by row, `0.weight[0][1]` is a row and a column.
 * @throws ProblemError if there is none
 */
export function placeIn(
  tensors: readonly Pick<WeightTensor, "name" | "shape">[],
  name: string,
): { readonly tensor: number; readonly at: number } {
  const [, own = "", indices = ""] = /^([\w.]+)((?:\[\d+\])*)$/.exec(name) ?? [];
  const tensor = tensors.findIndex((candidate) => candidate.name === own);
  const { shape = [] } = tensors[tensor] ?? {};
  const counted = Array.from(indices.matchAll(/\d+/g), ([digits]) => Number(digits));
  const length = shape.reduce((product, side) => product * side, 1);
  const at =
    counted.length === shape.length && counted.every((index, axis) => index < shape[axis]!)
      ? counted.reduce((sum, index, axis) => sum * shape[axis]! + index, 0)
      : counted.length === 1
        ? counted[0]!
        : counted.length === 0 && length === 1
          ? 0
          : length;
  if (tensor >= 0 && at < length) return { tensor, at };
  const first = tensors[0];
  const sentence = message(
    "The network has no weight {0}. A weight is named as in the state_dict, such as {1}.",
    name,
    first ? `${first.name}${first.shape.map(() => "[0]").join("")}` : "0.weight[0][0]",
  );
  throw new ProblemError({ severity: "error", code: "no-weight", path: ["layers"], message: sentence });
}
