// Predictions as one types: a field for each column of the trained network, and what it says of that row at
// once. A row of the CSV can be loaded into the form. While the Boundary tab looks at a moment of the run,
// the weights of that moment answer.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import "../../../shared/commit-field/commit-field.ts";
import { html, LitElement, nothing, type PropertyValues, svg, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ColumnSummary, FittedFeature } from "../../../../src/data/types.ts";
import type { JsonValue } from "../../../../src/model/json.ts";
import { ProblemError } from "../../../../src/model/problem.ts";
import type { BuilderState } from "../../../../src/protocol/builder.ts";
import type { PredictionHost } from "../../../../src/protocol/evaluation-host.ts";
import { endOf, isActive } from "../../../../src/protocol/run.ts";
import type { SpaceHost } from "../../../../src/protocol/space-host.ts";
import type { Actions } from "../../../actions.ts";
import { valueAt } from "../../../builder/network.ts";
import { choiceField } from "../../data/shared/choice.ts";
import { isUndoOrRedo } from "../../../shared/controllers/keys.ts";
import { LiveQuestion } from "../../../shared/controllers/live-question.ts";
import { parseNumber } from "../../../shared/field-values.ts";
import { formatCount, formatShare } from "../../../shared/numbers.ts";
import { noteLine } from "../../../shared/note-line.ts";
import { say, t } from "../../../shared/text.ts";
import { momentNote, ofEdited } from "../../space/moment-note.ts";
import { epochOf, type SpaceMemory, spaceMemory } from "../../space/space-view/memory.ts";
import { type Answered, type Answerer, ask, findAnswerer } from "./answerer.ts";
import { type PredictMemory, predictMemory } from "./memory.ts";
import { predictViewStyles } from "./predict-view.styles.ts";
import type { DataHost } from "../../../../src/protocol/data-host.ts";

@customElement("predict-view")
export class PredictView extends LitElement {
  static override styles = predictViewStyles;

  @property({ attribute: false }) actions!: Actions<DataHost & PredictionHost & SpaceHost>;
  @property({ attribute: false }) state!: BuilderState;
  @property({ attribute: false }) memory: PredictMemory = predictMemory.initial;
  /** What the Boundary tab looks at. */
  @property({ attribute: false }) space: SpaceMemory = spaceMemory.initial;
  /** Undefined while it is looked for, null where nothing was trained. */
  @state() private answerer: Answerer | null | undefined;
  /** Why there is none. */
  @state() private failure = "";
  /** What the loaded row has in the CSV; without one, what is typical of each column. */
  @state() private start: Readonly<Record<string, string>> | undefined;
  /** The row that `start` is of. */
  #startRow: number | undefined;
  #shown = "";
  #looksAtSpace = false;
  readonly #question = new LiveQuestion<Answered>(this);

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Another run, another file of weights or the way from one to the other may come with another form.
    const { run } = this.state;
    const shown = [run.run, endOf(run)?.weights ?? "", this.isRunning, this.epoch === undefined].join();
    if (shown !== this.#shown) {
      this.#shown = shown;
      void this.load();
    } else if (changed.has("memory") && this.memory.row !== this.#startRow && this.answerer) void this.begin(this.answerer);
    this.ask();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#looksAtSpace) void this.actions.host.closeSpace();
  }

  override render() {
    const { answerer, failure } = this;
    if (answerer === undefined) return failure === "" ? nothing : html`<p class="empty">${failure}</p>`;
    if (answerer === null) {
      return html`<div class="empty">
        <p class="secondary">${t("The network is not trained yet. Train it, then predict.")}</p>
        <vscode-button @click=${() => this.actions.train()}>${t("Train")}</vscode-button>
      </div>`;
    }
    const { weights, preprocessing } = answerer;
    return html`${this.source(answerer)} ${this.rowField()}
      <div class="page">
        <div class="form" role="group" aria-label=${t("Values of a row")}>
          ${preprocessing.features.map((feature) => this.field(feature))}
        </div>
        <div class="answer">
          <div role="status" aria-live=${this.isLive ? "off" : "polite"}>${this.answer()}</div>
          ${weights === undefined ? nothing : this.fileLine(weights)}
        </div>
      </div>`;
  }

