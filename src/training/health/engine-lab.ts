// Where the built-in engine tries: copies of its network, in memory of their own.

import { OutOfRange, type Rates } from "../../engine/kernel.ts";
import type { Network } from "../../engine/network.ts";
import { initialRates } from "../../engine/optimizers/rates.ts";
import { openNetwork } from "../../engine/open.ts";
import type { SchedulerCall } from "../../engine/schedulers/scheduler.ts";
import { perBatch, startScheduler } from "../../engine/schedulers/start.ts";
import { Batches } from "../batches.ts";
import type { PreparedExperiment } from "../experiment.ts";
import { networkPlan } from "../network-plan.ts";
import { type Lab, type Swings, trialSteps, type Tried, withRate } from "./lab.ts";

export class EngineLab implements Lab {
  readonly #prepared: PreparedExperiment;
  readonly #epochs: number;
  /** The run's own. */
  readonly #network: Network;
  readonly #steps: number;
  #batches: Batches | undefined;
  /** For `swings`, which may be asked for again. */
  #copy: Network | undefined;

  constructor(prepared: PreparedExperiment, network: Network, epochs: number) {
    this.#prepared = prepared;
    this.#network = network;
    this.#epochs = epochs;
    const parameters = network.parameters.reduce((sum, { data }) => sum + data.length, 0);
    const rows = Math.min(prepared.experiment.training.batch_size, prepared.split.train.length);
    this.#steps = trialSteps(parameters, rows);
  }

  *fromStart(factor: number): Generator<undefined, Tried, undefined> {
    return yield* this.#train(this.#open(factor), factor);
  }

  *fromNow(factor: number): Generator<undefined, Tried, undefined> {
    return yield* this.#train(this.#asNow(this.#open(factor)), factor);
  }

  *swings(most: number): Generator<undefined, Swings | undefined, undefined> {
    const network = (this.#copy = this.#asNow(this.#copy ?? this.#open(1)));
    const rates = initialRates(this.#prepared.experiment.training.optimizer);
    const batches = this.#pass();
    const weight = network.gradients[0]!;
    let [back, coherent, tried] = [0, 0, 0];
    for (; tried < Math.min(most, batches.count); tried++) {
      const rows = batches.load(network.input, network.target);
      if (rows === 0) break;
      const before = gradientOf(network, rows, weight.data);
      if (before === undefined || !stepOn(network, rows, rates)) return undefined;
      const after = gradientOf(network, rows, weight.data);
      if (after === undefined) return undefined;
      coherent += coherence(before, weight.shape[1]!);
      back += Number(product(before, after) < -0.1 * product(before, before));
      yield undefined;
    }
    return { tried, back, coherent };
  }

  /** Gives a copy the weights as they are now. */
  #asNow(network: Network): Network {
    for (const [index, { data }] of network.parameters.entries()) data.set(this.#network.parameters[index]!.data);
    for (const [index, { data }] of network.buffers.entries()) data.set(this.#network.buffers[index]!.data);
    return network;
  }

  /** A pass over the training rows, in an order of its own. */
  #pass(): Batches {
    const { experiment, encoded, split, memory, generator } = this.#prepared;
    const { batch_size: batchSize, shuffle, drop_last: dropLast } = experiment.training;
    this.#batches ??= new Batches(encoded, split.train, { batchSize, shuffle, dropLast }, memory);
    this.#batches.begin(generator.copy());
    return this.#batches;
  }

  *#train(network: Network, factor: number): Generator<undefined, Tried, undefined> {
    const { training } = withRate(this.#prepared.experiment, factor);
    const rates: Rates = initialRates(training.optimizer);
    const totalSteps = this.#epochs * Math.ceil(this.#prepared.split.train.length / training.batch_size);
    const scheduler: SchedulerCall | undefined =
      training.scheduler && perBatch(training.scheduler) ? startScheduler(training.scheduler, rates, { totalSteps }) : undefined;
    const [losses, norms]: [number[], number[]] = [[], []];
    const generator = this.#prepared.generator.copy();
    const batches = this.#pass();
    for (let step = 0; step < this.#steps; step++) {
      let rows = batches.load(network.input, network.target);
      if (rows === 0) {
        batches.begin(generator);
        rows = batches.load(network.input, network.target);
      }
      const loss = lossOf(network, rows, rates);
      if (!Number.isFinite(loss) || !network.isFinite()) break;
      losses.push(loss);
      norms.push(network.gradientNorm());
      if (step + 1 < totalSteps) scheduler?.step(loss);
      yield undefined;
    }
    return { losses: losses.length === this.#steps ? losses : [...losses, Infinity], norms };
  }

  #open(factor: number): Network {
    const experiment = withRate(this.#prepared.experiment, factor);
    return openNetwork(networkPlan({ ...this.#prepared, experiment }), this.#prepared.generator.copy());
  }
}

/** NaN if the loss is not defined for what the network gives. */
function lossOf(network: Network, rows: number, rates: Rates): number {
  try {
    return network.train(rows, rates);
  } catch (error) {
    if (error instanceof OutOfRange) return NaN;
    throw error;
  }
}

function gradientOf(network: Network, rows: number, weight: Float32Array): Float32Array | undefined {
  try {
    network.look(rows);
    return weight.slice();
  } catch (error) {
    if (error instanceof OutOfRange) return undefined;
    throw error;
  }
}

function stepOn(network: Network, rows: number, rates: ReturnType<typeof initialRates>): boolean {
  try {
    return Number.isFinite(network.train(rows, rates)) && network.isFinite();
  } catch (error) {
    if (error instanceof OutOfRange) return false;
    throw error;
  }
}

/** The share of units whose weights' gradients all have one sign, of those that have a gradient. */
function coherence(gradient: Float32Array, width: number): number {
  let [asked, same] = [0, 0];
  for (let from = 0; from < gradient.length; from += width) {
    const own = gradient.subarray(from, from + width);
    if (own.every((value) => value === 0)) continue;
    asked += 1;
    same += Number(own.every((value) => value >= 0) || own.every((value) => value <= 0));
  }
  return asked === 0 ? 0 : same / asked;
}

function product(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, index) => sum + value * other[index]!, 0);
}
