// Several workers that train one experiment after the other, each on a single thread: trials of a sweep are independent, so as many at once as
// there are cores is the fastest there is. A worker keeps the CSV between its trials, and its encoded rows where they are the same.

import type { Experiment } from "../model/schema.ts";
import type { FinishedRun, SourceReference } from "../protocol/worker.ts";
import type { EpochResult } from "../training/types.ts";
import { WorkerClient } from "./worker-client.ts";

export interface Job {
  readonly experiment: Experiment;
  began(lane: Lane): void;
  progressed(results: readonly EpochResult[]): void;
  ended(run: FinishedRun): void;
  failed(error: unknown): void;
}

/** A worker and what it trains at the moment. */
export class Lane {
  readonly #client: WorkerClient;
  #job: Job | undefined;

  constructor(extensionPath: string) {
    this.#client = new WorkerClient(extensionPath, { progressed: async (_, results) => this.#job?.progressed(results) });
  }

  /** Trains a job to its end. Never rejects: what goes wrong is the job's. */
  async train(job: Job, sources: readonly SourceReference[], encodingHint: string | undefined): Promise<void> {
    this.#job = job;
    job.began(this);
    try {
      job.ended(await this.#client.train(job.experiment, sources, { encodingHint, threads: 1, keepsRows: true }));
    } catch (error) {
      job.failed(error);
    } finally {
      this.#job = undefined;
    }
  }

  /** Ends the present job after its current batch. */
  stop(): void {
    // A worker that dies meanwhile fails the job, which says so.
    if (this.#job) void this.#client.stop().catch(() => {});
  }

  dispose(): void {
    this.#client.dispose();
  }
}

export class SweepPool {
  readonly #lanes: readonly Lane[];
  #isStopped = false;

  /** @param size workers */
  constructor(extensionPath: string, size: number) {
    this.#lanes = Array.from({ length: size }, () => new Lane(extensionPath));
  }

  /** Trains all jobs, in order as workers become free; resolves when all are over or, after `stop`, those that had begun. */
  async run(jobs: readonly Job[], sources: readonly SourceReference[], encodingHint: string | undefined): Promise<void> {
    const waiting = [...jobs];
    const work = async (lane: Lane): Promise<void> => {
      for (let job = waiting.shift(); job && !this.#isStopped; job = waiting.shift()) await lane.train(job, sources, encodingHint);
    };
    await Promise.all(this.#lanes.map(work));
  }

  /** Ends what is trained, and begins nothing more. */
  stop(): void {
    this.#isStopped = true;
    for (const lane of this.#lanes) lane.stop();
  }

  /** Ends the workers at once. */
  dispose(): void {
    this.#isStopped = true;
    for (const lane of this.#lanes) lane.dispose();
  }
}
