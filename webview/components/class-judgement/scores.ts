// How well each class is found, as a table; and of yes and no the counts that a threshold gives.

import { html, type TemplateResult } from "lit";
import { averageScores, type ClassScores, classScores, type ConfusionMatrix } from "../../../src/training/metrics/confusion.ts";
import type { ThresholdCounts } from "../../../src/training/metrics/ranking.ts";
import { formatCount, formatTick } from "../../numbers.ts";
import { t } from "../../text.ts";

export function scoresTable(matrix: ConfusionMatrix, classes: readonly string[]): TemplateResult {
  const own = classScores(matrix);
  return html`<div class="table" tabindex="0" role="region" aria-label=${t("Scores by class")}>
    <table>
      <thead>
        <tr>
          <th scope="col">${t("class")}</th>
          <th scope="col">${t("precision")}</th>
          <th scope="col">${t("recall")}</th>
          <th scope="col">F1</th>
          <th scope="col">${t("rows")}</th>
        </tr>
      </thead>
      <tbody>
        ${classes.map((name, index) => scoresRow(name, own[index]!))}
        ${scoresRow(t("average of the classes"), averageScores(matrix, "macro"), "average")}
        ${scoresRow(t("average by rows"), averageScores(matrix, "weighted"), "average")}
      </tbody>
    </table>
  </div>`;
}

function scoresRow(name: string, { precision, recall, f1, support }: ClassScores, kind = ""): TemplateResult {
  return html`<tr class=${kind}>
    <th scope="row" class="truncated" title=${name}>${name}</th>
    <td>${formatTick(precision)}</td>
    <td>${formatTick(recall)}</td>
    <td>${formatTick(f1)}</td>
    <td>${formatCount(support)}</td>
  </tr>`;
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
