// How long something takes, in a slice of time that others get as well.

/** Shorter pieces would measure the clock. */
const PIECE = 0.003;

/** The middle value. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/**
 * The median time of a call in seconds, over pieces of several calls that take some milliseconds each; three
 * pieces at least.
 */
export function measure(call: () => void, milliseconds: number): number {
  const start = performance.now();
  call();
  const once = (performance.now() - start) / 1000;
  const calls = Math.max(1, Math.floor(PIECE / Math.max(once, 1e-7)));
  const pieces: number[] = [];
  const end = performance.now() + milliseconds;
  while (pieces.length < 3 || performance.now() < end) pieces.push(time(call, calls));
  return median(pieces);
}

/** Seconds of one call, measured over `calls` of them. */
export function time(call: () => void, calls: number): number {
  const start = performance.now();
  for (let count = 0; count < calls; count++) call();
  return (performance.now() - start) / 1000 / calls;
}
