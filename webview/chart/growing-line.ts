// A line of a chart that grows: each value is looked at once as it comes, smoothed and thinned to what the
// axis can show. What is kept stays right while epochs are added; only where the axis has grown to half its
// scale is it thinned again. So a frame costs what is drawn, however long the run is.

import type { EpochResult } from "../../src/training/types.ts";
import type { ChartView } from "../view-state.ts";
import { valuesOf } from "./measures.ts";
import type { SeenValues } from "./robust-range.ts";
import { type Place, type Smoother, smoother, thinned } from "./series.ts";
import type { Range } from "./zoom.ts";

/** The lowest and the highest value of places, and of the bounds of others; undefined without any. */
export function boundsOf(places: readonly Place[], others?: Range): Range | undefined {
  let [low, high] = others ?? [Infinity, -Infinity];
  for (const { y } of places) {
    if (y < low) low = y;
    if (y > high) high = y;
  }
  return low <= high ? [low, high] : undefined;
}

/** The most values of a line that a range is judged by: twice as many as may be passed over. */
const SOME = 512;

/**
 * The values of places, and of so many that they can be looked at in a frame; undefined without any.
 * @param bounds of all, where they are known
 */
export function seenValues(places: readonly Place[], bounds = boundsOf(places)): SeenValues | undefined {
  if (bounds === undefined) return undefined;
  // Steps of a power of two: the same ones are looked at while the line grows to twice its length.
  const step = 2 ** Math.max(0, Math.ceil(Math.log2(places.length / SOME)));
  return { some: Array.from({ length: Math.ceil(places.length / step) }, (_, index) => places[index * step]!.y), bounds };
}

/** The first place at or after `x`, or the length: places ascend. */
function placeFrom(places: readonly Place[], x: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]!.x < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

export class GrowingLine {
  readonly #split: 0 | 1;
  readonly #isSmoothed: boolean;
  #view: ChartView | undefined;
  #first: EpochResult | undefined;
  /** Points that were looked at. */
  #seen = 0;
  #places: Place[] = [];
  /** Of the values of all places. */
  #bounds: Range | undefined;
  #smooth: Smoother = smoother(0);
  /** Columns per unit of the axis, a power of two. */
  #scale = 0;
  #kept: Place[] = [];
  /** Places and kept ones before the last column, which may still get more. */
  #done = 0;
  #keptDone = 0;

  /** @param isSmoothed whether the line follows the view's smoothing, or shows the values as they are */
  constructor(split: 0 | 1, isSmoothed: boolean) {
    this.#split = split;
    this.#isSmoothed = isSmoothed;
  }

  /**
   * Takes the points that have come, of the same run or of another one. Values that no axis can show are left
   * out.
   * @param points all of the run; those that were there before are the same
   * @returns whether it is the line that it was, and no more than longer
   */
  follow(points: readonly EpochResult[], view: ChartView): boolean {
    const smoothing = this.#isSmoothed ? view.smoothing : 0;
    const isSame = view.measure === this.#view?.measure && view.logY === this.#view.logY && view.smoothing === this.#view.smoothing;
    const isLonger = isSame && points[0] === this.#first && points.length >= this.#seen;
    if (!isLonger) {
      this.#first = points[0];
      this.#seen = 0;
      this.#places = [];
      this.#bounds = undefined;
      this.#smooth = smoother(smoothing);
      this.#scale = 0;
    }
    if (view.logX !== this.#view?.logX) this.#scale = 0;
    this.#view = view;
    for (; this.#seen < points.length; this.#seen++) {
      const point = points[this.#seen]!;
      const value = valuesOf(point, view.measure)[this.#split];
      if (value === undefined || !Number.isFinite(value) || (value <= 0 && view.logY)) continue;
      const place = { x: point.epoch, y: this.#smooth(value) };
      this.#places.push(place);
      this.#bounds = boundsOf([place], this.#bounds);
    }
    return isLonger;
  }

  /** The values of a window's epochs and of one on either side of it; undefined without any. */
  seen([from, to]: Range): SeenValues | undefined {
    const places = this.#places;
    if (places.length === 0 || (places[0]!.x >= from && places.at(-1)!.x <= to)) return seenValues(places, this.#bounds);
    return seenValues(places.slice(Math.max(0, placeFrom(places, from) - 1), placeFrom(places, to) + 1));
  }

  /**
   * The places to draw of a window's epochs, with one on either side of it, thinned to about a pixel without
   * losing a spike.
   * @param density pixels to an epoch, where the axis is logarithmic to a unit of the logarithm
   */
  within([from, to]: Range, density: number): Place[] {
    this.#thin(2 ** Math.floor(Math.log2(density)), this.#view?.logX ?? false);
    const kept = this.#kept;
    return kept.slice(Math.max(0, placeFrom(kept, from) - 1), placeFrom(kept, to) + 1);
  }

  #thin(scale: number, isLog: boolean): void {
    if (scale !== this.#scale) {
      this.#scale = scale;
      this.#kept = [];
      this.#done = this.#keptDone = 0;
    }
    const places = this.#places;
    const column = isLog ? (x: number) => Math.floor(Math.log(x) * scale) : (x: number) => Math.floor(x * scale);
    this.#kept.length = this.#keptDone;
    const last = places.length === 0 ? 0 : column(places.at(-1)!.x);
    let open = places.length;
    while (open > this.#done && column(places[open - 1]!.x) === last) open--;
    for (const place of thinned(places.slice(this.#done, open), column)) this.#kept.push(place);
    this.#keptDone = this.#kept.length;
    this.#done = open;
    for (const place of thinned(places.slice(open), column)) this.#kept.push(place);
  }
}
