// What is written of a run at its end, from what the run itself knows.

import { bestEpochOf, minDeltaOf } from "../../model/best-epoch.ts";
import { markOf } from "../../model/health-mark.ts";
import { finite, type RunRecord } from "../../model/run-record.ts";
import type { EpochResult } from "../../training/types.ts";
import type { EndedRun } from "../ports.ts";

/** What it was computed on. */
export interface Machine {
  readonly cores: number;
  /** As in `linux x64`. */
  readonly platform: string;
  /** The extension's version. */
  readonly version: string;
}

/** @param changes what differs from the run before it */
export function recordOf(
  { experiment, outcome, points, started, startedAt, continued, health = [] }: EndedRun,
  machine: Machine,
  changes: readonly string[],
): RunRecord {
  const last = points.at(-1);
  const best = bestEpochOf(points, minDeltaOf(experiment));
  const { engine } = outcome;
  return {
    format: 1,
    startedAt: startedAt.toISOString(),
    seconds: outcome.seconds,
    epochs: outcome.epochs,
    planned: experiment.training.epochs,
    ...(continued > 0 ? { continued } : {}),
    stopped: outcome.stopped,
    seed: experiment.training.seed,
    ...(changes.length > 0 ? { changes: [...changes] } : {}),
    ...(started ? { parameters: started.parameters, rows: { ...started.rows } } : {}),
    losses: finite({ train: last?.trainLoss, validation: last?.validationLoss, test: outcome.testLoss }),
    ...(best ? { best } : {}),
    ...(last?.metrics ? { metrics: metricsOf(last.metrics) } : {}),
    ...(health.length > 0 ? { health: health.map((finding) => markOf(finding)) } : {}),
    ...(outcome.verdict ? { verdict: outcome.verdict } : {}),
    machine: { ...machine, ...(engine ? { engine: engine.build, threads: engine.threads } : {}) },
  };
}

function metricsOf({ train, validation }: NonNullable<EpochResult["metrics"]>): NonNullable<RunRecord["metrics"]> {
  return { train: finite(train), ...(validation ? { validation: finite(validation) } : {}) };
}
