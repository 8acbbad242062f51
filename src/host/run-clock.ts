// How long an epoch takes and a run still needs, from the epochs it has trained and the time that it trained, without the time it was paused.

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

  /** Seconds that an epoch took on average up to `epoch`; undefined before one is finished. */
  secondsPerEpoch(epoch: number): number | undefined {
    const trained = this.#before + (this.#since === undefined ? 0 : performance.now() - this.#since);
    return epoch > this.#first ? trained / 1000 / (epoch - this.#first) : undefined;
  }

  /** Seconds from `epoch` to `epochs`; undefined before an epoch is finished. */
  secondsLeft(epoch: number, epochs: number): number | undefined {
    const each = this.secondsPerEpoch(epoch);
    return each === undefined ? undefined : each * (epochs - epoch);
  }
}
