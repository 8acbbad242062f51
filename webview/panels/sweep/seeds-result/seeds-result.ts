// What several seeds came to: the band of their losses, how far they lie apart at the end in one sentence,
// and each seed in a table beside it.

import "@vscode-elements/elements/dist/vscode-checkbox/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import "../trial-table/trial-table.ts";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { type Band, type BandKind, spreadOf } from "../../../../src/model/sweep/band.ts";
import type { Bands, SweepStatus, TrialStatus } from "../../../../src/protocol/sweep.ts";
import { ChartController } from "../../../chart/chart-controller.ts";
import type { Heard } from "../../../chart/curve-sound.ts";
import { heardOf } from "../../../chart/heard.ts";
import { pointedCanvas } from "../../../chart/pointed-canvas.ts";
import { soundButton } from "../../../chart/sound-button.ts";
import { SoundController } from "../../../chart/sound-controller.ts";
import { formatCount, formatMeasure } from "../../../shared/numbers.ts";
import type { SweepForm } from "../sweep-form.ts";
import { finalLoss, lastMetric, spreadText } from "../sweep-words.ts";
import { t } from "../../../shared/text.ts";
import { type AxisOffers, noOffers, offersFor, sameOffers, wholeButton } from "../../../chart/measure-chart/axis-offers.ts";
import type { BandChart } from "./band-chart.ts";
import { bandTable } from "./band-table.ts";
import { seedsResultStyles } from "./seeds-result.styles.ts";

@customElement("seeds-result")
export class SeedsResult extends LitElement {
  static override styles = seedsResultStyles;

  @property({ attribute: false }) status!: SweepStatus;
  @property({ attribute: false }) form!: SweepForm;
  /** The loss under its name in PyTorch. */
  @property() loss = "";
  @property({ attribute: false }) chosen: TrialStatus | undefined;
  @property({ attribute: false }) hovered: TrialStatus | undefined;
  @property({ attribute: false }) choose!: (trial: TrialStatus) => void;
  @property({ attribute: false }) hover!: (trial: TrialStatus | undefined) => void;
  @property({ attribute: false }) change!: (change: Partial<SweepForm>) => void;
  /** The place of the bands under the cross-hair. */
  @state() private at: number | undefined;
  @state() private offers: AxisOffers = noOffers;
  readonly #sound = new SoundController(this);
  @query("canvas") private canvas!: HTMLCanvasElement | null;
  readonly #drawn = new ChartController<BandChart>(this, {
    canvas: () => this.canvas,
    load: async () => {
      const { BandChart } = await import("./band-chart.ts");
      return (canvas) => new BandChart(canvas, (index) => (this.at = index));
    },
    show: (chart) => {
      if (this.status.bands === undefined) return;
      const offers = offersFor([chart.show(this.status.bands, { x: t("epoch"), y: this.loss }, this.form)]);
      if (!sameOffers(offers, this.offers)) this.offers = offers;
    },
    dropped: () => (this.at = undefined),
  });

  override render() {
    const { bands, trials, epochs } = this.status;
    const { band, isTable } = this.form;
    const toggle = isTable ? t("Show the curve") : t("Show the numbers");
    return html`<div class="main">
        ${sentencesOf(trials).map((sentence) => html`<p class="sentence">${sentence}</p>`)}
        <div class="head">
          ${bands ? this.legend(bands.train, bands.validation) : nothing}
          ${isTable ? nothing : wholeButton(this.offers, this.form.isWhole, (isWhole) => this.change({ isWhole }))}
          <vscode-checkbox
            label=${t("Logarithmic values")}
            ?checked=${this.form.isLogarithmic}
            @change=${(event: Event) => this.change({ isLogarithmic: (event.target as HTMLInputElement).checked })}
          ></vscode-checkbox>
          <select
            aria-label=${t("What the band shows")}
            @change=${(event: Event) => this.change({ band: (event.target as HTMLSelectElement).value as BandKind })}
          >
            <option value="range" .selected=${band === "range"}>${t("Median, lowest to highest")}</option>
            <option value="deviation" .selected=${band === "deviation"}>${t("Mean ± standard deviation")}</option>
          </select>
          ${bands ? soundButton(this.#sound, () => [this.heard(bands)]) : nothing}
          <vscode-toolbar-button
            icon=${isTable ? "graph-line" : "table"}
            label=${toggle}
            title=${toggle}
            @click=${() => this.change({ isTable: !isTable })}
          ></vscode-toolbar-button>
        </div>
        ${bands && isTable ? bandTable(bands, band) : pointedCanvas(this.#drawn, this.description, (event) => this.key(event))}
      </div>
      <trial-table
        .trials=${trials}
        .epochs=${epochs}
        .chosen=${this.chosen}
        .hovered=${this.hovered}
        .choose=${this.choose}
        .hover=${this.hover}
      ></trial-table>`;
  }

  private legend(train: Band, validation: Band | undefined): TemplateResult {
    const at = this.at ?? train.epochs.length - 1;
    const epoch = train.epochs[at];
    if (epoch === undefined) return html`<span class="secondary">${t("The curve begins with the first epoch.")}</span>`;
    const place = validation?.epochs.indexOf(epoch) ?? -1;
    return html`<span class="secondary">${t("epoch")} <span class="code">${formatCount(epoch)}</span></span>
      ${series("train", t("train"), train, at)}
      ${validation && place >= 0 ? series("validation", t("validation"), validation, place) : nothing}`;
  }

  /** The middle of each band, on the axis as it is. */
  private heard({ train, validation }: Bands): Heard {
    const scaled = (value: number): number => (this.form.isLogarithmic ? Math.log(value) : value);
    return heardOf([train, validation].flatMap((band) => (band ? [{ x: band.epochs, y: band.middle.map(scaled) }] : [])));
  }

  private get description(): string {
    const { trials, bands } = this.status;
    return [
      t("Band of the losses of {0} seeds over {1} epochs.", trials.length, formatCount(bands?.train.epochs.at(-1) ?? 0)),
      ...sentencesOf(trials),
    ].join(" ");
  }

  private key(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#drawn.chart?.step(step);
  }
}

function series(name: string, label: string, { low, middle, high }: Band, at: number): TemplateResult {
  const [from, to] = [formatMeasure(low[at]!), formatMeasure(high[at]!)];
  return html`<span class=${`series ${name}`}>${label} <span class="code">${formatMeasure(middle[at]!)} (${from} … ${to})</span></span>`;
}

/** Mean and deviation of the ends of all seeds that are over, of the loss and of the metric. */
function sentencesOf(trials: readonly TrialStatus[]): string[] {
  const over = trials.filter(({ state, stopped }) => state === "ended" && stopped !== "interrupted");
  const losses = spreadOf(over.flatMap((trial) => finalLoss(trial) ?? []));
  const metrics = spreadOf(over.flatMap((trial) => lastMetric(trial)?.value ?? []));
  const metric = over.map(lastMetric).find((found) => found !== undefined)?.name ?? "";
  if (losses === undefined) return [];
  const isValidation = over.some(({ last }) => last?.validationLoss !== undefined);
  const loss = isValidation
    ? t("Validation loss at the end: {0}, from {1} seeds.", spreadText(losses), losses.count)
    : t("Training loss at the end: {0}, from {1} seeds.", spreadText(losses), losses.count);
  return [metrics === undefined ? loss : `${loss} ${metric}: ${spreadText(metrics)}.`];
}

declare global {
  interface HTMLElementTagNameMap {
    "seeds-result": SeedsResult;
  }
}
