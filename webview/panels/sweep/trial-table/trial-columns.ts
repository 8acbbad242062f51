// The columns of a table of trials, and the order of its rows. Rank is by the best loss; what has none comes
// last, whichever way it is sorted.

import type { AxisName } from "../../../../src/model/sweep/sweep.ts";
import type { TrialStatus } from "../../../../src/protocol/sweep.ts";
import { formatCount } from "../../../shared/numbers.ts";
import { axisTitle, bestMetric, endText, finalLoss, lossText, namesOf, valueText } from "../sweep-words.ts";
import { t } from "../../../shared/text.ts";

export interface Column {
  readonly id: string;
  readonly title: string;
  /** What it is sorted by. */
  readonly valueOf: (trial: TrialStatus) => number | string | undefined;
  readonly textOf: (trial: TrialStatus) => string;
  /** Words stand in the font of the page. */
  readonly isWords?: true;
}

export interface Order {
  readonly column: string;
  readonly isDescending: boolean;
}

/** The best loss first, then the trials that have none. */
export function ranked(trials: readonly TrialStatus[]): TrialStatus[] {
  return trials.toSorted((one, other) => (one.best ?? Infinity) - (other.best ?? Infinity) || 0);
}

export function columnsOf(trials: readonly TrialStatus[], epochs: number): Column[] {
  const rank = new Map(ranked(trials).map((trial, index) => [trial, index + 1]));
  const rankOf = (trial: TrialStatus): number | undefined => (trial.best === undefined ? undefined : rank.get(trial));
  const metric = trials.map(bestMetric).find((found) => found !== undefined);
  return [
    { id: "rank", title: t("Rank"), valueOf: rankOf, textOf: (trial) => (trial.best === undefined ? "–" : formatCount(rank.get(trial)!)) },
    ...namesOf(trials[0]?.settings ?? {}).map((name) => settingColumn(name)),
    { id: "best", title: t("Best loss"), valueOf: ({ best }) => best, textOf: ({ best }) => lossText(best) },
    // Of the epoch that the rank is by, so that both speak of the same weights.
    ...(metric
      ? [
          {
            id: "metric",
            title: t("{0} (best epoch)", metric.name),
            valueOf: (trial: TrialStatus) => bestMetric(trial)?.value,
            textOf: (trial: TrialStatus) => lossText(bestMetric(trial)?.value),
          },
        ]
      : []),
    {
      id: "bestEpoch",
      title: t("Best epoch"),
      valueOf: ({ bestEpoch }) => bestEpoch,
      textOf: ({ bestEpoch }) => (bestEpoch === undefined ? "–" : formatCount(bestEpoch)),
    },
    { id: "final", title: t("Last loss"), valueOf: finalLoss, textOf: (trial) => lossText(finalLoss(trial)) },
    { id: "epochs", title: t("Epochs"), valueOf: ({ epoch }) => epoch, textOf: ({ epoch }) => formatCount(epoch) },
    { id: "end", title: t("End"), valueOf: (trial) => endText(trial, epochs), textOf: (trial) => endText(trial, epochs), isWords: true },
  ];
}

/** The rows in an order; equal ones stay as they were. */
export function ordered(trials: readonly TrialStatus[], { valueOf }: Pick<Column, "valueOf">, isDescending: boolean): TrialStatus[] {
  const sign = isDescending ? -1 : 1;
  return trials.toSorted((one, other) => {
    const [a, b] = [valueOf(one), valueOf(other)];
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    return sign * (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)));
  });
}

function settingColumn(name: AxisName | "seed"): Column {
  return {
    ...(name === "activation" || name === "optimizer" ? { isWords: true as const } : {}),
    id: name,
    title: axisTitle(name),
    valueOf: ({ settings }) => settings[name],
    textOf: ({ settings }) => valueText(settings[name]),
  };
}
