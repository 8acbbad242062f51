// The landscape of the loss around the weights, computed piece by piece, with the way of the run on it.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "../plane-picture/plane-picture.ts";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { LandscapeAnswer } from "../../../../src/training/space/types.ts";
import { soundButton } from "../../../chart/sound-button.ts";
import { SoundController } from "../../../chart/sound-controller.ts";
import { Question } from "../../../shared/controllers/question.ts";
import { formatCount, formatMeasure, formatShare } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { choiceField } from "../../data/shared/choice.ts";
import type { Looking } from "../space-view/looking.ts";
import { sideBySideStyles } from "../space-view/side-by-side.styles.ts";
import { type Landscape, landscapePlane, lossRange, surfaceHeard, wayHeard } from "./landscape-plane.ts";

/** Points along a direction; odd, so that the weights themselves are one. */
const SIZE = 31;
/** Columns and rows of the table. */
const MOST = 7;

@customElement("landscape-page")
export class LandscapePage extends LitElement {
  static override styles = sideBySideStyles;

  @property({ attribute: false }) looking!: Looking;
  @property({ type: Boolean }) isTable = false;
  @state() private reading = "";
  @state() private isStopped = false;
  /** Counts up when the person wants it computed again, as of a run that has gone on. */
  @state() private times = 0;
  #asked = "";
  #known: LandscapeAnswer | undefined;
  readonly #question = new Question<LandscapeAnswer | undefined>(this);
  readonly #sound = new SoundController(this);
  readonly #surfaceSound = new SoundController(this);

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { actions, key, memory } = this.looking;
    const { directions } = memory;
    const asked = JSON.stringify([key, directions, this.times]);
    if (asked !== this.#asked) [this.#asked, this.#known, this.isStopped] = [asked, undefined, false];
    if (this.isStopped || this.isWhole || !this.isConnected) return;
    const from = this.#known?.losses.length ?? 0;
    this.#question.ask(`${asked} ${from}`, async () => {
      const answered = await actions.host.askSpace("landscape", { directions, size: SIZE, from });
      if (answered && asked === this.#asked) this.#add(answered.answer);
      return answered?.answer;
    });
  }

  #add(piece: LandscapeAnswer): void {
    const before = this.#known?.losses ?? new Float64Array(0);
    const losses = new Float64Array(before.length + piece.losses.length);
    losses.set(before);
    losses.set(piece.losses, before.length);
    this.#known = { ...piece, losses };
  }

  private get isWhole(): boolean {
    const known = this.#known;
    return known !== undefined && known.losses.length >= known.x.length * known.y.length;
  }

  override render() {
    const { failure } = this.#question;
    if (failure !== "") return html`<p role="status">${failure}</p>`;
    const known = this.#known;
    if (known === undefined) return html`<p class="secondary late" role="status">${t("Computing the landscape…")}</p>`;
    const landscape: Landscape = { ...known, place: this.place(known) };
    return html`<div class="parts">
      <div>
        ${this.isTable ? this.numbers(known) : this.picture(landscape)}
        <p class="reading code small">${this.reading || nothing}</p>
      </div>
      <div class="side">${this.figure(landscape)} ${this.progress(known)} ${this.choice(known)} ${this.scale(known)}</div>
    </div>`;
  }

  private picture(landscape: Landscape): TemplateResult {
    return html`<plane-picture
      .plane=${landscapePlane(landscape)}
      .label=${`${t("Loss landscape with the way of the run")}. ${this.sentence(landscape)}`}
      .hint=${t("Arrow keys walk along the way of the run.")}
      @reading=${({ detail }: CustomEvent<string>) => (this.reading = detail)}
    ></plane-picture>`;
  }

  private figure(landscape: Landscape): TemplateResult {
    const here = landscape.path[landscape.place ?? -1];
    if (here === undefined) return html``;
    const [epochs, losses] = [landscape.path.map(({ epoch }) => epoch), landscape.path.map(({ loss }) => loss)];
    return html`<p class="figure">
      <strong>${formatMeasure(here.loss)}</strong>
      <span>${this.sentence(landscape)}</span>
      ${soundButton(this.#sound, () => [wayHeard(epochs, losses)], { about: t("Loss along the way of the run") })}
    </p>`;
  }

  private sentence({ path, place, split, rows }: Landscape): string {
    const { epoch = 0 } = path[place ?? -1] ?? {};
    const [when, count] = [formatCount(epoch), formatCount(rows)];
    return split === "validation"
      ? t("Epoch {0}: loss on {1} validation rows", when, count)
      : t("Epoch {0}: loss on {1} training rows", when, count);
  }

  private progress({ losses, x, y }: LandscapeAnswer): TemplateResult | typeof nothing {
    const all = x.length * y.length;
    if (this.isWhole) {
      return html`<div>
        <vscode-button secondary @click=${() => this.times++}>${t("Compute again")}</vscode-button>
      </div>`;
    }
    return html`<div class="progress">
      <progress max=${all} value=${losses.length} aria-label=${t("Loss landscape")}></progress>
      <span class="code">${t("{0} of {1} points", formatCount(losses.length), formatCount(all))}</span>
      <vscode-button secondary @click=${() => (this.isStopped = !this.isStopped)}
        >${this.isStopped ? t("Continue") : t("Stop")}</vscode-button
      >
    </div>`;
  }

  private choice({ share, path, directions }: LandscapeAnswer): TemplateResult {
    const { memory, remember } = this.looking;
    const note =
      directions === "path"
        ? t("The plane in which the run moved most.")
        : t("Two random directions, each filter as long as the network's own.");
    return html`${choiceField({
      label: t("Directions"),
      value: memory.directions,
      options: [
        { value: "random", text: t("Random") },
        { value: "path", text: t("Main directions of the run") },
      ],
      commit: (value) => remember({ directions: value === "path" ? "path" : "random" }),
      note,
    })}
    ${
      path.length < 2
        ? nothing
        : html`<p class="secondary small">${t("{0} of the run's way lies in this plane; the rest is not seen.", formatShare(share))}</p>`
    }`;
  }

  private scale(answer: LandscapeAnswer): TemplateResult {
    const [low, high] = lossRange(answer.losses);
    return html`<div class="scale">
      <span class="code">${formatMeasure(low)}</span><span class="ramp"></span><span class="code">${formatMeasure(high)}</span>
      <span class="secondary">${t("Colour: the loss, on a logarithmic scale")}</span>
      ${soundButton(this.#surfaceSound, () => surfaceHeard(answer), { about: t("Loss along direction 1, then along direction 2") })}
    </div>`;
  }

  private numbers(answer: LandscapeAnswer): TemplateResult {
    const { x, y, losses } = answer;
    const columns = some(x.length);
    const rows = some(y.length).toReversed();
    return html`<div class="numbers" tabindex="0" role="region" aria-label=${t("Loss landscape as numbers")}>
      <table>
        <caption class="secondary">
          ${t("Loss along direction 1 (columns) and 2 (rows)")}
        </caption>
        <thead>
          <tr>
            <td></td>
            ${columns.map((column) => html`<th scope="col" class="number">${formatMeasure(x[column]!)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <th scope="row">${formatMeasure(y[row]!)}</th>
                ${columns.map((column) => {
                  const loss = losses[row * x.length + column];
                  return html`<td class="number">${loss === undefined ? "–" : formatMeasure(loss)}</td>`;
                })}
              </tr>`,
          )}
        </tbody>
      </table>
      ${answer.path.length > 0 ? wayTable(answer) : nothing}
    </div>`;
  }

  /** The moment that is looked at; the last one if it is the present. */
  private place({ path }: LandscapeAnswer): number {
    const { epoch } = this.looking;
    const at = epoch === undefined ? -1 : path.findIndex((place) => place.epoch === epoch);
    return at < 0 ? path.length - 1 : at;
  }
}

function wayTable({ path }: LandscapeAnswer): TemplateResult {
  return html`<table>
    <caption class="secondary">
      ${t("Way of the run")}
    </caption>
    <thead>
      <tr>
        ${[t("Epoch"), t("Loss"), t("Direction {0}", 1), t("Direction {0}", 2)].map((name) => html`<th scope="col" class="number">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${path.map(
        ({ epoch, loss, x, y }) =>
          html`<tr>
            <th scope="row" class="number">${formatCount(epoch)}</th>
            ${[loss, x, y].map((value) => html`<td class="number">${formatMeasure(value)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function some(count: number): number[] {
  const chosen = Math.min(count, MOST);
  return Array.from({ length: chosen }, (_, index) => Math.round((index * (count - 1)) / (chosen - 1)));
}

declare global {
  interface HTMLElementTagNameMap {
    "landscape-page": LandscapePage;
  }
}
