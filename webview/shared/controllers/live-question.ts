// A question whose answer moves: asked again when what it is about changed, and now and then while a run
// goes on. One is open at a time, and only the newest answer counts; the one that is open hears by its signal
// that something else is asked. Nobody asks for a view that is not there.

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { ProblemError } from "../../../src/model/problem.ts";
import { later } from "../on-screen.ts";
import { say } from "../text.ts";

/** Milliseconds from one question to the next, at least; a slow answer gets twice its own time. */
const PACE = 200;
/** The longest rest after an answer: one that was slow once is no reason to look away. */
const LONGEST = 3_000;

export class LiveQuestion<T> implements ReactiveController {
  /** The newest answer; it stays while the next one is under way. */
  answer: T | undefined;
  /** Why there is none. */
  failure = "";
  isOpen = false;
  readonly #host: ReactiveControllerHost;
  #key: string | undefined;
  #isLive = false;
  #question: ((signal: AbortSignal) => Promise<T | undefined>) | undefined;
  #cancel: AbortController | undefined;
  /** Whether something else was asked while an answer was on its way. */
  #isOld = false;
  /** Takes back the next question. */
  #forget = (): void => {};

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.rest();
    this.#key = undefined;
    this.#cancel?.abort();
  }

  /** Asks no more until it is told to follow something again. */
  rest(): void {
    this.#forget();
    this.#isLive = false;
  }

  /**
   * Says what is asked.
   * @param key another one asks at once
   * @param isLive asks again and again
   */
  follow(key: string, isLive: boolean, question: (signal: AbortSignal) => Promise<T | undefined>): void {
    if (key !== this.#key) this.#cancel?.abort();
    const isOther = key !== this.#key || (isLive && !this.#isLive);
    this.#key = key;
    this.#isLive = isLive;
    this.#question = question;
    if (isOther) void this.#ask();
  }

  async #ask(): Promise<void> {
    this.#forget();
    this.#isOld = this.isOpen;
    if (this.isOpen || this.#question === undefined) return;
    this.isOpen = true;
    const asked = performance.now();
    const { signal } = (this.#cancel = new AbortController());
    try {
      const answer = await this.#question(signal);
      // A run that has not begun has nothing to say yet: the last answer stays until it does.
      if (answer !== undefined || !this.#isLive) this.answer = answer;
      this.failure = "";
    } catch (error) {
      if (!signal.aborted) this.failure = error instanceof ProblemError ? say(error.problem.message) : String(error);
    }
    this.isOpen = false;
    this.#host.requestUpdate();
    const took = performance.now() - asked;
    if (this.#isOld) void this.#ask();
    else if (this.#isLive) this.#forget = later(Math.min(Math.max(PACE - took, took), LONGEST), () => void this.#ask());
  }
}
