// Curves as numbers: a row for each epoch, newest first, and a column for each line of the chart.

import { html, nothing, type TemplateResult } from "lit";
import { formatCount } from "../shared/numbers.ts";
import { t } from "../shared/text.ts";

const MOST_ROWS = 200;

export interface EpochTable {
  /** What the table is called for who hears it. */
  readonly label: string;
  /** How far the epochs lie apart; the first and the last are there in any case. */
  readonly every: number;
  readonly columns: readonly (string | TemplateResult)[];
  /** Newest first. */
  readonly rows: readonly { readonly epoch: number; readonly values: readonly string[] }[];
}

/** How far the epochs of a table lie apart if there are so many: 1, 2 or 5 times a power of ten. */
export function stepOf(epochs: number): number {
  let every = 1;
  for (let power = 1; epochs / every > MOST_ROWS; power *= 10) {
    every = [1, 2, 5].map((step) => step * power).find((step) => epochs / step <= MOST_ROWS) ?? 10 * power;
  }
  return every;
}

export function epochTable({ label, every, columns, rows }: EpochTable): TemplateResult {
  return html`<div class="table" tabindex="0" role="region" aria-label=${label}>
    <table>
      ${
        every > 1
          ? html`<caption class="secondary">
              ${t("Every {0} epochs, and the first and the last.", formatCount(every))}
            </caption>`
          : nothing
      }
      <thead>
        <tr>
          <th scope="col" class="number">${t("epoch")}</th>
          ${columns.map((column) => html`<th scope="col" class="number">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ epoch, values }) =>
            html`<tr>
              <th scope="row" class="number">${formatCount(epoch)}</th>
              ${values.map((value) => html`<td class="number">${value}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
