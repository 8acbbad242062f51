// The numbers of the curve as a table: every epoch while there are few, evenly chosen ones and the last where there are many.

import { html, nothing, type TemplateResult } from "lit";
import type { EpochResult } from "../../../src/training/types.ts";
import { formatCount, formatExact } from "../../numbers.ts";
import { t } from "../../text.ts";
import { isOfRun, type MeasureName, measureTitle, valuesOf } from "../../chart/measures.ts";

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

/** A measure of each split beside each other, and the learning rate. */
export function lossTable(points: readonly EpochResult[], measure: MeasureName): TemplateResult {
  const label = measure === "loss" ? t("Loss by epoch") : t("{0} by epoch", measureTitle(measure));
  const isSplit = !isOfRun(measure);
  // The learning rate has a column anyway.
  const hasValue = isSplit || measure !== "lr";
  const { every, chosen } = chosenPoints(points);
  return html`<div class="table" tabindex="0" role="region" aria-label=${label}>
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
          ${hasValue ? html`<th scope="col">${isSplit ? t("train") : measureTitle(measure)}</th>` : nothing}
          ${isSplit ? html`<th scope="col">${t("validation")}</th>` : nothing}
          <th scope="col">lr</th>
        </tr>
      </thead>
      <tbody>
        ${chosen.map(
          (point) =>
            html`<tr>
              <th scope="row">${formatCount(point.epoch)}</th>
              ${valuesOf(point, measure)
                .slice(0, isSplit ? 2 : hasValue ? 1 : 0)
                .map((value) => html`<td>${value?.toPrecision(7) ?? "–"}</td>`)}
              <td>${formatExact(point.lr)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
