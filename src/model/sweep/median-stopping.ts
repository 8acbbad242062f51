// Which trials are hopeless: the median stopping rule of Golovin et al., Google Vizier: A Service for
// Black-Box Optimization (KDD 2017), section 3.2.2. A trial ends if its best loss up to an epoch is
// strictly worse than the median of the others' mean losses up to that epoch.

import { spreadOf } from "./band.ts";

/** With fewer others nothing can be said. */
const FEWEST = 3;
/** Share of the epochs that every trial gets. */
const GRACE = 0.1;

interface Past {
  best: number;
  sum: number;
  /** The mean of its losses up to each epoch. */
  readonly means: number[];
}

export class MedianStopping {
  readonly #grace: number;
  readonly #trials = new Map<number, Past>();

  /** @param epochs that each trial is to have */
  constructor(epochs: number) {
    this.#grace = Math.max(1, Math.ceil(epochs * GRACE));
  }

  /**
   * Takes in a trial's next losses, lower ones being better; of a loss that is not finite the trial has come
   * no further.
   * @returns whether the trial is hopeless
   */
  add(trial: number, losses: readonly number[]): boolean {
    const past = this.#trials.get(trial) ?? { best: Infinity, sum: 0, means: [] };
    this.#trials.set(trial, past);
    for (const loss of losses) {
      if (!Number.isFinite(loss)) continue;
      past.best = Math.min(past.best, loss);
      past.sum += loss;
      past.means.push(past.sum / (past.means.length + 1));
    }
    const epoch = past.means.length;
    if (epoch < this.#grace) return false;
    const others = [...this.#trials.values()].flatMap((other) => (other === past ? [] : (other.means[epoch - 1] ?? [])));
    const spread = spreadOf(others);
    return spread !== undefined && spread.count >= FEWEST && past.best > spread.median;
  }
}
