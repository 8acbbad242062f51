// The curves of a run as a TensorBoard event file, which grows while the run goes on, so that a TensorBoard that looks at the folder shows it live.

import { appendFileSync, mkdirSync, rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { eventFileName, eventFileStart, eventRecord, scalarsOf } from "../code/tensorboard.ts";
import type { EpochResult, RunOutcome } from "../training/types.ts";
import { notWritten } from "./files.ts";
import { errorLine } from "./problem-lines.ts";

/** Milliseconds until something that could not be written is tried again. */
const BEFORE_AGAIN = 10_000;

export class EventWriter {
  readonly #path: string;
  #waiting: Uint8Array[] = [];
  /** Bytes of the file that are whole records. */
  #size = 0;
  /** When what could not be written is tried again, in milliseconds of the process. */
  #dueAt = 0;

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

  /** Appends what came since the last time. Where there is no room for it, which is said once, the run goes on, and it is tried again later. */
  writeWhatFits(say: (line: string) => void): void {
    if (performance.now() < this.#dueAt) return;
    try {
      this.write();
    } catch (error) {
      if (this.#dueAt === 0) say(errorLine(error));
      this.#dueAt = performance.now() + BEFORE_AGAIN;
    }
  }

  /** Appends what came since the last time. @throws ProblemError where it cannot be written */
  write(): void {
    if (this.#waiting.length === 0) return;
    const data = Buffer.concat(this.#waiting);
    try {
      appendFileSync(this.#path, data);
    } catch (error) {
      // On a full disk a part of it may be there: readers take half a record for the end, and nothing after it counts.
      if (this.#size === 0) rmSync(this.#path, { force: true });
      else truncateSync(this.#path, this.#size);
      throw notWritten(this.#path, error as NodeJS.ErrnoException);
    }
    this.#size += data.length;
    this.#waiting = [];
  }

  #add(step: number, scalars: Readonly<Record<string, number>>): void {
    this.#waiting.push(eventRecord({ step, wallTime: Date.now() / 1000, scalars }));
  }
}
