// Each unit of a layer over the same features, as small multiples: blue where it gives less than nothing,
// orange where more, a line where it gives 0.

import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { UnitMaps } from "../../../../src/training/space/types.ts";
import type { Heard } from "../../../chart/curve-sound.ts";
import { heardOf } from "../../../chart/heard.ts";
import { soundButton } from "../../../chart/sound-button.ts";
import { SoundController } from "../../../chart/sound-controller.ts";
import { baseStyles, inputStyles } from "../../../shared/styles/base.ts";
import { tableStyles } from "../../../shared/styles/table.ts";
import { formatCount, formatShare, formatTick } from "../../../shared/numbers.ts";
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
    tableStyles,
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
      .table {
        margin-top: 8px;
        max-height: 240px;
        max-width: 480px;
        overflow: auto;
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
  @property({ type: Boolean }) isTable = false;
  readonly #sound = new SoundController(this);
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
        ${soundButton(this.#sound, () => unitsHeard(maps), { about: t("Each unit along the middle of its picture") })}
      </div>
      ${this.isTable ? unitTable(pictures) : this.small(pictures)}`;
  }

  private small(pictures: readonly Float32Array[]): TemplateResult {
    return html`<ul aria-label=${t("Units of layer")}>
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

/** The middle row of each unit's picture, one unit after the other; 0 lies in the middle of the pitches. */
function unitsHeard(maps: UnitMaps): readonly Heard[] {
  const most = largestOf(maps.values);
  const from = Math.floor(maps.rows / 2) * maps.columns;
  return picturesOf(maps).map((values) => {
    const y = values.subarray(from, from + maps.columns);
    return heardOf([{ x: [...y.keys()], y }], undefined, [-most, most]);
  });
}

/** What each picture comes to: how far its values reach, and on how much of it the unit gives more than 0. */
function unitTable(pictures: readonly Float32Array[]): TemplateResult {
  return html`<div class="table" tabindex="0" role="region" aria-label=${t("Units of layer")}>
    <table>
      <thead>
        <tr>
          ${[t("Unit"), t("Smallest"), t("Largest"), t("Above 0")].map((name) => html`<th scope="col" class="number">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${pictures.map((values, unit) => {
          const [low, high] = extent(values);
          const above = values.filter((value) => value > 0).length / values.length;
          return html`<tr>
            <th scope="row" class="number">${unit + 1}</th>
            <td class="number">${formatTick(low)}</td>
            <td class="number">${formatTick(high)}</td>
            <td class="number">${formatShare(above)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "unit-maps": UnitMapsView;
  }
}
