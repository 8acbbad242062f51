// The inspector: the selected layer's parameters, or with nothing selected how the network is trained. In a
// narrow window it is a drawer.

import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import "../layer-settings/layer-settings.ts";
import "../selection-settings/selection-settings.ts";
import "../training-settings/training-settings.ts";
import { html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import type { JsonLayer } from "../../../src/model/edit.ts";
import type { Problem } from "../../../src/model/problem.ts";
import type { DataState } from "../../../src/protocol/builder.ts";
import type { EngineChoice, EngineHost } from "../../../src/protocol/engine-host.ts";
import type { RunStatus } from "../../../src/protocol/run.ts";
import type { Actions } from "../../actions.ts";
import type { Card } from "../cards.ts";
import { t } from "../../shared/text.ts";
import { inspectorStyles } from "./builder-inspector.styles.ts";

@customElement("builder-inspector")
export class BuilderInspector extends LitElement {
  static override styles = inspectorStyles;

  @property({ attribute: false }) actions!: Actions<EngineHost>;
  @property({ attribute: false }) json: unknown;
  @property({ attribute: false }) layers: readonly JsonLayer[] = [];
  @property({ attribute: false }) card: Card | undefined;
  /** The cards of all selected layers, if they are several. */
  @property({ attribute: false }) marked: readonly Card[] = [];
  /** Whether these are one folded row. */
  @property({ type: Boolean }) isFolded = false;
  /** Whether all training settings are shown. */
  @property({ type: Boolean }) hasMore = false;
  @property({ attribute: false }) problems: readonly Problem[] = [];
  @property({ attribute: false }) data: DataState = { state: "none" };
  @property({ attribute: false }) engine: EngineChoice | undefined;
  @property({ attribute: false }) run!: RunStatus;
  /** The document's name. */
  @property() file = "";

  /** Puts the focus on the first field, or on the title if there is none. */
  async focusFirst(): Promise<void> {
    await this.updateComplete;
    const settings = this.renderRoot.querySelector<LitElement>("layer-settings, selection-settings, training-settings");
    await settings?.updateComplete;
    const root = settings?.shadowRoot;
    const first = root?.querySelector<HTMLElement>("parameter-field, commit-field, select") ?? root?.querySelector<HTMLElement>(".title");
    if (first instanceof LitElement) await first.updateComplete;
    first?.focus();
  }

  override render() {
    const { card, actions } = this;
    const layer = card && this.layers[card.index];
    return html`
      <div class="scroller" @keydown=${(event: KeyboardEvent) => this.key(event)}>
        <vscode-toolbar-button
          class="close"
          icon="close"
          label=${t("Close")}
          title=${t("Close (Escape)")}
          @click=${() => actions.focusCard()}
        ></vscode-toolbar-button>
        ${
          this.marked.length > 1
            ? html`<selection-settings .actions=${actions} .cards=${this.marked} .isFolded=${this.isFolded}></selection-settings>`
            : card && layer
              ? keyed(
                  card.index,
                  html`<layer-settings .actions=${actions} .card=${card} .layer=${layer} .count=${this.layers.length}></layer-settings>`,
                )
              : html`<training-settings
                  data-target="settings"
                  .actions=${actions}
                  .json=${this.json}
                  .problems=${this.problems}
                  .data=${this.data}
                  .hasMore=${this.hasMore}
                  .engine=${this.engine}
                  .file=${this.file}
                  .run=${this.run}
                ></training-settings>`
        }
      </div>
    `;
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.actions.focusCard();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "builder-inspector": BuilderInspector;
  }
}
