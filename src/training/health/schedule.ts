// When the network is looked at: before the first step, after the first epochs, and from then on as often as
// a small share of the run's own steps pays for. It counts steps, never time, so that a run finds the same
// on every machine.

/** What looks may cost, as a share of the steps so far. */
const SHARE = 0.005;
/** Looks at the beginning that nothing pays for: more if this share of the planned steps would. */
const FREE = [5, 8] as const;
const ADVANCE = 0.01;
/**
 * What a look at one batch costs, in steps: it goes forward and backward, and counts. For a network that is
 * done with so many multiply-adds in no time, counting is the most of it.
 */
const COST = 2;
const COUNTING = 16;
const SMALL = 500;
/** Rows that a look wants to see, and the share of a pass that it takes for them at the most. */
const ROWS = 64;
const PART = 1 / 32;

export class LookSchedule {
  /** Batches of each look. */
  readonly batches: number;
  /** Steps of a look. */
  readonly #cost: number;
  readonly #free: number;
  #looks = 0;
  #next = 1;

  constructor(batchSize: number, batchesPerEpoch: number, parameters: number, epochs: number) {
    this.batches = Math.max(1, Math.min(Math.ceil(ROWS / batchSize), Math.floor(batchesPerEpoch * PART)));
    this.#cost = this.batches * (COST + COUNTING / (1 + (parameters * batchSize) / SMALL));
    const [least, most] = FREE;
    this.#free = Math.max(least, Math.min(most, Math.floor((ADVANCE * epochs * batchesPerEpoch) / this.#cost)));
  }

  /**
   * The first epoch to look after, from `epoch` on; the last one always is one.
   * @param steps at its end, to which each epoch more adds `batches`
   */
  next(epoch: number, steps: number, batches: number, last: number): number {
    let [due, paid] = [epoch, steps];
    for (; due < last && (due < this.#next || this.#looks >= this.#free + (SHARE * paid) / this.#cost); due++) paid += batches;
    this.#looks += 1;
    // As long as they are free, looks are spread over more and more epochs.
    this.#next = due + Math.max(1, Math.floor(due / (this.#looks <= this.#free ? 2 : 8)));
    return due;
  }
}
