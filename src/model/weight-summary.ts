// What of a network's weights is looked at: every number of a tensor that is small enough to be drawn, and of
// any tensor how its numbers are spread. So what crosses a channel while a network trains stays small,
// whatever the network.

/** A layer with more units than this is shown as a whole. */
export const MOST_UNITS = 24;

/** Odd, so that the bin in the middle is around 0. */
const BINS = 21;

/**
 * A tensor under its name in the `state_dict`, as in `0.weight`. What is NaN or infinite is left out of
 * everything but `data`.
 */
export interface WeightSummary {
  readonly name: string;
  readonly shape: readonly number[];
  readonly count: number;
  /** The largest absolute value; 0 of nothing. */
  readonly largest: number;
  readonly mean: number;
  /** How many numbers lie in each of equally wide bins from −largest to largest. */
  readonly bins: readonly number[];
  /** Row-major; absent if a side is longer than `MOST_UNITS`. */
  readonly data?: Float32Array;
}

/** A look at one tensor, row-major. The numbers are copied. */
export function summarizeWeights(name: string, shape: readonly number[], data: Float32Array): WeightSummary {
  let [largest, sum, finite] = [0, 0, 0];
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    largest = Math.max(largest, Math.abs(value));
    sum += value;
    finite += 1;
  }
  const bins = Array.from({ length: BINS }, () => 0);
  for (const value of data) {
    if (Number.isFinite(value)) bins[binOf(value, largest)]! += 1;
  }
  const isSmall = shape.every((side) => side <= MOST_UNITS);
  return {
    name,
    shape,
    count: data.length,
    largest,
    mean: finite === 0 ? 0 : sum / finite,
    bins,
    ...(isSmall ? { data: data.slice() } : {}),
  };
}

function binOf(value: number, largest: number): number {
  return largest === 0 ? (BINS - 1) / 2 : Math.min(BINS - 1, Math.floor(((value / largest + 1) / 2) * BINS));
}
