// The loss: a live curve of training and validation rows with the exact values under the cross-hair, or the same numbers as a table.

import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { BuilderState } from "../../../src/protocol/builder.ts";
import type { EpochResult } from "../../../src/training/types.ts";
import type { Actions } from "../../actions.ts";
import { valueAt } from "../../network.ts";
import { formatClock, formatCount, formatMeasure } from "../../numbers.ts";
import { t } from "../../text.ts";
import type { LossChart } from "./loss-chart.ts";
import { lossTable } from "./loss-table.ts";
import { lossViewStyles } from "./loss-view.styles.ts";

@customElement("loss-view")
export class LossView extends LitElement {
  static override styles = lossViewStyles;

  @property({ attribute: false }) actions!: Actions;
  @property({ attribute: false }) state!: BuilderState;
  @property({ attribute: false }) json: unknown;
  @property({ attribute: false }) points: readonly EpochResult[] = [];
  @property({ type: Boolean }) isTable = false;
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
    return html`
      <div class="head">
        ${this.legend(this.hovered ?? points.at(-1)!)}
        <vscode-toolbar-button
          icon=${this.isTable ? "graph-line" : "table"}
          label=${this.isTable ? t("Show the curve") : t("Show the numbers")}
          title=${this.isTable ? t("Show the curve") : t("Show the numbers")}
          @click=${() => this.actions.view({ isTable: !this.isTable })}
        ></vscode-toolbar-button>
      </div>
      ${
        this.isTable
          ? lossTable(points)
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
    const loss = valueAt(this.json, ["training", "loss", "type"]);
    this.#chart?.show(this.points, { x: t("epoch"), y: typeof loss === "string" ? loss : t("loss") });
  }

  private empty(): TemplateResult {
    const { run } = this.state;
    const sentence =
      run.state === "preparing" || run.state === "running"
        ? t("The curve begins with the first epoch.")
        : t("Press Train to see the loss of each epoch here.");
    return html`<p class="empty secondary">${sentence}</p>`;
  }

  private legend({ epoch, trainLoss, validationLoss }: EpochResult): TemplateResult {
    const { run } = this.state;
    const end = run.state === "ended" && this.hovered === undefined;
    return html`<div class="legend">
      <span class="secondary">${t("epoch")} <span class="code">${formatCount(epoch)}</span></span>
      <span class="series train">${t("train")} <span class="code">${formatMeasure(trainLoss)}</span></span>
      ${
        validationLoss === undefined
          ? nothing
          : html`<span class="series validation">${t("validation")} <span class="code">${formatMeasure(validationLoss)}</span></span>`
      }
      ${
        end && run.testLoss !== undefined
          ? html`<span class="series test">${t("test")} <span class="code">${formatMeasure(run.testLoss)}</span></span>`
          : nothing
      }
      ${end ? html`<span class="end secondary">${endText(this.state)}</span>` : nothing}
    </div>`;
  }

  private get description(): string {
    const last = this.points.at(-1);
    if (last === undefined) return "";
    const train = t("Loss curve of {0} epochs. Train {1}.", formatCount(last.epoch), formatMeasure(last.trainLoss));
    return last.validationLoss === undefined ? train : `${train} ${t("Validation {0}.", formatMeasure(last.validationLoss))}`;
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
  return run.weights === undefined ? how : `${how} · ${run.weights}`;
}

declare global {
  interface HTMLElementTagNameMap {
    "loss-view": LossView;
  }
}
