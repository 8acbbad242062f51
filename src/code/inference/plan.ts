// What a trained network does with one row of a CSV, as data: how each column is read and becomes inputs,
// which layers follow with which float32 parameters, and what their outputs say. Every format that predicts
// elsewhere is written from this plan, so it is the one place that has to agree with `perceptron predict`
// (src/training/predict.ts).

import type { FittedFeature, Preprocessing } from "../../data/types.ts";
import type { JsonLayer } from "../../model/edit.ts";
import type { ResolvedLayer } from "../../model/layers.ts";
import { message } from "../../model/message.ts";
import { missingValues } from "../../model/missing-values.ts";
import { ProblemError } from "../../model/problem.ts";
import type { DateOrder, Experiment } from "../../model/schema.ts";
import { traceShapes } from "../../model/shapes.ts";
import type { TrainedNetwork } from "../formats/weights.ts";
import { type Answer, type AnswerColumn, answerColumns, planAnswers } from "./answers.ts";
import { learnedTensors, tensorsOf } from "./tensors.ts";

/** How a column is read and what it becomes. */
export interface InputStep {
  readonly column: string;
  /**
   * - `number`: a decimal number, in the column's form
   * - `boolean`: true or false in any letter case, as 1 and 0
   * - `category`: a text
   */
  readonly kind: FittedFeature["kind"];
  /** Texts that mean a missing value; the empty one is always among them. */
  readonly missing: readonly string[];
  /** Of a number: the mark between its thousands. */
  readonly thousands?: string;
  /** Of a number: what is taken off either end, in the document's order. */
  readonly strip: readonly string[];
  /** Of a number: whether (12) is −12. */
  readonly parentheses: boolean;
  /**
   * - `value`: one input, (v − shift) / scale in double precision, rounded once to float32
   * - `one-hot`: one input per category, 1 at the row's own; all 0 if it is unknown
   * - `ordinal`: one input, the index of the category; 0 if it is unknown
   * - `date`: year, month, weekday with Monday 0, day of month; a text that is no date is an error
   */
  readonly encode: FittedFeature["encode"];
  /** Of `one-hot` and `ordinal`. */
  readonly categories: readonly string[];
  /** Of `date`. */
  readonly dateOrder: DateOrder;
  /**
   * What stands for a missing value, before it is encoded: a number (1 and 0 of a boolean) or a text. Without
   * one the row has no answer.
   */
  readonly fill?: number | string;
  readonly shift: number;
  readonly scale: number;
  /** Its inputs are `at` … `at + width − 1`. */
  readonly at: number;
  readonly width: number;
}

/** A layer in eval mode. */
export interface LayerStep {
  /** Its place in the Sequential: tensors are named `${index}.weight`, … */
  readonly index: number;
  readonly layer: ResolvedLayer;
  /** Values per row. */
  readonly inFeatures: number;
  readonly outFeatures: number;
  /**
   * Parameters and buffers by their names in the module, row-major: `weight` `[out, in]` of Linear, `bias`,
   * `running_mean`, `running_var`; only those that there are.
   */
  readonly tensors: Readonly<Record<string, Float32Array>>;
}

/** How the document says its CSV is read; what is absent is found. */
export interface ReadingPlan {
  readonly header?: boolean;
  /** Lines that start with it are no part of the table. */
  readonly comment?: string;
  /** What is tried if a CSV does not fit as it is found: it may be like the training CSV. */
  readonly told: {
    readonly delimiter?: string;
    readonly decimal?: "." | ",";
    readonly encoding?: string;
    /** Lines above the table. */
    readonly skip: readonly number[];
  };
}

export interface InferencePlan {
  readonly reading: ReadingPlan;
  /** In the order of the network's inputs. */
  readonly steps: readonly InputStep[];
  /** Inputs per row. */
  readonly inputs: number;
  readonly layers: readonly LayerStep[];
  /** Outputs per row. */
  readonly outputs: number;
  /** One per target. */
  readonly answers: readonly Answer[];
  /** The columns that `perceptron predict` writes, in order. */
  readonly columns: readonly AnswerColumn[];
  /**
   * Whether an output outside of 0 … 1 is an error, as with BCELoss, which is not defined there.
   */
  readonly mustBeProbabilities: boolean;
}

