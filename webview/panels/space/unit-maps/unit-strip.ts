// The units of a layer below its card, as small pictures over the two features that the Boundary tab looks
// at: how the network shapes its space, layer by layer. Asked only while that tab is open.

import { css, html, LitElement, type PropertyValues } from "lit";
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
import { extent, largestOf, paintUnit } from "./paint-unit.ts";

/** Pictures below a card; the tab itself has more. */
const MOST = 16;

@customElement("unit-strip")
export class UnitStrip extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 3px;
        padding: 3px 0 0;
      }
      canvas {
        border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, var(--vscode-panel-border)));
        height: 24px;
        width: 24px;
      }
    `,
  ];

  @property({ attribute: false }) actions!: Actions<SpaceHost>;
  @property({ attribute: false }) layer = 0;
  @property({ attribute: false }) memory!: SpaceMemory;
  /** The remembered epoch that is looked at; the present weights if there is none. */
  @property({ attribute: false }) epoch: number | undefined;
  /** Tells these weights from others. */
  @property() key = "";
  @property({ type: Boolean }) isLive = false;
  readonly #question = new LiveQuestion<UnitMaps>(this);

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { layer, epoch, memory } = this;
    const { host } = this.actions;
    this.#question.follow(JSON.stringify([this.key, layer, epoch, memory.x, memory.y, memory.row]), this.isLive, async () => {
      const facts = (await host.askSpace("facts", {}))?.answer;
      if (facts === undefined) return undefined;
      const { x, y } = axesOf({ facts, memory });
      const question = { x, y, row: memory.row, target: 0, threshold: 0.5, size: 2, layer, epoch };
      return (await host.askSpace("boundary", question))?.answer.units;
    });
  }

  override render() {
    return this.#pictures.map((values, unit) => {
      const [low, high] = extent(values);
      const label = t("Unit {0}: from {1} to {2}", unit + 1, formatTick(low), formatTick(high));
      return html`<canvas role="img" aria-label=${label} title=${label}></canvas>`;
    });
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const maps = this.#maps;
    if (maps === undefined) return;
    const [theme, most, pictures] = [themeOf(this), largestOf(maps.values), this.#pictures];
    for (const [unit, canvas] of [...this.renderRoot.querySelectorAll("canvas")].entries()) {
      const values = pictures[unit];
      if (values) paintUnit(canvas, values, maps, most, theme);
    }
  }

  /** Undefined while they are not known, as of another layer. */
  get #maps(): UnitMaps | undefined {
    const maps = this.#question.answer;
    return maps?.layer === this.layer ? maps : undefined;
  }

  get #pictures(): readonly Float32Array[] {
    const maps = this.#maps;
    if (maps === undefined) return [];
    const points = maps.columns * maps.rows;
    const count = Math.min(MOST, Math.floor(maps.values.length / points));
    return Array.from({ length: count }, (_, unit) => maps.values.subarray(unit * points, (unit + 1) * points));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "unit-strip": UnitStrip;
  }
}
