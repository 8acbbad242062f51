// What a detector is: it begins to watch a run, is told of every epoch and every sight of the network, and
// says what it is sure of. If it only suspects, it tries on a copy first.

import type { EpochResult } from "../types.ts";
import type { HealthCode, Symptom } from "./finding.ts";
import type { Lab } from "./lab.ts";
import type { Sight } from "./sight.ts";
import type { Subject } from "./subject.ts";

/** Trains a copy a batch at a time; what it gives in the end is said. */
export type Trial = Generator<undefined, readonly Symptom[], undefined>;

/** A detector's answer: symptoms, or a trial that decides; nothing if all is well. */
export type Answer = readonly Symptom[] | ((lab: Lab) => Trial) | undefined;

/** A detector at work in one run. */
export interface Watch {
  /** Called after every epoch, so it must take next to no time. */
  readonly epoch?: (result: EpochResult, steps: number) => Answer;
  /** Called when the network was looked at: before the first step, and after some of the epochs. */
  look?(sight: Sight): Answer;
  /** The run's numbers have become NaN or infinite, after so many finished epochs. */
  diverged?(epochs: number): Answer;
  /** Another detector found what this sickness may explain, so it is to decide now rather than later. */
  asked?(): Answer;
}

export interface Detector {
  readonly code: HealthCode;
  /** Undefined if such a run cannot have the sickness. */
  readonly watch: (subject: Subject) => Watch | undefined;
}
