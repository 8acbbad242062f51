// Predictions as one types: a field for each column of the trained network, and what it says of that row at
// once. A row of the CSV can be loaded into the form. Only the newest answer counts.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import "../../../shared/commit-field/commit-field.ts";
import { html, LitElement, nothing, type PropertyValues, svg, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ColumnSummary, FittedFeature } from "../../../../src/data/types.ts";
import type { JsonValue } from "../../../../src/model/json.ts";
import { ProblemError } from "../../../../src/model/problem.ts";
import type { BuilderState } from "../../../../src/protocol/builder.ts";
import type { PredictionForm, PredictionHost } from "../../../../src/protocol/evaluation-host.ts";
import { endOf } from "../../../../src/protocol/run.ts";
import type { Prediction } from "../../../../src/protocol/worker.ts";
import type { Actions } from "../../../actions.ts";
import { choiceField } from "../../data/shared/choice.ts";
import { isUndoOrRedo } from "../../../shared/controllers/keys.ts";
import { parseNumber } from "../../../shared/field-values.ts";
import { formatCount, formatShare } from "../../../shared/numbers.ts";
import { say, t } from "../../../shared/text.ts";
import { type PredictMemory, predictMemory } from "./memory.ts";
import { predictViewStyles } from "./predict-view.styles.ts";
import type { DataHost } from "../../../../src/protocol/data-host.ts";

@customElement("predict-view")
export class PredictView extends LitElement {
  static override styles = predictViewStyles;

  @property({ attribute: false }) actions!: Actions<DataHost & PredictionHost>;
  @property({ attribute: false }) state!: BuilderState;
  @property({ attribute: false }) memory: PredictMemory = predictMemory.initial;
  /** Undefined while it is asked for, null if nothing was trained. */
  @state() private form: PredictionForm | null | undefined;
  @state() private prediction: Prediction | undefined;
  @state() private failure = "";
  /** What the loaded row has in the CSV; without one, what is typical of each column. */
  @state() private start: Readonly<Record<string, string>> = {};
  /** The row that `start` is of. */
  #startRow: number | undefined;
  #shownForm = "";
  #asked = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Another run, or another file of weights, may come with another form.
    const { run } = this.state;
    const shownForm = `${run.run} ${endOf(run)?.weights ?? ""}`;
    if (shownForm !== this.#shownForm) {
      this.#shownForm = shownForm;
      void this.load();
    } else if (changed.has("memory") && this.memory.row !== this.#startRow && this.form) void this.begin(this.form);
  }

  override render() {
    if (this.form === undefined) return this.failure === "" ? nothing : html`<p class="empty">${this.failure}</p>`;
    if (this.form === null) {
      return html`<div class="empty">
        <p class="secondary">${t("The network is not trained yet. Train it, then predict.")}</p>
        <vscode-button @click=${() => this.actions.train()}>${t("Train")}</vscode-button>
      </div>`;
    }
    const { weights, preprocessing } = this.form;
    return html`${this.state.isOutdated === true ? this.outdated() : nothing} ${this.rowField()}
      <div class="page">
        <div class="form" role="group" aria-label=${t("Values of a row")}>
          ${preprocessing.features.map((feature) => this.field(feature))}
        </div>
        <div class="answer">
          <div role="status" aria-live="polite">${this.answer()}</div>
          <div class="actions">
            <vscode-button secondary @click=${() => void this.actions.host.predictFile()}>${t("Predict a CSV…")}</vscode-button>
            <span class="secondary small">${t("with {0}", weights)}</span>
          </div>
        </div>
      </div>`;
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

  private outdated(): TemplateResult {
    return html`<div class="problem-line" role="status">
      <vscode-icon class="severity information" name="info"></vscode-icon>
      <p>${t("These predictions are from before your changes. Train again to use them.")}</p>
      <div class="fixes"><vscode-button secondary @click=${() => this.actions.train()}>${t("Train")}</vscode-button></div>
    </div>`;
  }

  private field({ column, kind, encode, categories }: FittedFeature): TemplateResult {
    const value = this.memory.values[column] ?? this.start[column] ?? "";
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
    const { prediction, failure } = this;
    if (failure !== "") return html`<p class="problem">${failure}</p>`;
    if (prediction === undefined) return html`<p class="secondary">${t("Predicting…")}</p>`;
    const { answers, probabilities, problems } = prediction;
    return html`
      ${answers.map(
        ({ target, text }) =>
          html`<p class="secondary small">${target}</p>
            <p class="prediction">${text}</p>
            ${this.actual(target)}`,
      )}
      <div class="bars">
        ${probabilities.map(
          ({ text, probability }) =>
            html`<span class="truncated" title=${text}>${text}</span>
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
    const text = this.start[target];
    const isAsLoaded = this.#startRow !== undefined && Object.keys(this.memory.values).length === 0;
    return isAsLoaded && text !== undefined && text !== "" ? html`<p class="secondary">${t("In the CSV: {0}", text)}</p>` : nothing;
  }

  private loadRow(row: number | undefined): void {
    this.actions.remember(predictMemory, { row, values: {} });
  }

  private type(column: string, text: string): void {
    const values = { ...this.memory.values, [column]: text };
    this.actions.remember(predictMemory, { values });
    void this.ask(values);
  }

  private async load(): Promise<void> {
    try {
      const form = (await this.actions.host.predictionForm()) ?? null;
      this.failure = "";
      this.form = form;
      if (form !== null) await this.begin(form);
    } catch (error) {
      this.failure = sentenceOf(error);
    }
  }

  /** Fills the form with a row of the CSV, or with what is typical, and asks. */
  private async begin({ preprocessing }: PredictionForm): Promise<void> {
    const { row } = this.memory;
    this.#startRow = row;
    const found = row === undefined ? undefined : await this.actions.host.rowValues(row);
    if (row !== this.#startRow) return;
    if (found === undefined) this.#startRow = undefined;
    this.start = found ?? Object.fromEntries(preprocessing.features.map((feature) => [feature.column, this.usual(feature)]));
    await this.ask(this.memory.values);
  }

  private async ask(typed: Readonly<Record<string, string>>): Promise<void> {
    const asked = ++this.#asked;
    try {
      const prediction = await this.actions.host.predictValues({ ...this.start, ...typed });
      if (asked !== this.#asked) return;
      this.prediction = prediction;
      this.failure = "";
    } catch (error) {
      if (asked === this.#asked) this.failure = sentenceOf(error);
    }
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
