// Which epochs a chart shows: a window within all there are, zoomed and moved as far as the axis sees it,
// linear or logarithmic. Pure arithmetic.

/** The first and the last epoch. */
export type Range = readonly [number, number];

export interface EpochAxis {
  /** All epochs there are. */
  readonly whole: Range;
  readonly isLog: boolean;
}

/** Epochs between the two ends of the smallest window. */
const LEAST = 2;

/**
 * The window, magnified by `factor`; undefined if that is everything.
 * @param share where in the window, from 0 at its left edge to 1, what is seen stays in place
 */
export function zoomed(window: Range, factor: number, share: number, axis: EpochAxis): Range | undefined {
  const [from, to] = onAxis(window, axis);
  const fixed = from + (to - from) * share;
  return fitted([fixed - (fixed - from) / factor, fixed + (to - fixed) / factor], axis);
}

/** The window, moved to the right by a share of its width; it stops at the ends. */
export function panned(window: Range, share: number, axis: EpochAxis): Range | undefined {
  const [from, to] = onAxis(window, axis);
  const by = (to - from) * share;
  return fitted([from + by, to + by], axis);
}

/** The window between two epochs in any order. */
export function between(one: number, other: number, axis: EpochAxis): Range | undefined {
  return fitted(onAxis([Math.min(one, other), Math.max(one, other)], axis), axis);
}

/** Moves a window as little as brings `epoch` into it. */
export function revealed([from, to]: Range, epoch: number): Range {
  const by = Math.min(0, epoch - from) + Math.max(0, epoch - to);
  return [from + by, to + by];
}

/**
 * The window after epochs have come: it stays where it is, but at the right edge it goes along. Undefined
 * if they are those of another run.
 */
export function followed([from, to]: Range, before: Range, whole: Range): Range | undefined {
  if (whole[0] !== before[0] || whole[1] < before[1]) return undefined;
  const by = to >= before[1] ? whole[1] - before[1] : 0;
  return [from + by, to + by];
}

function onAxis([from, to]: Range, { isLog }: EpochAxis): Range {
  return isLog ? [Math.log(from), Math.log(to)] : [from, to];
}

/** Back to epochs, no narrower than the least and within the whole. */
function fitted([from, to]: Range, axis: EpochAxis): Range | undefined {
  const [first, last] = onAxis(axis.whole, axis);
  const width = to - from;
  // Rounding at the ends must not leave a window that is all but a hair of everything.
  if (width >= (last - first) * (1 - 1e-9)) return undefined;
  const left = Math.max(first, Math.min(from, last - width));
  const [start, end] = axis.isLog ? [Math.exp(left), Math.exp(left + width)] : [left, left + width];
  if (end - start >= LEAST) return [start, end];
  const [least, most] = axis.whole;
  if (most - least <= LEAST) return undefined;
  const begin = Math.max(least, Math.min((start + end - LEAST) / 2, most - LEAST));
  return [begin, begin + LEAST];
}
