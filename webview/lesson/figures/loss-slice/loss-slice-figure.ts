// The loss over one weight, for each of several losses side by side: the same weight, the same rows, another
// valley. The gradient is the slope at the point.

import "../../../chart/xy-chart/xy-chart.ts";
import { html, type PropertyValues, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import type { LossSlice, LossSliceAnswer } from "../../../../src/training/figures/types.ts";
import { type Range, rangeOf } from "../../../chart/xy-chart/plot.ts";
import { formatMeasure, formatRows, formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { type Answered, FigureElement } from "../figure-element.ts";
import { sliderRow } from "../figure-parts.ts";
import { tangent } from "../tangent.ts";

const EDGE = 5;
const POINTS = 161;

@customElement("loss-slice-figure")
export class LossSliceFigure extends FigureElement<"loss-slice"> {
  private get range(): Range {
    return [this.options.from ?? -EDGE, this.options.to ?? EDGE];
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { weight, losses, others } = this.options;
    const [from, to] = this.range;
    this.follow("loss-slice", { weight, losses, from, to, points: POINTS, ...(others ? { at: others } : {}) });
  }

  protected override drawn([answer]: Answered<"loss-slice">): TemplateResult {
    const { x, slices, rows } = answer!;
    const at = this.indexIn(answer!);
    const { weight } = this.options;
    return html`<div
      class=${`figure ${slices.length === 1 ? "single" : ""}`}
      role="group"
      aria-label=${t("Loss over the weight {0}", weight)}
    >
      <div class="pictures">${slices.map((slice) => this.picture(slice, answer!, at))}</div>
      ${sliderRow({
        label: weight,
        min: 0,
        max: x.length - 1,
        step: 1,
        value: at,
        text: formatTick(x[at]!),
        spoken: slices.map(({ loss, values, slopes }) => sentence(loss, weight, x[at]!, values[at]!, slopes[at]!)).join(" "),
        change: (index) => this.report(tidy(x[index]!)),
      })}
      <p class="secondary small">${t("Mean loss of {0}, the other weights as they are.", formatRows(rows))}</p>
    </div>`;
  }

  private picture({ loss, values, slopes }: LossSlice, { x }: LossSliceAnswer, at: number): TemplateResult {
    const [value, slope] = [values[at]!, slopes[at]!];
    // A loss that is not defined somewhere has no point there.
    const known = [...x.keys()].filter((index) => Number.isFinite(values[index]!));
    const curve = { x: known.map((index) => x[index]!), y: known.map((index) => values[index]!) };
    const range = rangeOf([curve.y]);
    const isKnown = Number.isFinite(value);
    return html`<xy-chart
      .label=${loss}
      .xTitle=${this.options.weight}
      .yTitle=${t("Loss")}
      .series=${[{ name: loss, kind: "line", tone: "blue", ...curve }, tangent({ x: x[at]!, y: value, slope }, this.range, range)]}
      .xRange=${this.range}
      .yRange=${range}
      .mark=${isKnown ? { x: x[at]!, y: value, tone: "blue" } : undefined}
      .choose=${{ label: t("Put the point here"), run: (index: number) => this.report(tidy(curve.x[index]!)) }}
    >
      <span slot="reading" class="legend">
        <span class="key">${t("loss {0}", isKnown ? formatMeasure(value) : "–")}</span>
        <span class="key quiet">${t("slope {0}", isKnown ? formatTick(slope) : "–")}</span>
      </span>
    </xy-chart>`;
  }

  private indexIn({ x, present }: LossSliceAnswer): number {
    const [from, to] = this.range;
    const weight = this.value ?? this.options.at ?? present;
    return Math.max(0, Math.min(x.length - 1, Math.round(((weight - from) / (to - from)) * (x.length - 1))));
  }
}

function sentence(loss: string, weight: string, x: number, value: number, slope: number): string {
  return t("{0}: at {1} = {2} the loss is {3}, its slope {4}.", loss, weight, formatTick(x), formatMeasure(value), formatTick(slope));
}

/** Without the last digits, which no one has chosen. */
function tidy(value: number): number {
  return Number(value.toPrecision(6));
}

declare global {
  interface HTMLElementTagNameMap {
    "loss-slice-figure": LossSliceFigure;
  }
}
