// The values of a run by the names that a lesson has for them.

import type { MetricName } from "../../lessons/lesson.ts";
import { bestEpochOf, minDeltaOf } from "../../model/best-epoch.ts";
import type { Experiment } from "../../model/schema.ts";
import type { EpochResult } from "../../training/types.ts";

/** The values of one epoch, in the order of a run's CSV. */
export function epochValues({ trainLoss, validationLoss, lr, metrics, gradientNorm }: EpochResult): Partial<Record<MetricName, number>> {
  const values: [MetricName, number | undefined][] = [
    ["train_loss", trainLoss],
    ["validation_loss", validationLoss],
    ["lr", lr],
    ["train_accuracy", metrics?.train.accuracy],
    ["train_r2", metrics?.train.r2],
    ["train_mae", metrics?.train.mae],
    ["validation_accuracy", metrics?.validation?.accuracy],
    ["validation_r2", metrics?.validation?.r2],
    ["validation_mae", metrics?.validation?.mae],
    ["gradient_norm", gradientNorm],
  ];
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/**
 * A value of the last or the best epoch; undefined if there is none. The loss on the test rows is no epoch's.
 */
export function epochValue(
  points: readonly EpochResult[],
  experiment: Experiment | undefined,
  name: MetricName,
  at: "last" | "best",
): number | undefined {
  const best = at === "best" ? bestEpochOf(points, experiment ? minDeltaOf(experiment) : 0)?.epoch : undefined;
  const point = at === "best" ? points.find(({ epoch }) => epoch === best) : points.at(-1);
  return point && epochValues(point)[name];
}
