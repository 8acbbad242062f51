// How good a trained network is on one split: its answers row by row, each with its row of the CSV, and every
// metric of them, as one plain value that can cross a channel.

import { Generator } from "../../engine/random.ts";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import { Batches } from "../batches.ts";
import type { PreparedExperiment } from "../experiment.ts";
import { finish, type Steps } from "../steps.ts";
import { accuracy, averageScores, type ClassScores, classScores, type ConfusionMatrix, confusionMatrix } from "../metrics/confusion.ts";
import { brierScore, type CalibrationCurve, calibrationCurve, logLoss } from "../metrics/probabilities.ts";
import {
  type PrecisionRecallCurve,
  precisionRecallCurve,
  rank,
  type RocCurve,
  rocCurve,
  sweepThresholds,
  type ThresholdScores,
} from "../metrics/ranking.ts";
import { type RegressionScores, regressionScores, residuals } from "../metrics/regression.ts";
import type { SplitRows } from "../types.ts";
import { classNames, classProbabilities, largestOf, meaningOf, taskOf } from "./answers.ts";
import { splitLoss } from "./split-loss.ts";
import type { TrainedNetwork } from "./trained.ts";

export type SplitName = keyof SplitRows;

/** Rows of a split that the network has answered. */
export interface EvaluationProgress {
  readonly rows: number;
  /** Rows of the split. */
  readonly total: number;
}

/** Answers and metrics of a split. */
export interface Evaluation {
  readonly split: SplitName;
  /** The CSV's rows, counted from 0 without the header; everything by row below is in this order. */
  readonly tableRows: Uint32Array;
  /**
   * The document's loss, as a run computes it: of the split's batches, weighed by their rows. NaN without
   * rows.
   */
  readonly loss: number;
  /** One for each column of the target. */
  readonly byTarget: readonly TargetEvaluation[];
}

export type TargetEvaluation = ClassEvaluation | NumberEvaluation;

/** Of an answer that is a class. */
export interface ClassEvaluation extends Readonly<Record<"accuracy" | "logLoss", number>> {
  readonly kind: "classes";
  readonly target: string;
  /** As the CSV writes them, in class order. If the answer is yes or no, the second is yes. */
  readonly classes: readonly string[];
  /** If the answer is yes or no: the probability from which on it is yes. */
  readonly threshold?: number;
  /** `[rows]`, class indices. */
  readonly truths: Uint32Array;
  readonly answers: Uint32Array;
  /** `[rows, classes]` */
  readonly probabilities: Float64Array;
  readonly confusion: ConfusionMatrix;
  readonly scores: readonly ClassScores[];
  readonly macro: ClassScores;
  readonly weighted: ClassScores;
  /** Of yes against no, or of each class against the rest; none if there are more than 50 classes. */
  readonly curves: readonly ClassCurves[];
}

/** What can be said of the probabilities of one class. */
export interface ClassCurves {
  /** Its index. */
  readonly class: number;
  readonly roc: RocCurve;
  readonly precisionRecall: PrecisionRecallCurve;
  readonly calibration: CalibrationCurve;
  readonly brier: number;
  /** At thresholds 0, 0.01, … 1. */
  readonly sweep: ThresholdScores;
}

/** Of an answer that is a number. */
export interface NumberEvaluation extends RegressionScores {
  readonly kind: "numbers";
  readonly target: string;
  /** `[rows]` */
  readonly predictions: Float64Array;
  readonly targets: Float64Array;
  /** What was right minus what was predicted. */
  readonly residuals: Float64Array;
}

/** Curves of more classes nobody could tell apart. */
const MOST_CURVES = 50;
/** A confusion matrix of more classes would not fit into a message. */
const MOST_CLASSES = 2000;
const THRESHOLDS = Float64Array.from({ length: 101 }, (_, index) => index / 100);

/**
 * Evaluates a network on a split. Whether the test split may be looked at is decided by whoever asks.
 * @param mostCurves of so many classes at most curves are drawn; whoever wants one at a time asks `curvesOf`
 * @throws ProblemError if it gives numbers that are not finite, or has too many classes
 */
export function evaluate(trained: TrainedNetwork, prepared: PreparedExperiment, split: SplitName, mostCurves = MOST_CURVES): Evaluation {
  return finish(evaluateInSteps(trained, prepared, split, mostCurves));
}

