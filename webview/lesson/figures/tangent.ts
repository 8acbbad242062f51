// The tangent at a point of a curve, about as long in the picture however steep it is. No elements here.

import type { Range, Series } from "../../chart/xy-chart/plot.ts";

/** Half of its length, as a share of the picture. */
const REACH = 0.16;
/** How much higher a unit of the vertical share is than one of the horizontal. */
const ASPECT = 0.65;

export function tangent(
  { x, y, slope }: { readonly x: number; readonly y: number; readonly slope: number },
  [left, right]: Range,
  [low, high]: Range,
): Series {
  // Steepness in the picture: shares of its height for a share of its width.
  const steepness = ((slope * (right - left)) / (high - low)) * ASPECT;
  const reach = (REACH * (right - left)) / Math.hypot(1, steepness);
  const isKnown = Number.isFinite(slope) && Number.isFinite(y);
  const ends = isKnown ? [Math.max(left, x - reach), Math.min(right, x + reach)] : [];
  return { name: "tangent", kind: "line", tone: "quiet", x: ends, y: ends.map((end) => y + slope * (end - x)) };
}
