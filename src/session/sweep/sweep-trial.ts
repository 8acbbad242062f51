// One trial of a sweep while it is trained: its losses by epoch, its best and its end.

import { isBetter, minDeltaOf } from "../../model/best-epoch.ts";
import type { Message } from "../../model/message.ts";
import type { Trial } from "../../model/sweep/trials.ts";
import type { TrialState, TrialStatus } from "../../protocol/sweep.ts";
import type { FinishedRun } from "../../protocol/worker.ts";
import type { EpochMetrics, EpochResult } from "../../training/types.ts";

export class SweepTrial {
  readonly trial: Trial;
  readonly trainLosses: number[] = [];
  readonly validationLosses: number[] = [];
  #state: TrialState;
  #last: EpochResult | undefined;
  #best = Infinity;
  readonly #minDelta: number;
  #bestEpoch: number | undefined;
  #bestMetrics: EpochMetrics | undefined;
  #isHopeless = false;
  #end: Pick<TrialStatus, "stopped" | "seconds" | "note"> = {};

  constructor(trial: Trial) {
    this.trial = trial;
    this.#state = "experiment" in trial ? "waiting" : "skipped";
    this.#minDelta = "experiment" in trial ? minDeltaOf(trial.experiment) : 0;
    if ("reason" in trial) this.#end = { note: trial.reason };
  }

  /** Finished epochs. */
  get epoch(): number {
    return this.trainLosses.length;
  }

  get isOver(): boolean {
    return this.#state !== "waiting" && this.#state !== "running";
  }

  get status(): TrialStatus {
    return {
      settings: this.trial.settings,
      state: this.#state,
      epoch: this.epoch,
      ...(this.#last ? { last: this.#last } : {}),
      ...(this.#bestEpoch === undefined ? {} : { best: this.#best, bestEpoch: this.#bestEpoch }),
      ...(this.#bestMetrics ? { bestMetrics: this.#bestMetrics } : {}),
      ...this.#end,
    };
  }

  begin(): void {
    this.#state = "running";
  }

  /** @returns the losses that trials are compared by: of the validation rows if there are any */
  add(results: readonly EpochResult[]): number[] {
    return results.map((result) => {
      const { epoch, trainLoss, validationLoss } = result;
      const decisive = validationLoss ?? trainLoss;
      this.trainLosses.push(trainLoss);
      if (validationLoss !== undefined) this.validationLosses.push(validationLoss);
      if (isBetter(decisive, this.#best, this.#minDelta))
        [this.#best, this.#bestEpoch, this.#bestMetrics] = [decisive, epoch, result.metrics];
      this.#last = result;
      return decisive;
    });
  }

  /** It will be stopped because it fell far behind. */
  giveUp(): void {
    this.#isHopeless = true;
  }

  end({ stopped, seconds, note }: FinishedRun): void {
    this.#state = "ended";
    this.#end = { stopped: stopped === "interrupted" && this.#isHopeless ? "hopeless" : stopped, seconds, ...(note ? { note } : {}) };
  }

  /** It was stopped before it trained anything. */
  waitAgain(): void {
    this.#state = "waiting";
  }

  fail(note: Message): void {
    this.#state = "failed";
    this.#end = { note };
  }
}
