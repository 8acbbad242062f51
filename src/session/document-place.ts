// Where the builder of a document is, as it said last, and what it is wished to show. A wish waits for a
// builder that is on the screen and ready.

import type { BuilderPlace } from "../lessons/lesson.ts";
import type { Wish } from "../protocol/place-host.ts";
import { Emitter } from "./emitter.ts";

/** So many wishes wait for a builder; older ones nobody remembers. */
const MOST = 8;

export class DocumentPlace {
  readonly #changed = new Emitter<void>();
  readonly #ask: () => void;
  #shown: BuilderPlace | undefined;
  #wishes: readonly Wish[] = [];

  /** The builder went elsewhere. */
  readonly onDidChange = this.#changed.event;

  /** @param ask asks the builders that are there to take the wishes */
  constructor(ask: () => void) {
    this.#ask = ask;
  }

  /** Undefined if no tab is open, or no builder. */
  get shown(): BuilderPlace | undefined {
    return this.#shown;
  }

  placed(place: BuilderPlace | undefined): void {
    this.#shown = place;
    this.#changed.fire();
  }

  /** Leads a builder somewhere: now, or the next one that is on the screen. */
  wish(wish: Wish): void {
    this.#wishes = [...this.#wishes, wish].slice(-MOST);
    this.#ask();
  }

  /** What waits; a builder that does it takes it. */
  take(): readonly Wish[] {
    const wishes = this.#wishes;
    this.#wishes = [];
    return wishes;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
