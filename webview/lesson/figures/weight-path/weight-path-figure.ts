// The way of two weights over the first steps of training, on the loss around it; beside it the way of a
// changed document.

import "../../../panels/space/plane-picture/plane-picture.ts";
import { html, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { WeightPathAnswer } from "../../../../src/training/figures/types.ts";
import { soundButton } from "../../../chart/sound-button.ts";
import { SoundController } from "../../../chart/sound-controller.ts";
import { lossSurface, wayHeard } from "../../../panels/space/landscape-page/landscape-plane.ts";
import type { Plane } from "../../../panels/space/plane-picture/plane.ts";
import { formatCount, formatMeasure, formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { type Answered, FigureElement } from "../figure-element.ts";
import { captionsOf, sliderRow } from "../figure-parts.ts";

@customElement("weight-path-figure")
export class WeightPathFigure extends FigureElement<"weight-path"> {
  /** What is pointed at. */
  @state() private reading = "";
  readonly #sound = new SoundController(this);

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { weights, steps, beside } = this.options;
    this.follow("weight-path", { weights, steps }, beside);
  }

  protected override drawn(answers: Answered<"weight-path">): TemplateResult {
    const most = Math.max(...answers.map(({ x }) => x.length - 1));
    const step = Math.max(0, Math.min(most, Math.round(this.value ?? most)));
    const captions = captionsOf(this.options.captions);
    const sentences = answers.map((answer) => this.sentence(answer, step));
    return html`<div
      class=${`figure ${answers.length > 1 ? "" : "single"}`}
      role="group"
      aria-label=${t("Way of the weights {0} and {1}", ...this.options.weights)}
    >
      <div class="pictures planes">
        ${answers.map(
          (answer, index) =>
            html`<div class="picture">
              ${answers.length > 1 ? html`<h3>${captions[index]}</h3>` : ""}
              <plane-picture
                .plane=${this.plane(answer, step)}
                .label=${`${answers.length > 1 ? `${captions[index]}. ` : ""}${sentences[index]}`}
                .hint=${t("Arrow keys walk along the way.")}
                @reading=${({ detail }: CustomEvent<string>) => (this.reading = detail)}
              ></plane-picture>
              <p class="code small">${sentences[index]}</p>
            </div>`,
        )}
      </div>
      ${sliderRow({
        label: t("Steps"),
        min: 0,
        max: most,
        step: 1,
        value: step,
        text: formatCount(step),
        spoken: sentences.map((sentence, index) => (answers.length > 1 ? `${captions[index]}: ${sentence}` : sentence)).join(" "),
        change: (value) => this.report(value),
      })}
      ${soundButton(this.#sound, () => answers.map(({ losses }) => wayHeard([...losses.keys()], losses)), { about: t("Loss along the way") })}
      <p class="secondary small">${this.reading || t("Colour and lines: the loss of the training rows, blue where it is small.")}</p>
    </div>`;
  }

  private plane({ x, y, losses, plane }: WeightPathAnswer, step: number): Plane {
    const shown = Math.min(step, x.length - 1);
    const [one, other] = this.options.weights;
    return {
      x: { title: one, values: plane.x },
      y: { title: other, values: plane.y },
      ...lossSurface(plane.losses, plane.losses.length),
      marks: [],
      path: Array.from({ length: shown + 1 }, (_, index) => ({
        x: x[index]!,
        y: y[index]!,
        text: this.placeText(index, x[index]!, y[index]!, losses[index]!),
      })),
      place: shown,
    };
  }

  private sentence({ x, y, losses }: WeightPathAnswer, step: number): string {
    const at = Math.min(step, x.length - 1);
    return this.placeText(at, x[at]!, y[at]!, losses[at]!);
  }

  private placeText(step: number, x: number, y: number, loss: number): string {
    return t("After step {0}: {1}, {2}, loss {3}", formatCount(step), formatTick(x), formatTick(y), formatMeasure(loss));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "weight-path-figure": WeightPathFigure;
  }
}
