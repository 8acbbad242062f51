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

/**
 * Statistics in double precision; means and the like of an empty list are 0. Loops by index: by iterator they
 * take eight times as long, and a look inside asks this of every number of a network.
 */
export function statisticsOf(values: Float32Array): Statistics {
  const count = values.length;
  let [finite, sum, squares, min, max] = [0, 0, 0, Infinity, -Infinity];
  for (let at = 0; at < count; at++) {
    const value = values[at]!;
    if (!isFinite(value)) continue;
    finite += 1;
    sum += value;
    squares += value * value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const histogram = Array.from({ length: BINS }, () => 0);
  if (finite === 0) return { count, notFinite: count, mean: 0, deviation: 0, min: 0, max: 0, norm: 0, histogram };
  const [mean, range] = [sum / finite, max - min];
  // A second pass, because the difference of two large sums would lose a small deviation.
  let spread = 0;
  for (let at = 0; at < count; at++) {
    const value = values[at]!;
    if (!isFinite(value)) continue;
    const away = value - mean;
    spread += away * away;
    const bin = range > 0 ? Math.floor(((value - min) / range) * BINS) : 0;
    histogram[bin < BINS ? bin : BINS - 1]! += 1;
  }
  return { count, notFinite: count - finite, mean, deviation: Math.sqrt(spread / finite), min, max, norm: Math.sqrt(squares), histogram };
}

/** The same as Number.isFinite, which is a call in a loop over everything. */
function isFinite(value: number): boolean {
  return value - value === 0;
}
