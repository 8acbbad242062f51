// The curve of a layer and its derivative, as the engine gives them, with the layer's parameters; exact
// values under the cross-hair. While a parameter is dragged, one question at a time is open, and the newest
// comes next. The same numbers are there as a table and as sound.

import { html, LitElement, nothing, svg, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { JsonLayer } from "../../../src/model/edit.ts";
import type { LayerCurve } from "../../../src/training/types.ts";
import type { Actions } from "../../actions.ts";
import type { Heard } from "../../chart/curve-sound.ts";
import { heardOf } from "../../chart/heard.ts";
import { soundButton } from "../../chart/sound-button.ts";
import { SoundController } from "../../chart/sound-controller.ts";
import { t } from "../../shared/text.ts";
import { layerCurveStyles } from "./layer-curve.styles.ts";
import { HEIGHT, indexAt, type Plot, plotOf, WIDTH } from "./plot.ts";
import type { NetworkHost } from "../../../src/protocol/network-host.ts";

/** Of the table. */
const ROWS = 25;

@customElement("layer-curve")
export class LayerCurveView extends LitElement {
  static override styles = layerCurveStyles;

  @property({ attribute: false }) actions!: Actions<NetworkHost>;
  @property({ attribute: false }) layer!: JsonLayer;
  /** Only looked at: no cross-hair, no place in the order of the focus. */
  @property({ type: Boolean }) still = false;
  /** A value that lies on the curve: it is marked, with the tangent there. */
  @property({ attribute: false }) mark: Mark | undefined;
  @state() private curve: LayerCurve | undefined;
  /** The point under the cross-hair. */
  @state() private index: number | undefined;
  @state() private isTable = false;
  #shown = "";
  #isAsking = false;
  readonly #sound = new SoundController(this);

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("layer")) void this.#ask();
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      for (let wanted = JSON.stringify(this.layer); wanted !== this.#shown; wanted = JSON.stringify(this.layer)) {
        const curve = await this.actions.host.sampleLayer(this.layer);
        this.#shown = wanted;
        // While what is typed cannot be drawn, the curve stays as it was.
        this.curve = curve ?? this.curve;
      }
    } finally {
      this.#isAsking = false;
    }
  }

  override render() {
    const { curve } = this;
    // The place is kept, so that nothing moves when the curve comes.
    if (curve === undefined) return html`<svg viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true"></svg>${this.legend(undefined)}`;
    if (this.isTable) return html`${curveTable(curve, this.mark)}${this.buttons(curve)}`;
    const plot = plotOf(curve);
    return html`<svg
        viewBox=${`0 0 ${WIDTH} ${HEIGHT}`}
        role=${this.still ? "img" : "application"}
        aria-roledescription=${this.still ? nothing : t("chart")}
        aria-label=${this.description(curve)}
        tabindex=${this.still ? nothing : 0}
        @pointermove=${(event: PointerEvent) => this.point(event, curve)}
        @pointerleave=${() => (this.index = undefined)}
        @blur=${() => (this.index = undefined)}
        @keydown=${(event: KeyboardEvent) => this.key(event, curve)}
      >
        <g aria-hidden="true">
          ${axes(plot, curve)}
          <path class="slope" d=${plot.slopes} />
          <path class="output" d=${plot.outputs} />
          ${this.mark ? marked(plot, this.mark) : nothing} ${this.cross(plot, curve)}
        </g>
      </svg>
      ${this.legend(curve)}${this.buttons(curve)}`;
  }

  private buttons({ inputs, outputs, slopes }: LayerCurve): TemplateResult | typeof nothing {
    if (this.still) return nothing;
    const { mark } = this;
    const heard = (): Heard => ({ ...heardOf([outputs, slopes].map((y) => ({ x: inputs, y }))), marks: mark ? [mark] : [] });
    const about = t("Curve of {0}", this.layer.type);
    const toggle = this.isTable ? t("Show the curve") : t("Show the numbers");
    return html`<div class="buttons">
      ${soundButton(this.#sound, () => [heard()], { about })}<vscode-toolbar-button
        icon=${this.isTable ? "graph-line" : "table"}
        label=${`${about}: ${toggle}`}
        title=${toggle}
        @click=${() => (this.isTable = !this.isTable)}
      ></vscode-toolbar-button>
    </div>`;
  }

  private cross({ x, y, low, high }: Plot, { inputs }: LayerCurve): TemplateResult | typeof nothing {
    const input = this.index === undefined ? undefined : inputs[this.index];
    if (input === undefined) return nothing;
    return svg`<line class="cross" x1=${x(input)} x2=${x(input)} y1=${y(high)} y2=${y(low)} />`;
  }

  private legend(curve: LayerCurve | undefined): TemplateResult {
    const { mark } = this;
    if (mark !== undefined && this.index === undefined) return legendOf(mark);
    const at = (values: readonly number[] | undefined): string =>
      this.index === undefined || values === undefined ? "" : ` ${short(values[this.index]!)}`;
    return html`<div class="legend code small" aria-live=${this.index === undefined ? "off" : "polite"}>
      ${this.index === undefined ? nothing : html`<span>x${at(curve?.inputs)}</span>`}
      <span class="key">y${at(curve?.outputs)}</span>
      <span class="key dashed">y′${at(curve?.slopes)}</span>
    </div>`;
  }

  private description({ inputs, outputs }: LayerCurve): string {
    const points = [0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * (inputs.length - 1)));
    const values = points.map((index) => `${short(inputs[index]!)}: ${short(outputs[index]!)}`);
    const text = t("Curve of {0} and its derivative. y at {1}.", this.layer.type, values.join(", "));
    if (this.mark === undefined) return text;
    const { x, y, slope } = this.mark;
    return `${text} ${t("The point: x {0}, y {1}, slope {2}.", short(x), short(y), short(slope))}`;
  }

  private point(event: PointerEvent, { inputs }: LayerCurve): void {
    if (this.still) return;
    const { left, width } = (event.currentTarget as Element).getBoundingClientRect();
    this.index = indexAt((event.clientX - left) / width, inputs.length);
  }

  private key(event: KeyboardEvent, { inputs }: LayerCurve): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const start = this.index ?? Math.floor(inputs.length / 2);
    this.index = Math.max(0, Math.min(inputs.length - 1, start + step * 5));
  }
}

