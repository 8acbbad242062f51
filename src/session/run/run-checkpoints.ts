// When a run's checkpoints are written: five seconds after it began, then every half minute. A run goes on
// without one that cannot be written.

import type { Message } from "../../model/message.ts";
import { reasonOf } from "../../model/problem.ts";
import type { Clock } from "../ports.ts";

/** Milliseconds until a run's first checkpoint, and between two that follow. */
const FIRST = 5_000;
const BETWEEN = 30_000;

export interface CheckpointWriter {
  /** Writes one, if there is something to write. @returns whether there was */
  write(): Promise<boolean>;
  /** Says why none could be written. */
  failed(reason: Message, error: unknown): void;
  /** Takes that back, because one could be written again. */
  mended(reason: Message): void;
}

export class RunCheckpoints {
  readonly #writer: CheckpointWriter;
  readonly #clock: Clock;
  #timers: readonly (() => void)[] = [];
  #last: Promise<void> = Promise.resolve();
  /** Why the last one could not be written. */
  #reason: Message | undefined;

  constructor(writer: CheckpointWriter, clock: Clock) {
    this.#writer = writer;
    this.#clock = clock;
  }

  /** From now on they are written. */
  begin(): void {
    this.#timers = [this.#clock.after(FIRST, () => void this.keep()), this.#clock.every(BETWEEN, () => void this.keep())];
  }

  /** No further one is begun; resolves when the last one is there. Never rejects. */
  async end(): Promise<void> {
    for (const end of this.#timers) end();
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
      this.#reason = reasonOf(error);
      this.#writer.failed(this.#reason, error);
    }
  }
}
