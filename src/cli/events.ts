// The curves of a run as a TensorBoard event file, which grows while the run goes on, so that a TensorBoard
// that looks at the folder shows it live.

import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { eventFileName, eventFileStart, eventRecord, scalarsOf } from "../code/formats/tensorboard.ts";
import type { EpochResult, RunOutcome } from "../training/types.ts";
import { notWritten } from "./files.ts";
import { errorLine } from "./problem-lines.ts";

/** Milliseconds until something that could not be written is tried again. */
const BEFORE_AGAIN = 10_000;

export class EventWriter {
  readonly #path: string;
  /** Of the file, which is this run's own. */
  readonly #file: number;
  #waiting: Uint8Array[] = [];
  /** Bytes of the file that are whole records. */
  #size = 0;
  /** When what could not be written is tried again, in milliseconds of the process. */
  #dueAt = 0;

  /**
   * Begins a file of its own in the folder, which is made if it is not there.
   * @throws ProblemError if it cannot be written
   */
  constructor(folder: string) {
    const now = Date.now() / 1000;
    this.#waiting.push(eventFileStart(now));
    try {
      mkdirSync(folder, { recursive: true });
      [this.#path, this.#file] = createOwn(join(folder, eventFileName(now)));
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
    closeSync(this.#file);
  }

  /**
   * Appends what came since the last time. If there is no room for it, which is said once, the run goes
   * on, and it is tried again later.
   */
  writeWhatFits(say: (line: string) => void): void {
    if (performance.now() < this.#dueAt) return;
    try {
      this.write();
    } catch (error) {
      if (this.#dueAt === 0) say(errorLine(error));
      this.#dueAt = performance.now() + BEFORE_AGAIN;
    }
  }

  /** Appends what came since the last time. @throws ProblemError if it cannot be written */
  write(): void {
    if (this.#waiting.length === 0) return;
    const data = Buffer.concat(this.#waiting);
    try {
      for (let at = 0; at < data.length;) at += writeSync(this.#file, data, at, data.length - at, this.#size + at);
    } catch (error) {
      // On a full disk a part of it may be there: readers take half a record for the end, and nothing after
      // it counts.
      ftruncateSync(this.#file, this.#size);
      throw notWritten(this.#path, error as NodeJS.ErrnoException);
    }
    this.#size += data.length;
    this.#waiting = [];
  }

  #add(step: number, scalars: Readonly<Record<string, number>>): void {
    this.#waiting.push(eventRecord({ step, wallTime: Date.now() / 1000, scalars }));
  }
}

/**
 * Creates a file that nothing stands in the place of, not even a link: of the name, or with a number behind
 * it if another run began in the same second.
 */
function createOwn(path: string): [path: string, file: number] {
  for (let count = 1; ; count++) {
    const own = count === 1 ? path : `${path}.${count}`;
    try {
      return [own, openSync(own, "wx")];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}
