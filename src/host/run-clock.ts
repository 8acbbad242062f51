// How long a run still takes, from the epochs it has trained and the time that it trained, without the time it was paused.

export class RunClock {
  /** Milliseconds before the present stretch. */
  #before = 0;
  #since: number | undefined;
  #first = 0;

  /** Starts to count at a finished epoch. */
  begin(epoch: number): void {
    this.#before = 0;
    this.#first = epoch;
    this.#since = performance.now();
  }

  hold(): void {
    if (this.#since !== undefined) this.#before += performance.now() - this.#since;
    this.#since = undefined;
  }

  goOn(): void {
    this.#since ??= performance.now();
  }

  /** Seconds from `epoch` to `epochs`; undefined before an epoch is finished. */
  secondsLeft(epoch: number, epochs: number): number | undefined {
    const trained = this.#before + (this.#since === undefined ? 0 : performance.now() - this.#since);
    return epoch > this.#first ? (trained / 1000 / (epoch - this.#first)) * (epochs - epoch) : undefined;
  }
}
