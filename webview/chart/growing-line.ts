// A line of a chart that grows: each value is looked at once as it comes, smoothed and thinned to what the
// axis can show. What is kept stays right while epochs are added; only if the axis has grown to half its
// scale is it thinned again. So a frame costs what is drawn, however long the run is.

import type { EpochResult } from "../../src/training/types.ts";
import type { ChartView } from "./chart-view.ts";
import { valuesOf } from "./measures.ts";
import type { SeenValues } from "./robust-range.ts";
import { type Vertex, type Smoother, smoother, thinned } from "./series.ts";
import type { Range } from "./zoom.ts";

/** The lowest and the highest value of places, and of the bounds of others; undefined without any. */
export function boundsOf(vertices: readonly Vertex[], others?: Range): Range | undefined {
  let [low, high] = others ?? [Infinity, -Infinity];
  for (const { y } of vertices) {
    if (y < low) low = y;
    if (y > high) high = y;
  }
  return low <= high ? [low, high] : undefined;
}

/** The most values of a line that a range is found from: twice as many as may be passed over. */
const SOME = 512;

/**
 * The values of places, and of so many that they can be looked at in a frame; undefined without any.
 * @param bounds of all, if they are known
 */
export function seenValues(vertices: readonly Vertex[], bounds = boundsOf(vertices)): SeenValues | undefined {
  if (bounds === undefined) return undefined;
  // Steps of a power of two: the same ones are looked at while the line grows to twice its length.
  const step = 2 ** Math.max(0, Math.ceil(Math.log2(vertices.length / SOME)));
  return { some: Array.from({ length: Math.ceil(vertices.length / step) }, (_, index) => vertices[index * step]!.y), bounds };
}

/** The first place at or after `x`, or the length: places ascend. */
function vertexFrom(vertices: readonly Vertex[], x: number): number {
  let [low, high] = [0, vertices.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (vertices[middle]!.x < x) low = middle + 1;
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
  #vertices: Vertex[] = [];
  /** Of the values of all places. */
  #bounds: Range | undefined;
  #smooth: Smoother = smoother(0);
  /** Columns per unit of the axis, a power of two. */
  #scale = 0;
  #kept: Vertex[] = [];
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
      this.#vertices = [];
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
      const vertex = { x: point.epoch, y: this.#smooth(value) };
      this.#vertices.push(vertex);
      this.#bounds = boundsOf([vertex], this.#bounds);
    }
    return isLonger;
  }

  /** The values of a window's epochs and of one on either side of it; undefined without any. */
  seen([from, to]: Range): SeenValues | undefined {
    const vertices = this.#vertices;
    if (vertices.length === 0 || (vertices[0]!.x >= from && vertices.at(-1)!.x <= to)) return seenValues(vertices, this.#bounds);
    return seenValues(vertices.slice(Math.max(0, vertexFrom(vertices, from) - 1), vertexFrom(vertices, to) + 1));
  }

  /**
   * The places to draw of a window's epochs, with one on either side of it, thinned to about a pixel without
   * losing a spike.
   * @param density pixels to an epoch, if the axis is logarithmic to a unit of the logarithm
   */
  within([from, to]: Range, density: number): Vertex[] {
    this.#thin(2 ** Math.floor(Math.log2(density)), this.#view?.logX ?? false);
    const kept = this.#kept;
    return kept.slice(Math.max(0, vertexFrom(kept, from) - 1), vertexFrom(kept, to) + 1);
  }

  #thin(scale: number, isLog: boolean): void {
    if (scale !== this.#scale) {
      this.#scale = scale;
      this.#kept = [];
      this.#done = this.#keptDone = 0;
    }
    const vertices = this.#vertices;
    const column = isLog ? (x: number) => Math.floor(Math.log(x) * scale) : (x: number) => Math.floor(x * scale);
    this.#kept.length = this.#keptDone;
    const last = vertices.length === 0 ? 0 : column(vertices.at(-1)!.x);
    let open = vertices.length;
    while (open > this.#done && column(vertices[open - 1]!.x) === last) open--;
    for (const vertex of thinned(vertices.slice(this.#done, open), column)) this.#kept.push(vertex);
    this.#keptDone = this.#kept.length;
    this.#done = open;
    for (const vertex of thinned(vertices.slice(open), column)) this.#kept.push(vertex);
  }
}
