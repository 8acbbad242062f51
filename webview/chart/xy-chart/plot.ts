// Where the points of a chart lie in its picture, and which numbers stand at its axes. No elements here.

import { formatTicks } from "../../shared/numbers.ts";

/**
 * Numbers over numbers: as a line, as steps (each value holds back to the point before, as in scikit-learn's
 * precision-recall display), as points or as points on a line.
 */
export interface Series {
  readonly name: string;
  readonly kind: "line" | "steps" | "dashed" | "points" | "dots";
  /** Colour, and never that alone: the kinds differ too. */
  readonly tone: "blue" | "orange" | "quiet";
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Rows that each point stands for. */
  readonly rows?: ArrayLike<number>;
}

export type Range = readonly [low: number, high: number];

/** The picture's own units, which are pixels at its usual width. */
export const WIDTH = 320;
export const HEIGHT = 220;
/** Left of the axis: its title, and so much for each character of its numbers. */
const TITLE = 26;
const CHARACTER = 6;
const RIGHT = 10;
const TOP = 8;
const BOTTOM = 34;
/** Numbers at an axis. */
const TICKS = 5;

export interface Plot {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** @param xRange what the axis shows; all of the points if nothing is said */
export function plotOf(series: readonly Series[], xRange?: Range, yRange?: Range): Plot {
  const [xLow, xHigh] = xRange ?? rangeOf(series.map(({ x }) => x));
  const [yLow, yHigh] = yRange ?? rangeOf(series.map(({ y }) => y));
  const yTicks = ticksOf(yLow, yHigh);
  const left = TITLE + CHARACTER * Math.max(3, ...formatTicks(yTicks).map(({ length }) => length));
  const [right, top, bottom] = [WIDTH - RIGHT, TOP, HEIGHT - BOTTOM];
  return {
    x: (value) => left + ((value - xLow) / (xHigh - xLow)) * (right - left),
    y: (value) => bottom - ((value - yLow) / (yHigh - yLow)) * (bottom - top),
    xTicks: ticksOf(xLow, xHigh),
    yTicks,
    left,
    right,
    top,
    bottom,
  };
}

/** From the smallest to the largest of all numbers, a little wider, and never without width. */
export function rangeOf(lists: readonly ArrayLike<number>[]): Range {
  let [low, high] = [Infinity, -Infinity];
  for (const list of lists) {
    for (let at = 0; at < list.length; at++) {
      low = Math.min(low, list[at]!);
      high = Math.max(high, list[at]!);
    }
  }
  if (low > high) return [0, 1];
  const margin = low === high ? Math.max(Math.abs(low) * 0.1, 0.5) : (high - low) * 0.04;
  return [low - margin, high + margin];
}

/** Round numbers, 1, 2 or 5 times a power of ten apart. */
function ticksOf(low: number, high: number): number[] {
  const rough = (high - low) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** The path of a series: a line, steps, or a dot at each point. */
export function pathOf({ kind, x, y }: Pick<Series, "kind" | "x" | "y">, plot: Plot): string {
  const places: string[] = [];
  for (let at = 0; at < x.length; at++) {
    const [left, top] = [plot.x(x[at]!).toFixed(1), plot.y(y[at]!).toFixed(1)];
    if (kind === "points") places.push(`M${left} ${top}h0`);
    else if (at === 0) places.push(`M${left} ${top}`);
    else places.push(kind === "steps" ? `V${top}H${left}` : `L${left} ${top}`);
  }
  return places.join("");
}

export interface Cursor {
  readonly series: number;
  readonly index: number;
}

/**
 * The point nearest to a place in the picture, and how far it is; of a line the one nearest along the axis,
 * unless another series is much nearer.
 */
export function nearest(
  series: readonly Series[],
  plot: Plot,
  left: number,
  top: number,
): (Cursor & { readonly distance: number }) | undefined {
  let best: (Cursor & { readonly distance: number }) | undefined;
  for (const [at, { x, y, kind }] of series.entries()) {
    for (let index = 0; index < x.length; index++) {
      const aside = Math.abs(plot.x(x[index]!) - left);
      const above = Math.abs(plot.y(y[index]!) - top);
      const distance = aside + above * (kind === "points" ? 1 : 0.2);
      if (distance < (best?.distance ?? Infinity)) best = { series: at, index, distance };
    }
  }
  return best;
}
