// A question to the host as an element asks it: again when what it is about is another, and only the newest answer counts.

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { ProblemError } from "../../src/model/problem.ts";
import { say } from "../text.ts";

export class Question<T> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #asked: string | undefined;
  /** The newest answer; it stays while the next one is under way. */
  answer: T | undefined;
  /** Why there is none. */
  failure = "";
  isOpen = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  /** @param key tells this question from others: of the same one nothing is asked again */
  ask(key: string, question: () => Promise<T>): void {
    if (key === this.#asked) return;
    this.#asked = key;
    this.isOpen = true;
    void this.#settle(key, question);
  }

  async #settle(key: string, question: () => Promise<T>): Promise<void> {
    let [answer, failure]: [T | undefined, string] = [undefined, ""];
    try {
      answer = await question();
    } catch (error) {
      failure = error instanceof ProblemError ? say(error.problem.message) : String(error);
    }
    if (key !== this.#asked) return;
    [this.answer, this.failure, this.isOpen] = [answer, failure, false];
    this.#host.requestUpdate();
  }
}
