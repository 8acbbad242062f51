// What is asked of a network while it shapes its space, and what is answered: plain values that can cross a
// channel.

import type { WeightSummary } from "../../model/weight-summary.ts";
import type { Preprocessing } from "../../data/types.ts";
import type { Statistics } from "../statistics.ts";
import type { NamedTensor } from "../types.ts";
import type { Task } from "../evaluation/answers.ts";
import type { EvaluationAnswers, EvaluationKind } from "../evaluation/questions.ts";
import type { Prediction } from "../predict.ts";

/** The weights of a run after an epoch; after 0 epochs they are its first ones. */
export interface Moment {
  /** Finished epochs. */
  readonly epoch: number;
  /** Present if some batches of the next epoch were trained as well, as after a stop. */
  readonly isPartial?: true;
  readonly tensors: readonly NamedTensor[];
}

/** A feature as a person chooses it. */
export interface SpaceFeature {
  readonly column: string;
  /** What the values are indices of, if it has names for them. */
  readonly categories?: readonly string[];
  /** Whether the values are dates, as years with a fraction. */
  readonly isDate?: true;
  /** The value it is held at: the median of the training rows, or their most frequent category. */
  readonly held: number;
}

/** What there is to choose from. */
export interface SpaceFacts {
  readonly features: readonly SpaceFeature[];
  /** The two features that the present weights go by most, or the only one: indices, most important first. */
  readonly proposed: readonly number[];
  readonly task: Task;
  readonly targets: readonly string[];
  /** In class order; of yes and no the second is yes. Absent if the answer is a number. */
  readonly classes?: readonly string[];
  /** The network's layers with their numbers of units. */
  readonly layers: readonly { readonly type: string; readonly units: number }[];
}

/** What of the run is looked at. */
interface At {
  /** A remembered epoch; the present weights if nothing is said. */
  readonly epoch?: number | undefined;
}

export interface BoundaryQuestion extends At {
  /** Index of the feature along the horizontal axis. */
  readonly x: number;
  /** Of the one along the vertical axis; without one the answer is a curve. */
  readonly y?: number | undefined;
  /** Index of the target's column. */
  readonly target: number;
  /** From which probability on yes is answered. */
  readonly threshold: number;
  /** The row of the CSV, counted from 0, whose values the other features have; else they are held. */
  readonly row?: number | undefined;
  /** Points along each axis of numbers. */
  readonly size: number;
  /** The layer whose units are wanted as well. */
  readonly layer?: number | undefined;
}

/** What the network answers at each point of a grid; the horizontal axis goes fastest. */
export interface BoundaryAnswer {
  /** Finished epochs of the weights that answer. */
  readonly epoch: number;
  readonly x: Float64Array;
  readonly y?: Float64Array;
  /** `[points]`: the class, or the number. */
  readonly answers: Float32Array;
  /** `[points]`: how probable the answered class is. Absent if the answer is a number. */
  readonly confidence?: Float32Array;
  /** `[points, classes]`: the probability of each class. Absent if there are many classes. */
  readonly probabilities?: Float32Array;
  /**
   * `[points]`: what the last layer, a Step, is given. Its zero is where the answer changes, which zeros and
   * ones alone tell only from point to point.
   */
  readonly beforeStep?: Float32Array;
  readonly units?: UnitMaps;
  readonly rows: SpaceRows;
  readonly score: SpaceScore;
}

/** What each unit of a layer gives over the same axes, with fewer points. */
export interface UnitMaps {
  readonly layer: number;
  readonly columns: number;
  readonly rows: number;
  /** Of the layer; the first ones are there. */
  readonly units: number;
  /** `[units, rows · columns]` */
  readonly values: Float32Array;
}

