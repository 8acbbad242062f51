// A question to the host as an element asks it: again when what it is about changed, and only the newest
// answer counts. One is open at a time, so that a slider never piles them up.

import type { ReactiveControllerHost } from "lit";
import { ProblemError } from "../../../src/model/problem.ts";
import { say } from "../text.ts";

export class Question<T> {
  readonly #host: ReactiveControllerHost;
  #asked: string | undefined;
  #next: (() => Promise<T>) | undefined;
  /** The newest answer; it stays while the next one is under way. */
  answer: T | undefined;
  /** Why there is none. */
  failure = "";
  isOpen = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** @param key tells this question from others: of the same one nothing is asked again */
  ask(key: string, question: () => Promise<T>): void {
    if (key === this.#asked) return;
    this.#asked = key;
    this.#next = question;
    if (!this.isOpen) void this.#settle();
  }

  async #settle(): Promise<void> {
    this.isOpen = true;
    while (this.#next !== undefined) {
      const question = this.#next;
      this.#next = undefined;
      try {
        [this.answer, this.failure] = [await question(), ""];
      } catch (error) {
        [this.answer, this.failure] = [undefined, error instanceof ProblemError ? say(error.problem.message) : String(error)];
      }
      this.isOpen = this.#next !== undefined;
      this.#host.requestUpdate();
    }
  }
}
