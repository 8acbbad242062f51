// Numbers over numbers as something to hear. Points that lie scattered are heard as the mean of those that
// lie over each other, which is where an eye sees their cloud.

import type { Heard } from "./curve-sound.ts";
import type { Vertex } from "./series.ts";

export interface HeardSeries {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly isScattered?: boolean;
}

type Range = readonly [number, number];

/** Columns in which scattered points are put together. */
const COLUMNS = 50;

/**
 * At most two series, heard at once.
 * @param xRange what the axis shows; all of the points if nothing is said
 */
export function heardOf(series: readonly HeardSeries[], xRange?: Range, yRange?: Range): Heard {
  const all = series.slice(0, 2).map(verticesOf);
  const extent = (axis: "x" | "y"): Range => {
    const values = all.flat().map((vertex) => vertex[axis]);
    return [
      values.reduce((low, value) => Math.min(low, value), Infinity),
      values.reduce((high, value) => Math.max(high, value), -Infinity),
    ];
  };
  const [left, right] = xRange ?? extent("x");
  const [bottom, top] = yRange ?? extent("y");
  const lines = all.map((vertices, index) => ({ vertices: series[index]!.isScattered ? means(vertices, left, right) : vertices }));
  return { lines, area: { left, right, top, bottom } };
}

function verticesOf({ x, y }: HeardSeries): Vertex[] {
  return Array.from(x, (value, index) => ({ x: value, y: y[index]! }))
    .filter((vertex) => Number.isFinite(vertex.x) && Number.isFinite(vertex.y))
    .toSorted((one, other) => one.x - other.x);
}

function means(vertices: readonly Vertex[], left: number, right: number): Vertex[] {
  const columns = new Map<number, { sum: number; count: number }>();
  for (const { x, y } of vertices) {
    const column = Math.min(COLUMNS - 1, Math.floor((COLUMNS * (x - left)) / (right - left || 1)));
    const found = columns.get(column) ?? { sum: 0, count: 0 };
    columns.set(column, { sum: found.sum + y, count: found.count + 1 });
  }
  return Array.from(columns, ([column, { sum, count }]) => ({ x: left + ((column + 0.5) * (right - left)) / COLUMNS, y: sum / count }));
}
