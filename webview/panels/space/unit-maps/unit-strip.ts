// The units of a layer below its card, as small pictures over the two features that the Boundary tab looks
// at: how the network shapes its space, layer by layer.

import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { UnitMaps } from "../../../../src/training/space/types.ts";
import { formatTick } from "../../../shared/numbers.ts";
import { baseStyles } from "../../../shared/styles/base.ts";
import { t } from "../../../shared/text.ts";
import { themeOf } from "../plane-picture/theme.ts";
import { extent, largestOf, paintUnit } from "./paint-unit.ts";
import { picturesOf } from "./units-controller.ts";

@customElement("unit-strip")
export class UnitStrip extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 3px;
        /* As high as a line of pictures, so that nothing moves when they come. */
        min-height: 27px;
        padding: 3px 0 0;
      }
      canvas {
        border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, var(--vscode-panel-border)));
        height: 24px;
        width: 24px;
      }
    `,
  ];

  @property({ attribute: false }) layer = 0;
  /** Undefined while they are not known. */
  @property({ attribute: false }) maps: UnitMaps | undefined;
  /** Is told whether the layer's pictures are on the screen. */
  @property({ attribute: false }) see!: (strip: UnitStrip, isSeen: boolean) => void;
  #isSeen = false;
  readonly #screen = new IntersectionObserver((entries) => {
    this.#isSeen = entries.at(-1)?.isIntersecting ?? false;
    this.see(this, this.#isSeen);
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#screen.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#screen.disconnect();
    this.see(this, false);
  }

  override render() {
    if (this.maps === undefined) return nothing;
    return picturesOf(this.maps).map((values, unit) => {
      const [low, high] = extent(values);
      return html`<canvas
        aria-hidden="true"
        title=${t("Unit {0}: from {1} to {2}", unit + 1, formatTick(low), formatTick(high))}
      ></canvas>`;
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { maps } = this;
    // The list has changed under it.
    if (changed.has("layer") && this.#isSeen) this.see(this, true);
    if (maps === undefined) return;
    const [theme, most, pictures] = [themeOf(this), largestOf(maps.values), picturesOf(maps)];
    for (const [unit, canvas] of [...this.renderRoot.querySelectorAll("canvas")].entries()) {
      const values = pictures[unit];
      if (values) paintUnit(canvas, values, maps, most, theme);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "unit-strip": UnitStrip;
  }
}
