// What tells other tabs of a browser that this one trains a document: a lock of the browser, which is gone
// with its tab, and a channel on which the others ask how far it is. It is a courtesy and shuts nobody out,
// so the lock is shared, and whoever holds it as well is heard of by the number of its holders.

/** Milliseconds that a tab has to answer; one that says nothing trains all the same. */
const PATIENCE = 1_000;
/** Letters that an answer may have. */
const MOST = 200_000;

/** This tab among those that answer. */
const thisTab = crypto.randomUUID();
/** How often this tab holds each lock. */
const own = new Map<string, number>();

type Message = { readonly kind: "ask" } | { readonly kind: "tell"; readonly from: string; readonly about: string };

export class TabHold {
  readonly #name: string;
  #about = "";
  /** Lets go of what is held. */
  #held: Promise<() => Promise<void>> | undefined;

  /** @param document its address, the same in every tab */
  constructor(document: string) {
    this.#name = `perceptron ${document}`;
  }

  /** What another tab says that holds it; undefined if none does. Never rejects. */
  async told(): Promise<string | undefined> {
    try {
      const { held = [] } = await navigator.locks.query();
      const holders = held.filter(({ name }) => name === this.#name).length;
      return holders > (own.get(this.#name) ?? 0) ? await this.#ask() : undefined;
    } catch {
      return undefined;
    }
  }

  /** Holds it until it is released. Never rejects. @param about what others are told, at most 200 kB */
  async take(about: string): Promise<void> {
    this.#about = about;
    this.#held ??= this.#hold();
    // Without it this tab trains all the same; the next time it is tried again.
    await this.#held.catch(() => (this.#held = undefined));
  }

  /** Never rejects. */
  async release(): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    await held?.then((letGo) => letGo()).catch(() => undefined);
  }

  #ask(): Promise<string> {
    const channel = new BroadcastChannel(this.#name);
    return new Promise((resolve) => {
      const end = (about: string): void => {
        clearTimeout(timer);
        channel.close();
        resolve(about);
      };
      const timer = setTimeout(() => end(""), PATIENCE);
      channel.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
        const { kind, from, about } = (data ?? {}) as { readonly kind?: unknown; readonly from?: unknown; readonly about?: unknown };
        if (kind === "tell" && from !== thisTab && typeof about === "string" && about.length <= MOST) end(about);
      });
      channel.postMessage({ kind: "ask" } satisfies Message);
    });
  }

  /** Gives what lets go of it, and resolves when nobody sees it any more. */
  async #hold(): Promise<() => Promise<void>> {
    let lock: Promise<unknown> | undefined;
    const end = await new Promise<() => void>((granted, refused) => {
      lock = navigator.locks.request(this.#name, { mode: "shared" }, () => {
        own.set(this.#name, (own.get(this.#name) ?? 0) + 1);
        return new Promise<void>((over) => granted(over));
      });
      lock.catch(refused);
    });
    const channel = new BroadcastChannel(this.#name);
    channel.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if ((data as Partial<Message> | null)?.kind !== "ask") return;
      channel.postMessage({ kind: "tell", from: thisTab, about: this.#about } satisfies Message);
    });
    return async () => {
      channel.close();
      end();
      await lock;
      own.set(this.#name, (own.get(this.#name) ?? 1) - 1);
    };
  }
}
