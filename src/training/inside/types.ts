// What can be asked of one training step that is followed from the inside. Each number of it has an address:
// a tensor of the step, a row and a column. What it was computed from is an explanation, whose parts have
// addresses again, down to the data and the weights.

import type { Message } from "../../model/message.ts";
import type { Statistics } from "../statistics.ts";

/**
 * A tensor of the step. Matrices have a row for each row of the batch; a parameter of shape `[n]` is one row.
 * - `input`, `target`: the batch as the network gets it
 * - `output`: of a layer, in training mode
 * - `rowLoss`: `[rows, 1]`, what each row adds to the loss before the mean
 * - `loss`: `[1, 1]`
 * - `gradOutput`: the loss's derivative by the layer's output
 * - `before`, `gradient`, `after`: of the parameter with this index; the gradient is before clipping
 */
export type TensorName =
  | { readonly of: "input" | "target" | "rowLoss" | "loss" }
  | { readonly of: "output" | "gradOutput"; readonly layer: number }
  | { readonly of: "before" | "gradient" | "after"; readonly parameter: number };

/** A number of the step. Rows and columns are counted from 0. */
export interface NumberAddress {
  readonly tensor: TensorName;
  readonly row: number;
  readonly column: number;
}

/** A piece of a tensor that is looked at. Rows and columns are counted from 0. */
export interface TensorWindow {
  readonly tensor: TensorName;
  readonly row: number;
  readonly rows: number;
  readonly column: number;
  readonly columns: number;
}

