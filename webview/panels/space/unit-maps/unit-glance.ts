// A unit of the network that is pointed at, as the small picture that the Boundary tab has of it: what it
// gives over the two features that are looked at there. Asked only while a unit is pointed at.

import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { SpaceHost } from "../../../../src/protocol/space-host.ts";
import type { Actions } from "../../../actions.ts";
import { formatTick } from "../../../shared/numbers.ts";
import { baseStyles } from "../../../shared/styles/base.ts";
import { t } from "../../../shared/text.ts";
import { themeOf } from "../plane-picture/theme.ts";
import type { Looked } from "../space-view/looking.ts";
import { extent, largestOf, paintUnit, SIDE } from "./paint-unit.ts";
import { picturesOf, UnitsController } from "./units-controller.ts";

/** Units of a layer that are asked for, so that the next one that is pointed at is there at once. */
const MOST = 64;

@customElement("unit-glance")
export class UnitGlance extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        background: var(--vscode-editorHoverWidget-background, var(--vscode-panel-background));
        border: 1px solid var(--vscode-editorHoverWidget-border, var(--vscode-contrastBorder, var(--vscode-panel-border)));
        border-radius: 4px;
        bottom: 8px;
        display: block;
        font-size: 11px;
        padding: 8px;
        pointer-events: none;
        position: absolute;
        right: 8px;
      }
      :host([empty]) {
        display: none;
      }
      canvas {
        display: block;
        height: ${2 * SIDE}px;
        margin: 0 auto 4px;
        width: ${2 * SIDE}px;
      }
    `,
  ];

  @property({ attribute: false }) actions!: Actions<SpaceHost>;
  /** The layer whose output is seen, and the unit in it. */
  @property({ attribute: false }) layer = 0;
  @property({ attribute: false }) unit = 0;
  @property({ attribute: false }) looked!: Looked;
  readonly #units = new UnitsController(this);

  protected override willUpdate(_changed: PropertyValues<this>): void {
    this.#units.follow(this.actions.host, this.looked, [this.layer], MOST);
    this.toggleAttribute("empty", this.#values === undefined);
  }

  override render() {
    const values = this.#values;
    if (values === undefined) return nothing;
    const [low, high] = extent(values);
    const [across = "", up = ""] = this.#units.names;
    return html`<canvas role="img" aria-label=${t("Unit {0}: from {1} to {2}", this.unit + 1, formatTick(low), formatTick(high))}></canvas>
      <div class="code">${formatTick(low)} … ${formatTick(high)}</div>
      <div class="secondary">${up === "" ? across : t("{0} across, {1} up", across, up)}</div>`;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const canvas = this.renderRoot.querySelector("canvas");
    const [values, maps] = [this.#values, this.#units.of(this.layer)];
    if (canvas && values && maps) paintUnit(canvas, values, maps, largestOf(maps.values), themeOf(this));
  }

  /** Of this unit; undefined while they are not known. */
  get #values(): Float32Array | undefined {
    const maps = this.#units.of(this.layer);
    return maps && picturesOf(maps)[this.unit];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "unit-glance": UnitGlance;
  }
}
