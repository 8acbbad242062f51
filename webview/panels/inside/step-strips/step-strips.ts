// A step of a network that is too large for all its numbers: for each layer a strip with the chosen row, for
// that of the stop a map of all rows. Every cell tells its exact value.

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { classMap } from "lit/directives/class-map.js";
import type { InsideStep, NumberAddress, TensorName } from "../../../../src/training/inside/types.ts";
import { formatCount } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { type CellPlace, HeatMap } from "../heat-map/heat-map.ts";
import type { InsideController } from "../inside-view/inside-controller.ts";
import { exact, figure, keysText, placeName, stripsText, tensorName } from "../inside-view/inside-words.ts";
import { reachedAt, tensorOfLayer } from "../inside-view/reached.ts";
import {
  factsOf,
  isOtherStop,
  isSame,
  largestOf,
  parameterAt,
  type Place,
  rootAt,
  type Stop,
  tensorAt,
  tensorKey,
} from "../inside-view/stops.ts";
import { walkByKey } from "../step-picture/walk.ts";
import { stepStripsStyles } from "./step-strips.styles.ts";

@customElement("step-strips")
export class StepStrips extends LitElement {
  static override styles = stepStripsStyles;

  @property({ attribute: false }) inside!: InsideController;
  @property({ type: Number }) revision = 0;
  @property({ attribute: false }) step!: InsideStep;
  @property({ attribute: false, hasChanged: isOtherStop }) stop!: Stop;
  @property({ attribute: false }) place!: Place;
  @property() description = "";
  @property({ attribute: false }) open!: (address: NumberAddress) => void;
  @state() private hovered: NumberAddress | undefined;
  /** The frame in which the stop's line comes into sight; 0 if none is due. */
  #frame = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("stop") || changed.has("step")) this.hovered = undefined;
  }

  override render() {
    const { step, stop, place } = this;
    const reached = reachedAt(step, stop);
    const own = tensorAt(step, stop, place);
    return html`
      <div class="readout secondary small truncated" aria-hidden="true">${this.readout()}</div>
      <ol
        aria-label=${this.description}
        tabindex="0"
        aria-description=${keysText()}
        @keydown=${(event: KeyboardEvent) => walkByKey(this, event)}
      >
        ${[-1, ...step.layers.keys()].map((layer) => {
          const tensor = tensorOfLayer(reached, layer);
          const isHere = layer < 0 ? stop.kind === "batch" : "layer" in stop && stop.layer === layer;
          const isWhole = isHere && tensor !== undefined && tensorKey(tensor) === tensorKey(own);
          return html`<li class=${classMap({ here: isHere })}>
            <span class="name">${this.layerName(layer)}</span>
            ${tensor === undefined ? html`<span class="none"></span>` : this.map(tensor, isWhole)}
            ${isHere && parameterAt(step, stop, place) ? html`<span></span>${this.map(own, true)}` : nothing}
          </li>`;
        })}
        <li class=${classMap({ here: stop.kind === "loss" })}>
          <span class="name truncated" title=${step.lossType}>${step.lossType}</span>
          ${reached.hasLoss ? this.loss() : html`<span class="none"></span>`}
        </li>
      </ol>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const active = this.shadowRoot?.activeElement;
    // The map with the focus has become a strip.
    if (active instanceof HeatMap && !active.whole) (this.renderRoot.querySelector<HTMLElement>("heat-map[whole]") ?? this).focus();
    // Once a frame, when all maps have their sizes: scrolling lays out what there is by then.
    if (changed.has("stop")) this.#frame ||= requestAnimationFrame(() => this.#reveal());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #reveal(): void {
    this.#frame = 0;
    this.renderRoot.querySelector(".here")?.scrollIntoView({ block: "nearest" });
  }

  private layerName(layer: number): TemplateResult {
    const { step } = this;
    const [name, count] =
      layer < 0
        ? [t("Inputs"), step.input.columns]
        : [`${layer + 1} ${step.layers[layer]!.name ?? step.layers[layer]!.type}`, step.layers[layer]!.output.columns];
    return html`<span class="truncated" title=${name}>${name}</span> <span class="code secondary small">${formatCount(count)}</span>`;
  }

  private map(tensor: TensorName, isWhole: boolean): TemplateResult {
    const { step, stop, place } = this;
    const { rows, columns, min = 0, max = 0 } = factsOf(step, tensor);
    const root = rootAt(step, stop, place);
    const chosen = isWhole ? root : { row: place.row, column: -1 };
    const address = ({ row, column }: CellPlace): NumberAddress => ({ tensor, row, column });
    const name = tensorName(step, tensor);
    return html`<heat-map
      ?whole=${isWhole}
      .inside=${this.inside}
      .revision=${this.revision}
      .tensor=${tensor}
      .rows=${rows}
      .columns=${columns}
      .largest=${largestOf(step, tensor)}
      .chosen=${chosen}
      .label=${isWhole ? t("{0}, {1} × {2} numbers from {3} to {4}", name, formatCount(rows), formatCount(columns), figure(min), figure(max)) : name}
      .hint=${isWhole ? t("Arrow keys choose a number. With Shift, left and right choose the stop.") : ""}
      .pick=${(cell: CellPlace) => this.open(address(cell))}
      .point=${(cell: CellPlace | undefined) => this.hover(cell && address(cell))}
    ></heat-map>`;
  }

  private loss(): TemplateResult {
    const { step, place, stop } = this;
    const own: NumberAddress = { tensor: { of: "rowLoss" }, row: place.row, column: 0 };
    const value = this.valueAt(own);
    return html`<div class="losses">
      <button class="code" ?disabled=${value === undefined} @click=${() => this.open(own)}>
        ${t("row {0}", formatCount(step.rows[place.row] ?? place.row + 1))}: ${value === undefined ? "…" : figure(value)}
      </button>
      <button
        class=${classMap({ code: true, strong: stop.kind === "loss" })}
        @click=${() => this.open({ tensor: { of: "loss" }, row: 0, column: 0 })}
      >
        ${t("mean {0}", figure(step.loss))}
      </button>
    </div>`;
  }

  private hover(address: NumberAddress | undefined): void {
    const isOld = address === this.hovered || (address !== undefined && this.hovered !== undefined && isSame(address, this.hovered));
    if (!isOld) this.hovered = address;
  }

  private readout(): TemplateResult | string {
    const { hovered } = this;
    if (hovered === undefined) return stripsText(this.step, this.stop, this.place);
    const value = this.valueAt(hovered);
    return html`${placeName(this.step, hovered)}: <span class="code">${value === undefined ? "…" : exact(value)}</span>`;
  }

  /** One number is asked for by itself: the map has it too, but in its own blocks. */
  private valueAt({ tensor, row, column }: NumberAddress): number | undefined {
    return this.inside.piece({ tensor, row, rows: 1, column, columns: 1 })?.data[0];
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>("ol")?.focus({ preventScroll: true });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "step-strips": StepStrips;
  }
}
