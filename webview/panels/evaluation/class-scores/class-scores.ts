// How well each class is found: precision, recall, F1 and the area under its ROC curve, sorted by what the
// person chooses, so that of many classes the worst stand in front; below them the averages.

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { averageScores, type ClassScores, classScores } from "../../../../src/training/metrics/confusion.ts";
import { formatCount, formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { classScoresStyles } from "./class-scores.styles.ts";

type Column = "class" | "area" | keyof ClassScores;

/** A class; its area is null if it is not defined. */
interface Row extends ClassScores {
  readonly class: number;
  readonly area: number | null;
}

@customElement("class-scores")
export class ClassScoresView extends LitElement {
  static override styles = classScoresStyles;

  @property({ attribute: false }) classes: readonly string[] = [];
  /** `[classes, classes]`, true class by row. */
  @property({ attribute: false }) counts!: Float64Array;
  /** Under the ROC curve of each class against the others; absent if nobody has counted them. */
  @property({ attribute: false }) areas: readonly (number | null)[] | undefined;
  @state() private order: { readonly column: Column; readonly isDescending: boolean } = { column: "class", isDescending: false };

  override render() {
    const { classes, counts, areas } = this;
    const matrix = { classes: classes.length, counts };
    const rows = classScores(matrix).map((scores, index): Row => Object.assign(scores, { class: index, area: areas?.[index] ?? null }));
    const columns: readonly (readonly [Column, string])[] = [
      ["class", t("class")],
      ["precision", t("precision")],
      ["recall", t("recall")],
      ["f1", "F1"],
      ...(areas ? ([["area", t("area under ROC")]] as const) : []),
      ["support", t("rows")],
    ];
    return html`<div class="table" tabindex="0" role="region" aria-label=${t("Scores by class")}>
      <table>
        <thead>
          <tr>
            ${columns.map(([column, title]) => this.head(column, title))}
          </tr>
        </thead>
        <tbody>
          ${this.sorted(rows).map((row) => this.row(classes[row.class]!, row, row.area))}
        </tbody>
        <tfoot>
          ${this.row(
            t("average of the classes (macro)"),
            averageScores(matrix, "macro"),
            meanArea(rows, () => 1),
          )}
          ${this.row(
            t("average by rows (weighted)"),
            averageScores(matrix, "weighted"),
            meanArea(rows, ({ support }) => support),
          )}
        </tfoot>
      </table>
    </div>`;
  }

  private sorted(rows: readonly Row[]): readonly Row[] {
    const { column, isDescending } = this.order;
    const sign = isDescending ? -1 : 1;
    // What is not defined stands last either way.
    const valueOf = (row: Row): number => row[column] ?? sign * Infinity;
    return rows.toSorted((one, other) => sign * Math.sign(valueOf(one) - valueOf(other)));
  }

  private head(column: Column, title: string): TemplateResult {
    const { order } = this;
    const isOwn = order.column === column;
    const isDescending = isOwn && !order.isDescending;
    return html`<th
      scope="col"
      class=${column === "class" ? "" : "number"}
      aria-sort=${isOwn ? (order.isDescending ? "descending" : "ascending") : nothing}
    >
      <button @click=${() => (this.order = { column, isDescending })}>
        ${title}<span class="mark" aria-hidden="true">${isOwn ? (order.isDescending ? "↓" : "↑") : ""}</span>
      </button>
    </th>`;
  }

  private row(name: string, { precision, recall, f1, support }: ClassScores, area: number | null): TemplateResult {
    return html`<tr>
      <th scope="row" class="truncated" title=${name}>${name}</th>
      <td class="number">${formatTick(precision)}</td>
      <td class="number">${formatTick(recall)}</td>
      <td class="number">${formatTick(f1)}</td>
      ${this.areas ? html`<td class="number">${area === null ? "–" : formatTick(area)}</td>` : nothing}
      <td class="number">${formatCount(support)}</td>
    </tr>`;
  }
}

/** Of the classes that have one, each with its weight; null if none has. */
function meanArea(rows: readonly Row[], weightOf: (row: Row) => number): number | null {
  let [sum, weights] = [0, 0];
  for (const row of rows) {
    if (row.area === null) continue;
    sum += weightOf(row) * row.area;
    weights += weightOf(row);
  }
  return weights === 0 ? null : sum / weights;
}

declare global {
  interface HTMLElementTagNameMap {
    "class-scores": ClassScoresView;
  }
}