/** The same in steps, each of as many rows as the network takes at once; every number is the same. */
export function* evaluateInSteps(
  trained: TrainedNetwork,
  prepared: PreparedExperiment,
  split: SplitName,
  mostCurves: number,
): Steps<EvaluationProgress, Evaluation> {
  const { encoded, experiment, origin } = prepared;
  const rows = prepared.split[split];
  const outputs = yield* answerRows(trained, prepared, rows);
  const loss = splitLoss(experiment.training, encoded, rows, outputs);
  const tableRows = rows.map((row) => origin.tableRows[row]!);
  const broken = outputs.findIndex((output) => !Number.isFinite(output));
  if (broken >= 0) throw notFinite(tableRows[Math.floor(broken / trained.network.outputs)]!);
  const { training } = experiment;
  const width = trained.network.outputs;
  const { columns } = encoded.preprocessing.target;
  const task = taskOf(training.loss, encoded);
  const targetsOf = (column: number): Float64Array => pick(encoded.targets, encoded.targetWidth, column, rows);
  if (task === "classes") {
    if (width > MOST_CLASSES) throw tooManyClasses(width);
    const answers = Uint32Array.from(rows, (_, place) => largestOf(outputs, place * width, width));
    const classes = classNames(task, encoded, width);
    const evaluated = { target: columns[0]!, classes, truths: Uint32Array.from(targetsOf(0)), answers };
    return {
      split,
      tableRows,
      loss,
      byTarget: [evaluateClasses({ ...evaluated, probabilities: classProbabilities(outputs, width) }, mostCurves)],
    };
  }
  const meaning = meaningOf(training.loss);
  const byTarget = columns.map((target, column): TargetEvaluation => {
    const predictions = pick(outputs, width, column, Uint32Array.from(rows.keys())).map(meaning);
    const targets = targetsOf(column);
    if (task === "numbers") return evaluateNumbers(target, predictions, targets);
    const { threshold } = training;
    const probabilities = new Float64Array(2 * rows.length);
    for (const [place, yes] of predictions.entries()) probabilities.set([1 - yes, yes], 2 * place);
    const evaluated = {
      target,
      classes: classNames(task, encoded, 2),
      threshold,
      truths: Uint32Array.from(targets, (value) => (value > 0 ? 1 : 0)),
      answers: Uint32Array.from(predictions, (yes) => (yes >= threshold ? 1 : 0)),
      probabilities,
    };
    return evaluateClasses(evaluated, mostCurves);
  });
  return { split, tableRows, loss, byTarget };
}

/** What the network gives for rows of the data, `[rows, outputs]`. */
function* answerRows(
  { network, batchSize }: TrainedNetwork,
  { encoded, memory }: PreparedExperiment,
  rows: Uint32Array,
): Steps<EvaluationProgress, Float32Array> {
  const batches = new Batches(encoded, rows, { batchSize, shuffle: false, dropLast: false }, memory);
  batches.begin(new Generator(0));
  const outputs = new Float32Array(rows.length * network.outputs);
  while (!batches.isOver) {
    const first = batches.position;
    if (batches.readAhead()) {
      const count = batches.load(network.input, network.target);
      network.predict(count);
      outputs.set(network.output.subarray(0, count * network.outputs), first * network.outputs);
    }
    yield { rows: batches.position, total: rows.length };
  }
  return outputs;
}

function evaluateClasses(
  evaluated: Pick<ClassEvaluation, "target" | "classes" | "truths" | "answers" | "probabilities" | "threshold">,
  mostCurves: number,
): ClassEvaluation {
  const { classes, truths, answers, probabilities, threshold } = evaluated;
  const count = classes.length;
  const confusion = confusionMatrix(truths, answers, count);
  const own = threshold === undefined ? [...classes.keys()] : [1];
  const drawn = own.length > mostCurves ? [] : own;
  return {
    kind: "classes",
    ...evaluated,
    confusion,
    accuracy: accuracy(confusion),
    scores: classScores(confusion),
    macro: averageScores(confusion, "macro"),
    weighted: averageScores(confusion, "weighted"),
    logLoss: logLoss(probabilities, truths, count),
    curves: drawn.map((index) => curvesOf(evaluated, index)),
  };
}

/** What can be said of the probabilities of one class against the others. */
export function curvesOf(
  { classes, truths, probabilities }: Pick<ClassEvaluation, "classes" | "truths" | "probabilities">,
  index: number,
): ClassCurves {
  const [own, positives] = oneAgainstRest(truths, probabilities, classes.length, index);
  const ranking = rank(own, positives);
  return {
    class: index,
    roc: rocCurve(ranking),
    precisionRecall: precisionRecallCurve(ranking),
    calibration: calibrationCurve(own, positives),
    brier: brierScore(own, positives),
    sweep: sweepThresholds(ranking, THRESHOLDS),
  };
}

/** The probabilities of one class, and where it is right, both `[rows]`. */
export function oneAgainstRest(
  truths: Uint32Array,
  probabilities: Float64Array,
  classes: number,
  index: number,
): [scores: Float64Array, positives: Uint8Array] {
  const scores = new Float64Array(truths.length);
  for (let row = 0; row < scores.length; row++) scores[row] = probabilities[row * classes + index]!;
  return [scores, Uint8Array.from(truths, (truth) => (truth === index ? 1 : 0))];
}

function evaluateNumbers(target: string, predictions: Float64Array, targets: Float64Array): NumberEvaluation {
  const scores = regressionScores(predictions, targets);
  return { kind: "numbers", target, predictions, targets, residuals: residuals(predictions, targets), ...scores };
}

/** One column of some rows. */
function pick(values: Float32Array, width: number, column: number, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row * width + column]!);
}

function notFinite(row: number): ProblemError {
  const sentence = message(
    "The network gives numbers that are not finite for row {0} of the CSV. Lower the learning rate or normalize the features, and train again.",
    row + 1,
  );
  return new ProblemError({ severity: "error", code: "outputs-not-finite", path: ["layers"], message: sentence });
}

function tooManyClasses(classes: number): ProblemError {
  const sentence = message("The network has {0} classes, too many to evaluate. Choose a target with at most {1}.", classes, MOST_CLASSES);
  return new ProblemError({ severity: "error", code: "too-many-classes", path: ["data", "target"], message: sentence });
}
