// What is said between this program and `python/perceptron_runner.py`: JSON objects, one a line. One with
// `bytes` is followed by as many raw bytes. A newer runner may say more; what is not known is not read.

import type { EpochResult, LiveValues } from "../training/types.ts";

/** Of the conversation; a runner of another version is refused. */
export const PROTOCOL = 2;

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
  /** What it goes on from, with the bytes that follow. */
  readonly resume: StateFields | null;
  /** What is looked at for the run's health; null if nobody wants to know of it. */
  readonly health: HealthPlan | null;
}

/** Where a run is, beside its tensors. */
export interface StateFields {
  /** Finished epochs. */
  readonly epoch: number;
  /** Steps of the optimizer. */
  readonly steps: number;
  readonly seconds: number;
  readonly lr: number;
  /** The lowest loss so far, and the epochs since; null before there is one. */
  readonly best_loss: number | null;
  readonly worse: number;
  /** What ReduceLROnPlateau remembers: its best loss, epochs that were not better, and epochs it waits. */
  readonly plateau: readonly [number | null, number, number] | null;
  /** Where it is within an epoch; null between two. */
  readonly pass: PassFields | null;
  readonly tensors: readonly PackedTensor[];
}

/** How far a pass over the training rows is. */
export interface PassFields {
  /** Trained batches. */
  readonly batch: number;
  /** Their mean losses times their rows, and these rows. */
  readonly sum: number;
  readonly seen: number;
  /** The learning rate of its first batch. */
  readonly lr: number;
}

/** How a network is looked at; see training/health/sight.ts. */
export interface HealthPlan {
  /** Of each layer the outputs at which it is flat; null if it is not flat at both ends. */
  readonly ends: readonly (readonly [number, number] | null)[];
  /** The layer that gives the answers. */
  readonly last: number;
  /** What its outputs mean. */
  readonly meaning: "logits" | "log-probabilities" | "itself" | "sigmoid" | "exp";
}

/** What is asked while it trains; one with an `id` is answered. */
export type Request =
  | { readonly type: "stop" | "resume" }
  | { readonly type: "lr"; readonly lr: number }
  | { readonly type: "pause" | "weights" | "checkpoint"; readonly id: number }
  /** It waits after this epoch, with a look at so many batches; none if 0. */
  | { readonly type: "watch"; readonly epoch: number; readonly batches: number }
  | ({ readonly type: "try"; readonly id: number } & TryFields)
  | { readonly type: "advance"; readonly id: number; readonly stride: "batch" | "epoch" };

/** What is tried on a copy of the network, which trains so many batches. */
export interface TryFields {
  readonly what: "losses" | "swings";
  /** The first weights, or those that it has now. */
  readonly from: "start" | "now";
  readonly steps: number;
  /** As that of the run, with the settings that are tried. */
  readonly module: string;
}

/** A tensor of the payload, in its order. */
export interface PackedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: "F32" | "I64" | "U32";
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

/** The answer to one question has some of these. */
export interface AnswerMessage extends Partial<StateFields> {
  readonly type: "answer";
  readonly id: number;
  readonly batch?: number;
  readonly losses?: readonly number[];
  /** Null where they are no number. */
  readonly norms?: readonly (number | null)[];
  readonly swings?: { readonly tried: number; readonly back: number; readonly coherent: number } | null;
}

/** It waits until its health is judged. */
export interface WatchedMessage {
  readonly type: "watched";
  readonly epoch: number;
  readonly steps: number;
  /** Null if it did not look. */
  readonly sight: SightFields | null;
  /** Whether its numbers are none any more. */
  readonly diverged?: boolean;
}

/** As in training/health/sight.ts; what is no number is null. */
export interface SightFields {
  readonly rows: number;
  readonly loss: number | null;
  readonly layers: readonly {
    readonly units: number;
    readonly dead: number;
    readonly saturated: number;
    readonly wrong: number;
    readonly slope: number | null;
    readonly linear?: { readonly gradient: number | null; readonly update?: number | null };
  }[];
  readonly spread: number | null;
}

/** A process died, so all of them have started again, after this epoch. */
export interface RestartedMessage {
  readonly type: "restarted";
  readonly error: string;
  readonly epoch: number;
  /** How often, with this time. */
  readonly restart: number;
}

export type RunnerMessage =
  | StartedMessage
  | DoneMessage
  | AnswerMessage
  | { readonly type: "epochs"; readonly results: readonly EpochResult[] }
  | { readonly type: "moment"; readonly epoch: number; readonly tensors: readonly PackedTensor[] }
  | ({ readonly type: "end"; readonly batch: number } & StateFields)
  | WatchedMessage
  | RestartedMessage
  | { readonly type: "heartbeat" }
  /** `loading`: torch itself could not be loaded. */
  | { readonly type: "failed"; readonly error: string; readonly traceback: string; readonly loading?: boolean };
