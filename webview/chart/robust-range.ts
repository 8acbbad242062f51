// Which values an axis shows: all of them, unless a few bad ones lie so far off that the others would be a
// flat line. Then it follows the bulk, and those few run off. Pure arithmetic.

import type { Range } from "./zoom.ts";

/**
 * Where a measure's bad values lie. Those on the good side never run off: a loss that falls at last is what
 * everybody waited for.
 */
export type BadSide = "above" | "below";

/** A line's values, as far as they are seen. */
export interface SeenValues {
  /** Some of them, evenly chosen. */
  readonly some: readonly number[];
  /** The lowest and the highest of all. */
  readonly bounds: Range;
}

export interface ValueRange {
  /** What shows the bulk. */
  readonly bulk: Range;
  readonly whole: Range;
  /** Whether the values are so far apart that a logarithmic axis shows more of them. */
  readonly wantsLog: boolean;
}

/** The share of the values that may run off, though always one of each line. */
const OFF = 1 / 20;
/** With fewer values than this for each that may run off there is no telling the bulk from the rest. */
const FEWEST = 4;
/**
 * The share of the axis that the bulk must have; if it would have less, the axis ends MARGIN of its width
 * beyond it.
 */
const LEAST = 1 / 4;
/** The same of a logarithmic axis, which has room for much. */
const LEAST_LOG = 1 / 8;
const MARGIN = 1;
/** The highest value by the lowest from which on a logarithmic axis is offered. */
const LOG_RATIO = 20;
/** The share of an axis that a guest's line leaves for its own lines, or runs off. */
const OWN = 1 / 2;

/**
 * The range of all lines; undefined without any value.
 * @param side undefined if nothing is to run off
 * @param isLog whether the axis is logarithmic; all values are above 0 then
 */
export function valueRange(lines: readonly (SeenValues | undefined)[], side: BadSide | undefined, isLog = false): ValueRange | undefined {
  const seen = lines.filter((line) => line !== undefined);
  if (seen.length === 0) return undefined;
  const whole: Range = [Math.min(...seen.map(({ bounds }) => bounds[0])), Math.max(...seen.map(({ bounds }) => bounds[1]))];
  const wantsLog = whole[0] > 0 && whole[1] / whole[0] >= LOG_RATIO;
  return { bulk: (side && bulkOf(seen, whole, side, isLog)) ?? whole, whole, wantsLog };
}

/**
 * A range, wide enough for a guest's too as long as that leaves half of it: else the guest's line runs off.
 */
export function withGuest(own: Range, guest: Range | undefined): Range {
  if (guest === undefined) return own;
  const both: Range = [Math.min(own[0], guest[0]), Math.max(own[1], guest[1])];
  return own[1] - own[0] >= (both[1] - both[0]) * OWN ? both : own;
}

/** Undefined if the bulk has room enough among all, or is a single value. */
function bulkOf(seen: readonly SeenValues[], whole: Range, side: BadSide, isLog: boolean): Range | undefined {
  // The bad side up, for one way of thinking.
  const sign = side === "above" ? 1 : -1;
  const up = (value: number): number => sign * (isLog ? Math.log(value) : value);
  const down = (height: number): number => (isLog ? Math.exp(sign * height) : sign * height);
  const values = Float64Array.from(
    seen.flatMap(({ some }) => some),
    up,
  ).toSorted();
  const off = Math.max(seen.length, Math.floor(values.length * OFF));
  if (values.length < (FEWEST + 1) * off) return undefined;
  const [good, bad] = side === "above" ? whole : [whole[1], whole[0]];
  const width = values[values.length - 1 - off]! - up(good);
  if (width <= 0 || width >= (up(bad) - up(good)) * (isLog ? LEAST_LOG : LEAST)) return undefined;
  const end = down(up(good) + (1 + MARGIN) * width);
  return side === "above" ? [good, end] : [end, good];
}
