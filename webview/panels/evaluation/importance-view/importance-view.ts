// What the network goes by: how much of its score goes with each feature, and how its answer moves with the
// values of the one that is chosen.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "../../../chart/xy-chart/xy-chart.ts";
import { html, LitElement, nothing, type PropertyValues, svg, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { DependenceReport, ImportanceReport } from "../../../../src/training/evaluation/evaluator.ts";
import type { PermutationImportance } from "../../../../src/training/evaluation/importance.ts";
import { Question } from "../../../shared/controllers/question.ts";
import { choiceField } from "../../data/shared/choice.ts";
import { formatCount, formatSpread } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { ask, type EvaluationContext, keyOf } from "../evaluation-view/evaluation-context.ts";
import type { Range } from "../../../chart/xy-chart/plot.ts";
import { importanceViewStyles } from "./importance-view.styles.ts";

/** Features in the list, most important first. */
const MOST_FEATURES = 50;

@customElement("importance-view")
export class ImportanceView extends LitElement {
  static override styles = importanceViewStyles;

  @property({ attribute: false }) context!: EvaluationContext;
  /** Name of the feature whose curve is drawn; the most important one until another is chosen. */
  @state() private column: string | undefined;
  /** Whether the person has had enough of many features. */
  @state() private isStopped = false;
  /** What is asked, and what is known of it so far. */
  #asked = "";
  #found: readonly PermutationImportance[] = [];
  readonly #importance = new Question<ImportanceReport>(this);
  readonly #dependence = new Question<DependenceReport>(this);

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { context } = this;
    const { evaluated, features } = context;
    this.#askOn();
    // The order stands when all are known.
    const column = this.column ?? (this.isSettled ? this.#found[0]?.column : undefined);
    if (column === undefined) return;
    const { split, target } = evaluated;
    const question = { ...evaluated, class: context.class, feature: features.indexOf(column) };
    const key = keyOf(context, "dependence", { split, target, class: question.class, column });
    this.#dependence.ask(key, () => ask(context, "dependence", question));
  }

  /**
   * Asks for the next features. Each answer takes a moment; so there is something to see soon, and whoever
   * leaves the page stops it.
   */
  #askOn(): void {
    const { context } = this;
    const { evaluated } = context;
    const asked = keyOf(context, "importance", evaluated);
    if (asked !== this.#asked) [this.#asked, this.#found, this.isStopped] = [asked, [], false];
    if (this.isSettled || !this.isConnected) return;
    const question = { ...evaluated, from: this.#found.length };
    this.#importance.ask(`${asked} ${question.from}`, async () => {
      const answer = await ask(context, "importance", question);
      if (asked === this.#asked) this.#found = [...this.#found, ...answer.features].toSorted((one, other) => other.mean - one.mean);
      return answer;
    });
  }

  private get isSettled(): boolean {
    return this.isStopped || this.#found.length >= this.context.features.length;
  }

  override render() {
    const { answer, failure } = this.#importance;
    if (failure !== "") return html`<p role="status">${failure}</p>`;
    if (answer === undefined)
      return html`<p class="secondary late" role="status">${t("Asking the network with each feature shuffled…")}</p>`;
    const score = answer.score === "r2" ? "R²" : t("accuracy");
    const shown = this.#found.slice(0, MOST_FEATURES);
    const scale = scaleOf(shown);
    return html`<div class="parts">
      <section class="list">
        <h3>${t("Permutation importance")}</h3>
        <p class="secondary small">
          ${t("Lost {0} when a feature is shuffled: mean and deviation of {1} times, on {2} rows.", score, answer.repeats, formatCount(answer.rows))}
        </p>
        ${this.progress(shown.length)}
        <ol>
          ${shown.map((feature) => this.bar(feature, scale))}
        </ol>
      </section>
      <section class="dependence">${this.curve()}</section>
    </div>`;
  }

  /** How far it is, if it takes longer, and what is not shown. */
  private progress(shown: number): TemplateResult | typeof nothing {
    const [known, all] = [this.#found.length, this.context.features.length];
    if (known === all) {
      return shown === all ? nothing : html`<p class="secondary small">${t("The {0} largest of {1}.", shown, formatCount(all))}</p>`;
    }
    const label = this.isStopped ? t("Continue") : t("Stop");
    return html`<div class="progress">
      <progress max=${all} value=${known} aria-label=${t("Permutation importance")}></progress>
      <span class="code">${t("{0} of {1} features", formatCount(known), formatCount(all))}</span>
      <vscode-button secondary @click=${() => (this.isStopped = !this.isStopped)}>${label}</vscode-button>
    </div>`;
  }

  private bar({ column, mean, deviation }: PermutationImportance, [low, high]: Range): TemplateResult {
    const at = (value: number): number => (100 * (value - low)) / (high - low);
    const isChosen = column === (this.column ?? this.#found[0]?.column);
    return html`<li>
      <button aria-pressed=${isChosen ? "true" : "false"} @click=${() => (this.column = column)}>
        <span class="truncated" title=${column}>${column}</span>
        <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
          ${svg`<rect class=${mean < 0 ? "bar less" : "bar"} x=${Math.min(at(0), at(mean))} y="1" width=${Math.abs(at(mean) - at(0))} height="8" />
            <line class="spread" x1=${at(mean - deviation)} x2=${at(mean + deviation)} y1="5" y2="5" />
            <line class="zero" x1=${at(0)} x2=${at(0)} y1="0" y2="10" />`}
        </svg>
        <span class="code number">${formatSpread(mean, deviation)}</span>
      </button>
    </li>`;
  }

  private curve(): TemplateResult | typeof nothing {
    const { answer, failure } = this.#dependence;
    if (failure !== "") return html`<p role="status">${failure}</p>`;
    if (answer === undefined) return nothing;
    const { classes, isBinary, target, class: shown } = this.context;
    const { column, values, categories, answers, rows, deciles } = answer;
    const note = t("The mean answer for {0} rows if all of them had this value.", formatCount(rows));
    return html`<xy-chart
        .label=${t("Partial dependence on {0}", column)}
        .xTitle=${column}
        .yTitle=${classes ? t("probability of {0}", classes[shown]!) : t("predicted {0}", target)}
        .names=${categories}
        .xRange=${categories ? [-0.5, categories.length - 0.5] : undefined}
        .series=${[{ name: column, kind: categories ? "points" : "line", tone: "blue", x: values, y: answers }]}
        .ticks=${deciles}
        .note=${deciles ? `${note} ${t("A tenth of the rows lies between two marks at the axis.")}` : note}
      ></xy-chart>
      ${
        classes && !isBinary
          ? choiceField({
              label: t("Class"),
              value: String(shown),
              options: classes.map((text, index) => ({ value: String(index), text })),
              commit: (value) => this.context.remember({ class: Number(value) }),
            })
          : nothing
      }`;
  }
}

/** What the bars lie in, with their deviations. */
function scaleOf(features: readonly PermutationImportance[]): Range {
  const low = Math.min(0, ...features.map(({ mean, deviation }) => mean - deviation));
  return [low, Math.max(low + Number.EPSILON, ...features.map(({ mean, deviation }) => mean + deviation))];
}

declare global {
  interface HTMLElementTagNameMap {
    "importance-view": ImportanceView;
  }
}
