// The chosen runs' curves in one chart, with the exact value of each under the cross-hair; the same numbers
// as a table, and as sound, one run after the other.

import "@vscode-elements/elements/dist/vscode-checkbox/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { EpochResult, Verdict } from "../../../../src/training/types.ts";
import { ChartController } from "../../../chart/chart-controller.ts";
import type { Heard } from "../../../chart/curve-sound.ts";
import { heardOf } from "../../../chart/heard.ts";
import { pointedCanvas } from "../../../chart/pointed-canvas.ts";
import { soundButton } from "../../../chart/sound-button.ts";
import { SoundController } from "../../../chart/sound-controller.ts";
import { formatCount, formatMeasure } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { baselineText } from "../../../shared/verdict-words.ts";
import type { ChartView } from "../../../chart/chart-view.ts";
import { type MeasureName, measuresOf, measureTitle, valuesOf } from "../../../chart/measures.ts";
import { type AxisOffers, noOffers, offersFor, sameOffers, wholeButton } from "../../../chart/measure-chart/axis-offers.ts";
import { runChip } from "./chips.ts";
import { curvesTable } from "./curves-table.ts";
import { runCurvesStyles } from "./run-curves.styles.ts";
import type { RunCurve, RunsChart } from "./runs-chart.ts";

/** A run that is compared. */
export interface NamedRun extends RunCurve {
  readonly name: string;
  /** How good its weights were found at its end. */
  readonly verdict: Verdict | undefined;
}

@customElement("run-curves")
export class RunCurves extends LitElement {
  static override styles = runCurvesStyles;

