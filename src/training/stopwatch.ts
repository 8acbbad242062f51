// The seconds a run has trained: from its first batch on, with those it had before if it was resumed.

export class Stopwatch {
  /** As of the last look. */
  seconds = 0;
  #before = 0;
  #startedAt: number | undefined;

  /** Goes from now on, if it does not yet. */
  start(): void {
    this.#startedAt ??= performance.now();
  }

  /** Goes on from so many seconds. */
  resume(seconds: number): void {
    this.#before = seconds;
    this.seconds = seconds;
  }

  look(): void {
    if (this.#startedAt !== undefined) this.seconds = this.#before + (performance.now() - this.#startedAt) / 1000;
  }
}
