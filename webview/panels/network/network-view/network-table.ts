// The weights as a table: each tensor with its shape and how its numbers are spread.

import { html, type TemplateResult } from "lit";
import type { WeightSummary } from "../../../../src/model/weight-summary.ts";
import { formatCount, formatMeasure } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";

export function networkTable(tensors: readonly WeightSummary[]): TemplateResult {
  const learnt = tensors.filter(({ name }) => /\.(weight|bias)$/.test(name));
  return html`<div class="table" tabindex="0" role="region" aria-label=${t("Weights by layer")}>
    <table>
      <thead>
        <tr>
          <th scope="col">${t("parameter")}</th>
          <th scope="col">${t("shape")}</th>
          <th scope="col" class="number">${t("mean")}</th>
          <th scope="col" class="number">${t("largest")}</th>
        </tr>
      </thead>
      <tbody>
        ${learnt.map(
          ({ name, shape, mean, largest }) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td>${shape.map(formatCount).join(" × ")}</td>
              <td class="number">${formatMeasure(mean)}</td>
              <td class="number">${formatMeasure(largest)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
