// The loss over a plane of weights as a picture: blue where it is small, orange where it is large, with lines
// of equal loss and the way that the run took.

import type { LandscapeAnswer } from "../../../../src/training/space/types.ts";
import type { Heard } from "../../../chart/curve-sound.ts";
import { heardOf } from "../../../chart/heard.ts";
import { formatCount, formatMeasure } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import type { Contour, Plane, Tint } from "../plane-picture/plane.ts";

/** Lines of equal loss. */
const LEVELS = 10;

/** A landscape as far as it is known. */
export interface Landscape extends LandscapeAnswer {
  /** Index of the moment that is looked at. */
  readonly place?: number | undefined;
}

/** Colours and lines of a loss at each of so many points; those that are not known yet are left out. */
export function lossSurface(losses: Float64Array, points: number): Pick<Plane, "tintOf" | "contours"> {
  // Losses differ by powers of ten between the valley and its walls.
  const heights = heightsOf(losses, points);
  const [low, high] = extentOf(heights);
  return { tintOf: (point) => tint(heights[point]!, low, high), contours: levels(heights, low, high) };
}

export function landscapePlane({ x, y, losses, path, place, directions }: Landscape): Plane {
  const title = (index: number): string => (directions === "path" ? t("Main direction {0}", index) : t("Random direction {0}", index));
  return {
    x: { title: title(1), values: x },
    y: { title: title(2), values: y },
    ...lossSurface(losses, x.length * y.length),
    marks: [],
    path: path.map(({ epoch, loss, x: across, y: up }) => ({
      x: across,
      y: up,
      text: t("Epoch {0}: loss {1}", formatCount(epoch), formatMeasure(loss)),
    })),
    ...(place === undefined ? {} : { place }),
  };
}

/**
 * The surface to listen to, as high as it is drawn: along one direction through the weights, then along the
 * other.
 */
export function surfaceHeard({ x, y, losses }: LandscapeAnswer): readonly Heard[] {
  const heights = heightsOf(losses, x.length * y.length);
  const [column, row] = [x, y].map(({ length }) => Math.floor(length / 2)) as [number, number];
  const along = [
    { x, y: Array.from(x, (_, at) => heights[row * x.length + at]!) },
    { x: y, y: Array.from(y, (_, at) => heights[at * x.length + column]!) },
  ];
  return along.map((line) => heardOf([line], undefined, extentOf(heights)));
}

/** The losses of a way at its epochs or steps, as high as they are drawn. */
export function wayHeard(steps: readonly number[], losses: ArrayLike<number>): Heard {
  return heardOf([{ x: steps, y: heightsOf(Float64Array.from(losses), losses.length) }]);
}

/** The smallest and the largest loss that is finite. */
export function lossRange(losses: Float64Array): readonly [number, number] {
  return extentOf(losses);
}

function heightsOf(losses: Float64Array, points: number): Float64Array {
  const [low] = extentOf(losses);
  const isLogarithmic = low > 0;
  const heights = new Float64Array(points).fill(Number.NaN);
  for (const [point, loss] of losses.entries()) heights[point] = isLogarithmic ? Math.log(loss) : loss;
  return heights;
}

function extentOf(values: Float64Array): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 1];
}

/** What is not known yet has no colour; what is not finite is the highest. */
function tint(height: number, low: number, high: number): Tint {
  if (Number.isNaN(height)) return { tone: "high", strength: 0 };
  const share = height === Infinity ? 1 : high > low ? (2 * (height - low)) / (high - low) - 1 : -1;
  return { tone: share < 0 ? "low" : "high", strength: Math.abs(share) * 0.85 };
}

function levels(heights: Float64Array, low: number, high: number): Contour[] {
  return Array.from({ length: LEVELS }, (_, index) => {
    const level = low + ((index + 0.5) * (high - low)) / LEVELS;
    // If nothing is known there is no line either.
    return { field: heights.map((value) => (Number.isNaN(value) ? -1 : value - level)), isThin: true };
  });
}