  private fileLine(weights: string): TemplateResult {
    return html`<div class="actions">
      <vscode-button secondary @click=${() => void this.actions.host.predictFile()}>${t("Predict a CSV…")}</vscode-button>
      <span class="secondary small">${t("with {0}", weights)}</span>
    </div>`;
  }

  /** Whose weights answer, if they are not simply those of the last run. */
  private source({ of }: Answerer): TemplateResult | typeof nothing {
    const { isOutdated, isEdited } = this.state;
    if (of === "file") {
      if (isOutdated !== true) return nothing;
      const train = html`<vscode-button secondary @click=${() => this.actions.train()}>${t("Train")}</vscode-button>`;
      return noteLine(t("These predictions are from before your changes. Train again to use them."), train);
    }
    const epoch = this.#question.answer?.epoch ?? this.epoch;
    const when = epoch === undefined ? "…" : formatCount(epoch);
    if (of === "live")
      return noteLine(ofEdited(t("Predicted with the live weights, epoch {0}", when), isEdited === true), nothing, this.isLive);
    return momentNote(t("Predicted with the weights of epoch {0}, chosen in the tab Boundary", when), isEdited === true, this.actions);
  }

  /** Steps through the rows of the CSV, or loads one by its number. */
  private rowField(): TemplateResult | typeof nothing {
    const { data } = this.state;
    if (data.state !== "ready") return nothing;
    const { rows } = data.summary;
    const { row } = this.memory;
    return html`<div class="bar" role="group" aria-label=${t("Row of the CSV")}>
      <span aria-hidden="true">${t("Row of the CSV")}</span>
      ${this.step("chevron-left", t("Row before"), row === undefined ? undefined : row - 1, rows)}
      <commit-field
        code
        .text=${row === undefined ? "" : String(row + 1)}
        .label=${t("Row of the CSV")}
        .hint=${t("typical")}
        .parse=${(text: string) => parseNumber(t("Row of the CSV"), text, { kind: "integer", min: 1, max: rows }, true)}
        .commit=${(value: JsonValue | undefined) => this.loadRow(typeof value === "number" ? value - 1 : undefined)}
      ></commit-field>
      ${this.step("chevron-right", t("Row after"), row === undefined ? 0 : row + 1, rows)}
      <span class="secondary">${t("of {0}", formatCount(rows))}</span>
    </div>`;
  }

  private step(icon: string, label: string, to: number | undefined, rows: number): TemplateResult {
    const isOff = to === undefined || to < 0 || to >= rows;
    return html`<vscode-toolbar-button
      icon=${icon}
      label=${label}
      title=${label}
      ?disabled=${isOff}
      @click=${() => {
        if (!isOff) this.loadRow(to);
      }}
    ></vscode-toolbar-button>`;
  }

  private field({ column, kind, encode, categories }: FittedFeature): TemplateResult {
    const value = this.memory.values[column] ?? this.start?.[column] ?? "";
    const options = kind === "boolean" ? ["false", "true"] : encode === "date" ? undefined : categories;
    if (options !== undefined) {
      return choiceField({
        label: column,
        value,
        options: [{ value: "", text: t("(missing)") }, ...options.map((text) => ({ value: text, text }))],
        commit: (chosen) => this.type(column, chosen),
      });
    }
    return html`<label class="field">
      <span class="label" title=${column}>${column}</span>
      <input
        type="text"
        class="code"
        spellcheck="false"
        autocomplete="off"
        inputmode=${kind === "number" ? "decimal" : nothing}
        placeholder=${encode === "date" ? "2012-01-31" : t("(missing)")}
        .value=${value}
        @keydown=${(event: KeyboardEvent) => {
          // What is typed here is no part of the document.
          if (isUndoOrRedo(event)) event.stopPropagation();
        }}
        @input=${(event: Event) => this.type(column, (event.target as HTMLInputElement).value)}
      />
    </label>`;
  }

