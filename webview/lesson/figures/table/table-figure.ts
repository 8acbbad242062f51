// The document's rows with what its network answers now: a truth table, if there are only few.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import type { TableRow } from "../../../../src/training/figures/types.ts";
import { formatCount, formatTick, isNumeral } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { type Answered, FigureElement } from "../figure-element.ts";
import { tableFigureStyles } from "./table-figure.styles.ts";

const ROWS = 8;

@customElement("table-figure")
export class TableFigure extends FigureElement<"table"> {
  static override styles = tableFigureStyles;

  protected override willUpdate(_changed: PropertyValues<this>): void {
    this.follow("table", { rows: this.options.rows ?? ROWS });
  }

  protected override drawn([answer]: Answered<"table">): TemplateResult {
    const { features, target, rows, total, yes } = answer!;
    const judged = rows.filter(({ isRight }) => isRight !== undefined);
    const right = judged.filter(({ isRight }) => isRight).length;
    const probable = rows.some(({ probability }) => probability !== undefined);
    const repeats = rows.some(({ times }) => times > 1);
    const names = [...features, target];
    return html`<div class="figure">
      <div class="wide" tabindex="0" role="region" aria-label=${t("Rows and what the network answers")}>
        <table>
          <thead>
            <tr>
              ${repeats ? html`<th scope="col" class="number">${t("Rows")}</th>` : nothing}
              ${names.map((name, index) => html`<th scope="col" class=${isNumber(rows, index) ? "number" : ""}>${name}</th>`)}
              <th scope="col" class=${isNumber(rows, names.length) ? "number" : ""}>${t("Answer")}</th>
              ${probable ? html`<th scope="col" class="number">${yes === undefined ? t("Probability") : t("Probability of {0}", yes)}</th>` : nothing}
              ${judged.length > 0 ? html`<th scope="col"><span class="unseen">${t("Right or wrong")}</span></th>` : nothing}
            </tr>
          </thead>
          <tbody>
            ${rows.map((row) => line(row, probable, repeats))}
          </tbody>
        </table>
      </div>
      <p class="small secondary" role="status">
        ${judged.length > 0 ? t("{0} of {1} answered right.", formatCount(right), formatCount(judged.length)) : nothing}
        ${total > rows.length ? t("The first {0} of {1} different rows.", formatCount(rows.length), formatCount(total)) : nothing}
      </p>
    </div>`;
  }
}

function line({ cells, truth, answer, probability, isRight, times }: TableRow, probable: boolean, repeats: boolean): TemplateResult {
  return html`<tr>
    ${repeats ? html`<td class="number secondary">${formatCount(times)} ×</td>` : nothing}
    ${[...cells, truth, answer].map((cell) => html`<td class=${isNumeral(textOf(cell)) ? "number" : ""}>${textOf(cell)}</td>`)}
    ${probable ? html`<td class="number">${probability === undefined ? "–" : probability.toFixed(3)}</td>` : nothing}
    ${
      isRight === undefined
        ? nothing
        : html`<td class=${isRight ? "right" : "wrong"}>${isRight ? `✓ ${t("right")}` : `✗ ${t("wrong")}`}</td>`
    }
  </tr>`;
}

/** Whether a column has numbers: of the features, the target, the answer. */
function isNumber(rows: readonly TableRow[], column: number): boolean {
  return rows.every(({ cells, truth, answer }) => isNumeral(textOf([...cells, truth, answer][column]!)));
}

function textOf(cell: string | number): string {
  return typeof cell === "number" ? formatTick(cell) : cell;
}

declare global {
  interface HTMLElementTagNameMap {
    "table-figure": TableFigure;
  }
}
