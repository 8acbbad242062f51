// The numbers of the bands as a table, newest epoch first.

import { html, nothing, type TemplateResult } from "lit";
import type { Band, BandKind } from "../../../../src/model/sweep/band.ts";
import type { Bands } from "../../../../src/protocol/sweep.ts";
import { formatCount, formatMeasure } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";

export function bandTable({ train, validation }: Bands, kind: BandKind): TemplateResult {
  const middle = kind === "range" ? t("median") : t("mean");
  const low = kind === "range" ? t("lowest") : t("mean − deviation");
  const high = kind === "range" ? t("highest") : t("mean + deviation");
  const heads = (split: string): TemplateResult[] =>
    [middle, low, high].map((name) => html`<th scope="col" class="number">${split}, ${name}</th>`);
  const rows = train.epochs.map((epoch, index) => ({ epoch, index })).toReversed();
  return html`<div class="table" tabindex="0" role="region" aria-label=${t("Loss of all seeds by epoch")}>
    <table>
      <thead>
        <tr>
          <th scope="col" class="number">${t("epoch")}</th>
          ${heads(t("train"))} ${validation ? heads(t("validation")) : nothing}
          <th scope="col" class="number">${t("runs")}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ epoch, index }) =>
            html`<tr>
              <th scope="row" class="number">${formatCount(epoch)}</th>
              ${cells(train, index)} ${validation ? cells(validation, index) : nothing}
              <td class="number">${formatCount(train.runs[index]!)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function cells(band: Band, index: number): TemplateResult[] {
  return [band.middle, band.low, band.high].map(
    (values) => html`<td class="number">${values[index] === undefined ? "–" : formatMeasure(values[index])}</td>`,
  );
}
