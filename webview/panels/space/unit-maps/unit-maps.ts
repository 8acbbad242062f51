// Each unit of a layer over the same features, as small multiples: blue where it gives less than nothing,
// orange where more, a line where it gives 0.

import { css, html, LitElement, type PropertyValues } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { UnitMaps } from "../../../../src/training/space/types.ts";
import { baseStyles, inputStyles } from "../../../shared/styles/base.ts";
import { formatCount, formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { themeOf } from "../plane-picture/theme.ts";
import type { Looking } from "../space-view/looking.ts";
import { extent, largestOf, paintUnit, SIDE } from "./paint-unit.ts";
import { picturesOf } from "./units-controller.ts";

@customElement("unit-maps")
export class UnitMapsView extends LitElement {
  static override styles = [
    baseStyles,
    inputStyles,
    css`
      :host {
        border-top: 1px solid var(--vscode-widget-border, var(--vscode-panel-border));
        display: block;
        margin-top: 12px;
        padding-top: 8px;
      }
      .head {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
      }
      .head select {
        width: auto;
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-top: 8px;
      }
      li {
        display: grid;
        font-size: 11px;
        gap: 2px;
        justify-items: center;
      }
      canvas {
        border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, var(--vscode-panel-border)));
        display: block;
        height: ${SIDE}px;
        width: ${SIDE}px;
      }
    `,
  ];

  @property({ attribute: false }) looking!: Looking;
  @property({ attribute: false }) maps!: UnitMaps;
  #themes: MutationObserver | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#themes = new MutationObserver(() => this.requestUpdate());
    for (const root of [document.documentElement, document.body]) {
      this.#themes.observe(root, { attributes: true, attributeFilter: ["style", "class", "data-theme", "data-vscode-theme-kind"] });
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#themes?.disconnect();
  }

  override render() {
    const { looking, maps } = this;
    const { layers } = looking.facts;
    const pictures = picturesOf(maps);
    const shown = pictures.length;
    return html`<div class="head">
        <h3>${t("Units of layer")}</h3>
        <select
          aria-label=${t("Layer")}
          @change=${(event: Event) => looking.selectLayer(Number((event.target as HTMLSelectElement).value))}
        >
          ${layers.map(
            ({ type, units }, index) =>
              html`<option value=${index} .selected=${index === maps.layer}>${index + 1} ${type} (${formatCount(units)})</option>`,
          )}
        </select>
        <span class="secondary small">
          ${t("Blue below 0, orange above, a line at 0.")}
          ${shown < maps.units ? t("The first {0} of {1}.", shown, formatCount(maps.units)) : ""}
        </span>
      </div>
      <ul aria-label=${t("Units of layer")}>
        ${pictures.map((values, unit) => {
          const [low, high] = extent(values);
          const label = t("Unit {0}: from {1} to {2}", unit + 1, formatTick(low), formatTick(high));
          return html`<li><canvas role="img" aria-label=${label} title=${label}></canvas>${unit + 1}</li>`;
        })}
      </ul>`;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const [theme, most, pictures] = [themeOf(this), largestOf(this.maps.values), picturesOf(this.maps)];
    for (const [unit, canvas] of [...this.renderRoot.querySelectorAll("canvas")].entries()) {
      const values = pictures[unit];
      if (values) paintUnit(canvas, values, this.maps, most, theme);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "unit-maps": UnitMapsView;
  }
}
