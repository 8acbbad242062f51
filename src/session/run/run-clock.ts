// How long an epoch takes and a run still needs, from the epochs it has trained and the time that it trained,
// without the time it was paused.

import type { RunningStatus } from "../../protocol/run.ts";
import type { Clock } from "../ports.ts";

/** Seconds: what an epoch takes on average, and what is left until the last. */
export type RunPace = Pick<RunningStatus, "secondsPerEpoch" | "secondsLeft">;

export class RunClock {
  readonly #clock: Clock;
  /** Milliseconds before the present stretch. */
  #before = 0;
  #since: number | undefined;
  /** The finished epochs at the beginning; none is beyond it before it began. */
  #first = Infinity;

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

  /** How fast it has trained up to a finished epoch; nothing before one is finished. */
  pace(epoch: number, epochs: number): RunPace {
    if (epoch <= this.#first) return {};
    const trained = this.#before + (this.#since === undefined ? 0 : this.#clock.now() - this.#since);
    const secondsPerEpoch = trained / 1000 / (epoch - this.#first);
    return { secondsPerEpoch, secondsLeft: secondsPerEpoch * (epochs - epoch) };
  }
}
