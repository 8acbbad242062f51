// The webview's side of the channel: what the host has said last, the curve so far, and edits sent one after
// the other. Nothing is told to a page that is hidden, so a gap in the curve and becoming visible again both
// ask for a snapshot.

import type { Edit } from "../src/model/edit.ts";
import type { BuilderHost, BuilderState, BuilderView, SentState } from "../src/protocol/builder.ts";
import { openChannel, type Port } from "../src/protocol/channel.ts";
import type { Wish } from "../src/protocol/place-host.ts";
import { Curve } from "./chart/curve.ts";
import { setOnScreen } from "./shared/on-screen.ts";
import { speak } from "./shared/text.ts";

/** What the root element wants to hear. */
export interface ClientListener {
  changed(): void;
  grown(): void;
  /** The page was hidden, or it is back and shows the present. */
  visible(isVisible: boolean): void;
  reveal(layer: number): void;
  select(layer: number): void;
  wish(wish: Wish): void;
  runsChanged(): void;
  showRuns(ids: readonly string[]): void;
}

export class BuilderClient {
  readonly host: BuilderHost;
  readonly curve = new Curve();
  state: BuilderState | undefined;
  #listener: ClientListener | undefined;
  #edits: Promise<unknown> = Promise.resolve();
  #asked: Promise<void> | undefined;
  #isVisible = true;

  constructor(port: Port) {
    const view: BuilderView = {
      visible: (isVisible) => this.#see(isVisible),
      // Before the first snapshot nothing is known, not even the language; it will hold all that is said
      // until then.
      show: async (state) => {
        if (this.state !== undefined) this.#show(state);
      },
      append: async (batch) => {
        if (this.state === undefined) return;
        if (this.curve.append(batch)) this.#listener?.grown();
        else await this.refresh();
      },
      reveal: async (layer) => this.#listener?.reveal(layer),
      select: async (layer) => this.#listener?.select(layer),
      wish: async (wish) => this.#listener?.wish(wish),
      runsChanged: async () => this.#listener?.runsChanged(),
      showRuns: async (ids) => this.#listener?.showRuns(ids),
    };
    this.host = openChannel<BuilderHost, BuilderView>(port, view).remote;
  }

  listen(listener: ClientListener): void {
    this.#listener = listener;
  }

  /** Asks for everything; two questions at a time are one. */
  async refresh(): Promise<void> {
    this.#asked ??= this.#refresh().finally(() => {
      this.#asked = undefined;
    });
    return this.#asked;
  }

  /**
   * Sends an edit after those before it have been answered. It is made at that moment, so that two quick keys
   * do not both speak of the old list; undefined sends nothing. False if the document has changed
   * meanwhile.
   */
  async edit(make: (state: BuilderState) => Edit | undefined): Promise<boolean> {
    const sent = this.#edits.then(async () => {
      const edit = this.state && make(this.state);
      return this.state === undefined || edit === undefined ? true : this.host.edit(this.state.version, edit);
    });
    this.#edits = sent.catch(() => false);
    return sent;
  }

  async #see(isVisible: boolean): Promise<void> {
    this.#isVisible = isVisible;
    if (isVisible) await this.refresh();
    // It may have been hidden again meanwhile.
    if (isVisible !== this.#isVisible) return;
    setOnScreen(isVisible);
    this.#listener?.visible(isVisible);
  }

  async #refresh(): Promise<void> {
    const { language, translations, state, curve, ghost } = await this.host.snapshot();
    speak(language, translations);
    this.curve.replace(curve, ghost);
    this.#show(state);
    this.#listener?.grown();
  }

  /** What is sent lacks the data if it is what was sent before. */
  #show({ data = this.state?.data ?? { state: "none" }, ...sent }: SentState): void {
    const state = { ...sent, data };
    this.state = state;
    this.curve.begin(state.run.run);
    this.#listener?.changed();
  }
}
