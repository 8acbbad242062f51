// What a scheduler is: it changes an optimizer's rates after an epoch or after a batch, as
// torch.optim.lr_scheduler does, in double precision and by the same chain of operations, because the last
// bits of a learning rate are part of the run.

import type { Scheduler } from "../../model/schema.ts";
import type { SchedulerType } from "../../model/schedulers.ts";
import type { Rates } from "../kernel.ts";

export type SchedulerOf<K extends SchedulerType> = Extract<Scheduler, { type: K }>;

export interface SchedulerContext {
  /**
   * Steps a whole run of the scheduler has: OneCycleLR's `total_steps` if none is given, epochs × batches
   * per epoch.
   */
  readonly totalSteps: number;
}

/** A scheduler that goes on. */
export interface SchedulerCall {
  /**
   * PyTorch's `scheduler.step()`; `metric` is the epoch's validation loss, or the training loss if there
   * is none.
   */
  step(metric: number): void;
  /** All it remembers besides the rates, as numbers of a checkpoint. */
  state(): readonly number[];
  /** Goes on from a `state`. */
  restore(state: readonly number[]): void;
}

export interface SchedulerKernel<S> {
  /** Sets the rates of the first batch, as PyTorch's constructor does, and changes them with every step. */
  start(scheduler: S, rates: Rates, context: SchedulerContext): SchedulerCall;
}
