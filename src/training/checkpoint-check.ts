// Whether a checkpoint can be one that a run has left. It is a file that a stranger may have made: a place
// beyond the pass would read memory that is not there, and a count that is no number would never end. What
// cannot be is "damaged"; nothing is mended.

import { GENERATOR_WORDS } from "../engine/random.ts";
import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import { readList, type RunCheckpoint } from "./checkpoint.ts";
import { readProgress } from "./progress.ts";

/**
 * Words of the generator behind its state: how many are used, whether a normal number waits, and that number.
 */
const GENERATOR_REST = 4;

/** What a run of the experiment has, with which the checkpoint must agree. */
export interface RunShape {
  /** Rows of the training split. */
  readonly trainRows: number;
  /** Rows that a pass over each split sees. */
  readonly trainEnd: number;
  readonly validationEnd: number;
  readonly batchSize: number;
  /** What scheduler and early stopping remember at a run's start; undefined if there is none. */
  readonly scheduler: readonly number[] | undefined;
  readonly early: readonly number[] | undefined;
  /** Epochs that the run is to have, and batches of each. */
  readonly epochs: number;
  readonly batches: number;
  /** The most steps that the scheduler can take. */
  readonly schedulerSteps: number;
}

/** @throws ProblemError if it is damaged, or of another experiment */
export function checkCheckpoint(from: RunCheckpoint, shape: RunShape): void {
  const { phase, ...progress } = readProgress(from);
  const { epochs, steps, position, seen, seconds } = progress;
  const numbers = Object.values(progress).filter((value) => typeof value === "number");
  const end = phase === "validation" ? shape.validationEnd : shape.trainEnd;
  const isAtBatch = position === end || (position < end && position % shape.batchSize === 0);
  const isPlaced =
    phase === "between" || (phase === "training" && isAtBatch) || (phase === "validation" && shape.validationEnd > 0 && isAtBatch);
  if (!numbers.every(Number.isFinite) || ![epochs, steps, position, seen].every(isCount) || seconds < 0 || !isPlaced)
    throw damaged("progress");
  if (!isPermutation(readList(from, "order", Uint32Array, shape.trainRows))) throw damaged("order");
  const used = readList(from, "generator", Uint32Array, GENERATOR_WORDS)[GENERATOR_WORDS - GENERATOR_REST]!;
  if (used > GENERATOR_WORDS - GENERATOR_REST) throw damaged("generator");
  const isNew = epochs === 0 && steps === 0;
  const scheduler = readList(from, "scheduler", Float64Array);
  const inPass = phase === "training" ? Math.ceil(position / shape.batchSize) : phase === "validation" ? shape.batches : 0;
  const left = Math.max(0, (shape.epochs - epochs) * shape.batches - inPass);
  if (!isLike(scheduler, shape.scheduler, isNew) || scheduler[0]! + left > shape.schedulerSteps) throw damaged("scheduler");
  if (!isLike(readList(from, "early_stopping", Float64Array), shape.early, true)) throw damaged("early_stopping");
}

/**
 * As many numbers as at the start, and counts where there were counts; a run that has not begun may have left
 * nothing yet. What nobody takes up may be anything.
 */
function isLike(state: Float64Array, start: readonly number[] | undefined, mayBeEmpty: boolean): boolean {
  if (start === undefined || (state.length === 0 && mayBeEmpty)) return true;
  return (
    state.length === start.length &&
    start.every((first, index) =>
      Number.isInteger(first) ? isCount(state[index]!) && state[index]! >= Math.min(first, 1) : !Number.isNaN(state[index]!),
    )
  );
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isPermutation(order: Uint32Array): boolean {
  const isThere = new Uint8Array(order.length);
  for (const position of order) {
    if (position >= order.length || isThere[position] === 1) return false;
    isThere[position] = 1;
  }
  return true;
}

/** @param part the tensor that cannot be right */
export function damaged(part: string): ProblemError {
  const sentence = message("The checkpoint is damaged: its {0} cannot be right. Train from the start.", part);
  return new ProblemError({ severity: "error", code: "damaged-checkpoint", path: [], message: sentence });
}
