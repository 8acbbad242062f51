// Which trials of a sweep are looked at: along some axes a range of numbers, or some of the names. A trial is
// looked at if it lies in all of them.

import { type AxisName, axisNames } from "../../../src/model/sweep/sweep.ts";
import type { TrialStatus } from "../../../src/protocol/sweep.ts";

/** What trials are told apart by: a setting, or the best loss. */
export type RangeName = AxisName | "seed" | "best";

/** The lowest and the highest number, both in it; or the names themselves. */
export type AxisRange = readonly [number, number] | readonly string[];

export type Ranges = Readonly<Partial<Record<RangeName, AxisRange>>>;

const rangeNames: readonly RangeName[] = [...axisNames, "seed", "best"];

/** What a trial has on an axis; a loss only once there is one. */
export function valueOn({ settings, best }: TrialStatus, name: RangeName): number | string | undefined {
  return name === "best" ? best : settings[name];
}

export function isInRanges(trial: TrialStatus, ranges: Ranges): boolean {
  return rangeNames.every((name) => {
    const range = ranges[name];
    return range === undefined || isInRange(valueOn(trial, name), range);
  });
}

export function isInRange(value: number | string | undefined, range: AxisRange): boolean {
  if (isNumbers(range)) return typeof value === "number" && value >= range[0] && value <= range[1];
  return typeof value === "string" && range.includes(value);
}

export function isNumbers(range: AxisRange): range is readonly [number, number] {
  return typeof range[0] === "number";
}

/** The same ranges with another one, or none, on an axis. */
export function withRange(ranges: Ranges, name: RangeName, range: AxisRange | undefined): Ranges {
  const { [name]: _, ...others } = ranges;
  return range === undefined ? others : { ...others, [name]: range };
}

/** What was kept of ranges; anything of another shape is left out. */
export function keptRanges(value: unknown): Ranges {
  const kept = (value ?? {}) as Partial<Record<RangeName, unknown>>;
  return Object.fromEntries(rangeNames.flatMap((name) => (isKept(kept[name]) ? [[name, kept[name]]] : [])));
}

function isKept(value: unknown): value is AxisRange {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every((item) => typeof item === "string") || (value.length === 2 && value.every((item) => typeof item === "number"));
}
