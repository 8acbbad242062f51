// What there is to know about a layer before it is taken: its curve, formula and derivative, when to use it and what goes wrong.

import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "../layer-curve/layer-curve.ts";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { layers, type LayerType } from "../../../src/model/layers.ts";
import { isCurve, type LayerRecord } from "../../../src/model/layers/record.ts";
import type { Actions } from "../../actions.ts";
import { newLayer } from "../../network.ts";
import { say } from "../../text.ts";
import { layerCardStyles } from "./layer-card.styles.ts";

const MARGIN = 8;

@customElement("layer-card")
export class LayerCard extends LitElement {
  static override styles = layerCardStyles;

  @property({ attribute: false }) actions!: Actions;
  @property() type: LayerType = "Linear";
  /** What the card is about, as it lies in the window; the card stands beside it. */
  @property({ attribute: false }) beside!: DOMRect;

  override render() {
    const record: LayerRecord = layers[this.type];
    return html`
      <h2>${record.type}</h2>
      ${isCurve(record) ? html`<layer-curve still .actions=${this.actions} .layer=${newLayer(this.type)}></layer-curve>` : nothing}
      <div class="formula code">
        <span>${record.formula}</span>
        <span class="secondary">${record.derivative}</span>
      </div>
      <p>${say(record.about)}</p>
      ${
        record.pitfall
          ? html`<div class="pitfall">
              <vscode-icon name="warning"></vscode-icon>
              <p>${say(record.pitfall)}</p>
            </div>`
          : nothing
      }
    `;
  }

  protected override updated(): void {
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
