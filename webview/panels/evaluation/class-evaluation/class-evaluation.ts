// A classifier on a split: matrix, scores, curves and calibration. If it answers yes or no, a threshold
// can be dragged, and everything follows at once, because the counts of every threshold came with the report.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "../class-scores/class-scores.ts";
import "../confusion-matrix/confusion-matrix.ts";
import "../evaluated-rows/evaluated-rows.ts";
import "../../../chart/xy-chart/xy-chart.ts";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { accuracy } from "../../../../src/training/metrics/confusion.ts";
import type { ClassReport, CurveReport } from "../../../../src/training/evaluation/report.ts";
import { isPlain } from "../../../shared/controllers/keys.ts";
import { Question } from "../../../shared/controllers/question.ts";
import { choiceField } from "../../data/shared/choice.ts";
import { decimals } from "../../../../src/model/figures.ts";
import { formatCount, formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import type { ConfusionMatrixView, MatrixCell } from "../confusion-matrix/confusion-matrix.ts";
import { ask, fact, type EvaluationContext, keyOf } from "../evaluation-view/evaluation-context.ts";
import { boundBelow, keepButton } from "../evaluation-view/keep-test.ts";
import type { Range } from "../../../chart/xy-chart/plot.ts";
import { classEvaluationStyles } from "./class-evaluation.styles.ts";
import { bestThreshold, matrixAt } from "./thresholds.ts";

const UNIT: Range = [0, 1];

@customElement("class-evaluation")
export class ClassEvaluationView extends LitElement {
  static override styles = classEvaluationStyles;

  @property({ attribute: false }) context!: EvaluationContext;
  @property({ attribute: false }) report!: ClassReport;
  /** The threshold that is looked at, while it is not the document's. */
  @state() private dragged: number | undefined;
  @query("confusion-matrix") private matrix!: ConfusionMatrixView | null;
  readonly #curves = new Question<CurveReport>(this);

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { context } = this;
    if (!this.hasUpdated) this.dragged = context.memory.threshold;
    const { split, target } = context.evaluated;
    const question = { ...context.evaluated, class: context.class };
    const key = keyOf(context, "curves", { split, target, class: context.class });
    this.#curves.ask(key, (signal) => ask(context, "curves", question, signal));
  }

  override render() {
    const { classes, logLoss, areas } = this.report;
    const { loss } = this.context;
    const matrix = { classes: classes.length, counts: this.counts };
    const curves = this.#curves.answer;
    const usual = usualAnswer(classes, matrix.counts);
    return html`
      <div class="head">
        <dl class="facts">
          ${fact(t("accuracy"), accuracy(matrix))} ${fact(t("always {0}", usual.name), usual.share)} ${fact(loss.name, loss.value)}
          ${fact(t("log loss"), isSame(logLoss, loss.value) ? null : logLoss)} ${this.report.thresholds ? curveFacts(curves) : nothing}
        </dl>
        ${this.keep(accuracy(matrix))}
      </div>
      ${this.report.thresholds ? this.threshold() : nothing}
      <div class="parts">
        <section>
          <h3>${t("Confusion matrix")}</h3>
          <confusion-matrix
            .classes=${classes}
            .counts=${matrix.counts}
            .opened=${this.cell}
            .open=${(cell: MatrixCell) => this.context.remember({ cell })}
          ></confusion-matrix>
        </section>
        ${this.cell ? this.rows(this.cell) : nothing}
        <section class="scores">
          <h3>${t("Scores by class")}</h3>
          <class-scores .classes=${classes} .counts=${matrix.counts} .areas=${areas}></class-scores>
        </section>
      </div>
      ${this.report.thresholds || classes.length < 2 ? nothing : this.classChoice()}
      ${curves === undefined ? nothing : this.pictures(curves)}
      ${this.#curves.failure === "" ? nothing : html`<p role="status">${this.#curves.failure}</p>`}
    `;
  }

  /** Only at the document's own threshold: a test knows no other. */
  private keep(share: number): TemplateResult | typeof nothing {
    const { split, threshold } = this.context.evaluated;
    if (this.shownThreshold !== threshold) return nothing;
    const bound = boundBelow(share);
    return keepButton(this.context, { type: "accuracy", on: split, at_least: bound }, t("{0} at least {1}", t("accuracy"), bound));
  }

  private get shownThreshold(): number {
    return this.dragged ?? this.context.evaluated.threshold;
  }

  /** Rows by true class and answer, at the threshold if there is one. */
  private get counts(): Float64Array {
    const { thresholds, counts } = this.report;
    return thresholds ? matrixAt(thresholds, this.shownThreshold) : counts;
  }

  private threshold(): TemplateResult {
    const { threshold } = this.context.evaluated;
    const value = this.shownThreshold;
    const isOwn = value === threshold;
    return html`<div class="threshold" data-target="evaluate-threshold">
      <label for="threshold">${t("Decision threshold")}</label>
      <input
        id="threshold"
        type="range"
        min="0"
        max="1"
        step="0.001"
        aria-description=${t("The answer is {0} if its probability is at least this.", this.report.classes[1]!)}
        .value=${String(value)}
        @input=${(event: Event) => (this.dragged = Number((event.target as HTMLInputElement).value))}
        @change=${() => this.context.remember({ threshold: this.dragged })}
        @keydown=${(event: KeyboardEvent) => this.stepThreshold(event)}
      />
      <output class="code" for="threshold" aria-live="off">${decimals(value, 3)}</output>
      ${this.context.evaluated.split === "test" ? nothing : this.bestButton()}
      <vscode-button secondary ?disabled=${isOwn} @click=${() => this.useThreshold(value)}>${t("Use this threshold")}</vscode-button>
      <span class="secondary small">${t("The document has {0}.", threshold)}</span>
    </div>`;
  }

  /** Not on test rows: a threshold that they have chosen could not be measured on them any more. */
  private bestButton(): TemplateResult {
    const title = t("The threshold with the highest F1 of {0} on these rows", this.report.classes[1]!);
    return html`<vscode-button secondary title=${title} @click=${() => this.look(bestThreshold(this.report.thresholds!))}
      >${t("Best F1")}</vscode-button
    >`;
  }

  private look(threshold: number): void {
    this.dragged = threshold;
    this.context.remember({ threshold });
  }

  /** By hundredths; with Shift by thousandths. */
  private stepThreshold(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (step === undefined || !isPlain(event)) return;
    event.preventDefault();
    const next = this.shownThreshold + step * (event.shiftKey ? 0.001 : 0.01);
    this.look(Math.min(1, Math.max(0, Math.round(next * 1000) / 1000)));
  }

  private useThreshold(value: number): void {
    this.context.actions.set(["training", "threshold"], value);
    this.dragged = undefined;
    this.context.remember({ threshold: undefined });
  }

  /** The cell whose rows are open, if these classes have it. */
  private get cell(): MatrixCell | undefined {
    const { cell } = this.context.memory;
    const { length } = this.report.classes;
    return cell && cell.truth < length && cell.answer < length ? cell : undefined;
  }

  private rows(cell: MatrixCell): TemplateResult {
    const { classes } = this.report;
    const [truth, answer] = [classes[cell.truth]!, classes[cell.answer]!];
    const label = cell.truth === cell.answer ? t("{0}, answered right", truth) : t("{0}, answered {1}", truth, answer);
    return html`<evaluated-rows
      .context=${this.context}
      .question=${{ ...this.context.evaluated, threshold: this.shownThreshold, cell }}
      .label=${label}
      .order=${cell.truth === cell.answer ? t("the least sure first") : t("the surest first")}
      .close=${() => this.closeRows()}
    ></evaluated-rows>`;
  }

  private closeRows(): void {
    this.context.remember({ cell: undefined });
    this.matrix?.focusCell();
  }

  private classChoice(): TemplateResult {
    return html`<div class="choice">
      ${choiceField({
        label: t("Curves of the class"),
        value: String(this.context.class),
        options: this.report.classes.map((text, index) => ({ value: String(index), text })),
        commit: (value) => this.context.remember({ class: Number(value) }),
      })}
    </div>`;
  }

  private pictures({ roc, precisionRecall, calibration, brier, points, class: drawn }: CurveReport): TemplateResult {
    const name = this.report.classes[drawn]!;
    const share = this.shareOf(drawn);
    if (roc.area === null) {
      const reason =
        share === 0 ? t("No row here is {0}, so it has no curves.", name) : t("Every row here is {0}, so there are no curves.", name);
      return html`<p class="secondary">${reason}</p>`;
    }
    const marks = this.marks();
    const note = roc.x.length < points ? t("{0} of {1} points are shown.", formatCount(roc.x.length), formatCount(points)) : "";
    const ends = { kind: "dashed", tone: "quiet", x: UNIT } as const;
    return html`<div class="parts">
      <xy-chart
        .label=${t("ROC curve")}
        .figure=${t("area {0}", formatTick(roc.area))}
        .xTitle=${t("false positive rate")}
        .yTitle=${t("true positive rate")}
        .xRange=${UNIT}
        .yRange=${UNIT}
        .series=${[
          { name, kind: "line", tone: "blue", x: roc.x, y: roc.y },
          { name: t("by chance"), ...ends, y: UNIT },
        ]}
        .mark=${marks?.roc}
        .note=${note}
      ></xy-chart>
      <xy-chart
        .label=${t("Precision–recall curve")}
        .figure=${t("average {0}", formatTick(precisionRecall.area ?? NaN))}
        .xTitle=${t("recall")}
        .yTitle=${t("precision")}
        .xRange=${UNIT}
        .yRange=${UNIT}
        .series=${[
          { name, kind: "steps", tone: "blue", x: precisionRecall.x, y: precisionRecall.y },
          { name: t("by chance"), ...ends, y: [share, share] },
        ]}
        .mark=${marks?.precisionRecall}
        .note=${note}
      ></xy-chart>
      <xy-chart
        .label=${t("Calibration curve")}
        .figure=${t("Brier score {0}", formatTick(brier ?? NaN))}
        .xTitle=${t("mean probability")}
        .yTitle=${t("actual share")}
        .xRange=${UNIT}
        .yRange=${UNIT}
        .series=${[
          { name, kind: "dots", tone: "blue", x: calibration.meanProbability, y: calibration.shareOfPositives, rows: calibration.rows },
          { name: t("ideal"), ...ends, y: UNIT },
        ]}
        .note=${t("Rows by their probability, in ten bins.")}
      ></xy-chart>
    </div>`;
  }

  /** Of all rows, those of a class. */
  private shareOf(index: number): number {
    const { classes } = this.report;
    const { counts } = this;
    const rows = counts.reduce((sum, count) => sum + count, 0);
    return counts.subarray(index * classes.length, (index + 1) * classes.length).reduce((sum, count) => sum + count, 0) / rows;
  }

  /** Where the threshold stands on the curves. */
  private marks() {
    if (!this.report.thresholds) return undefined;
    const [rejected = 0, alarms = 0, missed = 0, hits = 0] = this.counts;
    const recall = hits / (hits + missed);
    return {
      roc: { x: alarms / (alarms + rejected), y: recall },
      // Of no answers the precision is taken as 1, where the curve ends.
      precisionRecall: { x: recall, y: hits + alarms === 0 ? 1 : hits / (hits + alarms) },
    };
  }
}

function curveFacts(curves: CurveReport | undefined): TemplateResult {
  return html`${fact(t("area under ROC"), curves?.roc.area)} ${fact(t("average precision"), curves?.precisionRecall.area)}
  ${fact(t("Brier score"), curves?.brier)}`;
}

/** Most losses of classes are the logarithmic one, up to rounding. */
function isSame(one: number | null, other: number | null): boolean {
  return one !== null && other !== null && Math.abs(one - other) < 1e-4 * Math.abs(one);
}

/**
 * The class that most of these rows are of, and how often always that would be right: what an accuracy has to
 * be seen beside.
 */
function usualAnswer(classes: readonly string[], counts: Float64Array): { readonly name: string; readonly share: number } {
  const rows = classes.map((_, index) =>
    counts.subarray(index * classes.length, (index + 1) * classes.length).reduce((sum, count) => sum + count, 0),
  );
  const most = Math.max(...rows);
  return { name: classes[rows.indexOf(most)] ?? "", share: most / rows.reduce((sum, count) => sum + count, 0) };
}

declare global {
  interface HTMLElementTagNameMap {
    "class-evaluation": ClassEvaluationView;
  }
}
