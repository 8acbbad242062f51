// Parallel coordinates to listen to: the best loss over each setting, one setting after the other.

import type { TrialStatus } from "../../../../src/protocol/sweep.ts";
import type { Heard } from "../../../chart/curve-sound.ts";
import { heardOf } from "../../../chart/heard.ts";
import { valueOn } from "../sweep-ranges.ts";
import { namesOf } from "../sweep-words.ts";
import { trialAxis } from "./parallel-layout.ts";

/** @param trials with a loss; of those with the same value the mean is heard */
export function trialsHeard(trials: readonly TrialStatus[]): readonly Heard[] {
  const [first] = trials;
  if (first === undefined) return [];
  const placesOn = (name: Parameters<typeof valueOn>[1]): readonly number[] => {
    const axis = trialAxis(trials, name);
    return trials.map((trial) => axis.positionOf(valueOn(trial, name) ?? ""));
  };
  const y = placesOn("best");
  return namesOf(first.settings)
    .filter((name) => trials.some((trial) => valueOn(trial, name) !== valueOn(first, name)))
    .map((name) => heardOf([{ x: placesOn(name), y, isScattered: true }], [0, 1], [0, 1]));
}
