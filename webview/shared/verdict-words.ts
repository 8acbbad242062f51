// How good a trained network is, in one sentence, always beside what the same answer for every row would come
// to.

import type { Verdict } from "../../src/training/types.ts";
import { formatCount, formatMeasure, formatTick } from "./numbers.ts";
import { t } from "./text.ts";

/** The sentence after a run. */
export function verdictText(verdict: Verdict): string {
  if (verdict.kind === "numbers") {
    const { split, mae, usualMae, r2 } = verdict;
    // Of a single row, or of targets that are all the same, there is none.
    const args = [formatTick(mae), formatTick(usualMae), Number.isFinite(r2) ? formatTick(r2) : "–"] as const;
    if (mae >= usualMae)
      return split === "validation"
        ? t("off by {0} on average, no better than always the mean ({1}; R² {2})", ...args)
        : t("off by {0} on average on the training rows, no better than always the mean ({1}; R² {2})", ...args);
    return split === "validation"
      ? t("off by {0} on average (always the mean: {1}; R² {2})", ...args)
      : t("off by {0} on average on the training rows (always the mean: {1}; R² {2})", ...args);
  }
  const { split, right, answers, usual, usualRight } = verdict;
  const args = [formatCount(right), formatCount(answers), usual, formatCount(usualRight)] as const;
  if (right <= usualRight)
    return split === "validation"
      ? t("{0} of {1} validation rows right, no better than always {2} ({3})", ...args)
      : t("{0} of {1} training rows right, no better than always {2} ({3})", ...args);
  return split === "validation"
    ? t("{0} of {1} validation rows right (always {2}: {3})", ...args)
    : t("{0} of {1} training rows right (always {2}: {3})", ...args);
}

/** The same in the little room of a toolbar: "99 / 100", "± 0.42". */
export function shortVerdict(verdict: Verdict): string {
  return verdict.kind === "numbers" ? `± ${formatMeasure(verdict.mae)}` : `${formatCount(verdict.right)} / ${formatCount(verdict.answers)}`;
}

/** What always the same answer would come to, beside an accuracy or an R²: "always no: 0.53". */
export function baselineText(verdict: Verdict): string {
  return verdict.kind === "numbers"
    ? t("always the mean: MAE {0}", formatTick(verdict.usualMae))
    : t("always {0}: {1}", verdict.usual, formatTick(verdict.usualRight / verdict.answers));
}

/** Whether it is worth no more than always the same answer. */
export function isNoBetter(verdict: Verdict): boolean {
  return verdict.kind === "numbers" ? verdict.mae >= verdict.usualMae : verdict.right <= verdict.usualRight;
}
