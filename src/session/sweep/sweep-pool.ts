// Several trainers that train one experiment after the other, each on a single thread: trials of a sweep are
// independent, so as many at once as there are cores is the fastest there is. A trainer keeps the CSV between
// its trials, and its encoded rows if they are the same.

import type { Experiment } from "../../model/schema.ts";
import type { FinishedRun } from "../../protocol/worker.ts";
import type { EpochResult } from "../../training/types.ts";
import type { Trainer, TrainerFactory } from "../trainer.ts";

export interface Job {
  readonly experiment: Experiment;
  began(lane: Lane): void;
  progressed(results: readonly EpochResult[]): void;
  ended(run: FinishedRun): void;
  failed(error: unknown): void;
}

/** A trainer and what it trains at the moment. */
export class Lane {
  readonly #trainer: Trainer;
  #job: Job | undefined;

  constructor(trainer: TrainerFactory) {
    this.#trainer = trainer({ started: () => {}, progressed: (results) => this.#job?.progressed(results) });
  }

  /** Trains a job to its end. Never rejects: what goes wrong is the job's. */
  async train(job: Job): Promise<void> {
    this.#job = job;
    job.began(this);
    try {
      job.ended(await this.#trainer.train(job.experiment, { threads: 1, keepsRows: true }));
    } catch (error) {
      job.failed(error);
    } finally {
      this.#job = undefined;
    }
  }

  /** Ends the present job after its current batch. */
  stop(): void {
    // A trainer that dies meanwhile fails the job, which says so.
    if (this.#job) void this.#trainer.stop().catch(() => {});
  }

  dispose(): void {
    this.#trainer.dispose();
  }
}

export class SweepPool {
  readonly #lanes: readonly Lane[];
  #isStopped = false;

  /** @param size trainers */
  constructor(trainer: TrainerFactory, size: number) {
    this.#lanes = Array.from({ length: size }, () => new Lane(trainer));
  }

  /**
   * Trains all jobs, in order as trainers become free; resolves when all are over or, after `stop`, those
   * that had begun.
   */
  async run(jobs: readonly Job[]): Promise<void> {
    const waiting = [...jobs];
    const work = async (lane: Lane): Promise<void> => {
      for (let job = waiting.shift(); job && !this.#isStopped; job = waiting.shift()) await lane.train(job);
    };
    await Promise.all(this.#lanes.map(work));
  }

  /** Ends what is trained, and begins nothing more. */
  stop(): void {
    this.#isStopped = true;
    for (const lane of this.#lanes) lane.stop();
  }

  /** Ends the trainers at once. */
  dispose(): void {
    this.#isStopped = true;
    for (const lane of this.#lanes) lane.dispose();
  }
}
