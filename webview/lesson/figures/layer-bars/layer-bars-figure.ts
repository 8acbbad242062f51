// Layer by layer a bar: how large the gradient is there, on a logarithmic scale, or how many units are dead.
// A changed document has its bars right below, in orange.

import { html, nothing, type PropertyValues, svg, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import type { LayerBar } from "../../../../src/training/figures/types.ts";
import { formatCount, formatShare, formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { type Answered, FigureElement } from "../figure-element.ts";
import { bar, captionsOf } from "../figure-parts.ts";
import { layerBarsStyles } from "./layer-bars-figure.styles.ts";
import { lineUp, scaleOf } from "./scale.ts";

@customElement("layer-bars-figure")
export class LayerBarsFigure extends FigureElement<"layer-bars"> {
  static override styles = layerBarsStyles;

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { of, step = 1, beside } = this.options;
    this.follow("layer-bars", { of, step }, beside);
  }

  protected override drawn(answers: Answered<"layer-bars">): TemplateResult {
    const isShare = this.options.of === "dead";
    const captions = captionsOf(this.options.captions);
    const several = answers.length > 1;
    const scale = scaleOf(
      answers.flatMap(({ bars }) => bars.map(({ value }) => value)),
      isShare,
    );
    const title = isShare ? t("Dead units by layer") : t("Gradient by layer");
    const numberOf = (value: number): string => (isShare ? formatShare(value) : formatTick(value));
    const { step, rows } = answers[0]!;
    return html`<div class="figure" role="group" aria-label=${title}>
      <div class="head">
        <h3>${title}</h3>
        <span class="legend small">
          ${several ? html`<span class="key">${captions[0]}</span><span class="key orange">${captions[1]}</span>` : nothing}
        </span>
      </div>
      <div class="lines">
        <ul class="bars" aria-label=${title}>
          ${lineUp(answers.map(({ bars }) => bars)).map(
            (layers) =>
              html`<li>
                <span class="truncated name">${nameOf(layers)}</span>
                <span class="of">
                  ${layers.map((layer, place) =>
                    layer ? bar(0, scale.share(layer.value), place === 0 ? "blue" : "orange", scale.ticks.map(scale.share)) : nothing,
                  )}
                </span>
                <span class="code number">
                  ${layers.map(
                    (layer, place) =>
                      html`<span
                        >${several && layer ? html`<span class="unseen">${captions[place]}: </span>` : nothing}${layer ? numberOf(layer.value) : ""}</span
                      >`,
                  )}
                </span>
              </li>`,
          )}
        </ul>
        <div class="axis code small" aria-hidden="true">
          <span></span>
          <svg class="ticks">
            ${scale.ticks.map((tick) => svg`<text x=${`${scale.share(tick) * 100}%`} y="12">${isShare ? formatShare(tick) : power(tick)}</text>`)}
          </svg>
          <span></span>
        </div>
      </div>
      <p class="secondary small">
        ${
          isShare
            ? t(
                "Share of units that give the same for all {0} rows of step {1} and pass no gradient on.",
                formatCount(rows),
                formatCount(step),
              )
            : t("Norm of the gradient of each layer's weights and biases on step {0}, on a logarithmic scale.", formatCount(step))
        }
      </p>
    </div>`;
  }
}

/** Its place in the document, and its type; both types if they are different. */
function nameOf([one, other]: readonly (LayerBar | undefined)[]): string {
  const types = [...new Set([one?.type, other?.type].filter((type) => type !== undefined))];
  return `${((one ?? other)?.layer ?? 0) + 1} ${types.join(" / ")}`;
}

/** A power of ten as it is written at an axis. */
function power(value: number): string {
  const exponent = Math.round(Math.log10(value));
  const digits = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];
  return `10${exponent < 0 ? "⁻" : ""}${String(Math.abs(exponent)).replace(/\d/g, (digit) => digits[Number(digit)]!)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    "layer-bars-figure": LayerBarsFigure;
  }
}