  @property({ attribute: false }) runs: readonly NamedRun[] = [];
  @property({ attribute: false }) chart!: ChartView;
  /** Whether the training rows are drawn too. */
  @property({ type: Boolean }) hasTrain = false;
  @property({ attribute: false }) set!: (change: Partial<ChartView>) => void;
  @property({ attribute: false }) setTrain!: (hasTrain: boolean) => void;
  /** The epoch under the cross-hair. */
  @state() private epoch: number | undefined;
  @state() private offers: AxisOffers = noOffers;
  @state() private isTable = false;
  readonly #sound = new SoundController(this);
  @query("canvas") private canvas!: HTMLCanvasElement | null;
  /** Whether nothing changed but what the cross-hair is at, which the chart knows itself. */
  #isHovered = false;
  readonly #drawn = new ChartController<RunsChart>(this, {
    canvas: () => this.canvas,
    load: async () => {
      const { RunsChart } = await import("./runs-chart.ts");
      return (canvas) => new RunsChart(canvas, (epoch) => (this.epoch = epoch));
    },
    show: (chart) => {
      if (this.#isHovered) return;
      const titles = { x: t("epoch"), y: measureTitle(this.measure) };
      const offers = offersFor([chart.show(this.runs, { ...this.chart, measure: this.measure }, this.hasTrain, titles)]);
      if (!sameOffers(offers, this.offers)) this.offers = offers;
    },
    dropped: () => (this.epoch = undefined),
  });

  protected override willUpdate(changed: PropertyValues): void {
    this.#isHovered = changed.size === 1 && changed.has("epoch");
  }

  override render() {
    const toggle = this.isTable ? t("Show the curve") : t("Show the numbers");
    return html`
      <div class="head">
        <select
          aria-label=${t("What is drawn")}
          @change=${(event: Event) => this.set({ measure: (event.target as HTMLSelectElement).value as MeasureName })}
        >
          ${this.measures.map((name) => html`<option value=${name} ?selected=${name === this.measure}>${measureTitle(name)}</option>`)}
        </select>
        ${check(t("Training rows (dashed)"), this.hasTrain, (isOn) => this.setTrain(isOn))}
        ${check(t("Logarithmic values"), this.chart.logY, (logY) => this.set({ logY }))}
        ${wholeButton(this.offers, this.chart.isWhole, (isWhole) => this.set({ isWhole }))}
        <span class="buttons">
          ${soundButton(this.#sound, () => this.heard)}<vscode-toolbar-button
            icon=${this.isTable ? "graph-line" : "table"}
            label=${toggle}
            title=${toggle}
            @click=${() => (this.isTable = !this.isTable)}
          ></vscode-toolbar-button>
        </span>
        ${
          this.epoch === undefined
            ? ""
            : html`<span class="secondary">${t("epoch")} <span class="code">${formatCount(this.epoch)}</span></span>`
        }
      </div>
      <ul class="legend">
        ${this.runs.map((run) => this.entry(run))}
      </ul>
      ${this.isTable ? curvesTable(this.runs, this.measure) : this.picture()}
    `;
  }

  private picture(): TemplateResult {
    return pointedCanvas(this.#drawn, this.description, (event) => this.key(event));
  }

  /** Each run on the same axes, training rows only where they are drawn or are all there is. */
  private get heard(): readonly Heard[] {
    const { logY } = this.chart;
    const parts = this.runs.map(({ points }) =>
      ([0, 1] as const)
        .map((split) => ({ x: points.map(({ epoch }) => epoch), y: points.map((point) => valueOf(point, this.measure, split, logY)) }))
        .filter(({ y }, split) => y.some(Number.isFinite) && (split === 1 || this.hasTrain || points.at(-1)?.validationLoss === undefined)),
    );
    const all = heardOf([{ x: parts.flat().flatMap(({ x }) => x), y: parts.flat().flatMap(({ y }) => y) }]).area;
    return parts.map((part) => heardOf(part, [all.left, all.right], [all.bottom, all.top]));
  }

  private entry(run: NamedRun): TemplateResult {
    return html`<li>
      ${runChip(run.place)} <span class="truncated">${run.name}</span> <span class="code">${this.value(run)}</span> ${this.baseline(run)}
    </li>`;
  }

  /** An accuracy says nothing without what always the same answer would come to. */
  private baseline({ verdict }: NamedRun): TemplateResult | typeof nothing {
    const isMeant = verdict?.kind === "classes" ? this.measure === "accuracy" : verdict !== undefined && this.measure === "mae";
    return verdict !== undefined && isMeant ? html`<span class="secondary small">(${baselineText(verdict)})</span>` : nothing;
  }

  /** At the epoch under the cross-hair, else at the end. */
  private value({ points }: NamedRun): string {
    const { epoch } = this;
    const point = epoch === undefined ? points.at(-1) : points[epoch - (points[0]?.epoch ?? 1)];
    if (point === undefined) return "–";
    const [train, validation] = valuesOf(point, this.measure);
    const value = validation ?? train;
    return value === undefined ? "–" : formatMeasure(value);
  }

  /** Those that any of the runs has. */
  private get measures(): readonly MeasureName[] {
    const found = new Set(this.runs.flatMap(({ points }) => (points.at(-1) ? measuresOf(points.at(-1)!) : [])));
    return found.size === 0 ? ["loss"] : [...found];
  }

  private get measure(): MeasureName {
    return this.measures.includes(this.chart.measure) ? this.chart.measure : "loss";
  }

  private get description(): string {
    const values = this.runs.map((run) => `${run.place + 1} ${run.name} ${this.value(run)}`);
    return t("{0} of {1} runs: {2}", measureTitle(this.measure), this.runs.length, values.join("; "));
  }

  private key(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#drawn.chart?.step(step);
  }
}

/** What no axis can show is no number. */
function valueOf(point: EpochResult, measure: MeasureName, split: 0 | 1, isLogarithmic: boolean): number {
  const value = valuesOf(point, measure)[split] ?? NaN;
  return isLogarithmic ? Math.log(value) : value;
}

function check(label: string, isOn: boolean, change: (isOn: boolean) => void): TemplateResult {
  return html`<vscode-checkbox
    label=${label}
    ?checked=${isOn}
    @change=${(event: Event) => change((event.target as HTMLInputElement).checked)}
  ></vscode-checkbox>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "run-curves": RunCurves;
  }
}
