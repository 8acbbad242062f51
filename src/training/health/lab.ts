// Where something is tried before it is said: copies of the network that train a few batches with other
// settings, while the run itself stays as it is.

import { OutOfRange, type Rates } from "../../engine/kernel.ts";
import type { Network } from "../../engine/network.ts";
import { initialRates } from "../../engine/optimizers/rates.ts";
import { openNetwork } from "../../engine/open.ts";
import type { SchedulerCall } from "../../engine/schedulers/scheduler.ts";
import { perBatch, startScheduler } from "../../engine/schedulers/start.ts";
import type { JsonPath } from "../../model/json.ts";
import type { Experiment } from "../../model/schema.ts";
import { Batches } from "../batches.ts";
import type { PreparedExperiment } from "../experiment.ts";
import { networkPlan } from "../network-plan.ts";

/** Steps of a trial at the most, and the multiply-adds that it may take: a moment. */
const MOST_STEPS = 150;
const LEAST_STEPS = 20;
const WORK = 5e8;

/** What a copy did: the batches' losses, until one was not finite. */
export interface Tried {
  readonly losses: readonly number[];
  /** The norm of all gradients in each step. */
  readonly norms: readonly number[];
}

export class Lab {
  readonly #prepared: PreparedExperiment;
  readonly #epochs: number;
  /** The run's own. */
  readonly #network: Network;
  #batches: Batches | undefined;
  /** Steps of a trial. */
  readonly steps: number;

  constructor(prepared: PreparedExperiment, network: Network, epochs: number) {
    this.#prepared = prepared;
    this.#network = network;
    this.#epochs = epochs;
    const parameters = network.parameters.reduce((sum, { data }) => sum + data.length, 0);
    const rows = Math.min(prepared.experiment.training.batch_size, prepared.split.train.length);
    this.steps = Math.round(Math.min(MOST_STEPS, Math.max(LEAST_STEPS, WORK / (1 + 3 * parameters * rows))));
  }

  /** Trains a copy from the run's first weights, with its learning rate times `factor`. */
  *fromStart(factor: number, steps = this.steps): Generator<undefined, Tried, undefined> {
    return yield* this.#train(this.#open(factor), factor, steps);
  }

  /** Trains a copy from the weights as they are now, without what its optimizer remembers. */
  *fromNow(factor: number, steps = this.steps): Generator<undefined, Tried, undefined> {
    return yield* this.#train(this.copy(factor), factor, steps);
  }

  /** The weights as they are now, in a copy of their own or one that was made before. */
  copy(factor = 1, network = this.#open(factor)): Network {
    for (const [index, { data }] of network.parameters.entries()) data.set(this.#network.parameters[index]!.data);
    for (const [index, { data }] of network.buffers.entries()) data.set(this.#network.buffers[index]!.data);
    return network;
  }

  /** A pass over the training rows, in an order of its own. */
  pass(): Batches {
    const { experiment, encoded, split, memory, generator } = this.#prepared;
    const { batch_size: batchSize, shuffle, drop_last: dropLast } = experiment.training;
    this.#batches ??= new Batches(encoded, split.train, { batchSize, shuffle, dropLast }, memory);
    this.#batches.begin(generator.copy());
    return this.#batches;
  }

  *#train(network: Network, factor: number, steps: number): Generator<undefined, Tried, undefined> {
    const { training } = withRate(this.#prepared.experiment, factor);
    const rates: Rates = initialRates(training.optimizer);
    const totalSteps = this.#epochs * Math.ceil(this.#prepared.split.train.length / training.batch_size);
    const scheduler: SchedulerCall | undefined =
      training.scheduler && perBatch(training.scheduler) ? startScheduler(training.scheduler, rates, { totalSteps }) : undefined;
    const [losses, norms]: [number[], number[]] = [[], []];
    const generator = this.#prepared.generator.copy();
    const batches = this.pass();
    for (let step = 0; step < steps; step++) {
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
    return { losses: losses.length === steps ? losses : [...losses, Infinity], norms };
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

/** Where a document says its learning rate: schedulers that cycle set it themselves. */
export function rateOf({ training }: Experiment): { readonly path: JsonPath; readonly rate: number } {
  const { scheduler, optimizer } = training;
  if (scheduler?.type === "OneCycleLR" || scheduler?.type === "CyclicLR")
    return { path: ["training", "scheduler", "max_lr"], rate: scheduler.max_lr };
  return { path: ["training", "optimizer", "lr"], rate: optimizer.lr };
}

/** The experiment with its learning rate times `factor`. */
export function withRate(experiment: Experiment, factor: number): Experiment {
  const { scheduler, optimizer } = experiment.training;
  const training = { ...experiment.training, optimizer: { ...optimizer, lr: optimizer.lr * factor } };
  if (scheduler?.type === "OneCycleLR") training.scheduler = { ...scheduler, max_lr: scheduler.max_lr * factor };
  if (scheduler?.type === "CyclicLR")
    training.scheduler = { ...scheduler, max_lr: scheduler.max_lr * factor, base_lr: scheduler.base_lr * factor };
  return { ...experiment, training };
}
