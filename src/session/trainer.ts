// The door for an engine: what the session asks of whoever trains, and what it is told meanwhile. The
// built-in engine in a worker is one trainer; a test has one that plays a script.

import type { Experiment } from "../model/schema.ts";
import type { WeightSummary } from "../model/weight-summary.ts";
import type { FinishedRun, HeldCheckpoint, RunPosition, Stride, TrainOptions } from "../protocol/worker.ts";
import type { HealthFinding } from "../training/health/finding.ts";
import type { EpochResult, RunStarted } from "../training/types.ts";

/** How a run is to be trained, if that is not in the document; where its rows are, the trainer knows. */
export type TrainerOptions = Omit<TrainOptions, "encodingHint">;

/** Trains one run at a time. */
export interface Trainer {
  /** Trains to the end. @throws ProblemError if the data cannot be read, or the trainer died */
  train(experiment: Experiment, options: TrainerOptions): Promise<FinishedRun>;
  /** Ends the run after its current batch; `train` then answers with the weights as they are. */
  stop(): Promise<void>;
  /** Waits after the current batch, and answers where; undefined if the run is over. */
  pause(): Promise<RunPosition | undefined>;
  resume(): Promise<void>;
  /** Goes on for one batch or to the end of the epoch, then waits; answers like `pause`. */
  advance(stride: Stride): Promise<RunPosition | undefined>;
  /** Changes the learning rate from the next batch on. */
  setLearningRate(lr: number): Promise<void>;
  /** The weights as they are now; undefined while nothing is trained. */
  weights(): Promise<readonly WeightSummary[] | undefined>;
  /** Everything to go on from; undefined while nothing is trained. */
  checkpoint(): Promise<HeldCheckpoint | undefined>;
  /** Starts what takes time to start, before anything is asked. */
  warm(): void;
  /** Ends at once, whatever goes on. */
  dispose(): void;
}

/** What a trainer tells while it trains. */
export interface TrainerListener {
  started(run: RunStarted): void;
  progressed(results: readonly EpochResult[]): void;
  /** What is sick about the run, where that is watched. */
  found?(findings: readonly HealthFinding[]): void;
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
    });
  }
}
