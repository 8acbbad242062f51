// Host ↔ worker. The worker is the only one that reads a CSV, owns weights and runs the engine.

import type { DataSummary, Dialect } from "../data/types.ts";
import type { ColumnFacts } from "../model/columns.ts";
import type { Experiment } from "../model/schema.ts";
import type { EpochResult, RunOutcome, RunStarted } from "../training/types.ts";

/** A CSV by its path on disk, or with its bytes where the worker cannot reach it. `name` is how the document writes it. */
export type SourceReference = { readonly name: string; readonly path: string } | { readonly name: string; readonly bytes: Uint8Array };

/** What the host asks of the worker. */
export interface TrainingWorker {
  /** The columns of a CSV that no document describes yet. */
  inspect(source: SourceReference): Promise<{ readonly columns: readonly ColumnFacts[]; readonly dialect: Dialect; readonly rows: number }>;
  /** What is understood of a document's data; throws a ProblemError where nothing is. */
  describe(experiment: Experiment, sources: readonly SourceReference[]): Promise<DataSummary>;
  /** Trains, and answers when the run is over. One run at a time in a worker. */
  train(experiment: Experiment, sources: readonly SourceReference[]): Promise<RunOutcome>;
  /** Ends the run after the current batch; `train` then answers with the weights as they are. */
  stop(): Promise<void>;
}

/** What the worker tells the host while it trains. */
export interface TrainingObserver {
  started(run: RunStarted): Promise<void>;
  /** At most 20 a second. `start` is the index of the first result. */
  progressed(start: number, results: readonly EpochResult[]): Promise<void>;
}
