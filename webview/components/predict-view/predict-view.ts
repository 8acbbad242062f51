// Predictions as one types: a field for each column of the trained network, and what it says of that row at once. Only the newest answer counts.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { html, LitElement, nothing, type PropertyValues, svg, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ColumnSummary, FittedFeature } from "../../../src/data/types.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import type { PredictionForm } from "../../../src/protocol/builder.ts";
import type { Prediction } from "../../../src/protocol/worker.ts";
import type { Actions } from "../../actions.ts";
import { choiceField } from "../../data/choice.ts";
import { isUndoOrRedo } from "../../controllers/keys.ts";
import { formatShare } from "../../numbers.ts";
import { say, t } from "../../text.ts";
import { predictViewStyles } from "./predict-view.styles.ts";

@customElement("predict-view")
export class PredictView extends LitElement {
  static override styles = predictViewStyles;

  @property({ attribute: false }) actions!: Actions;
  /** For what stands in the fields at first. */
  @property({ attribute: false }) columns: readonly ColumnSummary[] = [];
  /** The run that wrote the weights, and their name: another form may come with another. */
  @property({ type: Number }) run = 0;
  @property() weights = "";
  /** Whether the network or its data were changed since. */
  @property({ type: Boolean }) isOutdated = false;
  /** Undefined while it is asked for, null where nothing was trained. */
  @state() private form: PredictionForm | null | undefined;
  @state() private prediction: Prediction | undefined;
  @state() private failure = "";
  @state() private values: Readonly<Record<string, string>> = {};
  #asked = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("weights") || changed.has("run")) void this.load();
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
    return html`${this.isOutdated ? this.outdated() : nothing}
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

  private outdated(): TemplateResult {
    return html`<div class="problem-line" role="status">
      <vscode-icon class="severity information" name="info"></vscode-icon>
      <p>${t("These predictions are of the network as it was trained; train again to use your changes.")}</p>
      <div class="fixes"><vscode-button secondary @click=${() => this.actions.train()}>${t("Train")}</vscode-button></div>
    </div>`;
  }

  private field({ column, kind, encode, categories }: FittedFeature): TemplateResult {
    const value = this.values[column] ?? "";
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
            <p class="prediction">${text}</p>`,
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

  private type(column: string, text: string): void {
    this.values = { ...this.values, [column]: text };
    void this.ask();
  }

  private async load(): Promise<void> {
    try {
      const form = (await this.actions.host.predictionForm()) ?? null;
      this.failure = "";
      this.form = form;
      if (form === null) return;
      const usual = form.preprocessing.features.map((feature) => [feature.column, this.usual(feature)] as const);
      this.values = { ...Object.fromEntries(usual), ...this.values };
      await this.ask();
    } catch (error) {
      this.failure = sentenceOf(error);
    }
  }

  private async ask(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const prediction = await this.actions.host.predictValues(this.values);
      if (asked !== this.#asked) return;
      this.prediction = prediction;
      this.failure = "";
    } catch (error) {
      if (asked === this.#asked) this.failure = sentenceOf(error);
    }
  }

  /** What is typical of a column: the mean of numbers, the most frequent of anything else. */
  private usual({ column, kind, categories }: FittedFeature): string {
    const profile = this.columns.find(({ name }) => name === column)?.profile;
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
