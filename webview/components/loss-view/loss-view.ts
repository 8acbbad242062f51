// The loss or a metric: a live curve of training and validation rows with the exact values under the cross-hair, or the same numbers as a table.

import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { BuilderState, PictureKind } from "../../../src/protocol/builder.ts";
import type { EpochResult } from "../../../src/training/types.ts";
import type { Actions } from "../../actions.ts";
import { ChartController } from "../../chart/chart-controller.ts";
import type { LegendEntry } from "../../chart/picture.ts";
import { isPlain } from "../../controllers/keys.ts";
import { valueAt } from "../../network.ts";
import { formatClock, formatCount, formatExact, formatMeasure } from "../../numbers.ts";
import { t } from "../../text.ts";
import type { ChartView } from "../../view-state.ts";
import { chartTools, zoomHint } from "./chart-tools.ts";
import { curveSvg } from "../../chart/curve-svg.ts";
import type { LossChart } from "./loss-chart.ts";
import { lossTable } from "./loss-table.ts";
import { describe, lineTitle, measured, paceText, spokenPoint } from "./loss-words.ts";
import { isOfRun, type MeasureName, measuresOf, measureTitle, valuesOf } from "../../chart/measures.ts";
import { SoundController } from "../../chart/sound-controller.ts";
import { weightChoice } from "./weight-choice.ts";
import { ZoomController } from "../../chart/zoom-controller.ts";
import { lossViewStyles } from "./loss-view.styles.ts";

@customElement("loss-view")
export class LossView extends LitElement {
  static override styles = lossViewStyles;

