// The loss, a metric or all of them beside each other: live curves with the exact values under the
// cross-hair, or the same numbers as a table.

import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import "../../../chart/measure-chart/measure-chart.ts";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { customElement, property, state } from "lit/decorators.js";
import { healthOf } from "../../../../src/protocol/run.ts";
import type { BuilderState } from "../../../../src/protocol/builder.ts";
import type { PictureKind } from "../../../../src/protocol/network-host.ts";
import type { EpochResult } from "../../../../src/training/types.ts";
import type { Actions } from "../../../actions.ts";
import type { Heard } from "../../../chart/curve-sound.ts";
import { curvesSvg } from "../../../chart/curve-svg.ts";
import { heardOf } from "../../../chart/heard.ts";
import { isOfRun, type MeasureName, measuresOf, measureTitle, valuesOf } from "../../../chart/measures.ts";
import { backgroundOf, joinedPicture, type LegendEntry, type Positioned } from "../../../chart/picture.ts";
import type { ValueRange } from "../../../chart/robust-range.ts";
import { soundButton } from "../../../chart/sound-button.ts";
import { SoundController } from "../../../chart/sound-controller.ts";
import { ZoomController } from "../../../chart/zoom-controller.ts";
import { usualClassText } from "../../data/shared/usual.ts";
import { valueAt } from "../../../builder/network.ts";
import { findingWords } from "../../../shared/health-words.ts";
import { formatCount, formatExact } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import type { ChartView } from "../../../chart/chart-view.ts";
import { type AxisOffers, logButton, noOffers, offersFor, sameOffers, wholeButton } from "../../../chart/measure-chart/axis-offers.ts";
import type { CurveChart } from "../../../chart/measure-chart/curve-chart.ts";
import type { MeasureChart } from "../../../chart/measure-chart/measure-chart.ts";
import { bytesOf } from "../../network/network-view/network-picture.ts";
import { chartTools } from "./chart-tools.ts";
import { lossTable } from "./loss-table.ts";
import { healthLine } from "./health-line.ts";
import { lineTitle, measured, paceText, spokenPoint } from "./loss-words.ts";
import { lossViewStyles } from "./loss-view.styles.ts";
import { type LossMemory, lossMemory } from "./memory.ts";
import { resultLine } from "./result-line.ts";

@customElement("loss-view")
export class LossView extends LitElement {
  static override styles = lossViewStyles;

  @property({ attribute: false }) actions!: Actions;
  @property({ attribute: false }) state!: BuilderState;
  @property({ attribute: false }) json: unknown;
  @property({ attribute: false }) points: readonly EpochResult[] = [];
  /** The curve of the run before. */
  @property({ attribute: false }) ghost: readonly EpochResult[] = [];
  @property({ attribute: false }) memory!: LossMemory;
  /** The epoch under the cross-hair. */
  @state() private hovered: EpochResult | undefined;
  /** What a screen reader hears of it, when keys moved it there. */
  @state() private spoken = "";
  @state() private offers: AxisOffers = noOffers;
  readonly #ranges = new Map<MeasureName, ValueRange | undefined>();
  readonly #zoom = new ZoomController(this);
  readonly #sound = new SoundController(this);

  override render() {
    const { points } = this;
    if (points.length === 0) return this.empty();
    const last = points.at(-1)!;
    const { hasAll, measures, offers, chart } = this;
    return html`
      <div class="head">
        ${this.choice()} ${this.legend(this.hovered ?? last)}
        <div class="buttons">
          ${
            this.memory.isTable
              ? nothing
              : [
                  wholeButton(offers, chart.isWhole, (isWhole) => this.set({ isWhole })),
                  logButton(offers, chart.logY, (logY) => this.set({ logY })),
                ]
          }
          ${this.#zoom.window && !this.memory.isTable ? this.button("zoom-out", t("Reset zoom"), () => this.resetZoom()) : nothing}
          ${this.button("settings", t("Axes, smoothing, saving"), () => this.set({ hasTools: !this.chart.hasTools }), this.chart.hasTools)}
          ${
            this.memory.isTable
              ? this.button("graph-line", t("Show the curve"), () => this.actions.remember(lossMemory, { isTable: false }))
              : this.button("table", t("Show the numbers"), () => this.actions.remember(lossMemory, { isTable: true }))
          }
        </div>
      </div>
      ${resultLine(this.state, this.actions.host)} ${healthLine(this.state, this.json, this.actions)}
      ${
        this.chart.hasTools
          ? chartTools(this.chart, {
              canGhost: this.canGhost,
              change: (change) => this.set(change),
              sound: soundButton(this.#sound, () => this.heard, { hasText: true }),
              savePicture: (kind) => void this.savePicture(kind),
              saveNumbers: () => void this.actions.host.saveCurve(),
              saveEvents: () => void this.actions.host.saveEvents(),
            })
          : nothing
      }
      ${
        this.memory.isTable
          ? lossTable(points, measures)
          : html`<div class=${classMap({ charts: true, all: hasAll, stale: this.isStale })}>
              ${measures.map(
                (measure, place) =>
                  html`<figure>
                    ${
                      hasAll
                        ? html`<figcaption>
                            <span class="truncated">${measureTitle(measure)}</span>
                            ${this.values(this.hovered ?? last, measure)}
                          </figcaption>`
                        : nothing
                    }
                    ${this.curve(measure, place)}
                  </figure>`,
              )}
              <span class="unseen" role="status">${this.spoken}</span>
            </div>`
      }
    `;
  }

