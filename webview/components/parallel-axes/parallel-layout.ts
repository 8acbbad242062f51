// Where parallel coordinates put things: one vertical axis for each setting and for the loss, and a trial as a line through its values
// (Inselberg, The plane with parallel coordinates, 1985). Places are shares from 0, at the left or the bottom, to 1.

import type { Value } from "../../../src/model/sweep/sweep.ts";

export interface Tick {
  readonly value: Value;
  readonly at: number;
}

export interface ParallelAxis {
  readonly ticks: readonly Tick[];
  /** The place of a value. */
  readonly placeOf: (value: Value) => number;
}

/** As many different values have a tick each; of more, numbers are marked in even distances. */
const MOST_TICKS = 7;
const EVEN_TICKS = 5;
/** From this ratio on, positive numbers lie by their logarithm. */
const WIDE = 4;

/** @param values of all trials, in any order; not empty */
export function parallelAxis(values: readonly Value[]): ParallelAxis {
  const different = [...new Set(values)];
  const numbers = different.filter((value) => typeof value === "number").toSorted((one, other) => one - other);
  return numbers.length < different.length ? namesAxis(different) : numbersAxis(numbers);
}

function namesAxis(names: readonly Value[]): ParallelAxis {
  const placeOf = (value: Value): number => (names.length === 1 ? 0.5 : names.indexOf(value) / (names.length - 1));
  return { ticks: names.map((value) => ({ value, at: placeOf(value) })), placeOf };
}

/** @param numbers ascending, all different */
function numbersAxis(numbers: readonly number[]): ParallelAxis {
  const [low, high] = [numbers[0]!, numbers.at(-1)!];
  const isLogarithmic = low > 0 && high / low >= WIDE;
  const scale = (value: number): number => (isLogarithmic ? Math.log(value) : value);
  const [first, range] = [scale(low), scale(high) - scale(low)];
  const placeOf = (value: Value): number => (range === 0 ? 0.5 : (scale(Number(value)) - first) / range);
  const places = numbers.map((value) => ({ value, at: placeOf(value) }));
  if (places.length <= MOST_TICKS && areApart(places)) return { ticks: places, placeOf };
  const isWhole = numbers.every(Number.isInteger);
  const ticks = Array.from({ length: EVEN_TICKS }, (_, index) => {
    const at = index / (EVEN_TICKS - 1);
    const value = isLogarithmic ? Math.exp(first + at * range) : first + at * range;
    return { value: isWhole ? Math.round(value) : Number(value.toPrecision(3)), at };
  });
  return { ticks, placeOf };
}

/** Whether their words would not lie over each other. */
function areApart(places: readonly Tick[]): boolean {
  return places.every(({ at }, index) => index === 0 || at - places[index - 1]!.at > 1 / (2 * MOST_TICKS));
}
