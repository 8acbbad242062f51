// The dock: what there is to see of the network and its runs, as tabs below the pipeline; it can be resized
// with the pointer or the arrow keys, and collapsed.

// The panels that are there from the first paint on; the others are loaded when they are opened.
import "../../panels/loss/loss-view/loss-view.ts";
import "../../panels/problems/problems-view/problems-view.ts";
import "@vscode-elements/elements/dist/vscode-badge/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { BuilderState } from "../../../src/protocol/builder.ts";
import type { EpochResult } from "../../../src/training/types.ts";
import type { Actions } from "../../actions.ts";
import { isPlain } from "../../shared/controllers/keys.ts";
import { t } from "../../shared/text.ts";
import type { Panel } from "../../panels/panel.ts";
import { panels } from "../../panels/panels.ts";
import type { ViewState } from "../../view-state.ts";
import { dockStyles } from "./builder-dock.styles.ts";

const LEAST = 120;
/** Shares of the window's height, as in the builder's styles. */
const USUAL = 0.45;
const MOST = 0.8;

@customElement("builder-dock")
export class BuilderDock extends LitElement {
  static override styles = dockStyles;

  @property({ attribute: false }) actions!: Actions;
  @property({ attribute: false }) state!: BuilderState;
  @property({ attribute: false }) json: unknown;
  @property({ attribute: false }) points: readonly EpochResult[] = [];
  @property({ attribute: false }) ghost: readonly EpochResult[] = [];
  @property({ attribute: false }) view!: ViewState;
  @property({ attribute: false }) runsVersion = 0;

  override render() {
    const { view, actions } = this;
    const shown = this.panelOf(view.tab);
    if (view.isDockOpen) void shown.load?.();
    return html`
      ${view.isDockOpen && !view.isDockFilled ? this.resizer() : nothing}
      <div class="bar">
        <div role="tablist" aria-label=${t("Panels")} @keydown=${(event: KeyboardEvent) => this.walk(event)}>
          ${panels.map((panel) => this.tab(panel))}
        </div>
        <div class="buttons">
          ${
            view.isDockOpen
              ? view.isDockFilled
                ? button("screen-normal", t("Restore panel size"), () => actions.view({ isDockFilled: false }))
                : button("screen-full", t("Maximize panel"), () => actions.view({ isDockFilled: true }))
              : nothing
          }
          ${
            view.isDockOpen
              ? button("chevron-down", t("Collapse"), () => actions.view({ isDockOpen: false, isDockFilled: false }))
              : button("chevron-up", t("Expand"), () => actions.view({ isDockOpen: true }))
          }
        </div>
      </div>
      ${
        view.isDockOpen
          ? html`<div class="panel" role="tabpanel" id="panel" aria-labelledby=${`tab-${view.tab}`} tabindex="0">${shown.draw(this)}</div>`
          : nothing
      }
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    // In a narrow window the tabs do not all fit.
    if (changed.has("view") && changed.get("view")?.tab !== this.view.tab)
      this.renderRoot.querySelector(`#tab-${this.view.tab}`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Puts the focus into the column's page that the data tab shows. */
  async focusColumn(): Promise<void> {
    await import("../../panels/data/data-view/data-view.ts");
    await this.updateComplete;
    await this.renderRoot.querySelector("data-view")?.focusColumn();
  }

  private panelOf(tab: string): Panel {
    const panel = panels.find(({ name }) => name === tab);
    if (panel === undefined) throw new Error(`There is no panel “${tab}”.`);
    return panel;
  }

  private tab(panel: Panel): TemplateResult {
    const { view, state } = this;
    const isActive = view.tab === panel.name;
    const count = panel.count?.(state) ?? 0;
    return html`<button
      role="tab"
      id=${`tab-${panel.name}`}
      data-target=${`tab:${panel.name}`}
      aria-selected=${isActive ? "true" : "false"}
      aria-controls=${isActive && view.isDockOpen ? "panel" : nothing}
      tabindex=${isActive ? 0 : -1}
      @click=${() => void this.open(panel)}
    >
      ${panel.title()} ${count > 0 ? html`<vscode-badge variant="counter">${count}</vscode-badge>` : nothing}
    </button>`;
  }

  private async open(panel: Panel): Promise<void> {
    this.actions.view({ tab: panel.name, isDockOpen: true });
    if (panel.focuses === undefined) return;
    await panel.load?.();
    await this.updateComplete;
    if (this.view.tab === panel.name) this.renderRoot.querySelector<HTMLElement>(panel.focuses)?.focus();
  }

  private walk(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined || !isPlain(event)) return;
    event.preventDefault();
    const index = panels.findIndex(({ name }) => name === this.view.tab);
    const { name } = panels[(index + step + panels.length) % panels.length]!;
    this.actions.view({ tab: name, isDockOpen: true });
    this.renderRoot.querySelector<HTMLElement>(`#tab-${name}`)?.focus();
  }

  private resizer(): TemplateResult {
    return html`<div
      class="resizer"
      role="separator"
      aria-orientation="horizontal"
      aria-label=${t("Height of the panel")}
      aria-valuenow=${this.view.dockHeight ?? this.usual}
      aria-valuetext=${t("{0} pixels", this.view.dockHeight ?? this.usual)}
      aria-valuemin=${LEAST}
      aria-valuemax=${this.most}
      tabindex="0"
      @pointerdown=${(event: PointerEvent) => this.grab(event)}
      @keydown=${(event: KeyboardEvent) => this.resizeKey(event)}
    ></div>`;
  }

  private grab(event: PointerEvent): void {
    const handle = event.currentTarget as HTMLElement;
    const { height } = this;
    const listening = new AbortController();
    const { signal } = listening;
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener("pointermove", (move) => this.resize(height + event.clientY - move.clientY), { signal });
    handle.addEventListener("lostpointercapture", () => listening.abort(), { signal });
  }

  private resizeKey(event: KeyboardEvent): void {
    const step = { ArrowUp: 20, ArrowDown: -20 }[event.key];
    if (step === undefined || !isPlain(event)) return;
    event.preventDefault();
    this.resize(this.height + step);
  }

  private resize(height: number): void {
    this.actions.view({ dockHeight: Math.round(Math.max(LEAST, Math.min(height, this.most))) });
  }

  /** In pixels, as it stands on the screen. */
  private get height(): number {
    return Math.round(this.getBoundingClientRect().height);
  }

  /** As long as nobody has set another; measuring it while drawing would lay out the whole page once more. */
  private get usual(): number {
    return Math.round(window.innerHeight * USUAL);
  }

  private get most(): number {
    return Math.max(LEAST, Math.round(window.innerHeight * MOST));
  }
}

function button(icon: string, label: string, act: () => void): TemplateResult {
  return html`<vscode-toolbar-button icon=${icon} label=${label} title=${label} @click=${act}></vscode-toolbar-button>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "builder-dock": BuilderDock;
  }
}
