// The line between no and yes, step by step: which row was looked at, what was answered, and where the line
// went. Beside it a changed document, on its own steps.

import "../../../panels/space/plane-picture/plane-picture.ts";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { PerceptronLineAnswer } from "../../../../src/training/figures/types.ts";
import { soundButton } from "../../../chart/sound-button.ts";
import { SoundController } from "../../../chart/sound-controller.ts";
import { formatCount, formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { type Answered, FigureElement } from "../figure-element.ts";
import { captionsOf, sliderRow } from "../figure-parts.ts";
import { lineHeard } from "./line-heard.ts";
import { linePlane } from "./line-plane.ts";
import { lineTable } from "./line-table.ts";
import { perceptronLineStyles } from "./perceptron-line.styles.ts";

@customElement("perceptron-line-figure")
export class PerceptronLineFigure extends FigureElement<"perceptron-line"> {
  static override styles = perceptronLineStyles;

  /** The row that is pointed at. */
  @state() private reading = "";
  @state() private isTable = false;
  readonly #sound = new SoundController(this);

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { steps, beside } = this.options;
    this.follow("perceptron-line", { steps }, beside);
  }

  protected override drawn(answers: Answered<"perceptron-line">): TemplateResult {
    const most = Math.max(...answers.map(({ steps }) => steps.length));
    const step = Math.max(0, Math.min(most, Math.round(this.value ?? 0)));
    const captions = captionsOf(this.options.captions);
    const several = answers.length > 1;
    const spoken = answers.map((answer, index) => (several ? `${captions[index]}: ` : "") + plain(answer, step)).join(" ");
    return html`<div
      class=${`figure ${several ? "" : "single"}`}
      role="group"
      aria-label=${t("The line between {0} and {1}", ...(answers[0]?.classes ?? []))}
    >
      ${this.isTable ? this.table(answers, step, captions) : nothing}
      <div class="pictures planes" ?hidden=${this.isTable}>
        ${answers.map(
          (answer, index) =>
            html`<div class="picture">
              ${several ? html`<h3>${captions[index]}</h3>` : nothing}
              <plane-picture
                .plane=${linePlane(answer, Math.min(step, answer.steps.length))}
                .label=${`${several ? `${captions[index]}. ` : ""}${plain(answer, step)}`}
                .hint=${t("Arrow keys go from row to row.")}
                @reading=${({ detail }: CustomEvent<string>) => (this.reading = detail)}
              ></plane-picture>
              <p class="sentence">${told(answer, step)}</p>
              <p class="code small">${weightsOf(answer, step)}</p>
            </div>`,
        )}
      </div>
      <div class="stepping">
        ${this.button("←", t("One step back"), step - 1, most)} ${this.button("→", t("One step on"), step + 1, most)}
        ${sliderRow({
          label: t("Present step"),
          min: 0,
          max: most,
          step: 1,
          value: step,
          text: t("{0} of {1}", formatCount(step), formatCount(most)),
          spoken,
          change: (value) => this.report(value),
        })}
        ${this.tellers(answers, step)}
      </div>
      <p class="secondary small" ?hidden=${this.isTable}>
        ${this.reading || t("Hatched: the side of {0}. The thin line is the one before the step.", answers[0]!.classes[1]!)}
      </p>
    </div>`;
  }

  /** The same to be heard, and to be read. */
  private tellers(answers: Answered<"perceptron-line">, step: number): TemplateResult {
    const toggle = this.isTable ? t("Show the picture") : t("Show the numbers");
    return html`<div class="told">
      ${soundButton(this.#sound, () => lineHeard(answers, step), { about: t("The line, then the mistakes step by step") })}<vscode-toolbar-button
        icon=${this.isTable ? "graph-scatter" : "table"}
        label=${toggle}
        title=${toggle}
        @click=${() => (this.isTable = !this.isTable)}
      ></vscode-toolbar-button>
    </div>`;
  }

  private table(answers: Answered<"perceptron-line">, step: number, captions: readonly [string, string]): TemplateResult {
    return html`<div class="table" tabindex="0" role="region" aria-label=${t("The line step by step")}>
      ${answers.map((answer, index) => lineTable(answer, step, answers.length > 1 ? captions[index] : undefined))}
    </div>`;
  }

  private button(sign: string, label: string, to: number, most: number): TemplateResult {
    return html`<button class="move" aria-label=${label} title=${label} ?disabled=${to < 0 || to > most} @click=${() => this.report(to)}>
      ${sign}
    </button>`;
  }
}

/** What happened on a step, with the mistake in front. */
function told(answer: PerceptronLineAnswer, step: number): TemplateResult {
  const { mistakes, text } = happened(answer, step);
  return mistakes === 0 ? html`${text}` : html`<span class="mistake">${t("Mistake.")}</span> ${text}`;
}

function plain(answer: PerceptronLineAnswer, step: number): string {
  const { mistakes, text } = happened(answer, step);
  return `${mistakes === 0 ? "" : `${t("Mistake.")} `}${text} ${weightsOf(answer, step)}`;
}

function happened({ steps, rows, classes }: PerceptronLineAnswer, at: number): { readonly mistakes: number; readonly text: string } {
  if (at === 0) return { mistakes: 0, text: t("Before the first step: the first weights.") };
  if (at > steps.length) return { mistakes: 0, text: t("Training is over.") };
  const { rows: batch, answers, isChanged } = steps[at - 1]!;
  const wrong = batch.filter((row, index) => rows.truth[row] !== answers[index]);
  const change = isChanged ? t("The weights move.") : t("Nothing changes.");
  const [row, ...others] = batch;
  if (row === undefined || others.length > 0) {
    return { mistakes: wrong.length, text: `${t("{0} of {1} rows answered wrong.", wrong.length, batch.length)} ${change}` };
  }
  const [number, truth] = [rows.row[row]! + 1, classes[rows.truth[row]!]!];
  const text =
    wrong.length > 0
      ? t("Row {0} is {1}, but the answer was {2}.", number, truth, classes[answers[0]!]!)
      : t("Row {0} is {1}, and so was the answer.", number, truth);
  return { mistakes: wrong.length, text: `${text} ${change}` };
}

function weightsOf({ states, rows }: PerceptronLineAnswer, at: number): string {
  const { weights, wrong } = states[Math.min(at, states.length - 1)]!;
  const [one, other, bias] = weights;
  const numbers = [
    ...(one === undefined ? [] : [`w₁ ${formatTick(one)}`]),
    ...(other === undefined ? [] : [`w₂ ${formatTick(other)}`]),
    ...(bias === undefined ? [] : [`b ${formatTick(bias)}`]),
  ];
  return [...numbers, t("{0} of {1} wrong", formatCount(wrong), formatCount(rows.row.length))].join(" · ");
}

declare global {
  interface HTMLElementTagNameMap {
    "perceptron-line-figure": PerceptronLineFigure;
  }
}
