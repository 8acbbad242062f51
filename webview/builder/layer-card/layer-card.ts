// What there is to know about a layer before it is taken: its curve, formula and derivative, when to use it
// and what goes wrong.

import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "../layer-curve/layer-curve.ts";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { isCurve } from "../../../src/model/layers/record.ts";
import type { Actions } from "../../actions.ts";
import { choiceName, factsOf, type LayerChoice, newLayers } from "../layer-choices.ts";
import { recordOf } from "../network.ts";
import { say } from "../../shared/text.ts";
import { layerCardStyles } from "./layer-card.styles.ts";

const MARGIN = 8;

@customElement("layer-card")
export class LayerCard extends LitElement {
  static override styles = layerCardStyles;

  @property({ attribute: false }) actions!: Actions<unknown>;
  @property() choice: LayerChoice = "Linear";
  /** What the card is about, as it lies in the window; the card stands beside it. */
  @property({ attribute: false }) beside!: DOMRect;

  // Its height is known when all in it is drawn, which is after the card itself.
  readonly #sizes = new ResizeObserver(() => this.place());

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  override render() {
    const { formula, derivative, about, pitfall } = factsOf(this.choice);
    const record = recordOf(this.choice);
    const [layer] = newLayers(this.choice);
    return html`
      <h2>${choiceName(this.choice)}</h2>
      ${record && isCurve(record) ? html`<layer-curve still .actions=${this.actions} .layer=${layer}></layer-curve>` : nothing}
      <div class="formula code">
        <span>${formula}</span>
        <span class="secondary">${derivative}</span>
      </div>
      <p>${say(about)}</p>
      ${
        pitfall
          ? html`<div class="pitfall">
              <vscode-icon name="warning"></vscode-icon>
              <p>${say(pitfall)}</p>
            </div>`
          : nothing
      }
    `;
  }

  protected override updated(): void {
    this.place();
  }

  private place(): void {
    const height = this.offsetHeight;
    const top = Math.max(MARGIN, Math.min(this.beside.top, window.innerHeight - height - MARGIN));
    this.style.setProperty("left", `${this.beside.right + MARGIN}px`);
    this.style.setProperty("top", `${top}px`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "layer-card": LayerCard;
  }
}
