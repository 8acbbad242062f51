// A page that shows the session's document in a builder: a channel to it, and what it is told of. A page that
// is hidden is kept and told nothing; one that is on the screen and has asked for its snapshot is there.

import type { BuilderHost, BuilderState, BuilderView, DataState, Snapshot } from "../protocol/builder.ts";
import { type Channel, openChannel, type Port } from "../protocol/channel.ts";
import type { CurveBatch } from "../protocol/run.ts";
import type { DocumentSession, SessionView } from "./document-session.ts";

/** Where the page is. */
export interface PagePlace {
  readonly port: Port;
  /** Whether it is on the screen, and not behind another tab. */
  readonly isVisible: boolean;
  /** Whether the person works in it. */
  readonly isActive: boolean;
  readonly log: (error: unknown) => void;
}

export class BuilderPage implements SessionView {
  readonly #session: DocumentSession;
  readonly #place: PagePlace;
  readonly #channel: Channel<BuilderView>;
  #isReady = false;
  #wasVisible: boolean;
  #isClosed = false;
  /** The data that the page has. */
  #sentData: DataState | undefined;

  /** @param facets what the page can ask for besides its snapshot */
  constructor(session: DocumentSession, place: PagePlace, facets: Omit<BuilderHost, "snapshot">) {
    this.#session = session;
    this.#place = place;
    this.#wasVisible = place.isVisible;
    const host: BuilderHost = { snapshot: () => this.#snapshot(), ...facets };
    this.#channel = openChannel<BuilderView, BuilderHost>(place.port, host);
    session.attach(this);
  }

  get isVisible(): boolean {
    return this.#place.isVisible;
  }

  show({ data, ...state }: BuilderState): void {
    if (!this.#isReady) return;
    const isSent = data === this.#sentData;
    this.#sentData = data;
    this.#tell((page) => page.show(isSent ? state : { ...state, data }));
  }

  append(curve: CurveBatch): void {
    this.#tell((page) => page.append(curve));
  }

  select(layer: number): void {
    this.#tell((page) => page.select(layer));
  }

  runsChanged(): void {
    this.#tell((page) => page.runsChanged());
  }

  showRuns(): void {
    const ids = this.#isReady ? this.#session.takeRuns() : undefined;
    if (ids) this.#tell((page) => page.showRuns(ids));
  }

  wishes(): void {
    if (!this.#isReady || !this.#place.isVisible) return;
    for (const wish of this.#session.place.take()) this.#tell((page) => page.wish(wish));
  }

  reveal(): void {
    if (this.#isReady && this.#place.isActive) this.#reveal();
  }

  /** It was shown, hidden or came to the front. */
  viewStateChanged(): void {
    const { isVisible } = this.#place;
    if (isVisible !== this.#wasVisible) this.#seen(isVisible);
    this.#session.visibilityChanged();
    this.reveal();
    this.wishes();
  }

  close(): void {
    this.#isReady = false;
    this.#isClosed = true;
    this.#channel.close();
    this.#session.detach(this);
  }

  async #snapshot(): Promise<Snapshot> {
    await this.#session.restored;
    // One that was hidden meanwhile asks anew when it is back.
    this.#isReady = this.#place.isVisible;
    // Once it has the snapshot.
    setTimeout(() => {
      this.#reveal();
      this.showRuns();
      this.wishes();
    });
    this.#sentData = this.#session.data.state;
    return this.#session.snapshot;
  }

  /** Lets the page rest, or has it ask for what it missed. */
  #seen(isVisible: boolean): void {
    this.#wasVisible = isVisible;
    this.#isReady = false;
    this.#channel.remote.visible(isVisible).catch((error: unknown) => {
      if (!this.#isClosed) this.#place.log(error);
    });
  }

  #reveal(): void {
    const layer = this.#session.takeReveal();
    if (layer !== undefined) this.#tell((page) => page.reveal(layer));
  }

  #tell(call: (view: BuilderView) => Promise<void>): void {
    if (!this.#isReady) return;
    call(this.#channel.remote).catch((error: unknown) => {
      // A page that is gone answers nothing any more; that is no failure.
      if (this.#isReady) this.#place.log(error);
    });
  }
}
