// The door for an engine: what the session asks of whoever trains, and what it is told meanwhile. The
// built-in engine in a worker is one trainer; a test has one that plays a script.

import type { Message } from "../model/message.ts";
import type { Experiment } from "../model/schema.ts";
import type { Preparing } from "../protocol/run.ts";
import type { FinishedRun, Training, TrainOptions } from "../protocol/worker.ts";
import type { HealthFinding } from "../training/health/finding.ts";
import type { EpochResult, RunStarted } from "../training/types.ts";

/** How a run is to be trained, if that is not in the document; where its rows are, the trainer knows. */
export type TrainerOptions = Omit<TrainOptions, "encodingHint">;

/** Trains one run at a time: what a run asks of the worker, without where the rows are. */
export interface Trainer extends Omit<Training, "train"> {
  /** Trains to the end. @throws ProblemError if the data cannot be read, or the trainer died */
  train(experiment: Experiment, options: TrainerOptions): Promise<FinishedRun>;
  /** Starts what takes time to start, before anything is asked. */
  warm(): void;
  /** Ends at once, whatever goes on. */
  dispose(): void;
}

/** What a trainer tells while it trains. */
export interface TrainerListener {
  started(run: RunStarted): void;
  progressed(results: readonly EpochResult[]): void;
  /** What is sick about the run, if that is watched. */
  found?(findings: readonly HealthFinding[]): void;
  /** What a person should know of it. */
  note?(note: Message): void;
  /** How far it is before it trains. */
  preparing?(preparing: Preparing): void;
}

export type TrainerFactory = (listener: TrainerListener) => Trainer;

/** A trainer that was started before its run is there. */
export class PreparedTrainer {
  readonly trainer: Trainer;
  /** The run, which is told from now on. */
  listener: TrainerListener | undefined;

  constructor(factory: TrainerFactory) {
    this.trainer = factory({
      started: (run) => this.listener?.started(run),
      progressed: (results) => this.listener?.progressed(results),
      found: (findings) => this.listener?.found?.(findings),
      note: (note) => this.listener?.note?.(note),
      preparing: (preparing) => this.listener?.preparing?.(preparing),
    });
  }
}
