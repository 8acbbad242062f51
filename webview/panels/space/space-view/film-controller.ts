// A run played as a film of its moments, on the screen and as a file.

import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { BoundaryQuestion } from "../../../../src/training/space/types.ts";
import { later } from "../../../shared/on-screen.ts";
import type { Looking } from "./looking.ts";

/** Milliseconds of a picture: a slide show rather than a motion for whoever wants less of it. */
const PACE = 200;
const CALM = 800;

export interface FilmOptions {
  readonly epochs: () => readonly number[];
  readonly epoch: () => number | undefined;
  readonly show: (epoch: number | undefined) => void;
  /** Whether the picture that was asked for is on the screen. */
  readonly isSettled: () => boolean;
}

export class FilmController implements ReactiveController {
  isPlaying = false;
  /** How far a file is that is being made, 0 … 1. */
  saving: number | undefined;
  readonly #host: ReactiveControllerHost;
  readonly #options: FilmOptions;
  /** Takes back the next picture. */
  #forget = (): void => {};

  constructor(host: ReactiveControllerHost, options: FilmOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
    this.saving = undefined;
  }

  toggle(): void {
    if (this.isPlaying) {
      this.stop();
      return;
    }
    this.isPlaying = true;
    const { epochs, epoch, show } = this.#options;
    // From the beginning, unless it stands somewhere before the end.
    if (epoch() === undefined) show(epochs()[0]);
    this.#host.requestUpdate();
    this.#next();
  }

  stop(): void {
    this.#forget();
    if (!this.isPlaying) return;
    this.isPlaying = false;
    this.#host.requestUpdate();
  }

  #next(): void {
    const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#forget = later(isCalm ? CALM : PACE, () => {
      const { epochs, epoch, show, isSettled } = this.#options;
      if (isSettled()) {
        const at = epochs().indexOf(epoch() ?? -1);
        if (at < 0 || at + 1 >= epochs().length) {
          show(undefined);
          this.stop();
          return;
        }
        show(epochs()[at + 1]);
      }
      this.#next();
    });
  }

  /** Makes a file of all moments and saves it; called again it stops. */
  async save(looking: Looking, questionAt: (epoch: number) => BoundaryQuestion, element: HTMLElement): Promise<void> {
    if (this.saving !== undefined) {
      this.saving = undefined;
      this.#host.requestUpdate();
      return;
    }
    this.#tell(0);
    try {
      const { filmOf } = await import("./film.ts");
      const bytes = await filmOf(looking, questionAt, element, (share) => {
        if (this.saving === undefined) return false;
        this.#tell(share);
        return true;
      });
      if (bytes) await looking.actions.host.savePicture("gif", bytes);
    } finally {
      this.saving = undefined;
      this.#host.requestUpdate();
    }
  }

  #tell(share: number): void {
    this.saving = share;
    this.#host.requestUpdate();
  }
}
