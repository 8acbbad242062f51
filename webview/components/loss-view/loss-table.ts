// The numbers of the curve as a table: every epoch while there are few, evenly chosen ones and the last where there are many.

import { html, type TemplateResult } from "lit";
import type { EpochResult } from "../../../src/training/types.ts";
import { formatCount, formatExact } from "../../numbers.ts";
import { t } from "../../text.ts";

const MOST_ROWS = 200;

/** Every k-th epoch and the last, newest first; k is 1, 2 or 5 times a power of ten. */
function chosenPoints(points: readonly EpochResult[]): { readonly every: number; readonly chosen: readonly EpochResult[] } {
  let every = 1;
  for (let power = 1; points.length / every > MOST_ROWS; power *= 10) {
    every = [1, 2, 5].map((step) => step * power).find((step) => points.length / step <= MOST_ROWS) ?? 10 * power;
  }
  const chosen = points.filter(({ epoch }, index) => epoch % every === 0 || index === points.length - 1 || index === 0);
  return { every, chosen: chosen.toReversed() };
}

export function lossTable(points: readonly EpochResult[]): TemplateResult {
  const { every, chosen } = chosenPoints(points);
  return html`<div class="table" tabindex="0" role="region" aria-label=${t("Loss by epoch")}>
    <table>
      ${
        every > 1
          ? html`<caption class="secondary">
              ${t("Every {0} epochs, and the first and the last.", formatCount(every))}
            </caption>`
          : ""
      }
      <thead>
        <tr>
          <th scope="col">${t("epoch")}</th>
          <th scope="col">${t("train")}</th>
          <th scope="col">${t("validation")}</th>
          <th scope="col">lr</th>
        </tr>
      </thead>
      <tbody>
        ${chosen.map(
          ({ epoch, trainLoss, validationLoss, lr }) =>
            html`<tr>
              <th scope="row">${formatCount(epoch)}</th>
              <td>${trainLoss.toPrecision(7)}</td>
              <td>${validationLoss === undefined ? "–" : validationLoss.toPrecision(7)}</td>
              <td>${formatExact(lr)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
