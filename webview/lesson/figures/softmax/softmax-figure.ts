// Sliders for a few logits and a temperature; what Softmax and its relatives make of them as bars.

import { html, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { type Answered, FigureElement } from "../figure-element.ts";
import { bar, sliderRow } from "../figure-parts.ts";
import { softmaxStyles } from "./softmax-figure.styles.ts";

const FIRST = [2, 1, -1];
const EDGE = 5;
const STEP = 0.1;
/** Temperatures that the slider stops at. */
const TEMPERATURES = [0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10];

@customElement("softmax-figure")
export class SoftmaxFigure extends FigureElement<"softmax"> {
  static override styles = softmaxStyles;

  /** As they were moved; at first those of the options. */
  @state() private moved: readonly number[] | undefined;

  private get logits(): readonly number[] {
    return this.moved ?? this.options.logits ?? FIRST;
  }

  private get temperature(): number {
    return this.value !== undefined && this.value > 0 ? this.value : 1;
  }

  private get layers() {
    return this.options.shows ?? (["Softmax"] as const);
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    this.follow("softmax", { layers: this.layers, logits: this.logits, temperature: this.temperature });
  }

  protected override drawn([answer]: Answered<"softmax">): TemplateResult {
    return html`<div class="figure" role="group" aria-label=${this.layers.join(", ")}>
      <div class="parts">
        <div class="sliders">
          <h3>${t("Logits")}</h3>
          ${this.logits.map((logit, index) =>
            sliderRow({
              label: this.nameOf(index),
              min: -EDGE,
              max: EDGE,
              step: STEP,
              value: logit,
              text: formatTick(logit),
              change: (value) => (this.moved = this.logits.map((other, at) => (at === index ? value : other))),
            }),
          )}
          <h3>${t("Temperature")}</h3>
          ${sliderRow({
            label: "T",
            min: 0,
            max: TEMPERATURES.length - 1,
            step: 1,
            value: nearestTemperature(this.temperature),
            text: formatTick(this.temperature),
            change: (index) => this.report(TEMPERATURES[index]!),
          })}
        </div>
        <div class="groups">${this.layers.map((type, index) => this.group(type, answer!.outputs[index] ?? []))}</div>
      </div>
      <div class="unseen" role="status">
        ${this.layers.map((type, index) => this.sentence(type, answer!.outputs[index] ?? [])).join(" ")}
      </div>
    </div>`;
  }

  private group(type: string, outputs: readonly number[]): TemplateResult {
    // Logarithms of probabilities are at most 0, and have no least value.
    const isLog = type === "LogSoftmax";
    const reach = isLog ? Math.max(1, ...outputs.map((output) => -output)) : 1;
    const largest = Math.max(...outputs);
    return html`<section>
      <h3>${type} <span class="secondary">${aboutOf(type)}</span></h3>
      <div class="bars">
        ${outputs.map(
          (output, index) =>
            html`<span class="truncated">${this.nameOf(index)}</span>
              ${isLog ? bar(1 + output / reach, 1, "orange", [], 1) : bar(0, output, "blue")}
              <span class=${`code number ${output === largest ? "largest" : ""}`}>${output.toFixed(3).replace("-", "−")}</span>`,
        )}
      </div>
    </section>`;
  }

  private nameOf(index: number): string {
    return this.options.names?.[index] ?? `z${["₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"][index] ?? index + 1}`;
  }

  private sentence(type: string, outputs: readonly number[]): string {
    return `${type}: ${outputs.map((output, index) => `${this.nameOf(index)} ${output.toFixed(3)}`).join(", ")}.`;
  }
}

function aboutOf(type: string): string {
  if (type === "Softmax") return t("shares of 1; the largest logit gets most");
  return type === "Softmin" ? t("shares of 1; the smallest logit gets most") : t("logarithms of the shares");
}

function nearestTemperature(value: number): number {
  const distances = TEMPERATURES.map((temperature) => Math.abs(Math.log(temperature / value)));
  return distances.indexOf(Math.min(...distances));
}

declare global {
  interface HTMLElementTagNameMap {
    "softmax-figure": SoftmaxFigure;
  }
}