/** Evenly chosen points, as those that are read on the curve; and the marked one among them. */
function curveTable({ inputs, outputs, slopes }: LayerCurve, mark: Mark | undefined): TemplateResult {
  const places = Array.from({ length: ROWS }, (_, row) => Math.round((row * (inputs.length - 1)) / (ROWS - 1)));
  const points = places.map((at): Mark => ({ x: inputs[at]!, y: outputs[at]!, slope: slopes[at]! }));
  const rows = [...points, ...(mark ? [mark] : [])].toSorted((one, other) => one.x - other.x);
  return html`<div class="table" tabindex="0" role="region" aria-label=${t("Curve as numbers")}>
    <table>
      <thead>
        <tr>
          ${["x", "y", "y′"].map((name) => html`<th scope="col" class="number">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (point) =>
            html`<tr class=${point === mark ? "here" : ""}>
              <th scope="row" class="number">${point === mark ? html`${t("the point")} ` : nothing}${short(point.x)}</th>
              <td class="number">${short(point.y)}</td>
              <td class="number">${short(point.slope)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A point of a curve, and how steep the curve is there. */
export interface Mark {
  readonly x: number;
  readonly y: number;
  readonly slope: number;
}

/** The point with its tangent; at the picture's edge if it lies beyond. */
function marked({ x, y, low, high, first, last }: Plot, mark: Mark): TemplateResult {
  const at = { x: within(mark.x, first, last), y: within(mark.y, low, high) };
  const isBeyond = at.x !== mark.x || at.y !== mark.y;
  // As long in the picture, however steep it is.
  const [dx, dy] = [x(1) - x(0), (y(0) - y(1)) * mark.slope];
  const reach = 44 / Math.hypot(dx, dy);
  // No further than the axes.
  const [back, ahead] = [Math.min(reach, (x(at.x) - x(first)) / dx), Math.min(reach, (x(last) - x(at.x)) / dx)];
  return svg`
    ${
      isBeyond || !Number.isFinite(reach)
        ? nothing
        : svg`<line class="tangent" x1=${x(at.x) - dx * back} x2=${x(at.x) + dx * ahead} y1=${y(at.y) + dy * back} y2=${y(at.y) - dy * ahead} />`
    }
    <circle class=${isBeyond ? "point beyond" : "point"} cx=${x(at.x)} cy=${y(at.y)} r="4" />`;
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

function legendOf({ x, y, slope }: Mark): TemplateResult {
  return html`<div class="legend code small">
    <span>x ${short(x)}</span><span class="key">y ${short(y)}</span><span class="key dashed">y′ ${short(slope)}</span>
  </div>`;
}

function axes({ x, y, low, high }: Plot, { inputs }: LayerCurve): TemplateResult {
  const [first, last] = [inputs[0]!, inputs.at(-1)!];
  const levels = [...new Set([low, 0, high])];
  return svg`
    ${levels.map((level) => svg`<line class="grid" x1=${x(first)} x2=${x(last)} y1=${y(level)} y2=${y(level)} />`)}
    <line class="grid" x1=${x(0)} x2=${x(0)} y1=${y(high)} y2=${y(low)} />
    ${levels.map((level) => svg`<text class="end" x=${x(first) - 6} y=${y(level) + 3.5}>${signed(level)}</text>`)}
    ${[first, 0, last].map(
      (input) =>
        svg`<text class=${input === 0 ? "middle" : input === last ? "end" : ""} x=${x(input)} y=${HEIGHT - 4}>${signed(Math.round(input))}</text>`,
    )}`;
}

/** Three significant digits; what float32 left of a zero is one. */
function short(value: number): string {
  return signed(Number((Math.abs(value) < 1e-6 ? 0 : value).toPrecision(3)));
}

function signed(value: number): string {
  return String(value).replace("-", "−");
}

declare global {
  interface HTMLElementTagNameMap {
    "layer-curve": LayerCurveView;
  }
}
