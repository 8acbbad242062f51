// A sweep as the builder sees it: how each trial stands, and of several seeds the band of their losses. It is
// asked for, not streamed, and stays small whatever the number of epochs.

import type { Message } from "../model/message.ts";
import type { Band, BandKind } from "../model/sweep/band.ts";
import type { Settings, Sweep } from "../model/sweep/sweep.ts";
import type { EpochMetrics, EpochResult, Stopped } from "../training/types.ts";

/** A trial that is skipped is no valid document; one that waits when the sweep is over was never begun. */
export type TrialState = "waiting" | "running" | "ended" | "failed" | "skipped";

export interface TrialStatus {
  readonly settings: Settings;
  readonly state: TrialState;
  /** Finished epochs. */
  readonly epoch: number;
  /** The newest epoch. */
  readonly last?: EpochResult;
  /** The lowest loss of all epochs, of the validation rows if there are any, else of the training rows. */
  readonly best?: number;
  readonly bestEpoch?: number;
  /** What was counted in that epoch. */
  readonly bestMetrics?: EpochMetrics;
  /** Why it ended before its last epoch; `hopeless` if it fell far behind the others. */
  readonly stopped?: Stopped | "hopeless";
  readonly seconds?: number;
  /** Why it failed or was skipped, or what to know about its end. */
  readonly note?: Message;
}

/** The bands of the same runs, for both splits. */
export interface Bands {
  readonly train: Band;
  /** Absent without validation rows. */
  readonly validation?: Band;
}

export interface SweepStatus {
  readonly state: "running" | "stopping" | "ended";
  readonly sweep: Sweep;
  readonly trials: readonly TrialStatus[];
  /** Epochs of each trial. */
  readonly epochs: number;
  readonly secondsLeft?: number;
  readonly seconds: number;
  /** Present for several seeds, of all trials that have begun. */
  readonly bands?: Bands;
  /**
   * Present if the document differs in more than what is varied from the one that the trials were made of.
   */
  readonly isOutdated?: true;
  readonly note?: Message;
}

/** What the builder asks of the document's sweep. */
export interface SweepHost {
  /** Repeats the training as the sweep says, beside the document's own run. */
  startSweep(sweep: Sweep): Promise<void>;
  stopSweep(): Promise<void>;
  /** How the newest sweep stands; undefined if there was none. */
  sweepStatus(band: BandKind): Promise<SweepStatus | undefined>;
  /** Saves the trials of the newest sweep as CSV, in a place that the person chooses. */
  saveTrials(): Promise<void>;
}