/** `data` is row-major, no larger than what was asked for and what is there. */
export interface TensorPiece {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

export interface TensorFacts extends Statistics {
  readonly rows: number;
  readonly columns: number;
}

export interface InsideParameter {
  /** As in a `state_dict`: `0.weight`. */
  readonly name: string;
  /** Its index among the parameters of the network. */
  readonly parameter: number;
  readonly shape: readonly number[];
  readonly before: TensorFacts;
  readonly gradient: TensorFacts;
  readonly after: TensorFacts;
}

export interface InsideLayer {
  readonly type: string;
  readonly name?: string;
  readonly output: TensorFacts;
  readonly gradOutput: TensorFacts;
  readonly parameters: readonly InsideParameter[];
  /** Share of units that give the same for every row and pass no gradient on. */
  readonly dead: number;
  /** Share of values at which the layer hardly passes a gradient on. */
  readonly saturated: number;
}

/** A training step as a whole. Steps, epochs and batches are counted from 1. */
export interface InsideStep {
  readonly step: number;
  /** Steps of the whole run. */
  readonly steps: number;
  readonly epoch: number;
  readonly epochs: number;
  readonly batch: number;
  readonly batches: number;
  /** The batch's rows in the CSV, counted from 1. */
  readonly rows: readonly number[];
  /** Whether a person picked them: then the run itself takes this step with others. */
  readonly isPicked?: true;
  readonly lr: number;
  readonly loss: number;
  /** Of all gradients together, before clipping. */
  readonly gradientNorm: number;
  /** What every gradient was multiplied with, if gradients are clipped. */
  readonly clipped?: number;
  readonly inputNames: readonly string[];
  /** The classes of the target in the order of their numbers, if it has classes. */
  readonly classes?: readonly string[];
  readonly input: TensorFacts;
  readonly target: TensorFacts;
  readonly layers: readonly InsideLayer[];
  readonly lossType: string;
  readonly optimizerType: string;
  /** Why the run ends with this step, if numbers became NaN or infinite. */
  readonly diverged?: Message;
}

/** One operand of a calculation, with the address it can be opened at. */
export interface Operand {
  /** As in the formula: `x₃`, `w₂`, `∂L/∂a`. */
  readonly symbol: string;
  readonly value: number;
  readonly address?: NumberAddress;
  /** What it is, as the name of a column. */
  readonly label?: string;
}

/** A product of operands; what a sum adds up. */
export interface Term {
  readonly factors: readonly Operand[];
  /** The product. */
  readonly value: number;
}

/**
 * A line of a calculation: `symbol` = `formula`, with the numbers in it.
 * - `sum`: `value` is the sum of all terms; `mean`: divided by `count`
 * - `value`: `value` comes from the first term's factors by the formula
 */
export interface Line {
  readonly symbol: string;
  readonly formula: string;
  readonly kind: "sum" | "mean" | "value";
  readonly terms: readonly Term[];
  readonly count?: number;
  readonly value: number;
}

/** Where a value lies on its layer's curve, and how steep the curve is there. */
export interface CurvePoint {
  readonly layer: number;
  readonly x: number;
  readonly y: number;
  readonly slope: number;
}

/** How a number of the step came to be. */
export interface Explanation {
  readonly address: NumberAddress;
  /** As the engine has it. */
  readonly value: number;
  readonly symbol: string;
  /**
   * In the order of the calculation; none for what is given, as data and first weights. The last line gives
   * the value.
   */
  readonly lines: readonly Line[];
  /** What it is and where it comes from, in a sentence. */
  readonly about: Message;
  readonly curve?: CurvePoint;
}

/** A gradient beside the finite difference of the loss, both in double precision apart from the first. */
export interface GradientCheck {
  /** As the engine has it, in float32. */
  readonly gradient: number;
  /** (L(w + h) − L(w − h)) / 2h, in double precision. */
  readonly difference: number;
  readonly h: number;
  /** |gradient − difference| / max(|gradient|, |difference|); 0 if both are 0. */
  readonly relative: number;
  /** A sentence if the two cannot agree here, as at a kink. */
  readonly note?: Message;
}

/** Where to go from here. */
export type InsideMove =
  | { readonly to: "step"; readonly step: number }
  /**
   * The same step with these rows of the CSV, counted from 1, in the place of its batch; with none its batch.
   */
  | { readonly to: "rows"; readonly rows: readonly number[] }
  | { readonly to: "epoch"; readonly epoch: number }
  /** On to the first step, after this one, for which the condition holds. */
  | { readonly to: "condition"; readonly condition: string }
  /**
   * The same for several conditions: one that holds is enough, and one that cannot be asked counts as held.
   */
  | { readonly to: "any"; readonly conditions: readonly PlacedExpression[] }
  /** To the step that the run is about to do; it also ends a move that is under way. */
  | { readonly to: "next" };

/** Where within a step an expression is asked. */
export interface StepPlace {
  readonly pass: "forward" | "loss" | "backward" | "update";
  /** Counted from 0; absent at the loss and the update. */
  readonly layer?: number;
}

export interface PlacedExpression {
  readonly expression: string;
  readonly at?: StepPlace;
}

/** What an expression gives, as it is shown. */
export interface InsideValue {
  /** A number with as many digits as bring it back; a tensor with its shape and what it looks like. */
  readonly text: string;
  /** `number`, `boolean`, `string`, `Tensor`, … */
  readonly type: string;
  /** Of a number, a truth value or a text. */
  readonly value?: number | boolean | string;
  /** How many members it has by name, and how many by index. */
  readonly named: number;
  readonly indexed: number;
}

/** A value, or why there is none. */
export type InsideAnswer = InsideValue | { readonly error: Message };

/** A member of a value, and how it is asked for by itself. */
export interface InsideMember extends InsideValue {
  readonly name: string;
  readonly expression: string;
}

/** Which members of a value are wanted. */
export interface InsideMembers extends PlacedExpression {
  /** Those by name, those by index, or both. */
  readonly part?: "named" | "indexed" | undefined;
  /** Of the indexed ones: the first, counted from 0, and how many. */
  readonly start?: number | undefined;
  readonly count?: number | undefined;
}

/** What may stand at the end of an expression that is being typed. */
export interface InsideCompletion {
  /** Where in the text the word begins that they replace, counted from 0. */
  readonly from: number;
  readonly names: readonly string[];
}

/** How far a condition is looked for: a step on the way, from 1, and what the condition goes by there. */
export interface InsideSearch {
  readonly step: number;
  /** Steps of the whole run. */
  readonly steps: number;
  /** Parts of the condition with their values, as `gradient_norm` with 0.31. */
  readonly measures: readonly { readonly expression: string; readonly value: number | boolean | string }[];
}

/** The answer to a move: the step, and what keeps it from the wanted one, as the end of the run. */
export interface InsideMoved {
  readonly step: InsideStep;
  readonly note?: Message;
}
