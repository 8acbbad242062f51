// Curves of activations with a point that is moved along: what comes out there, how steep it is, and the
// tangent. Several layers stand side by side, with one point for all.

import "../../../chart/xy-chart/xy-chart.ts";
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import type { JsonLayer } from "../../../../src/model/edit.ts";
import type { LayerCurve } from "../../../../src/training/types.ts";
import { type Range, rangeOf, type Series } from "../../../chart/xy-chart/plot.ts";
import { formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { type Answered, FigureElement } from "../figure-element.ts";
import { sliderRow } from "../figure-parts.ts";
import { tangent } from "../tangent.ts";

const EDGE = 6;
/** Of a usual range the point moves by so much. */
const STEP = 0.05;
const MOST_POINTS = 401;

@customElement("activation-figure")
export class ActivationFigure extends FigureElement<"activation"> {
  private get layers(): readonly JsonLayer[] {
    const { layer, layers } = this.options;
    return layers ?? (layer ? [layer] : []);
  }

  private get range(): Range {
    return [this.options.from ?? -EDGE, this.options.to ?? EDGE];
  }

  private get points(): number {
    const [from, to] = this.range;
    return Math.max(2, Math.min(MOST_POINTS, Math.round((to - from) / STEP) + 1));
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const [from, to] = this.range;
    this.follow("activation", { layers: this.layers, from, to, points: this.points });
  }

  protected override drawn([answer]: Answered<"activation">): TemplateResult {
    const { curves } = answer!;
    const at = this.index;
    const { value, derivative } = this.shown;
    // The same for all, so that they can be compared.
    const range = rangeOf([
      ...(value ? curves.map(({ outputs }) => outputs) : []),
      ...(derivative ? curves.map(({ slopes }) => slopes) : []),
    ]);
    const x = this.xAt(at);
    return html`<div
      class=${`figure ${curves.length === 1 ? "single" : ""}`}
      role="group"
      aria-label=${t("Curve of {0}", this.names.join(", "))}
    >
      <div class="pictures">${curves.map((curve, index) => this.picture(curve, this.names[index]!, at, range))}</div>
      ${sliderRow({
        label: "x",
        min: 0,
        max: this.points - 1,
        step: 1,
        value: at,
        text: formatTick(x),
        spoken: curves.map((curve, index) => this.sentence(curve, this.names[index]!, at)).join(" "),
        change: (index) => this.report(this.xAt(index)),
      })}
    </div>`;
  }

  /** The type with what is not PyTorch's default. */
  private get names(): readonly string[] {
    return this.layers.map((layer) => {
      const settings = Object.entries(layer).filter(([key]) => key !== "type" && key !== "name");
      const written = settings.map(([key, value]) => `${key}=${JSON.stringify(value)}`);
      return written.length > 0 ? `${layer.type}(${written.join(", ")})` : layer.type;
    });
  }

  private get shown(): { readonly value: boolean; readonly derivative: boolean } {
    const { shows = ["value", "derivative"] } = this.options;
    return { value: shows.includes("value"), derivative: shows.includes("derivative") };
  }

  private picture({ inputs, outputs, slopes }: LayerCurve, name: string, at: number, range: Range): TemplateResult {
    const { value, derivative } = this.shown;
    const [x, y, slope] = [inputs[at]!, outputs[at]!, slopes[at]!];
    const series: Series[] = [
      ...(value ? [{ name: "y", kind: "line", tone: "blue", x: inputs, y: outputs } as const] : []),
      ...(derivative ? [{ name: "y′", kind: "dashed", tone: "orange", x: inputs, y: slopes } as const] : []),
      ...(value && derivative ? [tangent({ x, y, slope }, this.range, range), pointOf(x, slope)] : []),
    ];
    return html`<xy-chart
      .label=${name}
      .xTitle=${"x"}
      .yTitle=${value ? "y" : "y′"}
      .series=${series}
      .xRange=${this.range}
      .yRange=${range}
      .mark=${value ? { x, y, tone: "blue" } : { x, y: slope }}
      .choose=${{ label: t("Put the point here"), run: (index: number) => this.report(this.xAt(index)) }}
    >
      <span slot="reading" class="legend">
        ${value ? html`<span class="key">y = ${formatTick(y)}</span>` : nothing}
        ${derivative ? html`<span class="key dashed">y′ = ${formatTick(slope)}</span>` : nothing}
      </span>
    </xy-chart>`;
  }

  private sentence({ inputs, outputs, slopes }: LayerCurve, name: string, at: number): string {
    return t("{0}: at x {1}, y is {2} and the slope {3}.", name, ...[inputs, outputs, slopes].map((values) => formatTick(values[at]!)));
  }

  private get index(): number {
    const [from, to] = this.range;
    const x = this.value ?? this.options.at ?? 0;
    return Math.max(0, Math.min(this.points - 1, Math.round(((x - from) / (to - from)) * (this.points - 1))));
  }

  /** Without the last digits, which no one has chosen. */
  private xAt(index: number): number {
    const [from, to] = this.range;
    return Number((from + ((to - from) * index) / (this.points - 1)).toPrecision(6));
  }
}

function pointOf(x: number, y: number): Series {
  return { name: "y′", kind: "points", tone: "orange", x: [x], y: [y] };
}

declare global {
  interface HTMLElementTagNameMap {
    "activation-figure": ActivationFigure;
  }
}
