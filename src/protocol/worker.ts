// Host ↔ worker. The worker is the only one that reads a CSV, owns weights and runs the engine.

import type { DataSummary, Dialect } from "../data/types.ts";
import type { ColumnFacts } from "../model/columns.ts";
import type { JsonLayer } from "../model/edits.ts";
import type { Experiment } from "../model/schema.ts";
import type { WeightSummary } from "../model/weight-summary.ts";
import type { RunCheckpoint } from "../training/checkpoint.ts";
import type { Look } from "../training/look.ts";
import type { EpochResult, LayerCurve, RunOutcome, RunStarted } from "../training/types.ts";

/** A CSV by its path on disk, or with its bytes where the worker cannot reach it. `name` is how the document writes it. */
export type SourceReference = { readonly name: string; readonly path: string } | { readonly name: string; readonly bytes: Uint8Array };

/** How a run is to be trained, where that is not in the document. */
export interface TrainOptions {
  /** The most threads; as many as the machine has cores where nothing is said. */
  readonly threads?: number;
  /** Goes on from here. */
  readonly resume?: RunCheckpoint;
}

/** How far a paused run goes before it pauses again. */
export type Stride = "batch" | "epoch";

/** What the host asks of the worker. */
export interface TrainingWorker {
  /** The columns of a CSV that no document describes yet. */
  inspect(source: SourceReference): Promise<{ readonly columns: readonly ColumnFacts[]; readonly dialect: Dialect; readonly rows: number }>;
  /** What is understood of a document's data; throws a ProblemError where nothing is. */
  describe(experiment: Experiment, sources: readonly SourceReference[]): Promise<DataSummary>;
  /** The curve of a layer and its derivative, from the engine; undefined where it has none, or breaks the schema. */
  sample(layer: JsonLayer): Promise<LayerCurve | undefined>;
  /** Trains, and answers when the run is over. One run at a time in a worker. */
  train(experiment: Experiment, sources: readonly SourceReference[], options?: TrainOptions): Promise<RunOutcome>;
  /** Ends the run after the current batch; `train` then answers with the weights as they are. */
  stop(): Promise<void>;
  /** Waits after the current batch; answers when the run waits. */
  pause(): Promise<void>;
  /** Goes on. */
  resume(): Promise<void>;
  /** Goes on for one batch or to the end of the epoch, then waits; answers when it waits. */
  advance(stride: Stride): Promise<void>;
  /** Changes the learning rate from the next batch on. */
  setLearningRate(lr: number): Promise<void>;
  /** Every number of batch `index` of the present pass; undefined where nothing is trained. */
  look(index: number): Promise<Look | undefined>;
  /** The weights of the run as they are now; undefined where nothing is trained. */
  weights(): Promise<readonly WeightSummary[] | undefined>;
  /** The weights that a run of this document would begin with; throws a ProblemError where it could not begin. */
  firstWeights(experiment: Experiment, sources: readonly SourceReference[]): Promise<readonly WeightSummary[]>;
  /** Everything to go on from; undefined where nothing is trained. */
  checkpoint(): Promise<RunCheckpoint | undefined>;
}

/** What the worker tells the host while it trains. */
export interface TrainingObserver {
  started(run: RunStarted): Promise<void>;
  /** At most 20 a second. `start` is the index of the first result. */
  progressed(start: number, results: readonly EpochResult[]): Promise<void>;
}
