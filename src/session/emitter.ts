// Events of the session, of the shape that VS Code's have, so that whoever listens cannot tell them apart.

export interface Subscription {
  dispose(): void;
}

export type Event<T> = (listener: (value: T) => void) => Subscription;

export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = (listener) => {
    // Somebody who listens twice is told twice.
    const own = (value: T): void => listener(value);
    this.#listeners.add(own);
    return { dispose: () => this.#listeners.delete(own) };
  };

  /** Tells everybody who listens; one who begins or ends to listen meanwhile counts from the next time on. */
  fire(value: T): void {
    const told = [...this.#listeners];
    for (const listener of told) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
