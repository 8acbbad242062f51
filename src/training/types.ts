// What a training run is told and what it tells. Nothing here assumes the built-in engine: another one could
// answer the same.

import type { Preprocessing } from "../data/types.ts";
import type { Message } from "../model/message.ts";

export interface SplitRows {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** The run is set up: data read, split made, layers built. */
export interface RunStarted {
  readonly rows: SplitRows;
  readonly inputs: number;
  readonly parameters: number;
  readonly epochs: number;
  readonly batchesPerEpoch: number;
}

/**
 * What is counted in every epoch, by its usual name: the share of right classes, or of numbers R² and the
 * mean absolute error.
 */
export type LiveValues = Readonly<Partial<Record<"accuracy" | "r2" | "mae", number>>>;

/** The metrics of one epoch, of the same passes as its losses. */
export interface EpochMetrics {
  readonly train: LiveValues;
  /** Absent without validation rows. */
  readonly validation?: LiveValues;
}

/** One finished epoch. Losses are means over the rows seen, in double precision. */
export interface EpochResult {
  /** 1-based. */
  readonly epoch: number;
  readonly trainLoss: number;
  /** Absent without validation rows. */
  readonly validationLoss?: number;
  /** The learning rate of the epoch's first batch. */
  readonly lr: number;
  /** Absent if the run does not count any. */
  readonly metrics?: EpochMetrics;
  /**
   * The length of all gradients together in the epoch's last training batch, before they are clipped: the
   * `total_norm` that `torch.nn.utils.clip_grad_norm_` returns. Absent if the run counts no metrics.
   */
  readonly gradientNorm?: number;
}

/** Why a run ended before its last epoch; `null` if it did not. */
export type Stopped = null | "early" | "interrupted" | "diverged";

/** A parameter under its name in PyTorch's `state_dict`, as in `0.weight`. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export type KeptWeights = "last" | "best";

/**
 * How good trained weights are on the validation rows, or if there are none on the training rows, beside
 * always the same answer.
 */
export type Verdict =
  | {
      readonly kind: "classes";
      readonly split: "validation" | "train";
      /** One a row and output. */
      readonly answers: number;
      readonly right: number;
      /** The most frequent class of the training rows, and how often always that would be right. */
      readonly usual: string;
      readonly usualRight: number;
    }
  | {
      readonly kind: "numbers";
      readonly split: "validation" | "train";
      /** The mean absolute error, and what it is for always the mean of the training rows. */
      readonly mae: number;
      readonly usualMae: number;
      readonly r2: number;
    };

/**
 * Weights that can be kept in the place of those a run ends with: the best epoch's for the last, or the last
 * for the best epoch's.
 */
export interface OtherOutcome {
  readonly which: KeptWeights;
  /** The epoch with the lowest validation loss, or training loss if there is no validation split. */
  readonly bestEpoch: number;
  /** Absent without test rows, and if it is not finite. */
  readonly testLoss?: number;
  readonly verdict?: Verdict;
  readonly tensors: readonly NamedTensor[];
}

/** The end of a run. */
export interface RunOutcome {
  readonly stopped: Stopped;
  /** Absent without test rows, and if the run diverged. */
  readonly testLoss?: number;
  /** Present if it was asked for, unless the run diverged or has no finished epoch. */
  readonly verdict?: Verdict;
  /** Wall clock from the first batch to the end of the last validation pass. */
  readonly seconds: number;
  /** Optimizer steps. */
  readonly steps: number;
  /** Finished epochs. */
  readonly epochs: number;
  readonly tensors: readonly NamedTensor[];
  readonly preprocessing: Preprocessing;
  /** What could be kept in the place of `tensors`, if that was asked for and is something else. */
  readonly other?: OtherOutcome;
  /** What a person should know about the end, as the place where it diverged. */
  readonly note?: Message;
}

/** A layer as a curve: outputs and derivatives at ascending inputs. */
export interface LayerCurve {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly slopes: readonly number[];
}

/** What a batch of a document takes with each engine, in seconds, measured on this machine. */
export interface EngineTimes {
  readonly builtin: number;
  readonly pytorch: number;
  /** What PyTorch computed it with: `cpu`, `cuda` or `mps`, and how many processes. */
  readonly device: string;
  readonly processes: number;
}
