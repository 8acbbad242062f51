// The one sound that a chart plays: the same button starts and stops it, and Escape stops it wherever the
// focus is.

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { type Heard, play } from "./curve-sound.ts";

export class SoundController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #stop: (() => void) | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** What is gone is not drawn again: a view that asks while it is drawn would ask on. */
  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  get isPlaying(): boolean {
    return this.#stop !== undefined;
  }

  toggle(parts: readonly Heard[]): void {
    if (this.isPlaying) this.stop();
    else if (parts.length > 0) this.#play(parts);
  }

  stop(): void {
    this.#stop?.();
    this.#ended();
  }

  #play(parts: readonly Heard[]): void {
    const listening = new AbortController();
    const silence = play(parts, () => {
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
