// The numbers of the curve as a table: every epoch while there are few, evenly chosen ones and the last where
// there are many.

import { html, nothing, type TemplateResult } from "lit";
import type { EpochResult } from "../../../../src/training/types.ts";
import { formatCount, formatExact, formatPrecise } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { isOfRun, type MeasureName, measureTitle, valuesOf } from "../../../chart/measures.ts";

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

interface Column {
  readonly title: string;
  readonly value: (point: EpochResult) => string;
}

/** The measures of each split beside each other, and the learning rate. */
export function lossTable(points: readonly EpochResult[], measures: readonly MeasureName[]): TemplateResult {
  const [only] = measures;
  const isAlone = measures.length === 1;
  const label =
    only === undefined || !isAlone
      ? t("All measures by epoch")
      : only === "loss"
        ? t("Loss by epoch")
        : t("{0} by epoch", measureTitle(only));
  const columns = [
    // The learning rate has a column anyway.
    ...measures.filter((measure) => measure !== "lr").flatMap((measure) => columnsOf(measure, isAlone)),
    { title: "lr", value: ({ lr }: EpochResult) => formatExact(lr) },
  ];
  const { every, chosen } = chosenPoints(points);
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
          ${columns.map(({ title }) => html`<th scope="col" class="number">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${chosen.map(
          (point) =>
            html`<tr>
              <th scope="row" class="number">${formatCount(point.epoch)}</th>
              ${columns.map(({ value }) => html`<td class="number">${value(point)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function columnsOf(measure: MeasureName, isAlone: boolean): Column[] {
  const title = measureTitle(measure);
  const column = (split: 0 | 1, name: string): Column => ({
    title: name,
    value: (point) => precise(valuesOf(point, measure)[split]),
  });
  if (isOfRun(measure)) return [column(0, title)];
  return [column(0, isAlone ? t("train") : t("{0}, train", title)), column(1, isAlone ? t("validation") : t("{0}, validation", title))];
}

function precise(value: number | undefined): string {
  return value === undefined ? "–" : formatPrecise(value);
}
