// When the network is looked at: before the first step, after the first epochs, and from then on as often as
// a small share of the run's own steps pays for. It counts steps, never time, so that a run finds the same
// on every machine.

/** What looks may cost, as a share of the steps of the run, besides a few at its beginning. */
const SHARE = 0.012;
const FREE = 20;
/** What a look at one batch costs, in steps: it goes forward and backward, and counts. */
const COST = 2;
/** Rows that a look wants to see, and the share of a pass that it takes for them at the most. */
const ROWS = 64;
const PART = 1 / 32;

export class LookSchedule {
  /** Batches of each look. */
  readonly batches: number;
  #spent = 0;
  #next = 1;

  constructor(batchSize: number, batchesPerEpoch: number) {
    this.batches = Math.max(1, Math.min(Math.ceil(ROWS / batchSize), Math.floor(batchesPerEpoch * PART)));
  }

  /** Whether to look after this epoch; of the last one always. */
  isDue(epoch: number, steps: number, isLast: boolean): boolean {
    const spent = this.#spent + this.batches * COST;
    if (!isLast && (epoch < this.#next || spent > FREE + SHARE * steps)) return false;
    this.#spent = spent;
    // As long as they are free, looks are spread over more and more epochs.
    this.#next = epoch + Math.max(1, Math.floor(epoch / (spent > SHARE * steps ? 2 : 8)));
    return true;
  }
}
