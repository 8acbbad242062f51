// What a list of numbers looks like as a whole.

export interface Statistics {
  readonly count: number;
  /** Numbers that are NaN or infinite; the rest says nothing about them. */
  readonly notFinite: number;
  readonly mean: number;
  /** Of the population. */
  readonly deviation: number;
  readonly min: number;
  readonly max: number;
  /** The Euclidean length of the list. */
  readonly norm: number;
  /** How many numbers lie in each of equally wide bins from `min` to `max`. */
  readonly histogram: readonly number[];
}

const BINS = 32;

/** Statistics in double precision; means and the like of an empty list are 0. */
export function statisticsOf(values: Float32Array): Statistics {
  let [finite, sum, squares, min, max] = [0, 0, 0, Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    finite += 1;
    sum += value;
    squares += value * value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const histogram = Array.from({ length: BINS }, () => 0);
  const count = values.length;
  if (finite === 0) return { count, notFinite: count, mean: 0, deviation: 0, min: 0, max: 0, norm: 0, histogram };
  const mean = sum / finite;
  // A second pass, because the difference of two large sums would lose a small deviation.
  let spread = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    spread += (value - mean) ** 2;
    const bin = max > min ? Math.floor(((value - min) / (max - min)) * BINS) : 0;
    histogram[Math.min(bin, BINS - 1)]! += 1;
  }
  return { count, notFinite: count - finite, mean, deviation: Math.sqrt(spread / finite), min, max, norm: Math.sqrt(squares), histogram };
}