  private answer(): TemplateResult {
    const { answer, failure } = this.#question;
    if (failure !== "") return html`<p class="problem">${failure}</p>`;
    if (answer === undefined) return html`<p class="secondary late">${t("Predicting…")}</p>`;
    const { answers, probabilities, problems } = answer.prediction;
    return html`
      ${answers.map(
        ({ target, text }) =>
          html`<p class="secondary small">${target}<span class="unseen">:</span></p>
            <p class="prediction">${text}</p>
            ${this.actual(target)}`,
      )}
      <div class="bars">
        ${probabilities.map(
          ({ text, probability }) =>
            html`<span class="truncated" title=${text}
                ><span class="unseen">${t("probability of {0}", text)}</span><span aria-hidden="true">${text}</span></span
              >
              <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
                ${svg`<rect class="track" width="1" height="1"></rect><rect class="share" width=${probability} height="1"></rect>`}
              </svg>
              <span class="number code">${formatShare(probability)}</span>`,
        )}
      </div>
      ${problems.map((problem) => html`<p class=${`problem ${problem.severity}`}>${say(problem.message)}</p>`)}
    `;
  }

  /** The answer of the CSV itself, as long as nothing of the row was changed. */
  private actual(target: string): TemplateResult | typeof nothing {
    const text = this.start?.[target];
    const isAsLoaded = this.#startRow !== undefined && Object.keys(this.memory.values).length === 0;
    return isAsLoaded && text !== undefined && text !== "" ? html`<p class="secondary">${t("In the CSV: {0}", text)}</p>` : nothing;
  }

  private loadRow(row: number | undefined): void {
    this.actions.remember(predictMemory, { row, values: {} });
  }

  private type(column: string, text: string): void {
    this.actions.remember(predictMemory, { values: { ...this.memory.values, [column]: text } });
  }

  private async load(): Promise<void> {
    const { epoch } = this;
    const shown = this.#shown;
    try {
      const answerer = await findAnswerer(this.actions.host, epoch, this.isRunning);
      if (shown !== this.#shown) return;
      this.failure = "";
      this.answerer = answerer;
      if (answerer === null) return;
      this.#looksAtSpace ||= answerer.of !== "file";
      await this.begin(answerer);
    } catch (error) {
      if (shown === this.#shown) this.failure = sentenceOf(error);
    }
  }

  /** Fills the form with a row of the CSV, or with what is typical. */
  private async begin({ preprocessing }: Answerer): Promise<void> {
    const { row } = this.memory;
    this.#startRow = row;
    const found = row === undefined ? undefined : await this.actions.host.rowValues(row);
    if (row !== this.#startRow) return;
    if (found === undefined) this.#startRow = undefined;
    this.start = found ?? Object.fromEntries(preprocessing.features.map((feature) => [feature.column, this.usual(feature)]));
  }

  private ask(): void {
    const { answerer, start, epoch } = this;
    if (!answerer || start === undefined) return;
    const values = { ...start, ...this.memory.values };
    const own = valueAt(this.state.json, ["training", "threshold"]);
    const threshold = typeof own === "number" ? own : 0.5;
    this.#question.follow(JSON.stringify([this.#shown, answerer.of, epoch, threshold, values]), this.isLive, () =>
      ask(this.actions.host, answerer, { values, epoch, threshold }),
    );
  }

  /** Whether it answers anew with each look at the run that goes on. */
  private get isLive(): boolean {
    return this.answerer?.of === "live" && this.state.run.state === "running";
  }

  /** The remembered epoch that the Boundary tab looks at; undefined for the present weights. */
  private get epoch(): number | undefined {
    return epochOf(this.space, this.state.run);
  }

  /** Whether a run goes on that has weights. */
  private get isRunning(): boolean {
    const { run } = this.state;
    return isActive(run) && run.state !== "preparing";
  }

  /** What is typical of a column: the mean of numbers, the most frequent of anything else. */
  private usual({ column, kind, categories }: FittedFeature): string {
    const { data } = this.state;
    const columns: readonly ColumnSummary[] = data.state === "ready" ? data.summary.columns : [];
    const profile = columns.find(({ name }) => name === column)?.profile;
    const mean = profile?.numbers?.mean;
    if (kind === "number") return mean === undefined ? "0" : String(Number(mean.toPrecision(4)));
    const frequent = profile?.frequent?.[0]?.text ?? categories?.[0] ?? "";
    return kind === "boolean" ? frequent.toLowerCase() || "false" : frequent;
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof ProblemError ? say(error.problem.message) : error instanceof Error ? error.message : String(error);
}

declare global {
  interface HTMLElementTagNameMap {
    "predict-view": PredictView;
  }
}
