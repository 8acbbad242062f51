// How far a run is, as one tensor of its checkpoint: twelve numbers in this order.

import { type CheckpointTensor, listTensor, readList, type RunCheckpoint } from "./checkpoint.ts";

const phases = ["training", "validation", "between", "test", "over", "other", "trying", "evaluating"] as const;
/**
 * What a run does: `other` tests the weights it does not end with, between the last and the best epoch's;
 * `trying` finds out why it diverged, if somebody wants to know; `evaluating` says how good the weights are.
 */
export type Phase = (typeof phases)[number];

export interface Progress {
  readonly phase: Phase;
  /** Finished epochs. */
  readonly epochs: number;
  /** Steps of the optimizer. */
  readonly steps: number;
  /** Rows of the pass that are done. */
  readonly position: number;
  /** Of the pass: the batches' mean losses times their rows, and the rows. */
  readonly sum: number;
  readonly seen: number;
  /** The mean of the last pass over the training rows. */
  readonly trainLoss: number;
  /** The learning rate of the epoch's first batch. */
  readonly epochLr: number;
  /** Of the next batch. */
  readonly lr: number;
  readonly momentum: number;
  readonly isOverEarly: boolean;
  readonly seconds: number;
}

type Twelve = readonly [number, number, number, number, number, number, number, number, number, number, number, number];

export function progressTensor(progress: Progress): CheckpointTensor {
  const { phase, epochs, steps, position, sum, seen, trainLoss, epochLr, lr, momentum, isOverEarly, seconds } = progress;
  const numbers: Twelve = [
    phases.indexOf(phase),
    epochs,
    steps,
    position,
    sum,
    seen,
    trainLoss,
    epochLr,
    lr,
    momentum,
    isOverEarly ? 1 : 0,
    seconds,
  ];
  return listTensor("progress", Float64Array.from(numbers));
}

/**
 * What the checkpoint says, right or not; a phase that is none is `over`.
 * @throws ProblemError if it has none
 */
export function readProgress(from: RunCheckpoint): Progress {
  const numbers = readList(from, "progress", Float64Array, 12) as unknown as Twelve;
  const [phase, epochs, steps, position, sum, seen, trainLoss, epochLr, lr, momentum, isOverEarly, seconds] = numbers;
  return {
    phase: phases[phase] ?? "over",
    epochs,
    steps,
    position,
    sum,
    seen,
    trainLoss,
    epochLr,
    lr,
    momentum,
    isOverEarly: isOverEarly === 1,
    seconds,
  };
}
