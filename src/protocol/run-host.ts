// What the builder asks of the document's run.

import type { KeptWeights } from "../training/types.ts";
import type { Stride } from "./worker.ts";

export interface RunHost {
  train(): Promise<void>;
  stop(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Goes on for one batch or to the end of the epoch, then waits. */
  advance(stride: Stride): Promise<void>;
  /** Changes the learning rate of the run that goes on, not of the document. */
  setLearningRate(lr: number): Promise<void>;
  /** Goes on for so many epochs after the end. */
  trainMore(epochs: number): Promise<void>;
  /** Shows the run of another window that trains the document, while it goes on. */
  watch(): Promise<void>;
  /** Goes on from what a run that did not end well has left. */
  continueRun(): Promise<void>;
  /** Puts the best or the last weights of a stopped run into its file. */
  keepWeights(which: KeptWeights): Promise<void>;
  /** Deletes what a run that did not end well has left. */
  discardUnfinished(): Promise<void>;
  /** Saves the numbers of the curve as CSV, in a place that the person chooses. */
  saveCurve(): Promise<void>;
  /** Saves the curve as a TensorBoard event file in a folder that the person chooses. */
  saveEvents(): Promise<void>;
}
