// A line of a chart that grows: each value is looked at once as it comes, smoothed and thinned to what the axis can show. What is kept stays right while
// epochs are added; only where the axis has grown to half its scale is it thinned again. So a frame costs what is drawn, however long the run is.

import type { EpochResult } from "../../../src/training/types.ts";
import type { ChartView } from "../../view-state.ts";
import { valuesOf } from "./measures.ts";
import { type Place, type Smoother, smoother, thinned } from "./series.ts";
import type { Range } from "./zoom.ts";

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
   * Takes the points that have come, of the same run or of another one. Values that no axis can show are left out.
   * @param points all of the run; those that were there before are the same
   */
  follow(points: readonly EpochResult[], view: ChartView): void {
    const smoothing = this.#isSmoothed ? view.smoothing : 0;
    const isSame = view.measure === this.#view?.measure && view.logY === this.#view.logY && view.smoothing === this.#view.smoothing;
    if (!isSame || points[0] !== this.#first || points.length < this.#seen) {
      this.#first = points[0];
      this.#seen = 0;
      this.#places = [];
      this.#smooth = smoother(smoothing);
      this.#scale = 0;
    }
    if (view.logX !== this.#view?.logX) this.#scale = 0;
    this.#view = view;
    for (; this.#seen < points.length; this.#seen++) {
      const point = points[this.#seen]!;
      const y = valuesOf(point, view.measure)[this.#split];
      if (y !== undefined && Number.isFinite(y) && (y > 0 || !view.logY)) this.#places.push({ x: point.epoch, y: this.#smooth(y) });
    }
  }

  /**
   * The places to draw of a window's epochs, with one on either side of it, thinned to about a pixel without losing a spike.
   * @param width pixels that the window has
   */
  within([from, to]: Range, width: number): Place[] {
    const isLog = this.#view?.logX ?? false;
    const extent = isLog ? Math.log(to / from) : to - from;
    this.#thin(2 ** Math.floor(Math.log2(Math.max(1, width) / Math.max(extent, Number.EPSILON))), isLog);
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
