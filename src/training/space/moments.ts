// The moments of a run that are remembered: its first weights, those after epochs 1, 2, 4, … and the newest,
// within a budget of memory. While somebody looks there are more between them, so that a film of the run is
// smooth. Weights are copied at the end of an epoch, so they are those of a run that stops there.

import type { NamedTensor } from "../types.ts";
import type { Moment } from "./types.ts";

/** Bytes that all moments of a run may take together. */
const BUDGET = 16 * 2 ** 20;
/** Moments per doubling of the epoch, while somebody looks. */
const WATCHED = 8;
const BYTES = 4;

export class Moments {
  readonly #budget: number;
  #moments: Moment[] = [];
  #bytes = 0;
  /** Whether not even two moments of this network keep within the budget. */
  #isTooLarge = false;
  /** Whether somebody looks, who is shown more of them. */
  isWatched = false;

  constructor(budget = BUDGET) {
    this.#budget = budget;
  }

  /** In the order of their epochs. */
  get all(): readonly Moment[] {
    return this.#moments;
  }

  /** Bytes of all of them. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * An epoch has ended, or with 0 none has begun.
   * @param weights copies the weights; only called if the epoch is remembered
   * @param isLast whether no epoch follows, as far as that is known
   */
  ended(epoch: number, weights: () => readonly NamedTensor[], isLast = false): void {
    const isPower = (epoch & (epoch - 1)) === 0;
    if (isLast || isPower || (this.isWatched && epoch - (this.#moments.at(-1)?.epoch ?? 0) >= epoch / WATCHED))
      this.remember(epoch, weights);
  }

  /**
   * Remembers an epoch whatever it is, as the last one; once only.
   * @param isPartial whether batches of the next epoch were trained as well; it takes the place of the epoch
   */
  remember(epoch: number, weights: () => readonly NamedTensor[], isPartial = false): void {
    if (this.#isTooLarge) return;
    const same = this.#moments.findIndex((moment) => moment.epoch === epoch);
    if (same >= 0 && !isPartial) return;
    if (same >= 0) this.#drop(same);
    const moment: Moment = { epoch, ...(isPartial ? { isPartial } : {}), tensors: weights() };
    // Of a network that large there is no way to show, so it is not even copied any more.
    this.#isTooLarge = 2 * bytesOf(moment) > this.#budget;
    if (this.#isTooLarge) return;
    this.#moments.push(moment);
    this.#bytes += bytesOf(moment);
    while (this.#bytes > this.#budget && this.#moments.length > 1) this.#forget();
  }

  /** Forgets the one that is nearest to the one before it, as epochs are told apart: by their ratio. */
  #forget(): void {
    let [least, at] = [Infinity, 0];
    // The first weights stay until only they and the newest are left.
    for (let index = 1; index < this.#moments.length - 1; index++) {
      const [before, after] = [this.#moments[index - 1]!.epoch, this.#moments[index + 1]!.epoch];
      const ratio = (after + 1) / (before + 1);
      if (ratio < least) [least, at] = [ratio, index];
    }
    this.#drop(at);
  }

  #drop(at: number): void {
    const [gone] = this.#moments.splice(at, 1);
    if (gone) this.#bytes -= bytesOf(gone);
  }
}

/** @returns as the person's file browser counts them */
export function bytesOf({ tensors }: Moment): number {
  return tensors.reduce((sum, { data }) => sum + data.length * BYTES, 0);
}
