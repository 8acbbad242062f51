// The weights that are looked at: asked for when the network or the run changed, and at most five times a
// second while it trains. Nobody asks for a view that is not there.

import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { NetworkWeights } from "../../../../src/protocol/network-host.ts";
import { later } from "../../../shared/on-screen.ts";

/** Milliseconds from one question to the next. */
const PACE = 200;

export class WeightsController implements ReactiveController {
  weights: NetworkWeights | undefined;
  readonly #host: ReactiveControllerHost;
  readonly #ask: () => Promise<NetworkWeights | undefined>;
  #key = "";
  #isLive = false;
  #isAsking = false;
  /** Asked for something else while an answer was on its way. */
  #isOld = false;
  /** Takes back the next question. */
  #forget = (): void => {};

  constructor(host: ReactiveControllerHost, ask: () => Promise<NetworkWeights | undefined>) {
    this.#host = host;
    this.#ask = ask;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#forget();
    this.#isLive = false;
    this.#key = "";
  }

  /**
   * Says what is looked at.
   * @param key another one asks at once
   * @param isLive asks again and again
   */
  follow(key: string, isLive: boolean): void {
    const isOther = key !== this.#key;
    const begins = isLive && !this.#isLive;
    this.#key = key;
    this.#isLive = isLive;
    if (isOther || begins) void this.#look();
  }

  async #look(): Promise<void> {
    this.#forget();
    this.#isOld = this.#isAsking;
    if (this.#isAsking) return;
    this.#isAsking = true;
    const asked = performance.now();
    try {
      const weights = await this.#ask();
      // A run that has not begun has none yet: the last ones stay until it does.
      if (weights || !this.#isLive) this.weights = weights;
      this.#host.requestUpdate();
    } finally {
      this.#isAsking = false;
    }
    if (this.#isOld) void this.#look();
    else if (this.#isLive) this.#forget = later(Math.max(0, asked + PACE - performance.now()), () => void this.#look());
  }
}
