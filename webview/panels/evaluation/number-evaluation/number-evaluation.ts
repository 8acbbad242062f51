// A network that answers with numbers, on a split: how far off it is, what it predicts against what is right,
// and what is left over by prediction and by feature.

import "../evaluated-rows/evaluated-rows.ts";
import "../../../chart/xy-chart/xy-chart.ts";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { FeatureValues } from "../../../../src/training/evaluation/evaluator.ts";
import type { NumberReport } from "../../../../src/training/evaluation/report.ts";
import { Question } from "../../../shared/controllers/question.ts";
import { choiceField } from "../../data/shared/choice.ts";
import { formatCount } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { ask, fact, type EvaluationContext, keyOf } from "../evaluation-view/evaluation-context.ts";
import { boundAbove, keepButton } from "../evaluation-view/keep-test.ts";
import { rangeOf, type Series } from "../../../chart/xy-chart/plot.ts";
import { numberEvaluationStyles } from "./number-evaluation.styles.ts";

@customElement("number-evaluation")
export class NumberEvaluationView extends LitElement {
  static override styles = numberEvaluationStyles;

  @property({ attribute: false }) context!: EvaluationContext;
  @property({ attribute: false }) report!: NumberReport;
  /** Index of the feature that residuals are drawn over. */
  @state() private feature = 0;
  readonly #values = new Question<FeatureValues>(this);

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { context, feature } = this;
    const question = { split: context.evaluated.split, feature };
    this.#values.ask(keyOf(context, "feature", question), () => ask(context, "feature", question));
  }

  override render() {
    const { r2, mae, rmse, predictions, actual } = this.report;
    const { rows, target, loss, targets } = this.context;
    const residuals = actual.map((value, row) => value - predictions[row]!);
    const shown = predictions.length;
    const note = shown < rows ? t("{0} of {1} points are shown.", formatCount(shown), formatCount(rows)) : "";
    // The same on both axes, so that how far off a point is can be seen.
    const ends = [Math.min(least(actual), least(predictions)), Math.max(most(actual), most(predictions))];
    const range = rangeOf([ends]);
    return html`
      <div class="head">
        <dl class="facts">
          ${fact("R²", r2)} ${fact(targets > 1 ? t("{0} of all targets", loss.name) : loss.name, loss.value)}
          ${fact(t("mean absolute error"), mae)} ${fact(t("always the mean"), spread(actual))} ${fact(t("root mean squared error"), rmse)}
        </dl>
        ${mae === null ? nothing : this.keep(mae)}
      </div>
      <div class="parts">
        <xy-chart
          .label=${t("Predicted against actual")}
          .xTitle=${t("actual {0}", target)}
          .yTitle=${t("predicted {0}", target)}
          .series=${[
            { name: t("rows"), kind: "points", tone: "blue", x: actual, y: predictions },
            { name: t("ideal"), kind: "dashed", tone: "quiet", x: range, y: range },
          ]}
          .xRange=${range}
          .yRange=${range}
          .choose=${this.explains}
          .note=${note}
        ></xy-chart>
        <xy-chart
          .label=${t("Residuals by prediction")}
          .xTitle=${t("predicted {0}", target)}
          .yTitle=${t("actual − predicted")}
          .series=${withZero({ name: t("rows"), kind: "points", tone: "blue", x: predictions, y: residuals })}
          .choose=${this.explains}
          .note=${note}
        ></xy-chart>
        ${this.byFeature(residuals, note)}
      </div>
      <evaluated-rows
        .context=${this.context}
        .question=${this.context.evaluated}
        .label=${t("Rows that are farthest off")}
      ></evaluated-rows>
    `;
  }

  private keep(mae: number): TemplateResult | typeof nothing {
    const bound = boundAbove(mae);
    const test = { type: "mae", on: this.context.evaluated.split, at_most: bound };
    return keepButton(this.context, test, t("{0} at most {1}", t("mean absolute error"), bound));
  }

  /** A point is a row, and a row can be explained. */
  private readonly explains = {
    label: t("click or press Enter to explain the row"),
    run: (index: number): void => this.context.explain(this.report.tableRows[index]!),
  };

  private byFeature(residuals: Float64Array, note: string): TemplateResult {
    const { answer, failure } = this.#values;
    const { features } = this.context;
    return html`<div class="feature">
      ${
        answer === undefined || answer.values.length !== residuals.length
          ? nothing
          : html`<xy-chart
              .label=${t("Residuals by {0}", answer.column)}
              .xTitle=${answer.column}
              .yTitle=${t("actual − predicted")}
              .names=${answer.categories}
              .xRange=${answer.categories ? [-0.5, answer.categories.length - 0.5] : undefined}
              .series=${withZero({ name: t("rows"), kind: "points", tone: "blue", x: answer.values, y: residuals })}
              .choose=${this.explains}
              .note=${note}
            ></xy-chart>`
      }
      ${failure === "" ? nothing : html`<p role="status">${failure}</p>`}
      ${choiceField({
        label: t("Feature"),
        value: String(this.feature),
        options: features.map((text, index) => ({ value: String(index), text })),
        commit: (value) => (this.feature = Number(value)),
      })}
    </div>`;
  }
}

/** With the line that residuals lie around. */
function withZero(points: Series): Series[] {
  const ends = [least(points.x), most(points.x)];
  return [points, { name: "0", kind: "dashed", tone: "quiet", x: ends, y: [0, 0] }];
}

/** The mean distance from their mean: the error of a network that always answers that. */
function spread(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + Math.abs(value - mean), 0) / values.length;
}

function least(values: ArrayLike<number>): number {
  return Array.from(values).reduce((low, value) => Math.min(low, value), Infinity);
}

function most(values: ArrayLike<number>): number {
  return Array.from(values).reduce((high, value) => Math.max(high, value), -Infinity);
}

declare global {
  interface HTMLElementTagNameMap {
    "number-evaluation": NumberEvaluationView;
  }
}
