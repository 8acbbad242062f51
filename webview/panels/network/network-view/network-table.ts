// The weights as tables: each tensor with its shape and how its numbers are spread; and each unit that is
// drawn, with its strongest connection.

import { html, type TemplateResult } from "lit";
import type { WeightSummary } from "../../../../src/model/weight-summary.ts";
import { formatCount, formatMeasure } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import type { Column } from "./network-structure.ts";
import { strongestInto, unitName } from "./network-words.ts";
import type { WeightLookup } from "./weight-lookup.ts";

export function networkTable(tensors: readonly WeightSummary[], columns: readonly Column[], weights: WeightLookup): TemplateResult {
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
    ${unitsTable(columns, weights)}
  </div>`;
}

/** A layer with too many units to be drawn has none here. */
function unitsTable(columns: readonly Column[], weights: WeightLookup): TemplateResult {
  const rows = columns.flatMap(({ units = 0 }, column) =>
    [...Array(units).keys()].flatMap((unit) => {
      const strongest = strongestInto(columns, weights, column, unit);
      if (strongest === undefined) return [];
      const [name, from] = [unitName(columns, column, unit), unitName(columns, column - 1, strongest.from)];
      return { name, from, weight: strongest.weight, bias: weights.bias(column, unit) };
    }),
  );
  if (rows.length === 0) return html``;
  return html`<table>
    <caption class="secondary">
      ${t("Each unit and its strongest connection")}
    </caption>
    <thead>
      <tr>
        <th scope="col">${t("unit")}</th>
        <th scope="col" class="number">${t("bias")}</th>
        <th scope="col">${t("strongest connection from")}</th>
        <th scope="col" class="number">${t("weight")}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ name, from, weight, bias }) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td class="number">${bias === undefined ? "–" : formatMeasure(bias)}</td>
            <td>${from}</td>
            <td class="number">${formatMeasure(weight)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
