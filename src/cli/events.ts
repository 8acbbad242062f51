// The curves of a run as a TensorBoard event file, which grows while the run goes on, so that a TensorBoard that looks at the folder shows it live.

import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { eventFileName, eventFileStart, eventRecord, scalarsOf } from "../code/tensorboard.ts";
import type { EpochResult, RunOutcome } from "../training/types.ts";
import { notWritten } from "./files.ts";

export class EventWriter {
  readonly #path: string;
  #waiting: Uint8Array[] = [];

  /**
   * Begins a file of its own in the folder, which is made where it is not there.
   * @throws ProblemError where it cannot be written
   */
  constructor(folder: string) {
    const now = Date.now() / 1000;
    this.#path = join(folder, eventFileName(now));
    this.#waiting.push(eventFileStart(now));
    try {
      mkdirSync(folder, { recursive: true });
    } catch (error) {
      throw notWritten(folder, error as NodeJS.ErrnoException);
    }
    this.write();
  }

  epoch(result: EpochResult): void {
    this.#add(result.epoch, scalarsOf(result));
  }

  done({ epochs, testLoss }: RunOutcome): void {
    if (testLoss !== undefined) this.#add(epochs, { "loss/test": testLoss });
    this.write();
  }

  /** Appends what came since the last time. @throws ProblemError where it cannot be written */
  write(): void {
    if (this.#waiting.length === 0) return;
    try {
      appendFileSync(this.#path, Buffer.concat(this.#waiting));
    } catch (error) {
      throw notWritten(this.#path, error as NodeJS.ErrnoException);
    }
    this.#waiting = [];
  }

  #add(step: number, scalars: Readonly<Record<string, number>>): void {
    this.#waiting.push(eventRecord({ step, wallTime: Date.now() / 1000, scalars }));
  }
}
