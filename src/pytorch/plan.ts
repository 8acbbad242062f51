// From rows that are encoded and a document to what the runner is told: the network as Python, the rows'
// files, and how a pass is counted.

import { stepsPerBatch } from "../code/pytorch/loop.ts";
import { writeModule } from "../code/pytorch/module.ts";
import type { Encoded } from "../data/types.ts";
import { losses, type LossRecord } from "../model/losses.ts";
import type { Experiment, Loss } from "../model/schema.ts";
import { cutOf, taskOf } from "../training/evaluation/answers.ts";
import type { SplitRows } from "../training/types.ts";
import { flatEnds } from "../training/health/sight.ts";
import type { Subject } from "../training/health/subject.ts";
import { type HealthPlan, type MetricPlan, PROTOCOL, type RowFiles, type StartMessage, type StateFields } from "./messages.ts";

/** Where the encoded rows were written, and what else is known of them. */
export interface WrittenRows {
  readonly files: RowFiles;
  readonly split: SplitRows;
  readonly metric: MetricPlan;
}

/** How the run is to be trained, beside the document. */
export interface RunnerOptions {
  /** `cpu`, `cuda`, `cuda:1`, `mps`. */
  readonly device: string;
  readonly threads: number;
  readonly processes: number;
  readonly epochs: number;
  readonly keepsBest: boolean;
  readonly evaluatesEnd: boolean;
  readonly keepsEnd: boolean;
  readonly keepsMoments: boolean;
  /** What it goes on from. */
  readonly resume?: StateFields | undefined;
  /** If its health is watched. */
  readonly health?: HealthPlan | undefined;
}

/** What a run begins with. */
export function startMessage(experiment: Experiment, rows: WrittenRows, options: RunnerOptions): StartMessage {
  const { training } = experiment;
  const { optimizer, scheduler, early_stopping: stopping } = training;
  return {
    type: "start",
    protocol: PROTOCOL,
    module: writeModule(experiment, rows.files.width),
    data: rows.files,
    sizes: rows.split,
    device: options.device,
    threads: options.threads,
    processes: options.processes,
    training: {
      seed: training.seed,
      epochs: options.epochs,
      batch_size: training.batch_size,
      shuffle: training.shuffle,
      drop_last: training.drop_last,
      clip_grad_norm: training.clip_grad_norm ?? null,
      early_stopping: stopping ? { patience: stopping.patience, min_delta: stopping.min_delta } : null,
      per_batch: stepsPerBatch(training),
      plateau: scheduler?.type === "ReduceLROnPlateau",
      lr: optimizer.lr,
      metric: rows.metric,
      keeps_best: options.keepsBest,
      evaluates_end: options.evaluatesEnd,
      keeps_end: options.keepsEnd,
      keeps_moments: options.keepsMoments,
    },
    resume: options.resume ?? null,
    health: options.health ?? null,
  };
}

/** How the passes of a run are counted. */
export function metricPlan(loss: Loss, threshold: number, encoded: Pick<Encoded, "targets" | "targetWidth">): MetricPlan {
  switch (taskOf(loss, encoded)) {
    case "classes":
      return { kind: "classes" };
    case "binary":
      return { kind: "binary", ...cutOf(loss, threshold) };
    case "numbers":
      return { kind: "numbers", meaning: meaningNamed(loss), near: [...encoded.targets.subarray(0, encoded.targetWidth)] };
  }
}

/** How the network of a run is looked at. */
export function healthPlan({ experiment, layers, last }: Subject): HealthPlan {
  const { loss } = experiment.training;
  const ofClasses = loss.type === "NLLLoss" ? "log-probabilities" : "logits";
  return { ends: layers.map((layer) => flatEnds(layer) ?? null), last, meaning: hasClasses(loss) ? ofClasses : meaningNamed(loss) };
}

/** `meaningOf` of training/evaluation/answers.ts, by name. */
function meaningNamed(loss: Loss): "itself" | "sigmoid" | "exp" {
  if (loss.type === "BCEWithLogitsLoss") return "sigmoid";
  return loss.type === "PoissonNLLLoss" && loss.log_input ? "exp" : "itself";
}

/** Whether targets are class indices. */
export function hasClasses(loss: Loss): boolean {
  const record: LossRecord = losses[loss.type];
  return record.target === "classes";
}
