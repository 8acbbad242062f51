// Rows of the CSV behind a number, with what the network says of each; a row's line opens in the CSV, and a
// row can be explained.

import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { EvaluatedRows } from "../../../../src/training/evaluation/evaluated-rows.ts";
import type { EvaluationQuestions } from "../../../../src/training/evaluation/questions.ts";
import { Question } from "../../../shared/controllers/question.ts";
import { formatCount, formatMeasure, formatRows, formatShare, formatTick, isNumeral } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { ask, type EvaluationContext, keyOf } from "../evaluation-view/evaluation-context.ts";
import { evaluatedRowsStyles } from "./evaluated-rows.styles.ts";

@customElement("evaluated-rows")
export class EvaluatedRowsView extends LitElement {
  static override styles = evaluatedRowsStyles;

  @property({ attribute: false }) context!: EvaluationContext;
  @property({ attribute: false }) question!: EvaluationQuestions["rows"];
  /** What these rows have in common. */
  @property() label = "";
  /** In which order they stand, if that is not said already. */
  @property() order = "";
  /** Absent if they cannot be closed. */
  @property({ attribute: false }) close: (() => void) | undefined;
  readonly #rows = new Question<EvaluatedRows>(this);

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { context, question } = this;
    this.#rows.ask(keyOf(context, "rows", question), (signal) => ask(context, "rows", question, signal));
  }

  override render() {
    const { answer, failure } = this.#rows;
    if (failure !== "") return html`<p role="status">${failure}</p>`;
    if (answer === undefined) return nothing;
    const { rows, total } = answer;
    return html`<div class="head">
        <h3>${this.label}</h3>
        <span class="secondary small"
          >${rows.length < total ? t("the first {0} of {1} rows", rows.length, formatCount(total)) : formatRows(total)}${
            this.order === "" || total < 2 ? nothing : html` · ${this.order}`
          }</span
        >
        ${
          this.close
            ? html`<vscode-toolbar-button
                icon="close"
                label=${t("Close")}
                title=${t("Close")}
                @click=${this.close}
              ></vscode-toolbar-button>`
            : nothing
        }
      </div>
      ${rows.length === 0 ? nothing : this.table(answer)}`;
  }

  private table({ columns, rows }: EvaluatedRows): TemplateResult {
    const isNumber = this.context.classes === undefined;
    const kinds = columns.map((_, index) => (rows.every(({ at }) => isNumeral(at.cells[index] ?? "–")) ? "number" : ""));
    return html`<div class="table" tabindex="0" role="region" aria-label=${this.label}>
      <table>
        <thead>
          <tr>
            <th scope="col" class="number">${t("line")}</th>
            <th scope="col"><span class="unseen">${t("Explain")}</span></th>
            <th scope="col" class="number">${isNumber ? t("predicted") : t("probability")}</th>
            ${isNumber ? html`<th scope="col" class="number">${t("actual − predicted")}</th>` : nothing}
            ${columns.map((column, index) => html`<th scope="col" class=${kinds[index]!}>${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ at: { row, line, file, cells }, answer, residual }) =>
              html`<tr>
                <th scope="row" class="number">
                  <button
                    class="link"
                    aria-label=${t("Line {0} of {1}", line, file)}
                    title=${t("Line {0} of {1}", line, file)}
                    @click=${() => void this.context.actions.host.openCsv({ file, line })}
                  >
                    ${formatCount(line)}
                  </button>
                </th>
                <td>
                  <button class="link" aria-label=${t("Explain row {0}", formatCount(row + 1))} @click=${() => this.context.explain(row)}>
                    ${t("Explain")}
                  </button>
                </td>
                <td class="number">${isNumber ? formatMeasure(answer) : formatShare(answer)}</td>
                ${residual === undefined ? nothing : html`<td class="number">${formatTick(residual)}</td>`}
                ${cells.map((text, index) => html`<td class=${`truncated raw ${kinds[index]}`} title=${text ?? ""}>${text ?? "–"}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "evaluated-rows": EvaluatedRowsView;
  }
}