/** Training and validation rows on the picture, evenly chosen; each is answered by all of its own values. */
export interface SpaceRows {
  /** The CSV's rows, counted from 0. */
  readonly row: Uint32Array;
  /** Where each begins: its line, counted from 1, and the index of its file. */
  readonly line: Uint32Array;
  readonly file: Uint32Array;
  readonly files: readonly string[];
  readonly x: Float64Array;
  readonly y?: Float64Array;
  /** The class or the number that is right, and what is answered. */
  readonly truth: Float64Array;
  readonly answer: Float64Array;
  readonly total: number;
}

/** How good the weights are on validation rows, or on training rows if there are none. */
export interface SpaceScore {
  readonly split: "train" | "validation";
  /** Rows that were looked at. */
  readonly rows: number;
  readonly name: "accuracy" | "r2";
  readonly value: number;
  /**
   * `[classes, classes]`: how many rows of a class (first) got an answer. Absent if the answer is a number.
   */
  readonly confusion?: Uint32Array;
}

export interface HistogramQuestion {
  readonly layer: number;
}

/** How the numbers of a layer are spread after each remembered epoch. */
export interface HistogramAnswer {
  readonly layer: number;
  readonly epochs: readonly number[];
  /** Present if the layer has parameters. */
  readonly weights?: readonly Statistics[];
  /** What the layer gives for the first training rows, and the loss's gradient by it. */
  readonly activations: readonly Statistics[];
  readonly gradients: readonly Statistics[];
  /** Rows that were looked at. */
  readonly rows: number;
}

export interface LandscapeQuestion extends At {
  readonly directions: "random" | "path";
  /** Points along each direction; an odd number has the weights themselves in the middle. */
  readonly size: number;
  /** The points before this one are known. */
  readonly from: number;
}

/** The loss on a plane through the weights. */
export interface LandscapeAnswer {
  readonly directions: LandscapeQuestion["directions"];
  readonly split: "train" | "validation";
  readonly rows: number;
  /** Steps along the directions, ascending. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /**
   * From the asked point on; the horizontal axis goes fastest. There are more if they end before the last.
   */
  readonly losses: Float64Array;
  /** Where the remembered epochs lie on the plane, and the loss that they have, which need not lie on it. */
  readonly path: readonly { readonly epoch: number; readonly x: number; readonly y: number; readonly loss: number }[];
  /** How much of the squared length of the way lies in the plane. */
  readonly share: number;
}

export interface WeightsQuestion extends At {
  readonly epoch: number;
}

/** The units of several layers at once, over the same features as the boundary. */
export interface UnitsQuestion extends At, Pick<BoundaryQuestion, "x" | "y" | "row"> {
  readonly layers: readonly number[];
  /** The most units of a layer. */
  readonly most: number;
}

/** A row as a person types it, by column name. */
export interface PredictionQuestion extends At {
  readonly values: Readonly<Record<string, string>>;
  /** From which probability on yes is answered. */
  readonly threshold: number;
}

/** What the weights of a moment say of a row. */
export interface MomentPrediction {
  /** Finished epochs of the weights that answer. */
  readonly epoch: number;
  readonly prediction: Prediction;
}

/** What is found of the weights of a moment. */
export interface MomentEvaluation<K extends EvaluationKind> {
  /** Finished epochs of the weights that were asked. */
  readonly epoch: number;
  readonly answer: EvaluationAnswers[K];
}

export interface SpaceQuestions {
  readonly facts: Record<string, never>;
  readonly boundary: BoundaryQuestion;
  readonly histograms: HistogramQuestion;
  readonly landscape: LandscapeQuestion;
  readonly weights: WeightsQuestion;
  readonly units: UnitsQuestion;
  readonly columns: Record<string, never>;
}

export interface SpaceAnswers {
  readonly facts: SpaceFacts;
  readonly boundary: BoundaryAnswer;
  readonly histograms: HistogramAnswer;
  readonly landscape: LandscapeAnswer;
  /** The parameters of a moment, as far as they are drawn. */
  readonly weights: readonly WeightSummary[];
  readonly units: readonly UnitMaps[];
  /** How the run reads each column, for a form. */
  readonly columns: Preprocessing;
}

export type SpaceKind = keyof SpaceQuestions;