  private curve(measure: MeasureName, place: number): TemplateResult {
    return html`<measure-chart
      .points=${this.points}
      .view=${{ ...this.chart, measure }}
      .yTitle=${this.hasAll ? "" : this.titleOf(measure)}
      .zoom=${this.#zoom}
      .window=${this.#zoom.window}
      .place=${place}
      .isGrowing=${this.state.run.state === "running"}
      .at=${this.hovered}
      .ghost=${this.hasGhost ? this.ghost : undefined}
      .sickAt=${healthOf(this.state.run).map(({ epoch }) => epoch)}
      .ranged=${(range: ValueRange | undefined) => this.ranged(measure, range)}
      .point=${(point: EpochResult | undefined) => (this.hovered = point)}
      .arrive=${(point: EpochResult) => this.arrive(point, measure)}
    ></measure-chart>`;
  }

  /** What the values of a chart come to decides what is offered above. */
  private ranged(measure: MeasureName, range: ValueRange | undefined): void {
    // All of an accuracy lies between 0 and 1; of a logarithm nobody has anything.
    this.#ranges.set(measure, range && measure === "accuracy" ? { ...range, wantsLog: false } : range);
    const offers = offersFor(this.measures.map((name) => this.#ranges.get(name)));
    if (!sameOffers(offers, this.offers)) this.offers = offers;
  }

  /** Whether there is a run before that this one can be compared with. */
  private get canGhost(): boolean {
    const { run } = this.state;
    return run.state !== "idle" && run.hasGhost === true && this.ghost.length > 0;
  }

  /** Whether the run before is seen behind this one. */
  private get hasGhost(): boolean {
    return this.chart.hasGhost && this.canGhost;
  }

  /** Whether the curve is not of the network that stands above it. */
  private get isStale(): boolean {
    const { run, isEdited } = this.state;
    return isEdited === true && (run.state === "ended" || run.state === "failed");
  }

  private button(icon: string, label: string, act: () => void, isOpen?: boolean): TemplateResult {
    return html`<vscode-toolbar-button
      icon=${icon}
      label=${label}
      title=${label}
      ?toggleable=${isOpen !== undefined}
      ?checked=${isOpen ?? false}
      @click=${act}
    ></vscode-toolbar-button>`;
  }

  private choice(): TemplateResult {
    const found = measuresOf(this.points.at(-1)!);
    return html`<select
      aria-label=${t("What is drawn")}
      @change=${(event: Event) => {
        const name = (event.target as HTMLSelectElement).value;
        const measure = found.find((one) => one === name);
        this.set(measure ? { measure, hasAll: false } : { hasAll: true });
      }}
    >
      ${found.map(
        (name) => html`<option value=${name} ?selected=${!this.hasAll && name === this.measures[0]}>${measureTitle(name)}</option>`,
      )}
      <option value="all" ?selected=${this.hasAll}>${t("All, side by side")}</option>
    </select>`;
  }

  /** Whether all measures are seen beside each other. */
  private get hasAll(): boolean {
    return this.chart.hasAll;
  }

  /** Those that are seen: of the chosen ones what this run counts. */
  private get measures(): readonly MeasureName[] {
    const found = measuresOf(this.points.at(-1)!);
    if (this.hasAll) return found;
    return [found.includes(this.chart.measure) ? this.chart.measure : "loss"];
  }

  private get chart(): ChartView {
    return this.memory.chart;
  }

  /** Each measure that is seen, one after the other: as it is drawn, and beside a table its numbers. */
  private get heard(): readonly Heard[] {
    const drawn = this.charts.flatMap(({ chart }) => chart?.drawn() ?? []);
    if (drawn.length > 0) return drawn;
    const x = this.points.map(({ epoch }) => epoch);
    return this.measures.map((measure) =>
      heardOf([0, 1].map((split) => ({ x, y: this.points.map((point) => valuesOf(point, measure)[split] ?? NaN) }))),
    );
  }

  private get charts(): readonly MeasureChart[] {
    return [...this.renderRoot.querySelectorAll("measure-chart")];
  }

  private set(change: Partial<ChartView>): void {
    this.actions.remember(lossMemory, { chart: { ...this.chart, ...change } });
  }

  /** All charts as they lie on the screen, each with a legend in the place of its caption. */
  private async savePicture(kind: PictureKind): Promise<void> {
    const bytes =
      kind === "png"
        ? await bytesOf(
            joinedPicture(
              this.placed((chart, legend) => chart.picture(legend)),
              backgroundOf(getComputedStyle(this)),
            ),
          )
        : new TextEncoder().encode(curvesSvg(this.placed((chart, legend) => ({ chart: chart.drawn(), legend }))));
    await this.actions.host.savePicture(kind, bytes);
  }

  /** What `make` makes of each chart, at the chart's place. */
  private placed<T>(make: (chart: CurveChart, legend: readonly LegendEntry[]) => T): Positioned<T>[] {
    const origin = this.renderRoot.querySelector(".charts")!.getBoundingClientRect();
    return this.charts.flatMap(({ chart, parentElement, view }) => {
      if (!chart) return [];
      const { left, top } = parentElement!.getBoundingClientRect();
      return [{ left: left - origin.left, top: top - origin.top, what: make(chart, this.pictureLegend(view.measure)) }];
    });
  }

  /** Beside other charts there is no room for values. */
  private pictureLegend(measure: MeasureName): readonly LegendEntry[] {
    const [train, validation] = valuesOf(this.points.at(-1)!, measure);
    const { hasAll } = this;
    if (hasAll && isOfRun(measure)) return [{ text: measureTitle(measure), line: 0 }];
    const legend: LegendEntry[] = [
      { text: hasAll ? measureTitle(measure) : this.titleOf(measure) },
      { text: hasAll ? lineTitle(measure) : `${lineTitle(measure)} ${measured(train)}`, line: 0 },
    ];
    if (validation !== undefined) legend.push({ text: hasAll ? t("validation") : `${t("validation")} ${measured(validation)}`, line: 1 });
    return legend;
  }

  private resetZoom(): void {
    this.#zoom.reset();
    // The button goes with the zoom.
    this.charts[0]?.focus();
  }

  protected override firstUpdated(): void {
    // Once nothing else is to be done: who presses Train sees the curve the sooner.
    requestIdleCallback(() => void import("../../../chart/measure-chart/curve-chart.ts"));
  }

  protected override willUpdate(): void {
    // The first epoch is there in a moment, and is not to wait for what draws it.
    if (this.state.run.state === "preparing") void import("../../../chart/measure-chart/curve-chart.ts");
    this.#zoom.follow({ whole: [this.points[0]?.epoch ?? 1, this.points.at(-1)?.epoch ?? 1], isLog: this.chart.logX });
  }

  /** The loss under its name in PyTorch. */
  private titleOf(measure: MeasureName): string {
    const loss = valueAt(this.json, ["training", "loss", "type"]);
    return measure === "loss" && typeof loss === "string" ? loss : measureTitle(measure);
  }

  private empty(): TemplateResult {
    const { run } = this.state;
    const sentence =
      run.state === "preparing" || run.state === "running"
        ? t("The curve begins with the first epoch.")
        : t("Press Train to see the loss of each epoch here.");
    return html`<p class="empty secondary">${sentence}</p>`;
  }

  private legend(point: EpochResult): TemplateResult {
    const { run } = this.state;
    const [only] = this.measures;
    return html`<div class="legend">
      <span class="secondary epoch">${t("epoch")} <span class="code">${formatCount(point.epoch)}</span></span>
      ${this.hasAll ? this.marks(point) : this.values(point, only!)}
      ${this.measures.includes("accuracy") ? html`<span class="usual secondary">${usualClassText(this.state.data)}</span>` : nothing}
      ${
        this.hasGhost
          ? html`<button
              class="series ghost secondary"
              title=${t("The run before, as far as it can be compared. Hide it.")}
              @click=${() => this.set({ hasGhost: false })}
            >
              ${t("previous run")}
            </button>`
          : nothing
      }
      ${this.hovered ? nothing : html`<span class="pace secondary">${paceText(run)}</span>`}
    </div>`;
  }

  /**
   * What a measure came to, with the marks of its lines; their names too, unless they stand above all charts.
   */
  private values(point: EpochResult, measure: MeasureName): TemplateResult {
    const [train, validation] = valuesOf(point, measure);
    const label = (text: string): unknown => (this.hasAll ? html`<span class="unseen">${text}</span>` : text);
    const value = measure === "lr" && !this.hasAll ? formatExact(point.lr) : measured(train);
    return html`${series(isOfRun(measure) ? "run" : "train", label(lineTitle(measure)), value)}
    ${validation === undefined ? nothing : series("validation", label(t("validation")), measured(validation))}`;
  }

  /** The marks that the charts have in common. */
  private marks(point: EpochResult): TemplateResult {
    const hasValidation = point.validationLoss !== undefined;
    return html`<span aria-hidden="true">${series("train", t("train"))}</span>
      ${hasValidation ? html`<span aria-hidden="true">${series("validation", t("validation"))}</span>` : nothing}`;
  }

  /** Keys moved the cross-hair to an epoch: it is brought into sight and said. */
  private arrive(point: EpochResult, measure: MeasureName): void {
    this.hovered = point;
    this.#zoom.reveal(point.epoch);
    const found = healthOf(this.state.run).filter(({ epoch }) => epoch === point.epoch);
    this.spoken = [spokenPoint(point, measure), ...found.map((finding) => findingWords(finding, this.json))].join(", ");
  }
}

function series(name: string, label: unknown, value?: string): TemplateResult {
  return html`<span class=${`series ${name}`}>${label} ${value === undefined ? nothing : html`<span class="code">${value}</span>`}</span>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "loss-view": LossView;
  }
}
