// The scheduler registry: one record per scheduler, under PyTorch's name and with PyTorch's defaults.

import { message, type Message } from "./message.ts";
import {
  choiceWithDefault,
  flag,
  integer,
  integers,
  integerWithDefault,
  number,
  numberWithDefault,
  optionalInteger,
  type Parameters,
} from "./parameters.ts";

export interface SchedulerRecord<T extends string = string, P extends Parameters = Parameters> {
  readonly type: T;
  /** Whether it steps after every batch; the others step after every epoch. */
  readonly perBatch: boolean;
  readonly parameters: P;
  readonly formula: string;
  readonly about: Message;
  /** What goes wrong with it. */
  readonly pitfall: Message;
}

function scheduler<const T extends string, P extends Parameters>(record: SchedulerRecord<T, P>): SchedulerRecord<T, P> {
  return record;
}

const gamma = numberWithDefault(message("The learning rate is multiplied by this."), 0.1, { min: 0, slider: [0, 1] });
const totalIters = message("Epochs until the factor is 1, or the rate reaches its end.");
const lowest = numberWithDefault(message("The smallest learning rate."), 0, { min: 0 });
const cycleMomentum = flag(message("Moves the momentum, or Adam's first beta, against the learning rate."), true);

export const schedulers = {
  StepLR: scheduler({
    type: "StepLR",
    perBatch: false,
    parameters: { step_size: integer(message("Epochs between two changes."), { min: 1, slider: [1, 100] }), gamma },
    formula: "lr · γ^⌊epoch / size⌋",
    about: message("Lowers the learning rate every few epochs."),
    pitfall: message("gamma is 0.1 if nothing is said: three changes leave a thousandth of the rate."),
  }),
  MultiStepLR: scheduler({
    type: "MultiStepLR",
    perBatch: false,
    parameters: { milestones: integers(message("The epochs at which the rate changes.")), gamma },
    formula: "lr · γ^(milestones passed)",
    about: message("Lowers the learning rate at given epochs."),
    pitfall: message("Milestones after the last epoch change nothing; if the number of epochs changes, they do not move with it."),
  }),
  ConstantLR: scheduler({
    type: "ConstantLR",
    perBatch: false,
    parameters: {
      factor: numberWithDefault(message("Factor of the first epochs."), 1 / 3, { min: 0, max: 1, slider: [0, 1] }),
      total_iters: integerWithDefault(totalIters, 5, { min: 0 }),
    },
    formula: "lr · factor (epoch < n), lr",
    about: message("A smaller learning rate for the first epochs."),
    pitfall: message("It is a start, not an end: after its epochs the rate is the full one until the run is over."),
  }),
  LinearLR: scheduler({
    type: "LinearLR",
    perBatch: false,
    parameters: {
      start_factor: numberWithDefault(message("Factor of the first epoch."), 1 / 3, { max: 1, slider: [0.01, 1] }),
      end_factor: numberWithDefault(message("Factor after the change."), 1, { min: 0, max: 1, slider: [0, 1] }),
      total_iters: integerWithDefault(totalIters, 5, { min: 0 }),
    },
    formula: "lr · (start → end in n epochs)",
    about: message("Warms up: the learning rate rises, or falls, in a straight line."),
    pitfall: message("Its first epochs are slow on purpose: a run of no more than total_iters never has the full rate."),
  }),
  ExponentialLR: scheduler({
    type: "ExponentialLR",
    perBatch: false,
    parameters: { gamma: number(message("The learning rate is multiplied by this after each epoch."), { min: 0, slider: [0.8, 1] }) },
    formula: "lr · γ^epoch",
    about: message("Lowers the learning rate a little after each epoch."),
    pitfall: message("A factor that looks mild adds up: 0.9 leaves a thousandth of the rate after 66 epochs."),
  }),
  PolynomialLR: scheduler({
    type: "PolynomialLR",
    perBatch: false,
    parameters: {
      total_iters: integerWithDefault(totalIters, 5, { min: 0 }),
      power: numberWithDefault(message("The power of the fall; 1 is a straight line."), 1, { slider: [0.5, 3] }),
    },
    formula: "lr · (1 − epoch / n)^power",
    about: message("Lowers the learning rate to zero along a power."),
    pitfall: message("After total_iters epochs, five if nothing is said, the rate is zero and nothing is learnt."),
  }),
  CosineAnnealingLR: scheduler({
    type: "CosineAnnealingLR",
    perBatch: false,
    parameters: { T_max: integer(message("Epochs from the first rate to the smallest."), { min: 1, slider: [1, 200] }), eta_min: lowest },
    formula: "min + (lr − min) (1 + cos(π epoch / T)) / 2",
    about: message("Lowers the learning rate along half a cosine, and raises it again after that."),
    pitfall: message("If T_max is smaller than the number of epochs, the rate rises again before the end."),
  }),
  CosineAnnealingWarmRestarts: scheduler({
    type: "CosineAnnealingWarmRestarts",
    perBatch: false,
    parameters: {
      T_0: integer(message("Epochs until the first restart."), { min: 1, slider: [1, 100] }),
      T_mult: integerWithDefault(message("Each round is this many times as long as the one before."), 1, { min: 1 }),
      eta_min: lowest,
    },
    formula: "min + (lr − min) (1 + cos(π t / Tᵢ)) / 2",
    about: message("Half cosines, one after the other, each starting from the full learning rate."),
    pitfall: message("The loss jumps up after each restart: let the run end with a round, not within one."),
  }),
  ReduceLROnPlateau: scheduler({
    type: "ReduceLROnPlateau",
    perBatch: false,
    parameters: {
      mode: choiceWithDefault(message("Whether smaller or larger losses are better."), ["min", "max"], "min"),
      factor: numberWithDefault(message("The learning rate is multiplied by this."), 0.1, { min: 0, slider: [0, 1] }),
      patience: integerWithDefault(message("Epochs to wait for a better loss."), 10, { min: 0 }),
      threshold: numberWithDefault(message("How much better counts as better."), 1e-4),
      threshold_mode: choiceWithDefault(message("Whether the threshold is a share or a difference."), ["rel", "abs"], "rel"),
      cooldown: integerWithDefault(message("Epochs to wait after a change."), 0, { min: 0 }),
      min_lr: lowest,
      eps: numberWithDefault(message("Smaller changes of the learning rate are not made."), 1e-8, { min: 0 }),
    },
    formula: "lr · factor",
    about: message("Lowers the learning rate when the validation loss stops getting better."),
    pitfall: message("A validation loss that jumps from epoch to epoch looks like a standstill, and the rate falls too soon."),
  }),
  OneCycleLR: scheduler({
    type: "OneCycleLR",
    perBatch: true,
    parameters: {
      max_lr: number(message("The highest learning rate."), { min: 0, slider: [0.0001, 1] }),
      total_steps: optionalInteger(message("Batches of the whole cycle. If empty, all batches of the run."), { min: 1 }),
      pct_start: numberWithDefault(message("Share of the cycle in which the rate rises."), 0.3, { min: 0, max: 1, slider: [0, 1] }),
      anneal_strategy: choiceWithDefault(message("The curve of the change."), ["cos", "linear"], "cos"),
      cycle_momentum: cycleMomentum,
      base_momentum: numberWithDefault(message("The momentum at the highest rate."), 0.85, { min: 0, max: 1 }),
      max_momentum: numberWithDefault(message("The momentum at the lowest rate."), 0.95, { min: 0, max: 1 }),
      div_factor: numberWithDefault(message("The first rate is max_lr divided by this."), 25),
      final_div_factor: numberWithDefault(message("The last rate is the first one divided by this."), 1e4),
      three_phase: flag(message("Falls back to the first rate before it falls to the last."), false),
    },
    formula: "max / 25 → max → max / 250000",
    about: message("One rise and one fall over the whole run, batch by batch. The optimizer's own lr is not used."),
    pitfall: message("It is planned for the whole run: stopped early, the rate has not come down, and more epochs need a new cycle."),
  }),
  CyclicLR: scheduler({
    type: "CyclicLR",
    perBatch: true,
    parameters: {
      base_lr: number(message("The lowest learning rate."), { min: 0, slider: [0.0001, 1] }),
      max_lr: number(message("The highest learning rate."), { min: 0, slider: [0.0001, 1] }),
      step_size_up: integerWithDefault(message("Batches in which the rate rises."), 2000, { min: 1 }),
      step_size_down: optionalInteger(message("Batches in which the rate falls. If empty, as many as for the rise."), { min: 1 }),
      mode: choiceWithDefault(message("How the height of the cycles changes."), ["triangular", "triangular2", "exp_range"], "triangular"),
      gamma: numberWithDefault(message("With exp_range, the height of the cycle is multiplied by this after each batch."), 1, { min: 0 }),
      cycle_momentum: cycleMomentum,
      base_momentum: numberWithDefault(message("The momentum at the highest rate."), 0.8, { min: 0, max: 1 }),
      max_momentum: numberWithDefault(message("The momentum at the lowest rate."), 0.9, { min: 0, max: 1 }),
    },
    formula: "base → max → base → …",
    about: message("Rises and falls, again and again, batch by batch."),
    pitfall: message("step_size_up counts batches: with few batches an epoch the usual 2000 are the whole run."),
  }),
} as const;

export type SchedulerType = keyof typeof schedulers;
