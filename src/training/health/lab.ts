// Where something is tried before it is said: copies of the network that train a few batches with other
// settings, while the run itself stays as it is. The engine that computes the run trains them.

import type { JsonPath } from "../../model/json.ts";
import type { Experiment } from "../../model/schema.ts";

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

/** Steps of a copy on one batch after the other, and what they did to the gradient of the first weights. */
export interface Swings {
  readonly tried: number;
  /** How many steps went so far that the next one on the same batch would go back. */
  readonly back: number;
  /** The shares of units whose weights' gradients have one sign, summed over the batches. */
  readonly coherent: number;
}

export interface Lab {
  /** Trains a copy from the run's first weights, with its learning rate times `factor`. */
  fromStart(factor: number): Generator<undefined, Tried, undefined>;
  /** Trains a copy from the weights as they are now, without what its optimizer remembers. */
  fromNow(factor: number): Generator<undefined, Tried, undefined>;
  /** Steps a copy on so many batches at most, each once; undefined if a loss is none any more. */
  swings(batches: number): Generator<undefined, Swings | undefined, undefined>;
}

/** Steps of a trial of a network with so many parameters, trained by so many rows at once. */
export function trialSteps(parameters: number, rows: number): number {
  return Math.round(Math.min(MOST_STEPS, Math.max(LEAST_STEPS, WORK / (1 + 3 * parameters * rows))));
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
