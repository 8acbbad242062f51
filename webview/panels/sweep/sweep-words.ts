// How a sweep's settings, trials and results are called.

import { axisNames, type AxisName, type Settings } from "../../../src/model/sweep/sweep.ts";
import { decimals } from "../../../src/model/figures.ts";
import type { Spread } from "../../../src/model/sweep/band.ts";
import type { TrialStatus } from "../../../src/protocol/sweep.ts";
import type { EpochMetrics } from "../../../src/training/types.ts";
import { formatExact, formatMeasure, grouped } from "../../shared/numbers.ts";
import { t } from "../../shared/text.ts";

export function axisTitle(name: AxisName | "seed"): string {
  return {
    lr: t("Learning rate"),
    batch_size: t("Batch size"),
    width: t("Hidden units"),
    activation: t("Activation"),
    optimizer: t("Optimizer"),
    seed: t("Seed"),
  }[name];
}

/** The settings that a trial has, in the order of the form. */
export function namesOf(settings: Settings): (AxisName | "seed")[] {
  return (["seed", ...axisNames] as const).filter((name) => settings[name] !== undefined);
}

export function valueText(value: number | string | undefined): string {
  return typeof value === "number" ? grouped(formatExact(value)) : (value ?? "–");
}

/** "Learning rate 0.01, Hidden units 16" */
export function settingsText(settings: Settings): string {
  return namesOf(settings)
    .map((name) => `${axisTitle(name)} ${valueText(settings[name])}`)
    .join(", ");
}

/** How a trial stands or ended, in a few words. */
export function endText({ state, stopped, epoch }: TrialStatus, epochs: number): string {
  switch (state) {
    case "waiting":
      return t("waiting");
    case "running":
      return `${Math.floor((100 * epoch) / Math.max(1, epochs))} %`;
    case "failed":
      return t("failed");
    case "skipped":
      return t("skipped");
    case "ended":
      return stopped ? stopText(stopped) : t("done");
  }
}

function stopText(stopped: NonNullable<TrialStatus["stopped"]>): string {
  return {
    early: t("stopped early"),
    hopeless: t("stopped as hopeless"),
    diverged: t("diverged"),
    interrupted: t("stopped"),
  }[stopped];
}

export function lossText(value: number | undefined): string {
  return value === undefined ? "–" : formatMeasure(value);
}

/** "0.322 ± 0.020": two digits of the deviation, and as many decimals of the mean. */
export function spreadText({ mean, deviation }: Pick<Spread, "mean" | "deviation">): string {
  const places = deviation > 0 ? Math.max(0, 1 - Math.floor(Math.log10(deviation))) : 4;
  const isPlain = places <= 6 && Math.abs(mean) < 1e6 && deviation < 1e6;
  return [mean, deviation].map((value) => (isPlain ? decimals(value, places) : formatMeasure(value))).join(" ± ");
}

/** The loss that trials are compared by: of the validation rows if there are any. */
export function finalLoss({ last }: TrialStatus): number | undefined {
  return last?.validationLoss ?? last?.trainLoss;
}

/** A metric of the rows that losses are of. */
export interface Metric {
  readonly name: string;
  readonly value: number;
}

/** The metric of the last epoch, if the run counts one. */
export function lastMetric({ last }: TrialStatus): Metric | undefined {
  return metricIn(last?.metrics);
}

/** The metric of the epoch that trials are ranked by, the best one. */
export function bestMetric({ bestMetrics }: TrialStatus): Metric | undefined {
  return metricIn(bestMetrics);
}

function metricIn(metrics: EpochMetrics | undefined): Metric | undefined {
  const { accuracy, r2 } = metrics?.validation ?? metrics?.train ?? {};
  if (accuracy !== undefined) return { name: t("Accuracy"), value: accuracy };
  return r2 === undefined ? undefined : { name: "R²", value: r2 };
}
