// The Boundary panel: what the network makes of its features while it learns, the moments of the run below,
// and beside the boundary the histograms of its layers and the landscape of its loss.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import "../boundary-page/boundary-page.ts";
import "../time-slider/time-slider.ts";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { BuilderState } from "../../../../src/protocol/builder.ts";
import { isActive } from "../../../../src/protocol/run.ts";
import type { SpaceAnswered } from "../../../../src/protocol/space-host.ts";
import { valueAt } from "../../../builder/network.ts";
import { isPlain } from "../../../shared/controllers/keys.ts";
import { LiveQuestion } from "../../../shared/controllers/live-question.ts";
import { t } from "../../../shared/text.ts";
import { FilmController } from "./film-controller.ts";
import { type Looking, weightsKey } from "./looking.ts";
import { epochOf, type SpaceMemory, spaceMemory, type SpacePage, spacePages } from "./memory.ts";
import { spaceViewStyles } from "./space-view.styles.ts";

function pageTitle(page: SpacePage): string {
  return { boundary: t("Decision boundary"), histograms: t("Histograms"), landscape: t("Loss landscape") }[page];
}

@customElement("space-view")
export class SpaceView extends LitElement {
  static override styles = spaceViewStyles;

  @property({ attribute: false }) actions!: Looking["actions"];
  @property({ attribute: false }) state!: BuilderState;
  @property({ attribute: false }) json: unknown;
  @property({ attribute: false }) memory!: SpaceMemory;
  /** The layer that is selected in the builder. */
  @property({ attribute: false }) selected: number | undefined;
  @state() private isTable = false;
  /** Remembered epochs, as the newest answer told them. */
  @state() private epochs: readonly number[] = [];
  readonly #facts = new LiveQuestion<SpaceAnswered<"facts">>(this);
  readonly #film = new FilmController(this, {
    epochs: () => this.epochs,
    epoch: () => this.epoch,
    show: (epoch) => this.show(epoch),
    isSettled: () => this.renderRoot.querySelector("boundary-page")?.isSettled ?? true,
  });
  #key = "";

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const key = weightsKey(this.state);
    // Another run has moments of its own.
    if (key !== this.#key) this.#film.stop();
    this.#key = key;
    this.#facts.follow(key, this.isPreparing, async () => {
      const answered = await this.actions.host.askSpace("facts", {});
      if (answered) this.epochs = answered.epochs;
      return answered;
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    void this.actions.host.closeSpace();
  }

  override render() {
    const { answer, failure, isOpen } = this.#facts;
    if (failure !== "") return html`<p class="empty" role="status">${failure}</p>`;
    if (answer === undefined) {
      return isOpen || this.isPreparing
        ? html`<p class="empty secondary late" role="status">${t("Asking the network…")}</p>`
        : this.empty();
    }
    const looking = this.looking(answer);
    return html`<div class="bar">
        <div role="tablist" aria-label=${t("Boundary")} @keydown=${(event: KeyboardEvent) => this.walk(event)}>
          ${spacePages.map((page) => this.tab(page))}
        </div>
        <div class="end">
          <span class="secondary small truncated">${this.source(answer)}</span>
          <vscode-toolbar-button
            icon=${this.isTable ? "graph-scatter" : "table"}
            label=${this.isTable ? t("Show the picture") : t("Show the numbers")}
            title=${this.isTable ? t("Show the picture") : t("Show the numbers")}
            @click=${() => (this.isTable = !this.isTable)}
          ></vscode-toolbar-button>
        </div>
      </div>
      <div
        class="page"
        id="page"
        role="tabpanel"
        aria-labelledby=${`space-${this.memory.page}`}
        @answered=${({ detail }: CustomEvent<SpaceAnswered<"boundary">>) => (this.epochs = detail.epochs)}
      >
        ${this.opened(looking)}
      </div>
      ${this.epochs.length > 0 ? this.time(looking) : nothing}`;
  }

  private opened(looking: Looking): TemplateResult {
    switch (this.memory.page) {
      case "boundary":
        return html`<boundary-page .looking=${looking} ?isTable=${this.isTable}></boundary-page>`;
      case "histograms":
        void import("../histogram-page/histogram-page.ts");
        return html`<histogram-page .looking=${looking} ?isTable=${this.isTable}></histogram-page>`;
      case "landscape":
        void import("../landscape-page/landscape-page.ts");
        return html`<landscape-page .looking=${looking} ?isTable=${this.isTable}></landscape-page>`;
    }
  }

  private time(looking: Looking): TemplateResult {
    return html`<time-slider
      data-target="time-slider"
      .epochs=${this.epochs}
      .epoch=${this.epoch}
      ?isLive=${isActive(this.state.run)}
      ?isPlaying=${this.#film.isPlaying}
      .saving=${this.#film.saving}
      @moment=${({ detail }: CustomEvent<number | null>) => {
        this.#film.stop();
        this.show(detail ?? undefined);
      }}
      @play=${() => this.#film.toggle()}
      @save=${() => void this.saveFilm(looking)}
    ></time-slider>`;
  }

  /** The remembered epoch that is looked at; undefined for the newest weights, and of another run. */
  private get epoch(): number | undefined {
    return epochOf(this.memory, this.state.run);
  }

  private show(epoch: number | undefined): void {
    this.remember({ moment: epoch === undefined ? undefined : { run: this.state.run.run, epoch } });
  }

  private async saveFilm(looking: Looking): Promise<void> {
    const page = this.renderRoot.querySelector("boundary-page");
    if (page === null) {
      looking.remember({ page: "boundary" });
      await this.updateComplete;
    }
    const asked = this.renderRoot.querySelector("boundary-page");
    if (asked) await this.#film.save(looking, (epoch) => asked.questionAt(epoch), asked);
  }

  private looking({ answer: facts }: SpaceAnswered<"facts">): Looking {
    const threshold = valueAt(this.json, ["training", "threshold"]);
    const last = facts.layers.length - 1;
    // The last layer before the answer tells most, if none is selected.
    const usual = Math.max(0, last - (facts.layers[last]?.type === "Linear" ? 1 : 2));
    return {
      actions: this.actions,
      facts,
      key: weightsKey(this.state),
      isLive: this.epoch === undefined && this.state.run.state === "running",
      epochs: this.epochs,
      epoch: this.epoch,
      layer: this.selected !== undefined && this.selected <= last ? this.selected : usual,
      threshold: typeof threshold === "number" ? threshold : 0.5,
      memory: this.memory,
      remember: (change) => this.remember(change),
      selectLayer: (layer) => this.actions.select(layer),
    };
  }

  /** Whose weights they are. */
  private source({ from }: SpaceAnswered<"facts">): string {
    if (this.state.isEdited && from !== "seed") return t("The network before your changes");
    if (this.epoch !== undefined) return t("A moment of the run");
    return {
      run: t("Live weights"),
      ended: t("The run's last weights"),
      file: t("Trained weights"),
      seed: t("First weights, not trained"),
    }[from];
  }

  private empty(): TemplateResult {
    return html`<div class="empty">
      <p class="secondary">${t("The boundary is drawn here once the document can be trained.")}</p>
    </div>`;
  }

  private tab(page: SpacePage): TemplateResult {
    const isOpen = page === this.memory.page;
    return html`<button
      role="tab"
      id=${`space-${page}`}
      aria-selected=${isOpen ? "true" : "false"}
      aria-controls=${isOpen ? "page" : nothing}
      tabindex=${isOpen ? 0 : -1}
      @click=${() => this.remember({ page })}
    >
      ${pageTitle(page)}
    </button>`;
  }

  private walk(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined || !isPlain(event)) return;
    event.preventDefault();
    const page = spacePages[(spacePages.indexOf(this.memory.page) + step + spacePages.length) % spacePages.length]!;
    this.remember({ page });
    this.renderRoot.querySelector<HTMLElement>(`#space-${page}`)?.focus();
  }

  private remember(change: Partial<SpaceMemory>): void {
    this.actions.remember(spaceMemory, change);
  }

  private get isPreparing(): boolean {
    return this.state.run.state === "preparing";
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "space-view": SpaceView;
  }
}
