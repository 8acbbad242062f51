// A unit of the network that is pointed at, as the small picture that the Boundary tab has of it: what it
// gives over the two features that are looked at there. Asked only while a unit is pointed at.

import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { SpaceHost } from "../../../../src/protocol/space-host.ts";
import type { UnitMaps } from "../../../../src/training/space/types.ts";
import type { Actions } from "../../../actions.ts";
import { LiveQuestion } from "../../../shared/controllers/live-question.ts";
import { formatTick } from "../../../shared/numbers.ts";
import { baseStyles } from "../../../shared/styles/base.ts";
import { t } from "../../../shared/text.ts";
import { themeOf } from "../plane-picture/theme.ts";
import { axesOf } from "../space-view/looking.ts";
import type { SpaceMemory } from "../space-view/memory.ts";
import { extent, largestOf, paintUnit, SIDE } from "./paint-unit.ts";

interface Glance {
  readonly maps: UnitMaps;
  /** Names of the features along the axes; without the second the picture is one line high. */
  readonly names: readonly string[];
}

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
  @property({ attribute: false }) memory!: SpaceMemory;
  @property({ attribute: false }) epoch: number | undefined;
  /** Tells these weights from others. */
  @property() key = "";
  @property({ type: Boolean }) isLive = false;
  readonly #question = new LiveQuestion<Glance>(this);

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { layer, epoch, memory } = this;
    const { host } = this.actions;
    this.#question.follow(JSON.stringify([this.key, layer, epoch, memory.x, memory.y, memory.row]), this.isLive, async () => {
      const facts = (await host.askSpace("facts", {}))?.answer;
      if (facts === undefined) return undefined;
      const { x, y } = axesOf({ facts, memory });
      const question = { x, y, row: memory.row, target: 0, threshold: 0.5, size: 2, layer, epoch };
      const maps = (await host.askSpace("boundary", question))?.answer.units;
      return maps && { maps, names: [x, ...(y === undefined ? [] : [y])].map((index) => facts.features[index]!.column) };
    });
    this.toggleAttribute("empty", this.#values === undefined);
  }

  override render() {
    const values = this.#values;
    if (values === undefined) return nothing;
    const [low, high] = extent(values);
    const [across = "", up = ""] = this.#question.answer?.names ?? [];
    return html`<canvas role="img" aria-label=${t("Unit {0}: from {1} to {2}", this.unit + 1, formatTick(low), formatTick(high))}></canvas>
      <div class="code">${formatTick(low)} … ${formatTick(high)}</div>
      <div class="secondary">${up === "" ? across : t("{0} across, {1} up", across, up)}</div>`;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const canvas = this.renderRoot.querySelector("canvas");
    const [values, maps] = [this.#values, this.#question.answer?.maps];
    if (canvas && values && maps) paintUnit(canvas, values, maps, largestOf(maps.values), themeOf(this));
  }

  /** Of this unit; undefined while they are not known, as of the layer before. */
  get #values(): Float32Array | undefined {
    const maps = this.#question.answer?.maps;
    if (maps === undefined || maps.layer !== this.layer) return undefined;
    const points = maps.columns * maps.rows;
    const values = maps.values.subarray(this.unit * points, (this.unit + 1) * points);
    return values.length === points ? values : undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "unit-glance": UnitGlance;
  }
}
