// Where the points of a chart lie in its picture, and which numbers stand at its axes. No elements here.

/** Numbers over numbers. */
export interface Series {
  readonly name: string;
  readonly kind: "line" | "dashed" | "points";
  /** Colour, and never that alone: the kinds differ too. */
  readonly tone: "blue" | "orange" | "quiet";
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

export type Range = readonly [low: number, high: number];

/** The picture's own units, which are pixels at its usual width. */
export const WIDTH = 320;
export const HEIGHT = 220;
const LEFT = 44;
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

/** @param xRange what the axis shows; all of the points where nothing is said */
export function plotOf(series: readonly Series[], xRange?: Range, yRange?: Range): Plot {
  const [xLow, xHigh] = xRange ?? rangeOf(series.map(({ x }) => x));
  const [yLow, yHigh] = yRange ?? rangeOf(series.map(({ y }) => y));
  const [left, right, top, bottom] = [LEFT, WIDTH - RIGHT, TOP, HEIGHT - BOTTOM];
  return {
    x: (value) => left + ((value - xLow) / (xHigh - xLow)) * (right - left),
    y: (value) => bottom - ((value - yLow) / (yHigh - yLow)) * (bottom - top),
    xTicks: ticksOf(xLow, xHigh),
    yTicks: ticksOf(yLow, yHigh),
    left,
    right,
    top,
    bottom,
  };
}

/** From the smallest to the largest of all numbers, a little wider, and never without width. */
function rangeOf(lists: readonly ArrayLike<number>[]): Range {
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

/** The path of a series: a line, or a dot at each point. */
export function pathOf({ kind, x, y }: Series, plot: Plot): string {
  const places: string[] = [];
  for (let at = 0; at < x.length; at++) {
    const place = `${plot.x(x[at]!).toFixed(1)} ${plot.y(y[at]!).toFixed(1)}`;
    places.push(kind === "points" ? `M${place}h0` : `${at === 0 ? "M" : "L"}${place}`);
  }
  return places.join("");
}

export interface Cursor {
  readonly series: number;
  readonly index: number;
}

/** The point nearest to a place in the picture; of a line the one nearest along the axis, unless another series is much nearer. */
export function nearest(series: readonly Series[], plot: Plot, left: number, top: number): Cursor | undefined {
  let best: Cursor | undefined;
  let least = Infinity;
  for (const [at, { x, y, kind }] of series.entries()) {
    for (let index = 0; index < x.length; index++) {
      const aside = Math.abs(plot.x(x[index]!) - left);
      const above = Math.abs(plot.y(y[index]!) - top);
      const distance = aside + above * (kind === "points" ? 1 : 0.2);
      if (distance < least) [least, best] = [distance, { series: at, index }];
    }
  }
  return best;
}
