// How the numbers of a layer move while it learns: its weights, what it gives and what comes back to it, as
// histograms over the remembered epochs.

import "../plane-picture/plane-picture.ts";
import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { SpaceAnswered } from "../../../../src/protocol/space-host.ts";
import type { HistogramAnswer } from "../../../../src/training/space/types.ts";
import type { Statistics } from "../../../../src/training/statistics.ts";
import { heardOf } from "../../../chart/heard.ts";
import { soundButton } from "../../../chart/sound-button.ts";
import { SoundController } from "../../../chart/sound-controller.ts";
import { LiveQuestion } from "../../../shared/controllers/live-question.ts";
import { formatCount, formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import type { Looking } from "../space-view/looking.ts";
import { sideBySideStyles } from "../space-view/side-by-side.styles.ts";
import { histogramPlane, inWords } from "./histogram-plane.ts";

const parts = ["weights", "activations", "gradients"] as const;
type Part = (typeof parts)[number];

function partTitle(part: Part): string {
  return { weights: t("Weights and biases"), activations: t("Outputs of the layer"), gradients: t("Gradients of the outputs") }[part];
}

@customElement("histogram-page")
export class HistogramPage extends LitElement {
  static override styles = sideBySideStyles;

  @property({ attribute: false }) looking!: Looking;
  @property({ type: Boolean }) isTable = false;
  @state() private reading: { readonly part: Part; readonly text: string } | undefined;
  readonly #question = new LiveQuestion<SpaceAnswered<"histograms">>(this);
  /** Each plays how the mean moves. */
  readonly #sounds: Readonly<Record<Part, SoundController>> = {
    weights: new SoundController(this),
    activations: new SoundController(this),
    gradients: new SoundController(this),
  };

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { actions, key, isLive, layer } = this.looking;
    this.#question.follow(JSON.stringify([key, layer]), isLive, async () => {
      const answered = await actions.host.askSpace("histograms", { layer });
      if (answered) this.dispatchEvent(new CustomEvent("answered", { detail: answered, bubbles: true }));
      return answered;
    });
  }

  override render() {
    const { answer: answered, failure } = this.#question;
    if (failure !== "") return html`<p role="status">${failure}</p>`;
    if (answered === undefined) return html`<p class="secondary late" role="status">${t("Asking the network…")}</p>`;
    const { answer } = answered;
    if (answer.epochs.length === 0)
      return html`<p class="secondary">${t("Train the network first: no moment of a run is remembered yet.")}</p>`;
    return html`${this.head(answer)}
      <div class="figures">${parts.map((part) => (answer[part] ? this.figure(part, answer, answer[part]) : this.without(part)))}</div>`;
  }

  private head({ layer, rows }: HistogramAnswer): TemplateResult {
    const { facts, selectLayer } = this.looking;
    return html`<div class="head">
      <select aria-label=${t("Layer")} @change=${(event: Event) => selectLayer(Number((event.target as HTMLSelectElement).value))}>
        ${facts.layers.map(
          ({ type, units }, index) =>
            html`<option value=${index} .selected=${index === layer}>${index + 1} ${type} (${formatCount(units)})</option>`,
        )}
      </select>
      <span class="secondary small">
        ${t("The stronger the colour, the more numbers lie there; the line is their mean. The same {0} training rows at each epoch.", formatCount(rows))}
      </span>
    </div>`;
  }

  private figure(part: Part, { epochs }: HistogramAnswer, all: readonly Statistics[]): TemplateResult {
    const title = partTitle(part);
    const { epoch } = this.looking;
    const place = epoch === undefined ? epochs.length - 1 : Math.max(0, epochs.indexOf(epoch));
    const here = `${t("Epoch {0}", formatCount(epochs[place]!))}: ${inWords(all[place]!)}`;
    const text = this.reading?.part === part && this.reading.text !== "" ? this.reading.text : here;
    return html`<figure>
      <div class="title">
        <h3>${title}</h3>
        ${soundButton(this.#sounds[part], () => [heardOf([{ x: [...epochs.keys()], y: all.map(({ mean }) => mean) }])], { about: title })}
      </div>
      ${
        this.isTable
          ? table(title, epochs, all)
          : html`<plane-picture
                .plane=${histogramPlane(epochs, all, place)}
                .label=${`${title}. ${here}`}
                .hint=${t("Arrow keys walk from epoch to epoch.")}
                @reading=${({ detail }: CustomEvent<string>) => (this.reading = { part, text: detail })}
              ></plane-picture>
              <p class="reading code small">${text}</p>`
      }
    </figure>`;
  }

  private without(part: Part): TemplateResult {
    return html`<figure>
      <h3>${partTitle(part)}</h3>
      <p class="secondary">${t("This layer has no weights.")}</p>
    </figure>`;
  }
}

function table(title: string, epochs: readonly number[], all: readonly Statistics[]): TemplateResult {
  return html`<div class="numbers" tabindex="0" role="region" aria-label=${title}>
    <table>
      <thead>
        <tr>
          ${[t("Epoch"), t("Mean"), t("Deviation"), t("Smallest"), t("Largest")].map((name) => html`<th scope="col" class="number">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${all.map(
          ({ mean, deviation, min, max }, index) =>
            html`<tr>
              <th scope="row" class="number">${formatCount(epochs[index]!)}</th>
              ${[mean, deviation, min, max].map((value) => html`<td class="number">${formatTick(value)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "histogram-page": HistogramPage;
  }
}
