// The progress bar of a terminal, on standard error, so that standard output stays what it is.

import type { EpochResult } from "../training/types.ts";
import { duration, sevenDigits } from "./figures.ts";

const WIDTH = 24;
const CLEAR = "\r\u001b[K";

export class ProgressBar {
  readonly #epochs: number;
  readonly #started = performance.now();
  readonly #isShown: boolean;

  constructor(epochs: number, isWanted: boolean) {
    this.#epochs = epochs;
    this.#isShown = isWanted && process.stderr.isTTY;
  }

  /** Draws the bar after an epoch. */
  show(last: EpochResult | undefined): void {
    if (!this.#isShown || last === undefined) return;
    const share = last.epoch / this.#epochs;
    const full = Math.round(share * WIDTH);
    const left = ((performance.now() - this.#started) / 1000 / share) * (1 - share);
    const bar = "█".repeat(full) + "░".repeat(WIDTH - full);
    const line = `${bar} epoch ${last.epoch} of ${this.#epochs}, train_loss ${sevenDigits(last.trainLoss)}, ${duration(left)} left`;
    process.stderr.write(CLEAR + line.slice(0, (process.stderr.columns || 80) - 1));
  }

  /** Takes the bar away, so that a line can be printed. */
  clear(): void {
    if (this.#isShown) process.stderr.write(CLEAR);
  }
}
