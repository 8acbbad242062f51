// How long an epoch takes and a run still needs, from the epochs it has trained and the time that it trained,
// without the time it was paused.

import type { Clock } from "../ports.ts";

export class RunClock {
  readonly #clock: Clock;
  /** Milliseconds before the present stretch. */
  #before = 0;
  #since: number | undefined;
  #first = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Starts to count at a finished epoch. */
  begin(epoch: number): void {
    this.#before = 0;
    this.#first = epoch;
    this.#since = this.#clock.now();
  }

  hold(): void {
    if (this.#since !== undefined) this.#before += this.#clock.now() - this.#since;
    this.#since = undefined;
  }

  goOn(): void {
    this.#since ??= this.#clock.now();
  }

  /** Seconds that an epoch took on average up to `epoch`; undefined before one is finished. */
  secondsPerEpoch(epoch: number): number | undefined {
    const trained = this.#before + (this.#since === undefined ? 0 : this.#clock.now() - this.#since);
    return epoch > this.#first ? trained / 1000 / (epoch - this.#first) : undefined;
  }

  /** Seconds from `epoch` to `epochs`; undefined before an epoch is finished. */
  secondsLeft(epoch: number, epochs: number): number | undefined {
    const each = this.secondsPerEpoch(epoch);
    return each === undefined ? undefined : each * (epochs - epoch);
  }
}
