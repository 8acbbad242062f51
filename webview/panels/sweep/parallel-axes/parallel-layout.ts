// Where parallel coordinates put things: one vertical axis for each setting and for the loss, and a trial as
// a line through its values (Inselberg, The plane with parallel coordinates, 1985). Places are shares from 0,
// at the left or the bottom, to 1.

import type { Value } from "../../../../src/model/sweep/sweep.ts";
import { type BadSide, valueRange } from "../../../chart/robust-range.ts";
import type { TrialStatus } from "../../../../src/protocol/sweep.ts";
import { type AxisRange, isInRange, isNumbers, type RangeName, valueOn } from "../sweep-ranges.ts";

export interface Tick {
  readonly value: Value;
  readonly at: number;
}

export interface ParallelAxis {
  /** All different values, from the bottom to the top. */
  readonly values: readonly Value[];
  readonly ticks: readonly Tick[];
  /** The place of a value. */
  readonly positionOf: (value: Value) => number;
  /** What lies between two places, in any order: numbers as they are there, of names at least the nearest. */
  readonly between: (one: number, other: number) => AxisRange;
}

/** The lower and the upper end of a range. */
export type End = 0 | 1;

/** As many different values have a tick each; of more, numbers are marked in even distances. */
const MOST_TICKS = 7;
const EVEN_TICKS = 5;
/** The share of the axis that a tick's words need, at the least height there is. */
const LEAST_APART = 1 / 10;
/** From this ratio on, positive numbers lie by their logarithm. */
const WIDE = 4;

/**
 * @param values of all trials, in any order; not empty
 * @param side where numbers that lie far off stand at the axis' end, so that they do not press the others
 *   together
 */
export function parallelAxis(values: readonly Value[], side?: BadSide): ParallelAxis {
  const different = [...new Set(values)];
  const numbers = different.filter((value) => typeof value === "number").toSorted((one, other) => one - other);
  return numbers.length < different.length ? namesAxis(different.map(String)) : numbersAxis(numbers, side);
}

/**
 * The axis on which trials are told apart by a name. Values that are words stand in an order that does not
 * depend on the ranks, which change while trials are trained.
 * @param trials not empty
 */
export function trialAxis(trials: readonly TrialStatus[], name: RangeName): ParallelAxis {
  const values = trials.map((trial) => valueOn(trial, name) ?? "").toSorted((one, other) => (String(one) < String(other) ? -1 : 1));
  return parallelAxis(values, name === "best" ? "above" : undefined);
}

/** The places of a range's ends; of a range that lies outside the axis, its nearer end. */
export function spanOf({ positionOf }: ParallelAxis, range: AxisRange): readonly [number, number] {
  const positions = range.map(positionOf);
  return [clamped(Math.min(...positions)), clamped(Math.max(...positions))];
}

/** Indices of the first and the last value that is in a range; of all values if there is none. */
export function reachOf({ values }: ParallelAxis, range: AxisRange | undefined): readonly [number, number] {
  if (range === undefined) return [0, values.length - 1];
  const first = values.findIndex((value) => isInRange(value, range));
  const last = values.findLastIndex((value) => isInRange(value, range));
  if (first >= 0) return [first, last];
  // Between two values, if nothing is.
  const above = values.findIndex((value) => isNumbers(range) && Number(value) >= range[0]);
  const at = above < 0 ? values.length - 1 : above;
  return [at, at];
}

/**
 * A range with one of its ends so many values further; undefined if it is all there is. The ends do not
 * pass each other.
 */
export function stepped(axis: ParallelAxis, range: AxisRange | undefined, end: End, by: number): AxisRange | undefined {
  const { values } = axis;
  const [first, last] = reachOf(axis, range);
  const from = end === 0 ? Math.max(0, Math.min(first + by, last)) : first;
  const to = end === 1 ? Math.min(values.length - 1, Math.max(last + by, first)) : last;
  if (from === 0 && to === values.length - 1) return undefined;
  const kept = values.slice(from, to + 1);
  return typeof kept[0] === "number" ? [kept[0], Number(kept.at(-1))] : kept.map(String);
}

function namesAxis(names: readonly string[]): ParallelAxis {
  const positionOf = (value: Value): number => (names.length === 1 ? 0.5 : names.indexOf(String(value)) / (names.length - 1));
  const between = (one: number, other: number): AxisRange => {
    const [low, high] = [Math.min(one, other), Math.max(one, other)];
    const inside = names.filter((name) => positionOf(name) >= low && positionOf(name) <= high);
    const distance = (name: string): number => Math.abs(positionOf(name) - (low + high) / 2);
    return inside.length > 0 ? inside : names.toSorted((a, b) => distance(a) - distance(b)).slice(0, 1);
  };
  return { values: names, ticks: names.map((value) => ({ value, at: positionOf(value) })), positionOf, between };
}

/** @param numbers ascending, all different */
function numbersAxis(numbers: readonly number[], side: BadSide | undefined): ParallelAxis {
  const whole = [numbers[0]!, numbers.at(-1)!] as const;
  const isLogarithmic = whole[0] > 0 && whole[1] / whole[0] >= WIDE;
  const [low, high] = valueRange([{ some: numbers, bounds: whole }], side, isLogarithmic)?.bulk ?? whole;
  const scale = (value: number): number => (isLogarithmic ? Math.log(value) : value);
  const [first, range] = [scale(low), scale(high) - scale(low)];
  const positionOf = (value: Value): number => {
    if (range === 0) return 0.5;
    // The logarithm knows no place for what is not above 0: it lies below all.
    return isLogarithmic && Number(value) <= 0 ? -1 : Math.min(1, (scale(Number(value)) - first) / range);
  };
  // The ends are told as they are, without what the way there and back rounds.
  const valueAt = (at: number): number => {
    if (at <= 0) return low;
    if (at >= 1) return whole[1];
    return isLogarithmic ? Math.exp(first + at * range) : first + at * range;
  };
  const between = (one: number, other: number): AxisRange => [valueAt(Math.min(one, other)), valueAt(Math.max(one, other))];
  const positions = numbers.map((value) => ({ value, at: positionOf(value) }));
  if (positions.length <= MOST_TICKS && areApart(positions)) return { values: numbers, ticks: positions, positionOf, between };
  const isWhole = numbers.every(Number.isInteger);
  const ticks = Array.from({ length: EVEN_TICKS }, (_, index) => {
    const at = index / (EVEN_TICKS - 1);
    return { value: isWhole ? Math.round(valueAt(at)) : valueAt(at), at };
  });
  return { values: numbers, ticks, positionOf, between };
}

/** Whether their words would not lie over each other. */
function areApart(positions: readonly Tick[]): boolean {
  return positions.every(({ at }, index) => index === 0 || at - positions[index - 1]!.at > LEAST_APART);
}

function clamped(position: number): number {
  return Math.max(0, Math.min(1, position));
}
