// What detectors know of a run before it begins.

import { lastIndex } from "../../model/diagnostics/rule.ts";
import type { ResolvedLayer } from "../../model/layers.ts";
import type { Experiment } from "../../model/schema.ts";
import { isScale } from "../../model/target-scale.ts";
import type { PreparedExperiment } from "../experiment.ts";

export interface Subject {
  readonly prepared: PreparedExperiment;
  readonly experiment: Experiment;
  readonly layers: readonly ResolvedLayer[];
  /** The indices of the Linears that learn; one that only brings the answer to the target's size is none. */
  readonly linears: readonly number[];
  /** The index of the last layer that does something before such a scale. */
  readonly last: number;
  /** Epochs that the run is to have. */
  readonly epochs: number;
  readonly course: Course;
}

/** The training loss so far; NaN before there is one. */
export interface Course {
  /** Of the first epoch. */
  first: number;
  /** Of the last one. */
  latest: number;
}

export function subjectOf(prepared: PreparedExperiment, epochs: number): Subject {
  const { experiment } = prepared;
  const { layers } = experiment;
  const end = lastIndex(layers);
  const last = end > 0 && isScale(layers[end]) ? lastIndex(layers.slice(0, end)) : end;
  const linears = layers.flatMap(({ type }, index) => (type === "Linear" && index <= last ? [index] : []));
  return { prepared, experiment, layers, linears, last, epochs, course: { first: NaN, latest: NaN } };
}
