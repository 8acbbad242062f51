// A run as everybody but the worker sees it: its status, a union of states, and its curve in batches.

import type { HealthMark } from "../model/health-mark.ts";
import type { Message } from "../model/message.ts";
import type { HealthFinding } from "../training/health/finding.ts";
import type { EngineTimes, EpochResult, KeptWeights, RunStarted, Stopped, Verdict } from "../training/types.ts";

/** How a document's runs stand: what is told of each state is what there is to say of it, and no more. */
export type RunStatus = IdleStatus | BegunStatus | WatchedStatus;

/** A run of this window, or an earlier one, in whatever state. */
export type BegunStatus = ActiveStatus | EndedStatus | FailedStatus;

export type ActiveStatus = PreparingStatus | RunningStatus | PausedStatus | StoppingStatus;

export type RunState = RunStatus["state"];

/** What a run has in every state. */
export interface RunFacts {
  /** Counts up with each run of a document; curves of an older run are dropped. */
  readonly run: number;
  /** Finished epochs. */
  readonly epoch: number;
  readonly epochs: number;
  /** The learning rate of the next batch, if the person has set one for this run only. */
  readonly ownLr?: number | undefined;
  /** Whether the run before it is one to compare it with: its values are of the same loss and target. */
  readonly hasGhost?: true | undefined;
  /** What was found to be sick, in the order in which it was found; undefined if nothing is. */
  readonly health?: readonly ShownFinding[] | undefined;
  /** Why it failed, or what to know about it. */
  readonly note?: Message | undefined;
}

/** What is known of a run once its data is read; it stays after the end. */
export interface TrainedFacts {
  readonly started?: RunStarted | undefined;
  /** What an epoch takes on average, without pauses. */
  readonly secondsPerEpoch?: number | undefined;
}

/** What a run can go on from when it did not end well. */
export interface Leftover {
  readonly unfinished?: Unfinished | undefined;
  /** Whether the document is trained in another window. */
  readonly isElsewhere?: true | undefined;
}

/** What a run's end says of its weights. */
export interface WeightFacts {
  /** The weight file's name, once it is written. */
  readonly weights?: string | undefined;
  /**
   * How good the weights are that are kept. The loss on the test rows is told to nobody who has not asked for
   * it.
   */
  readonly verdict?: Verdict | undefined;
  /** Present if the best epoch was not the last. */
  readonly choice?: WeightChoice | undefined;
}

/** Nothing was trained yet. */
export interface IdleStatus extends Leftover {
  readonly state: "idle";
  /** 0, unless a run of another window was watched. */
  readonly run: number;
}

/** Its data is read, and written to the disk if it does not fit into memory. */
export interface PreparingStatus extends RunFacts {
  readonly state: "preparing";
  /** How far that is, if it takes long. */
  readonly preparing?: Preparing | undefined;
}

export interface Preparing {
  readonly what: "reading" | "encoding";
  /** Of what there is to read, or to encode: from 0 to 1. */
  readonly share: number;
}

export interface RunningStatus extends RunFacts, TrainedFacts {
  readonly state: "running";
  readonly started: RunStarted;
  readonly secondsLeft?: number | undefined;
}

export interface PausedStatus extends RunFacts, TrainedFacts {
  readonly state: "paused";
  readonly started: RunStarted;
  /** Trained batches of the epoch after the finished ones. */
  readonly batch: number;
}

/** It ends after its current batch; without `started` it is stopped while its data is still read. */
export interface StoppingStatus extends RunFacts, TrainedFacts {
  readonly state: "stopping";
  readonly secondsLeft?: number | undefined;
}

export interface EndedStatus extends RunFacts, TrainedFacts, WeightFacts, Leftover {
  readonly state: "ended";
  readonly stopped: Stopped;
  /** Undefined if nothing was trained. */
  readonly seconds?: number | undefined;
  /** Whether it can go on for more epochs. */
  readonly hasMore?: true | undefined;
  /** What a batch takes with each engine, if that was measured afterwards. */
  readonly engines?: EngineTimes | undefined;
  /** When it was started, if that was in an earlier window: then it is only looked at. */
  readonly startedAt?: string | undefined;
}

export interface FailedStatus extends RunFacts, TrainedFacts, Leftover {
  readonly state: "failed";
  readonly note: Message;
}

/** A run of another window that is watched here. */
export interface WatchedStatus extends RunFacts {
  readonly state: "watched";
}

/** Whether a run goes on, and can be stopped or waited for. */
export function isActive(status: RunStatus): status is ActiveStatus {
  return status.state !== "idle" && status.state !== "watched" && status.state !== "ended" && status.state !== "failed";
}

/** What was found to be sick about a run; the same list while nothing is added. */
export function healthOf(status: RunStatus): readonly ShownFinding[] {
  return (status.state === "idle" ? undefined : status.health) ?? healthy;
}

const healthy: readonly ShownFinding[] = [];

/** What a run came to; undefined if it goes on, failed, or there is none. */
export function endOf(status: RunStatus): EndedStatus | undefined {
  return status.state === "ended" ? status : undefined;
}

/** A finding; of a run of an earlier window what its record has of it, which is no place and no remedy. */
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
