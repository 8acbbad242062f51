// How the newest sweep stands, asked of the host: a few times a second while it runs, else when the document
// or the number of sweeps changed. Asking loses nothing when the page was hidden.

import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { SweepStatus } from "../../../../src/protocol/sweep.ts";
import { later } from "../../../shared/on-screen.ts";

/** Milliseconds between two questions. */
const PACE = 500;

export class SweepController implements ReactiveController {
  status: SweepStatus | undefined;
  /** Whether the first answer is there. */
  isKnown = false;
  readonly #host: ReactiveControllerHost;
  readonly #ask: () => Promise<SweepStatus | undefined>;
  #key = "";
  /** Takes back the next question. */
  #forget = (): void => {};
  #asked = 0;

  constructor(host: ReactiveControllerHost, ask: () => Promise<SweepStatus | undefined>) {
    this.#host = host;
    this.#ask = ask;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#forget();
    this.#asked++;
    this.#key = "";
  }

  /** Asks anew if anything that the answer depends on changed. */
  follow(...key: readonly (number | string | undefined)[]): void {
    if (key.join() === this.#key) return;
    this.#key = key.join();
    void this.ask();
  }

  async ask(): Promise<void> {
    this.#forget();
    const asked = ++this.#asked;
    const status = await this.#ask();
    if (asked !== this.#asked) return;
    this.status = status;
    this.isKnown = true;
    this.#host.requestUpdate();
    if (status !== undefined && status.state !== "ended") this.#forget = later(PACE, () => void this.ask());
  }
}
