// When a run's checkpoints are written: five seconds after it began, then every half minute. A run goes on without one that cannot be written.

import type { Message } from "../model/message.ts";
import { log } from "./log.ts";
import { reasonOf } from "./text.ts";

/** Milliseconds until a run's first checkpoint, and between two that follow. */
const FIRST = 5_000;
const BETWEEN = 30_000;

export interface CheckpointWriter {
  /** Writes one, if there is something to write. @returns whether there was */
  write(): Promise<boolean>;
  /** Says why none could be written. */
  failed(reason: Message): void;
  /** Takes that back, because one could be written again. */
  mended(reason: Message): void;
}

export class RunCheckpoints {
  readonly #writer: CheckpointWriter;
  #first: NodeJS.Timeout | undefined;
  #others: NodeJS.Timeout | undefined;
  #last: Promise<void> = Promise.resolve();
  /** Why the last one could not be written. */
  #reason: Message | undefined;

  constructor(writer: CheckpointWriter) {
    this.#writer = writer;
  }

  /** From now on they are written. */
  begin(): void {
    this.#first = setTimeout(() => void this.keep(), FIRST);
    this.#others = setInterval(() => void this.keep(), BETWEEN);
  }

  /** No further one is begun; resolves when the last one is there. Never rejects. */
  async end(): Promise<void> {
    clearTimeout(this.#first);
    clearInterval(this.#others);
    await this.#last;
  }

  /** Writes one now. Never rejects. */
  async keep(): Promise<void> {
    this.#last = this.#keep();
    await this.#last;
  }

  async #keep(): Promise<void> {
    try {
      if (!(await this.#writer.write()) || this.#reason === undefined) return;
      this.#writer.mended(this.#reason);
      this.#reason = undefined;
    } catch (error) {
      log.warn(String(error));
      this.#reason = reasonOf(error);
      this.#writer.failed(this.#reason);
    }
  }
}
