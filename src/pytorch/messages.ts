// What is said between this program and `python/perceptron_runner.py`: JSON objects, one a line. One with
// `bytes` is followed by as many raw bytes. A newer runner may say more; what is not known is not read.

import type { EpochResult, LiveValues } from "../training/types.ts";

/** Of the conversation; a runner of another version is refused. */
export const PROTOCOL = 1;

/** How a pass is counted, as `training/metrics/live.ts` does. */
export type MetricPlan =
  | { readonly kind: "classes" }
  | { readonly kind: "binary"; readonly sign: 1 | -1; readonly cut: number }
  | { readonly kind: "numbers"; readonly meaning: "itself" | "sigmoid" | "exp"; readonly near: readonly number[] };

/** Encoded rows in files of little-endian float32, row-major. */
export interface RowFiles {
  readonly inputs: string;
  readonly targets: string;
  readonly rows: number;
  readonly width: number;
  readonly target_width: number;
  /** Whether targets are class indices. */
  readonly classes: boolean;
}

/** Everything that a run is, said first. */
export interface StartMessage {
  readonly type: "start";
  readonly protocol: typeof PROTOCOL;
  /** Python: see `code/pytorch/module.ts`. */
  readonly module: string;
  readonly data: RowFiles;
  readonly sizes: { readonly train: number; readonly validation: number; readonly test: number };
  readonly device: string;
  readonly threads: number;
  readonly processes: number;
  readonly training: {
    readonly seed: number;
    readonly epochs: number;
    readonly batch_size: number;
    readonly shuffle: boolean;
    readonly drop_last: boolean;
    readonly clip_grad_norm: number | null;
    readonly early_stopping: { readonly patience: number; readonly min_delta: number } | null;
    /** Whether the scheduler steps after every batch. */
    readonly per_batch: boolean;
    /** Whether it is told the loss. */
    readonly plateau: boolean;
    readonly lr: number;
    readonly metric: MetricPlan;
    readonly keeps_best: boolean;
    readonly evaluates_end: boolean;
    /** Whether its end comes with what more epochs go on from. */
    readonly keeps_end: boolean;
    /** Whether the weights after epochs 1, 2, 4, … are told. */
    readonly keeps_moments: boolean;
  };
  /** Whether a checkpoint follows. */
  readonly resume: boolean;
}

/** What is asked while it trains; one with an `id` is answered. */
export type Request =
  | { readonly type: "stop" | "resume" }
  | { readonly type: "lr"; readonly lr: number }
  | { readonly type: "pause" | "weights" | "checkpoint"; readonly id: number }
  | { readonly type: "advance"; readonly id: number; readonly stride: "batch" | "epoch" };

/** A tensor of the payload, in its order. */
export interface PackedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: "F32" | "I64";
}

/** How good weights are, on the rows that they are evaluated by. */
export interface EndValues extends LiveValues {
  readonly split: "validation" | "train";
}

export interface StartedMessage {
  readonly type: "started";
  readonly rows: { readonly train: number; readonly validation: number; readonly test: number };
  readonly inputs: number;
  readonly parameters: number;
  readonly epochs: number;
  readonly batchesPerEpoch: number;
  readonly torch: string;
  readonly device: string;
  readonly processes: number;
}

export interface DoneMessage {
  readonly type: "done";
  readonly stopped: null | "early" | "interrupted" | "diverged";
  /** Where it diverged. */
  readonly note: { readonly epoch: number; readonly step: number } | null;
  readonly testLoss?: number;
  readonly values?: EndValues;
  readonly seconds: number;
  readonly steps: number;
  readonly epochs: number;
  readonly tensors: readonly PackedTensor[];
  readonly other: {
    readonly which: "last" | "best";
    readonly bestEpoch: number;
    readonly testLoss?: number;
    readonly values?: EndValues;
    readonly tensors: readonly PackedTensor[];
  } | null;
}

export interface AnswerMessage {
  readonly type: "answer";
  readonly id: number;
  readonly epoch?: number;
  readonly batch?: number;
  readonly tensors?: readonly PackedTensor[];
}

export type RunnerMessage =
  | StartedMessage
  | DoneMessage
  | AnswerMessage
  | { readonly type: "epochs"; readonly results: readonly EpochResult[] }
  | { readonly type: "moment"; readonly epoch: number; readonly tensors: readonly PackedTensor[] }
  | { readonly type: "end"; readonly epoch: number; readonly batch: number }
  | { readonly type: "heartbeat" }
  | { readonly type: "failed"; readonly error: string; readonly traceback: string };
