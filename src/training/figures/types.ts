// What a lesson's live figures ask, and what is answered: plain values that can cross a channel.

import type { JsonLayer } from "../../model/edit.ts";
import type { Table } from "../../data/table.ts";
import type { Experiment } from "../../model/schema.ts";
import type { WeightTensor } from "../evaluation/trained.ts";
import type { LayerCurve } from "../types.ts";

/** What a figure is about. */
export interface Figured {
  readonly experiment: Experiment;
  /** Read as the document says. */
  readonly table: Table;
  /** The present weights; the first ones of a run if there are none. */
  readonly weights?: readonly WeightTensor[] | undefined;
}

export interface ActivationQuestion {
  /** As a document writes them; each must be a function of one number. */
  readonly layers: readonly JsonLayer[];
  readonly from: number;
  readonly to: number;
  /** Points from the first to the last, equally far apart. */
  readonly points: number;
}

export interface ActivationAnswer {
  /** One for each layer. */
  readonly curves: readonly LayerCurve[];
}

export interface LossSliceQuestion {
  /** `0.weight[1]`, `0.weight[0][1]` or `0.bias[0]`: a tensor of the `state_dict`, counted row by row. */
  readonly weight: string;
  /** Losses by PyTorch's names. */
  readonly losses: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly points: number;
  /** Other weights that are set to a value first. */
  readonly at?: Readonly<Record<string, number>> | undefined;
}

export interface LossSliceAnswer {
  /** `[points]`: values of the weight. */
  readonly x: Float64Array;
  readonly slices: readonly LossSlice[];
  /** The weight as it is. */
  readonly present: number;
  /** Training rows that the loss is the mean of. */
  readonly rows: number;
}

export interface LossSlice {
  readonly loss: string;
  /** `[points]`; NaN if the loss is not defined there. */
  readonly values: Float64Array;
  /** `[points]`: the gradient of the weight, as backpropagation gives it. */
  readonly slopes: Float64Array;
}

export interface WeightPathQuestion {
  /** Two numbers of the `state_dict`, as in `LossSliceQuestion`. */
  readonly weights: readonly [string, string];
  /** Optimizer steps. */
  readonly steps: number;
}

export interface WeightPathAnswer {
  /** `[steps + 1]`: the two weights before the first step and after each. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** `[steps + 1]`: the mean loss of the training rows with all weights of that step. */
  readonly losses: Float64Array;
  /** The loss around the way, with the other weights as they are after the last step. */
  readonly plane: {
    readonly x: Float64Array;
    readonly y: Float64Array;
    /** `[points]`; the horizontal axis goes fastest. */
    readonly losses: Float64Array;
  };
}

export interface SoftmaxQuestion {
  readonly layers: readonly SoftmaxType[];
  readonly logits: readonly number[];
  /** The logits are divided by it. */
  readonly temperature: number;
}

export type SoftmaxType = "Softmax" | "Softmin" | "LogSoftmax";

export interface SoftmaxAnswer {
  /** For each layer what it makes of the logits. */
  readonly outputs: readonly (readonly number[])[];
}

export interface PerceptronLineQuestion {
  /** Optimizer steps. */
  readonly steps: number;
}

export interface PerceptronLineAnswer {
  /** Both features with the grid's values. */
  readonly x: LineAxis;
  readonly y: LineAxis;
  /** No and yes, as the CSV has them. */
  readonly classes: readonly string[];
  readonly rows: LineRows;
  readonly steps: readonly LineStep[];
  /** `[steps + 1]`: how the weights stand before the first step and after each. */
  readonly states: readonly LineState[];
}

export interface LineAxis {
  readonly column: string;
  readonly values: Float64Array;
}

/** Training rows. */
export interface LineRows {
  /** The CSV's rows, counted from 0. */
  readonly row: Uint32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** 0 or 1. */
  readonly truth: Uint8Array;
}

export interface LineState {
  /** Of a single Linear: the two weights and the bias. Empty if there are more layers. */
  readonly weights: readonly number[];
  /** `[points]` of the grid: how far a point is on the side of yes; 0 on the line. */
  readonly field: Float32Array;
  /** Of all training rows, how many are answered wrong. */
  readonly wrong: number;
}

export interface LineStep {
  readonly epoch: number;
  /** Indices into `rows` of the batch; those that are not shown are left out. */
  readonly rows: readonly number[];
  /** What each was answered, before the step. */
  readonly answers: readonly number[];
  /** Whether the weights changed. */
  readonly isChanged: boolean;
}

export interface LayerBarsQuestion {
  /** The gradient's norm of layers with weights, or the share of dead units of activations. */
  readonly of: "gradient" | "dead";
  /** The optimizer's step, counted from 1. */
  readonly step: number;
}

export interface LayerBarsAnswer {
  readonly bars: readonly LayerBar[];
  /** The step that was looked at: the last one, if the run has no more. */
  readonly step: number;
  /** Rows of its batch. */
  readonly rows: number;
}

export interface LayerBar {
  /** Index in the document. */
  readonly layer: number;
  readonly type: string;
  readonly value: number;
}

export interface TableQuestion {
  /** The most rows. */
  readonly rows: number;
}

export interface TableAnswer {
  readonly features: readonly string[];
  readonly target: string;
  /** Different rows in the order of the CSV; rows of the test split are left out. */
  readonly rows: readonly TableRow[];
  /** Different rows that there are. */
  readonly total: number;
  /** What is meant by yes, if probabilities are those of yes. */
  readonly yes?: string;
}

export interface TableRow {
  /** Texts are categories. */
  readonly cells: readonly (string | number)[];
  readonly truth: string | number;
  readonly answer: string | number;
  /** How probable yes is, or the answered class; absent if the answer is a number. */
  readonly probability?: number;
  /** Absent if the answer is a number. */
  readonly isRight?: boolean;
  /** How often the CSV has this row. */
  readonly times: number;
}

export interface FigureQuestions {
  readonly activation: ActivationQuestion;
  readonly "loss-slice": LossSliceQuestion;
  readonly "weight-path": WeightPathQuestion;
  readonly softmax: SoftmaxQuestion;
  readonly "perceptron-line": PerceptronLineQuestion;
  readonly "layer-bars": LayerBarsQuestion;
  readonly table: TableQuestion;
}

export interface FigureAnswers {
  readonly activation: ActivationAnswer;
  readonly "loss-slice": LossSliceAnswer;
  readonly "weight-path": WeightPathAnswer;
  readonly softmax: SoftmaxAnswer;
  readonly "perceptron-line": PerceptronLineAnswer;
  readonly "layer-bars": LayerBarsAnswer;
  readonly table: TableAnswer;
}

export type FigureKind = keyof FigureQuestions;
