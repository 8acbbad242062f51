// How well each class is found, as a table; and of yes and no the counts that a threshold gives.

import { html, nothing, type TemplateResult } from "lit";
import { averageScores, type ClassScores, classScores, type ConfusionMatrix } from "../../../src/training/metrics/confusion.ts";
import type { ThresholdCounts } from "../../../src/training/metrics/ranking.ts";
import { formatCount, formatTick } from "../../numbers.ts";
import { t } from "../../text.ts";

/** @param areas under the ROC curve of each class against the others; null where it is not defined */
export function scoresTable(
  matrix: ConfusionMatrix,
  classes: readonly string[],
  areas: readonly (number | null)[] | undefined,
): TemplateResult {
  const own = classScores(matrix);
  const supports = own.map(({ support }) => support);
  const rows = [
    ...classes.map((name, index) => scoresRow(name, own[index]!, areas?.[index])),
    scoresRow(t("average of the classes (macro)"), averageScores(matrix, "macro"), areas && meanArea(areas), "average"),
    scoresRow(t("average by rows (weighted)"), averageScores(matrix, "weighted"), areas && meanArea(areas, supports), "average"),
  ];
  return html`<div class="table" tabindex="0" role="region" aria-label=${t("Scores by class")}>
    <table>
      <thead>
        <tr>
          <th scope="col">${t("class")}</th>
          <th scope="col">${t("precision")}</th>
          <th scope="col">${t("recall")}</th>
          <th scope="col">F1</th>
          ${areas ? html`<th scope="col">${t("area under ROC")}</th>` : nothing}
          <th scope="col">${t("rows")}</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

/** Of the classes that have one, each with its weight; null where none has. */
function meanArea(areas: readonly (number | null)[], weights: readonly number[] = areas.map(() => 1)): number | null {
  const present = areas.flatMap((area, index) => (area === null ? [] : { area, weight: weights[index]! }));
  if (present.length === 0) return null;
  return present.reduce((sum, { area, weight }) => sum + area * weight, 0) / present.reduce((sum, { weight }) => sum + weight, 0);
}

/** @param area null where it is not defined, undefined where there is none in the table */
function scoresRow(
  name: string,
  { precision, recall, f1, support }: ClassScores,
  area: number | null | undefined,
  kind = "",
): TemplateResult {
  return html`<tr class=${kind}>
    <th scope="row" class="truncated" title=${name}>${name}</th>
    <td>${formatTick(precision)}</td>
    <td>${formatTick(recall)}</td>
    <td>${formatTick(f1)}</td>
    ${area === undefined ? nothing : html`<td>${area === null ? "–" : formatTick(area)}</td>`}
    <td>${formatCount(support)}</td>
  </tr>`;
}

/** The threshold with the highest F1 of yes; of several next to each other the middle one, which is the safest for other rows. */
export function bestThreshold({ thresholds, truePositives, falsePositives }: ThresholdCounts): number {
  const positives = truePositives[0]!;
  const scores = truePositives.map((hits, at) => (hits === 0 ? 0 : (2 * hits) / (hits + falsePositives[at]! + positives)));
  const best = scores.reduce((most, score) => Math.max(most, score), 0);
  const first = scores.indexOf(best);
  const after = scores.findIndex((score, at) => at > first && score < best);
  const last = after < 0 ? scores.length - 1 : after - 1;
  return Math.round(((thresholds[first]! + thresholds[last]!) / 2) * 1000) / 1000;
}

/** The matrix of no and yes at a threshold. @param counts at the nearest threshold that is not above it, `[no, yes]` by `[no, yes]` */
export function matrixAt({ thresholds, truePositives, falsePositives }: ThresholdCounts, threshold: number): Float64Array {
  // At the first, 0, everything is positive.
  const at = Math.max(
    0,
    thresholds.findLastIndex((value) => value <= threshold),
  );
  const [hits, alarms] = [truePositives[at]!, falsePositives[at]!];
  return Float64Array.of(falsePositives[0]! - alarms, alarms, truePositives[0]! - hits, hits);
}
