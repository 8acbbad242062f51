// A question to the host as an element asks it: again when what it is about changed, and only the newest
// answer counts. One is open at a time, so that a slider never piles them up; it hears by its signal that
// something else is asked, or that the element is gone.

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { ProblemError } from "../../../src/model/problem.ts";
import { say } from "../text.ts";

export class Question<T> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #asked: string | undefined;
  #next: ((signal: AbortSignal) => Promise<T>) | undefined;
  #cancel: AbortController | undefined;
  /** The newest answer; it stays while the next one is under way. */
  answer: T | undefined;
  /** Why there is none. */
  failure = "";
  isOpen = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** What was cancelled is asked again. */
  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    if (!this.isOpen) return;
    this.#asked = undefined;
    this.#next = undefined;
    this.#cancel?.abort();
  }

  /** @param key tells this question from others: of the same one nothing is asked again */
  ask(key: string, question: (signal: AbortSignal) => Promise<T>): void {
    if (key === this.#asked) return;
    this.#asked = key;
    this.#next = question;
    this.#cancel?.abort();
    if (!this.isOpen) void this.#settle();
  }

  async #settle(): Promise<void> {
    this.isOpen = true;
    while (this.#next !== undefined) {
      const question = this.#next;
      this.#next = undefined;
      const { signal } = (this.#cancel = new AbortController());
      try {
        [this.answer, this.failure] = [await question(signal), ""];
      } catch (error) {
        if (!signal.aborted)
          [this.answer, this.failure] = [undefined, error instanceof ProblemError ? say(error.problem.message) : String(error)];
      }
      this.isOpen = this.#next !== undefined;
      this.#host.requestUpdate();
    }
  }
}
