// Several runs as one band: at each epoch the middle of the runs that came so far, and how far they lie
// apart. Of many epochs a few hundred are kept, without losing the outermost values between them.

/** The median from the lowest to the highest, or the mean with one standard deviation on each side. */
export type BandKind = "range" | "deviation";

/** Lists of equal length. */
export interface Band {
  /** 1-based, ascending. */
  readonly epochs: readonly number[];
  readonly low: readonly number[];
  readonly middle: readonly number[];
  readonly high: readonly number[];
  /** Runs that came so far. */
  readonly runs: readonly number[];
}

export interface Spread {
  readonly count: number;
  readonly mean: number;
  /** The sample's standard deviation, whose divisor is count − 1; 0 of a single value. */
  readonly deviation: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** How values are spread; undefined without any. What is not finite is left out. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = values.filter((value) => Number.isFinite(value)).toSorted((one, other) => one - other);
  const count = sorted.length;
  if (count === 0) return undefined;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / count;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = deviationOf(squares, count);
  return { count, mean, deviation, low: sorted[0]!, median: (sorted[(count - 1) >> 1]! + sorted[count >> 1]!) / 2, high: sorted.at(-1)! };
}

/**
 * The band of several curves, which may have different lengths.
 * @param curves of each run its values by epoch, the first epoch's first
 * @param most epochs that are kept: each stands for those since the one before, with the outermost of their
 *   bounds
 */
export function bandOf(curves: readonly (readonly number[])[], kind: BandKind, most = 400): Band {
  const length = Math.max(0, ...curves.map((curve) => curve.length));
  const places = Math.min(length, most);
  const band: { [K in keyof Band]: number[] } = { epochs: [], low: [], middle: [], high: [], runs: [] };
  for (let place = 0, epoch = 0; place < places; place++) {
    let [low, high] = [Infinity, -Infinity];
    const end = Math.floor(((place + 1) * length) / places);
    for (; epoch < end; epoch++) {
      const bounds = boundsOf(curves, epoch, kind);
      low = Math.min(low, bounds[0]);
      high = Math.max(high, bounds[1]);
    }
    const spread = spreadOf(curves.flatMap((curve) => curve[end - 1] ?? []));
    if (spread === undefined) continue;
    band.epochs.push(end);
    band.low.push(low);
    band.middle.push(kind === "range" ? spread.median : spread.mean);
    band.high.push(high);
    band.runs.push(spread.count);
  }
  return band;
}

/**
 * The outermost values at an epoch; no interval if there are none. Without allocating: it is asked for
 * every epoch of every run.
 */
function boundsOf(curves: readonly (readonly number[])[], epoch: number, kind: BandKind): readonly [number, number] {
  let [count, sum, low, high] = [0, 0, Infinity, -Infinity];
  for (const curve of curves) {
    const value = curve[epoch];
    if (value === undefined || !Number.isFinite(value)) continue;
    count++;
    sum += value;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (kind === "range" || count === 0) return [low, high];
  const mean = sum / count;
  let squares = 0;
  for (const curve of curves) {
    const value = curve[epoch];
    if (value !== undefined && Number.isFinite(value)) squares += (value - mean) ** 2;
  }
  const deviation = deviationOf(squares, count);
  return [mean - deviation, mean + deviation];
}

/** @param squares the sum of the squared distances from the mean */
function deviationOf(squares: number, count: number): number {
  return count === 1 ? 0 : Math.sqrt(squares / (count - 1));
}
