// What is written of a run at its end, from what the run itself knows.

import { availableParallelism } from "node:os";
import { bestEpochOf, minDeltaOf } from "../../model/best-epoch.ts";
import { finite, type RunRecord } from "../../model/run-record.ts";
import type { Experiment } from "../../model/schema.ts";
import type { FinishedRun } from "../../protocol/worker.ts";
import type { EpochResult, RunStarted } from "../../training/types.ts";

/** A run that is over, as whoever trained it tells it. */
export interface EndedRun {
  /** The document that was trained, with the epochs that the run was to have. */
  readonly experiment: Experiment;
  readonly outcome: FinishedRun;
  /** The whole curve, also of what an earlier run trained that this one went on from. */
  readonly points: readonly EpochResult[];
  readonly started: RunStarted | undefined;
}

export interface RunCircumstances {
  readonly startedAt: Date;
  /** The extension's version. */
  readonly version: string;
  /** The finished epochs of an earlier run that this one went on from; 0 where it began anew. */
  readonly continued: number;
  /** What differs from the run before it. */
  readonly changes: readonly string[];
}

export function recordOf({ experiment, outcome, points, started }: EndedRun, circumstances: RunCircumstances): RunRecord {
  const { startedAt, version, continued, changes } = circumstances;
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
    ...(outcome.verdict ? { verdict: outcome.verdict } : {}),
    machine: {
      cores: availableParallelism(),
      platform: `${process.platform} ${process.arch}`,
      ...(engine ? { engine: engine.build, threads: engine.threads } : {}),
      version,
    },
  };
}

function metricsOf({ train, validation }: NonNullable<EpochResult["metrics"]>): NonNullable<RunRecord["metrics"]> {
  return { train: finite(train), ...(validation ? { validation: finite(validation) } : {}) };
}
