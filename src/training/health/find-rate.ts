// Which other learning rate would make the loss fall, tried on copies.

import type { Lab, Tried } from "./lab.ts";

/** A loss that falls by this share is no accident of the batches. */
const FALL = 0.1;
/** Larger ones first: if both help, the run is slow, not restless. */
const FACTORS = [10, 100, 1000, 10_000, 100_000, 1_000_000, 0.1, 0.01];

/**
 * The first factor of the learning rate that brings the loss clearly below `loss`; undefined if none does.
 * Tried from the weights as they are, and if nothing helps them, from the first ones.
 */
export function* findRate(
  lab: Lab,
  loss: number,
  factors: readonly number[] = FACTORS,
): Generator<undefined, number | undefined, undefined> {
  for (const factor of factors) {
    const tried = yield* lab.fromNow(factor);
    if (isFall(tried, loss)) return factor;
  }
  return undefined;
}

/** Whether the last quarter of the steps is clearly below `loss` on average. */
export function isFall({ losses }: Tried, loss: number): boolean {
  return meanOfEnd(losses) < (1 - FALL) * loss;
}

/** The mean loss of the last quarter of the steps; not finite if one was not. */
export function meanOfEnd(losses: readonly number[]): number {
  const last = losses.slice(-Math.max(1, Math.floor(losses.length / 4)));
  return last.reduce((sum, loss) => sum + loss, 0) / last.length;
}
