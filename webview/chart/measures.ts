// What can be drawn over the epochs: the loss, whatever metric the run counts, the learning rate and the
// length of the gradients.

import type { EpochResult } from "../../src/training/types.ts";
import { t } from "../shared/text.ts";
import type { BadSide } from "./robust-range.ts";

export const measureNames = ["loss", "accuracy", "r2", "mae", "lr", "gradientNorm"] as const;
export type MeasureName = (typeof measureNames)[number];

/** A measure of an epoch, per split; what is of the run and not of a split stands for the first. */
export type Values = readonly [number | undefined, number | undefined];

export function valuesOf(point: EpochResult, measure: MeasureName): Values {
  switch (measure) {
    case "loss":
      return [point.trainLoss, point.validationLoss];
    case "lr":
      return [point.lr, undefined];
    case "gradientNorm":
      return [point.gradientNorm, undefined];
    case "accuracy":
    case "r2":
    case "mae":
      return [point.metrics?.train[measure], point.metrics?.validation?.[measure]];
  }
}

/** Those that an epoch has. */
export function measuresOf(point: EpochResult): readonly MeasureName[] {
  return measureNames.filter((name) => valuesOf(point, name)[0] !== undefined);
}

export function measureTitle(measure: MeasureName): string {
  const titles = {
    loss: t("Loss"),
    accuracy: t("Accuracy"),
    r2: "R²",
    mae: "MAE",
    lr: t("Learning rate"),
    gradientNorm: t("Gradient norm"),
  };
  return titles[measure];
}

/**
 * Whether a measure is of the run alone: one line, which is neither of the training nor of the validation
 * rows.
 */
export function isOfRun(measure: MeasureName): boolean {
  return measure === "lr" || measure === "gradientNorm";
}

/**
 * On which side a measure's bad values lie, which may be without bounds; undefined if every value is to be
 * seen.
 */
export function badSideOf(measure: MeasureName): BadSide | undefined {
  switch (measure) {
    case "loss":
    case "mae":
    case "gradientNorm":
      return "above";
    case "r2":
      return "below";
    case "accuracy":
    case "lr":
      return undefined;
  }
}
