// The loss or a metric: a live curve of training and validation rows with the exact values under the cross-hair, or the same numbers as a table.

import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { BuilderState } from "../../../src/protocol/builder.ts";
import type { EpochResult } from "../../../src/training/types.ts";
import type { Actions } from "../../actions.ts";
import { valueAt } from "../../network.ts";
import { formatClock, formatCount, formatExact, formatMeasure } from "../../numbers.ts";
import { t } from "../../text.ts";
import type { ChartView } from "../../view-state.ts";
import { chartTools } from "./chart-tools.ts";
import type { LegendEntry, LossChart } from "./loss-chart.ts";
import { lossTable } from "./loss-table.ts";
import { type MeasureName, measuresOf, measureTitle, valuesOf } from "./measures.ts";
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
  #chart: LossChart | undefined;
  #themes: MutationObserver | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    // VS Code changes the theme on the page's root and body; a canvas does not follow by itself.
    this.#themes = new MutationObserver(() => this.#chart?.recolour());
    for (const root of [document.documentElement, document.body]) {
      this.#themes.observe(root, { attributes: true, attributeFilter: ["style", "class", "data-theme", "data-vscode-theme-kind"] });
    }
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#themes?.disconnect();
    this.#drop();
  }

  override render() {
    const { points } = this;
    if (points.length === 0) return this.empty();
    const { measure } = this;
    return html`
      <div class="head">
        ${this.choice(measure)} ${this.legend(this.hovered ?? points.at(-1)!, measure)}
        <div class="buttons">
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
              savePicture: () => void this.savePicture(),
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
                aria-label=${this.description}
                tabindex="0"
                @pointermove=${(event: PointerEvent) => this.#chart?.pointAt(event.offsetX)}
                @pointerleave=${() => this.#chart?.leave()}
                @keydown=${(event: KeyboardEvent) => this.key(event)}
                @blur=${() => this.#chart?.leave()}
              ></canvas>
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

  private async savePicture(): Promise<void> {
    const [train, validation] = valuesOf(this.points.at(-1)!, this.measure);
    const legend: LegendEntry[] = [{ text: this.yTitle }];
    if (this.measure === "lr") legend.push({ text: `lr ${measured(train)}`, line: 0 });
    else legend.push({ text: `${t("train")} ${measured(train)}`, line: 0 });
    if (validation !== undefined) legend.push({ text: `${t("validation")} ${measured(validation)}`, line: 1 });
    const bytes = await this.#chart?.picture(legend);
    if (bytes) await this.actions.host.savePicture("png", bytes);
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const { canvas } = this;
    if (canvas === null) {
      this.#drop();
      return;
    }
    if (this.#chart?.canvas !== canvas) void this.#draw(canvas);
    else this.#show();
  }

  /** The chart library comes with the first curve. */
  async #draw(canvas: HTMLCanvasElement): Promise<void> {
    const { LossChart } = await import("./loss-chart.ts");
    if (this.canvas !== canvas || !this.isConnected || this.#chart?.canvas === canvas) return;
    this.#drop();
    this.#chart = new LossChart(canvas, (point) => (this.hovered = point));
    this.#show();
  }

  #show(): void {
    this.#chart?.show(this.points, { ...this.chart, measure: this.measure }, { x: t("epoch"), y: this.yTitle });
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
      ${measure === "lr" ? series("lr", "lr", formatExact(point.lr)) : series("train", t("train"), measured(train))}
      ${validation === undefined ? nothing : series("validation", t("validation"), measured(validation))}
      ${end && isLoss && run.testLoss !== undefined ? series("test", t("test"), formatMeasure(run.testLoss)) : nothing}
      ${end ? html`<span class="end secondary">${endText(this.state)}</span>${this.weightChoice()}` : nothing}
    </div>`;
  }

  /** After a stop, the weights that are not kept. */
  private weightChoice(): TemplateResult | typeof nothing {
    const { choice, epoch } = this.state.run;
    if (choice === undefined) return nothing;
    const { host } = this.actions;
    return choice.kept === "last"
      ? html`<button
          class="choice"
          title=${t("Put the weights of the best epoch into the file")}
          @click=${() => void host.keepWeights("best")}
        >
          ${t("Keep the best (epoch {0})", formatCount(choice.bestEpoch))}
        </button>`
      : html`<button
          class="choice"
          title=${t("Put the weights of the last epoch into the file")}
          @click=${() => void host.keepWeights("last")}
        >
          ${t("Keep the last (epoch {0})", formatCount(epoch))}
        </button>`;
  }

  private get description(): string {
    const last = this.points.at(-1);
    if (last === undefined) return "";
    const { measure } = this;
    const [train, validation] = valuesOf(last, measure).map((value) => (value === undefined ? undefined : formatMeasure(value)));
    const epochs = formatCount(last.epoch);
    if (measure === "lr") return t("Learning rate of {0} epochs. Now {1}.", epochs, train ?? "");
    const first =
      measure === "loss"
        ? t("Loss curve of {0} epochs. Train {1}.", epochs, train ?? "")
        : t("{0} of {1} epochs. Train {2}.", measureTitle(measure), epochs, train ?? "");
    return validation === undefined ? first : `${first} ${t("Validation {0}.", validation)}`;
  }

  private key(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#chart?.step(step);
  }

  #drop(): void {
    this.#chart?.destroy();
    this.#chart = undefined;
    this.hovered = undefined;
  }
}

function series(name: string, label: string, value: string): TemplateResult {
  return html`<span class=${`series ${name}`}>${label} <span class="code">${value}</span></span>`;
}

function measured(value: number | undefined): string {
  return value === undefined ? "–" : formatMeasure(value);
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
