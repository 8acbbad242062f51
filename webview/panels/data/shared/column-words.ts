// The words for what a column is, and the picture of its values: a histogram of numbers, bars of the most
// frequent texts.

import { css, svg, type TemplateResult } from "lit";
import type { ColumnProfile, ColumnRole } from "../../../../src/data/types.ts";
import { type ColumnKind, MOST_DISTINCT } from "../../../../src/model/columns.ts";
import { formatCount } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";

export function kindText(kind: ColumnKind): string {
  return { number: t("number"), boolean: t("true/false"), category: t("category") }[kind];
}

export function kindIcon(kind: ColumnKind): string {
  return { number: "symbol-numeric", boolean: "symbol-boolean", category: "symbol-key" }[kind];
}

export function roleText(role: ColumnRole): string {
  return { feature: t("feature"), target: t("target"), ignored: t("ignored") }[role];
}

/** What is done with a missing value. */
export function missingText(rule: string): string {
  const words: Readonly<Record<string, string>> = {
    drop: t("leave the row out"),
    error: t("report an error"),
    mean: t("fill with the mean"),
    median: t("fill with the median"),
    most_frequent: t("fill with the most frequent"),
    constant: t("fill with a value"),
  };
  return words[rule] ?? rule;
}

export function scalingText(normalize: string): string {
  const words: Readonly<Record<string, string>> = {
    none: t("as it is"),
    standard: t("mean 0, deviation 1"),
    minmax: t("from 0 to 1"),
  };
  return words[normalize] ?? normalize;
}

/** A count that is exact up to `MOST_DISTINCT`, and "10,000+" beyond. */
export function distinctText(distinct: number): string {
  return distinct > MOST_DISTINCT ? `${formatCount(MOST_DISTINCT)}+` : formatCount(distinct);
}

/** Bars side by side, as high as their counts; nothing if there is no value. */
export function columnChart({ histogram, frequent }: ColumnProfile): TemplateResult {
  const counts = histogram ?? frequent?.map(({ count }) => count) ?? [];
  const most = Math.max(...counts, 1);
  const bars = counts.map((count, index) => {
    // A few values are seen too.
    const height = count === 0 ? 0 : Math.max(0.04, count / most);
    return svg`<rect class="bar" x=${index} y=${1 - height} width="0.86" height=${height}></rect>`;
  });
  return svg`<svg class="chart" viewBox=${`0 0 ${Math.max(counts.length, histogram ? 1 : 6)} 1`} preserveAspectRatio="none" aria-hidden="true">${bars}</svg>`;
}

export const columnChartStyles = css`
  .chart {
    display: block;
    height: 20px;
    width: 100%;
  }
  .bar {
    fill: var(--vscode-charts-blue);
  }
`;
