// A run as everybody but the worker sees it: its status, and its curve in batches.

import type { Message } from "../model/message.ts";
import type { EpochResult, RunStarted, Stopped } from "../training/types.ts";

export type RunState = "idle" | "preparing" | "running" | "stopping" | "ended" | "failed";

export interface RunStatus {
  readonly state: RunState;
  /** Counts up with each run of a document; curves of an older run are dropped. */
  readonly run: number;
  readonly started?: RunStarted;
  /** Finished epochs. */
  readonly epoch: number;
  readonly epochs: number;
  readonly secondsLeft?: number;
  readonly stopped?: Stopped;
  readonly testLoss?: number;
  readonly seconds?: number;
  /** The weight file's name, once it is written. */
  readonly weights?: string;
  /** Why it failed or what to know about its end. */
  readonly note?: Message;
}

/** A piece of a curve. `start` is the index of its first point (epoch − 1); a view that sees a gap asks for a snapshot. */
export interface CurveBatch {
  readonly run: number;
  readonly start: number;
  readonly points: readonly EpochResult[];
}
