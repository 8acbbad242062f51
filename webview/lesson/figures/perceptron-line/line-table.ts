// The steps of a line between no and yes as a table: what was answered wrong, and the weights after each.

import { html, nothing, type TemplateResult } from "lit";
import type { PerceptronLineAnswer } from "../../../../src/training/figures/types.ts";
import { formatCount, formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";

/**
 * @param at steps that are done, whose row is marked
 * @param caption which document it is, if there are two
 */
export function lineTable({ steps, states, rows }: PerceptronLineAnswer, at: number, caption: string | undefined): TemplateResult {
  const weights = ["w₁", "w₂", "b"].slice(0, states[0]?.weights.length ?? 0);
  return html`<table>
    ${
      caption === undefined
        ? nothing
        : html`<caption>
            ${caption}
          </caption>`
    }
    <thead>
      <tr>
        <th scope="col" class="number">${t("Training step")}</th>
        <th scope="col">${t("Rows")}</th>
        <th scope="col" class="number">${t("Mistakes")}</th>
        ${weights.map((name) => html`<th scope="col" class="number">${name}</th>`)}
        <th scope="col" class="number">${t("wrong of {0}", formatCount(rows.row.length))}</th>
      </tr>
    </thead>
    <tbody>
      ${states.map((state, step) => {
        const { rows: batch = [], answers = [] } = steps[step - 1] ?? {};
        const mistakes = batch.filter((row, index) => rows.truth[row] !== answers[index]).length;
        return html`<tr aria-current=${step === at ? "step" : nothing}>
          <th scope="row" class="number">${formatCount(step)}</th>
          <td>${step === 0 ? "–" : rowNames(batch.map((row) => rows.row[row]! + 1))}</td>
          <td class="number">${step === 0 ? "–" : formatCount(mistakes)}</td>
          ${weights.map((_, index) => html`<td class="number">${formatTick(state.weights[index]!)}</td>`)}
          <td class="number">${formatCount(state.wrong)}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

/** The first of them; a batch may be long. */
function rowNames(rows: readonly number[]): string {
  const shown = rows.slice(0, 4).map(formatCount).join(", ");
  return rows.length > 4 ? `${shown}, …` : shown;
}
