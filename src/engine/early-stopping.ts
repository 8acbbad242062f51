// Early stopping (docs/format.md, "training"): better is a loss below the best one less `min_delta`; after
// `patience` epochs in a row that are not better training is over.

import { isBetter } from "../model/best-epoch.ts";
import type { EarlyStoppingSettings } from "../model/schema.ts";

export interface Verdict {
  readonly isBest: boolean;
  readonly isOver: boolean;
}

export class EarlyStopping {
  readonly #settings: EarlyStoppingSettings;
  #best = Infinity;
  #bad = 0;

  constructor(settings: EarlyStoppingSettings) {
    this.#settings = settings;
  }

  /** Adds an epoch's loss. NaN is never better. */
  add(loss: number): Verdict {
    const isBest = isBetter(loss, this.#best, this.#settings.min_delta);
    if (isBest) this.#best = loss;
    this.#bad = isBest ? 0 : this.#bad + 1;
    return { isBest, isOver: this.#bad >= this.#settings.patience };
  }

  /** Epochs since the best one. */
  get epochsSince(): number {
    return this.#bad;
  }

  /** The best loss and the epochs since. */
  state(): readonly number[] {
    return [this.#best, this.#bad];
  }

  restore([best = Infinity, bad = 0]: readonly number[]): void {
    this.#best = best;
    this.#bad = bad;
  }
}