const DATE_PARTS = 4;
/** A line that is skipped at the top stands at most so far behind the one before it. */
const TOP = 3;

/**
 * The plan of a trained network.
 * @param experiment the document, with the layers and the loss the network was trained with
 * @throws ProblemError if tensors and layers do not fit
 */
export function planInference(experiment: Experiment, { tensors, preprocessing }: TrainedNetwork): InferencePlan {
  const steps = inputSteps(preprocessing.features);
  const inputs = steps.reduce((sum, { width }) => sum + width, 0);
  const stored = tensorsOf(tensors);
  const layers = traceShapes(experiment.layers as readonly JsonLayer[], inputs).map(
    // Of a document whose layers fit each other every size is known.
    ({ inFeatures = 0, outFeatures = 0 }, index): LayerStep => ({
      index,
      layer: experiment.layers[index]!,
      inFeatures,
      outFeatures,
      tensors: stored.get(String(index)) ?? {},
    }),
  );
  for (const step of layers) checkTensors(step);
  const outputs = layers.at(-1)?.outFeatures ?? inputs;
  const answers = planAnswers(experiment.training, preprocessing.target, outputs);
  return {
    reading: readingPlan(experiment.data),
    steps,
    inputs,
    layers,
    outputs,
    answers,
    columns: answerColumns(answers),
    mustBeProbabilities: experiment.training.loss.type === "BCELoss",
  };
}

/** Inputs per row of columns that were fitted. */
export function inputsOf({ features }: Preprocessing): number {
  return inputSteps(features).reduce((sum, { width }) => sum + width, 0);
}

function inputSteps(features: readonly FittedFeature[]): InputStep[] {
  let at = 0;
  return features.map((fitted) => {
    const { column, kind, encode, categories = [], fill, shift = 0, scale = 1, thousands, strip = [], parentheses = false } = fitted;
    const width = encode === "date" ? DATE_PARTS : encode === "one-hot" ? categories.length : 1;
    at += width;
    return {
      column,
      kind,
      missing: fitted.missingValues === undefined ? missingValues : [...new Set(["", ...fitted.missingValues])],
      ...(thousands === undefined ? {} : { thousands }),
      strip,
      parentheses,
      encode,
      categories,
      dateOrder: fitted.date ?? "year-first",
      ...(fill === undefined ? {} : { fill }),
      shift,
      scale,
      at: at - width,
      width,
    };
  });
}

function readingPlan({ header, comment, delimiter, decimal, encoding, skip }: Experiment["data"]): ReadingPlan {
  return {
    ...(header === undefined ? {} : { header }),
    ...(comment === undefined ? {} : { comment }),
    told: {
      ...(delimiter === undefined ? {} : { delimiter }),
      ...(decimal === undefined ? {} : { decimal }),
      ...(encoding === undefined ? {} : { encoding }),
      skip: skip.filter((line, index) => line <= index + TOP),
    },
  };
}

/** @throws ProblemError if a layer lacks a tensor, or one has another size */
function checkTensors({ index, layer, inFeatures, outFeatures, tensors }: LayerStep): void {
  for (const { name, shape } of learnedTensors(layer, inFeatures, outFeatures)) {
    const size = shape.reduce((product, side) => product * side, 1);
    if (tensors[name]?.length !== size) throw otherWeights(`${index}.${name}`, size);
  }
}

function otherWeights(name: string, size: number): ProblemError {
  return new ProblemError({
    severity: "error",
    code: "other-weights",
    path: ["layers"],
    message: message(
      "The weights do not fit the network: they have no {0} of {1} numbers. Choose the weights that were trained with it.",
      name,
      String(size),
    ),
  });
}
