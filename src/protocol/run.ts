// A run as everybody but the worker sees it: its status, and its curve in batches.

import type { Message } from "../model/message.ts";
import type { HealthFinding, HealthMark } from "../training/health/finding.ts";
import type { EpochResult, KeptWeights, RunStarted, Stopped, Verdict } from "../training/types.ts";

export type RunState = "idle" | "preparing" | "running" | "paused" | "stopping" | "ended" | "failed";

export interface RunStatus {
  readonly state: RunState;
  /** Counts up with each run of a document; curves of an older run are dropped. */
  readonly run: number;
  readonly started?: RunStarted;
  /** Finished epochs. */
  readonly epoch: number;
  readonly epochs: number;
  /** Trained batches of the epoch after them, where the run is paused. */
  readonly batch?: number;
  readonly secondsLeft?: number;
  /** What an epoch takes on average, without pauses; it stays after the end. */
  readonly secondsPerEpoch?: number;
  /** The learning rate of the next batch, where the person has set one for this run only. */
  readonly ownLr?: number;
  /** What a run that did not end well has left; it can go on from there. */
  readonly unfinished?: Unfinished;
  /** Whether the run, which is over, can go on for more epochs. */
  readonly hasMore?: boolean;
  readonly stopped?: Stopped;
  /**
   * How good the weights are that are kept. The loss on the test rows is told to nobody who has not asked for
   * it.
   */
  readonly verdict?: Verdict;
  readonly seconds?: number;
  /** The weight file's name, once it is written. */
  readonly weights?: string;
  /** After the end, where the best epoch was another than the last. */
  readonly choice?: WeightChoice;
  /** When it was started, where that was in an earlier window: then it is only looked at. */
  readonly startedAt?: string;
  /** Whether the run before it is one to compare it with: its values are of the same loss and target. */
  readonly hasGhost?: true;
  /** What was found to be sick, in the order in which it was found; absent where nothing is. */
  readonly health?: readonly ShownFinding[];
  /** Why it failed or what to know about its end. */
  readonly note?: Message;
}

/** A finding; of a run of an earlier window only what its record has of it. */
export type ShownFinding = HealthFinding | HealthMark;

/** Which weights of a run are in the file; the others can be put there as well. */
export interface WeightChoice {
  readonly kept: KeptWeights;
  readonly bestEpoch: number;
}

/** Where a run was when its last checkpoint was written. */
export interface Unfinished {
  readonly epoch: number;
  readonly epochs: number;
}

/**
 * A piece of a curve. `start` is the index of its first point among the run's; a view that sees a gap asks
 * for a snapshot.
 */
export interface CurveBatch {
  readonly run: number;
  readonly start: number;
  readonly points: readonly EpochResult[];
}
