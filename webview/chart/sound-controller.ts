// The one sound that a chart plays: the same button starts and stops it, and Escape stops it wherever the
// focus is.

import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { DrawnChart } from "./drawn-chart.ts";
import { play } from "./curve-sound.ts";

export class SoundController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #stop: (() => void) | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
  }

  get isPlaying(): boolean {
    return this.#stop !== undefined;
  }

  toggle(chart: DrawnChart | undefined): void {
    if (this.isPlaying) this.stop();
    else if (chart) this.#play(chart);
  }

  stop(): void {
    this.#stop?.();
    this.#ended();
  }

  #play(chart: DrawnChart): void {
    const listening = new AbortController();
    const silence = play(chart, () => {
      listening.abort();
      this.#ended();
    });
    this.#stop = () => {
      listening.abort();
      silence();
    };
    const escape = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.stop();
    };
    window.addEventListener("keydown", escape, { capture: true, signal: listening.signal });
    this.#host.requestUpdate();
  }

  #ended(): void {
    this.#stop = undefined;
    this.#host.requestUpdate();
  }
}
