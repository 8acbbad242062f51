// The progress bar of a terminal, on standard error, so that standard output stays what it is.

import type { PredictionHooks } from "../training/predicted-csv.ts";
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
    const left = ((performance.now() - this.#started) / 1000 / share) * (1 - share);
    draw(share, `epoch ${last.epoch} of ${this.#epochs}, train_loss ${sevenDigits(last.trainLoss)}, ${duration(left)} left`);
  }

  /** Takes the bar away, so that a line can be printed. */
  clear(): void {
    if (this.#isShown) process.stderr.write(CLEAR);
  }
}

/** Milliseconds between two pictures of how far large files are. */
const PACE = 100;

/** The same while large files are read and encoded, or written. */
export function readingBar(isWanted: boolean): Required<Pick<PredictionHooks, "progressed" | "encoded" | "written">> & { clear(): void } {
  const isShown = isWanted && process.stderr.isTTY;
  let due = performance.now() + PACE;
  const show = (share: number, what: string): void => {
    const now = performance.now();
    if (!isShown || now < due) return;
    due = now + PACE;
    draw(share, `${what}, ${Math.floor(100 * share)} %`);
  };
  return {
    progressed: (done, total) => {
      if (total !== undefined) show(done / total, "reading");
    },
    encoded: (done, total) => show(done / total, "encoding to disk"),
    written: (done, total) => {
      if (total !== undefined) show(done / total, "predicting");
    },
    clear: () => {
      if (isShown) process.stderr.write(CLEAR);
    },
  };
}

function draw(share: number, words: string): void {
  const full = Math.round(share * WIDTH);
  const line = `${"█".repeat(full)}${"░".repeat(WIDTH - full)} ${words}`;
  process.stderr.write(CLEAR + line.slice(0, (process.stderr.columns || 80) - 1));
}