  @property({ attribute: false }) actions!: Actions;
  @property({ attribute: false }) state!: BuilderState;
  @property({ attribute: false }) json: unknown;
  @property({ attribute: false }) points: readonly EpochResult[] = [];
  @property({ type: Boolean }) isTable = false;
  @property({ attribute: false }) chart!: ChartView;
  /** The epoch under the cross-hair. */
  @state() private hovered: EpochResult | undefined;
  @query("canvas") private canvas!: HTMLCanvasElement | null;
  /** What a screen reader hears of it, where keys moved it there. */
  @state() private spoken = "";
  readonly #drawn = new ChartController<LossChart>(this, {
    canvas: () => this.canvas,
    load: async () => {
      const { LossChart } = await import("./loss-chart.ts");
      return (canvas) => new LossChart(canvas, (point) => (this.hovered = point));
    },
    show: (chart) =>
      chart.show(this.points, {
        view: { ...this.chart, measure: this.measure },
        titles: { x: t("epoch"), y: this.yTitle },
        window: this.#zoom.window,
        isGrowing: this.state.run.state === "running",
      }),
    dropped: () => (this.hovered = undefined),
  });
  readonly #zoom = new ZoomController(this, () => this.#drawn.chart);
  readonly #sound = new SoundController(this);

  override render() {
    const { points } = this;
    if (points.length === 0) return this.empty();
    const { measure } = this;
    return html`
      <div class="head">
        ${this.choice(measure)} ${this.legend(this.hovered ?? points.at(-1)!, measure)}
        <div class="buttons">
          ${this.#zoom.window && !this.isTable ? this.button("zoom-out", t("Reset zoom"), () => this.resetZoom()) : nothing}
          ${this.button("settings", t("Axes, smoothing, saving"), () => this.set({ hasTools: !this.chart.hasTools }), this.chart.hasTools)}
          ${
            this.isTable
              ? this.button("graph-line", t("Show the curve"), () => this.actions.view({ isTable: false }))
              : this.button("table", t("Show the numbers"), () => this.actions.view({ isTable: true }))
          }
        </div>
      </div>
      ${
        this.chart.hasTools
          ? chartTools(this.chart, {
              change: (change) => this.set(change),
              isPlaying: this.#sound.isPlaying,
              playSound: () => this.#sound.toggle(this.#drawn.chart?.drawn()),
              savePicture: (kind) => void this.savePicture(kind),
              saveNumbers: () => void this.actions.host.saveCurve(),
              saveEvents: () => void this.actions.host.saveEvents(),
            })
          : nothing
      }
      ${
        this.isTable
          ? lossTable(points, measure)
          : html`<div class="chart">
              <canvas
                role="img"
                aria-label=${describe(points.at(-1)!, measure, this.#zoom.window)}
                aria-description=${zoomHint()}
                tabindex="0"
                @wheel=${(event: WheelEvent) => this.#zoom.wheel(event)}
                @pointerdown=${(event: PointerEvent) => this.#zoom.grab(event)}
                @dblclick=${() => this.#zoom.reset()}
                @pointermove=${(event: PointerEvent) => this.#drawn.chart?.pointAt(event.offsetX)}
                @pointerleave=${() => this.#drawn.chart?.leave()}
                @keydown=${(event: KeyboardEvent) => this.key(event)}
                @blur=${() => this.#drawn.chart?.leave()}
              ></canvas>
              <span class="unseen" role="status">${this.spoken}</span>
            </div>`
      }
    `;
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

  private choice(measure: MeasureName): TemplateResult {
    return html`<select
      aria-label=${t("What is drawn")}
      @change=${(event: Event) => this.set({ measure: (event.target as HTMLSelectElement).value as MeasureName })}
    >
      ${measuresOf(this.points.at(-1)!).map(
        (name) => html`<option value=${name} ?selected=${name === measure}>${measureTitle(name)}</option>`,
      )}
    </select>`;
  }

  /** The chosen measure, where this run counts it. */
  private get measure(): MeasureName {
    const last = this.points.at(-1);
    return last !== undefined && measuresOf(last).includes(this.chart.measure) ? this.chart.measure : "loss";
  }

  private set(change: Partial<ChartView>): void {
    this.actions.view({ chart: { ...this.chart, ...change } });
  }

  private async savePicture(kind: PictureKind): Promise<void> {
    const chart = this.#drawn.chart;
    if (!chart) return;
    const [train, validation] = valuesOf(this.points.at(-1)!, this.measure);
    const legend: LegendEntry[] = [{ text: this.yTitle }, { text: `${lineTitle(this.measure)} ${measured(train)}`, line: 0 }];
    if (validation !== undefined) legend.push({ text: `${t("validation")} ${measured(validation)}`, line: 1 });
    const bytes = kind === "png" ? await chart.png(legend) : new TextEncoder().encode(curveSvg(chart.drawn(), legend));
    await this.actions.host.savePicture(kind, bytes);
  }

  private resetZoom(): void {
    this.#zoom.reset();
    // The button goes with the zoom.
    this.canvas?.focus();
  }

  protected override willUpdate(): void {
    this.#zoom.follow({ whole: [this.points[0]?.epoch ?? 1, this.points.at(-1)?.epoch ?? 1], isLog: this.chart.logX });
  }

  /** The loss under its name in PyTorch. */
  private get yTitle(): string {
    const { measure } = this;
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

  private legend(point: EpochResult, measure: MeasureName): TemplateResult {
    const { run } = this.state;
    const end = run.state === "ended" && this.hovered === undefined;
    const [train, validation] = valuesOf(point, measure);
    const isLoss = measure === "loss";
    return html`<div class="legend">
      <span class="secondary">${t("epoch")} <span class="code">${formatCount(point.epoch)}</span></span>
      ${series(isOfRun(measure) ? "run" : "train", lineTitle(measure), measure === "lr" ? formatExact(point.lr) : measured(train))}
      ${validation === undefined ? nothing : series("validation", t("validation"), measured(validation))}
      ${end && isLoss && run.testLoss !== undefined ? series("test", t("test"), formatMeasure(run.testLoss)) : nothing}
      ${end ? html`<span class="end secondary">${endText(this.state)}</span>${weightChoice(run, this.actions.host)}` : nothing}
      ${this.hovered ? nothing : html`<span class="pace secondary">${paceText(run)}</span>`}
    </div>`;
  }

  private key(event: KeyboardEvent): void {
    if (!isPlain(event)) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (this.#zoom.key(event)) event.preventDefault();
    else if (step !== undefined) {
      event.preventDefault();
      const point = this.#drawn.chart?.step(step);
      if (point) this.arrive(point);
    }
  }

  /** Keys moved the cross-hair to an epoch: it is brought into sight and said. */
  private arrive(point: EpochResult): void {
    this.#zoom.reveal(point.epoch);
    this.spoken = spokenPoint(point, this.measure);
  }
}

function series(name: string, label: string, value: string): TemplateResult {
  return html`<span class=${`series ${name}`}>${label} <span class="code">${value}</span></span>`;
}

/** How the run ended, in a few words: "stopped after 0:12 · binary.safetensors". */
function endText({ run }: BuilderState): string {
  const time = formatClock(run.seconds ?? 0);
  const how =
    run.stopped === "interrupted"
      ? t("stopped after {0}", time)
      : run.stopped === "diverged"
        ? t("diverged after {0}", time)
        : run.stopped === "early"
          ? t("stopped early after {0}", time)
          : t("done in {0}", time);
  if (run.weights === undefined) return how;
  const { choice } = run;
  if (choice === undefined) return `${how} · ${run.weights}`;
  const epoch = choice.kept === "best" ? t("best, epoch {0}", formatCount(choice.bestEpoch)) : t("last, epoch {0}", formatCount(run.epoch));
  return `${how} · ${run.weights} (${epoch})`;
}

declare global {
  interface HTMLElementTagNameMap {
    "loss-view": LossView;
  }
}
