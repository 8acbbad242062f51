// What other extensions get of this one. This file is the whole of it and stands alone, so that it can be
// copied; docs/api.md says how it is used. What is here stays as long as the version does.

import type { Event, Uri } from "vscode";

/** The exports of `perceptron-builder.perceptron`. */
export interface PerceptronExports {
  /** @throws Error if there is no such version */
  getAPI(version: 1): PerceptronAPI;
}

export interface PerceptronAPI {
  /**
   * Opens a `.perceptron` document in the builder.
   * @throws Error if it is none, or not there
   */
  open(document: Uri): Promise<Network>;
  /** Those of open documents. */
  readonly networks: readonly Network[];
}

/** An open document; of the same document always the same object. */
export interface Network {
  readonly document: Uri;
  /** The newest run. */
  readonly run: RunState;
  /** Told whenever `run` is another value; at most about 20 times a second. */
  readonly onDidChangeRun: Event<RunState>;
  /** Told every finished epoch once, several at a time, of runs that begin from now on. */
  readonly onDidTrain: Event<readonly Epoch[]>;
  /**
   * Trains the document as it is edited, as the Train button does, and gives how the run ended, once its
   * weights are written.
   * @throws Error that says in a sentence why it cannot be trained, is being trained already, or failed
   */
  train(): Promise<RunState>;
  /** Ends the run after the current batch; what it has learned is kept. */
  stop(): Promise<void>;
  /**
   * How good the trained weights are.
   * @param split validation rows if nothing is said, or training rows if there are none
   * @throws Error that says in a sentence that nothing is trained, or why it cannot be evaluated
   */
  evaluate(split?: Split): Promise<Evaluation>;
}

export type Split = "train" | "validation" | "test";

export interface RunState {
  /** `idle`: nothing was trained yet. */
  readonly state: "idle" | "preparing" | "running" | "paused" | "stopping" | "ended" | "failed";
  /** Finished epochs. */
  readonly epoch: number;
  /** Epochs that it is to have. */
  readonly epochs: number;
  /** Why a run that has ended did so before its last epoch; absent if it did not. */
  readonly stopped?: "early" | "interrupted" | "diverged";
  /** Of a run that has ended: the name of the weight file beside the document. */
  readonly weights?: string;
  /** Why it failed, or what to know about it, in the person's language. */
  readonly note?: string;
}

/** Losses are means over the rows seen. */
export interface Epoch {
  /** Counted from 1. */
  readonly epoch: number;
  readonly trainLoss: number;
  /** Absent without validation rows. */
  readonly validationLoss?: number;
}

export interface Evaluation {
  readonly split: Split;
  readonly rows: number;
  /** Null if it is not defined. */
  readonly loss: number | null;
  /** One for each column of the target. */
  readonly targets: readonly TargetEvaluation[];
}

export type TargetEvaluation =
  | {
      readonly kind: "classes";
      readonly target: string;
      readonly classes: readonly string[];
      /** Rows of each true class (first index) that were answered with each class (second index). */
      readonly confusion: readonly (readonly number[])[];
      readonly accuracy: number;
    }
  | {
      readonly kind: "numbers";
      readonly target: string;
      /** Null if they are not defined. */
      readonly r2: number | null;
      readonly mae: number | null;
      readonly rmse: number | null;
    };
