// An evaluation as it is drawn: counts and scores whole, curves and points thinned, so that what is sent
// stays small whatever the split has. What is not defined is null, because not every channel carries NaN.

import { countsAt, rocArea, type ThresholdCounts } from "../metrics/ranking.ts";
import type { SplitRows } from "../types.ts";
import {
  type ClassCurves,
  type ClassEvaluation,
  curvesOf,
  type Evaluation,
  type NumberEvaluation,
  oneAgainstRest,
  type SplitName,
} from "./evaluate.ts";

/** What a split says of a network. */
export interface SplitReport {
  readonly split: SplitName;
  /** Rows of every split. */
  readonly rows: SplitRows;
  readonly loss: number | null;
  readonly features: readonly string[];
  /** Whether the CSV changed since the network was trained on it. */
  readonly isOtherData: boolean;
  /** One for each column of the target. */
  readonly targets: readonly TargetReport[];
}

type TargetReport = ClassReport | NumberReport;

/** Of an answer that is a class; everything but the probabilities follows from the counts. */
export interface ClassReport {
  readonly kind: "classes";
  readonly target: string;
  readonly classes: readonly string[];
  /** `[classes, classes]`, true class by row. */
  readonly counts: Float64Array;
  readonly logLoss: number | null;
  /** If the answer is yes or no: what each threshold would give. */
  readonly thresholds?: ThresholdCounts;
  /** Of several classes: the area under the ROC curve of each against the others, if that is soon told. */
  readonly areas?: readonly (number | null)[];
}

/** Of an answer that is a number. The rows are evenly chosen ones of the split. */
export interface NumberReport {
  readonly kind: "numbers";
  readonly target: string;
  readonly r2: number | null;
  readonly mae: number | null;
  readonly rmse: number | null;
  readonly predictions: Float64Array;
  readonly actual: Float64Array;
  /** The row of the CSV of each, counted from 0. */
  readonly tableRows: Uint32Array;
}

/** Points of a curve, from left to right. */
export interface Curve {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** What can be said of the probabilities of one class against the others. */
export interface CurveReport {
  readonly class: number;
  /** True positive rate over false positive rate; no points if all rows are of one class. */
  readonly roc: Curve & { readonly area: number | null };
  /** Precision over recall. */
  readonly precisionRecall: Curve & { readonly area: number | null };
  readonly calibration: ClassCurves["calibration"];
  readonly brier: number | null;
  /** Points that the curve has, of which those above are shown. */
  readonly points: number;
}

/** Probabilities up to which the area of every class is told: a third of a second. */
const MOST_AREAS = 4e6;
/** Points of rows that a picture can show. */
export const MOST_POINTS = 2000;
/** Points of a curve from which on it is thinned, and how far apart those that stay are. */
const MOST_CURVE = 1000;
const APART = 1 / 400;
/** Thresholds that a report tells of: 0, 0.001, … 1, so that every one that a slider can reach is exact. */
const STEPS = 1000;

/**
 * The evaluation of a split as it is sent.
 * @param threshold from which probability on an answer is yes; it may lie between two steps
 */
export function reportOf(
  { split, tableRows, loss, byTarget }: Evaluation,
  threshold: number,
): Pick<SplitReport, "split" | "loss" | "targets"> {
  const targets = byTarget.map((evaluation) =>
    evaluation.kind === "numbers" ? numberReport(evaluation, tableRows) : classReport(evaluation, threshold),
  );
  return { split, loss: defined(loss), targets };
}

function numberReport({ target, r2, mae, rmse, predictions, targets }: NumberEvaluation, tableRows: Uint32Array): NumberReport {
  const chosen = evenly(targets.length, MOST_POINTS);
  const pick = (values: Float64Array): Float64Array => Float64Array.from(chosen, (place) => values[place]!);
  const scores = { r2: defined(r2), mae: defined(mae), rmse: defined(rmse) };
  const points = { predictions: pick(predictions), actual: pick(targets), tableRows: chosen.map((place) => tableRows[place]!) };
  return { kind: "numbers", target, ...scores, ...points };
}

function classReport(evaluation: ClassEvaluation, own: number): ClassReport {
  const { target, classes, confusion, logLoss, threshold, truths, probabilities } = evaluation;
  const report = { kind: "classes", target, classes, counts: confusion.counts, logLoss: defined(logLoss) } as const;
  if (threshold !== undefined) return { ...report, thresholds: thresholdCounts(evaluation, own) };
  if (probabilities.length > MOST_AREAS) return report;
  return { ...report, areas: classes.map((_, index) => defined(rocArea(...oneAgainstRest(truths, probabilities, classes.length, index)))) };
}

function thresholdCounts({ truths, probabilities }: ClassEvaluation, own: number): ThresholdCounts {
  const yes = probabilities.filter((_, at) => at % 2 === 1);
  const steps = Array.from({ length: STEPS + 1 }, (_, step) => step / STEPS);
  const thresholds = Float64Array.from(new Set([...steps, own])).toSorted();
  return countsAt(yes, truths, thresholds);
}

/** The curves of one class. */
export function curveReport(evaluation: Pick<ClassEvaluation, "classes" | "truths" | "probabilities">, index: number): CurveReport {
  const { roc, precisionRecall, calibration, brier } = curvesOf(evaluation, index);
  const { precision, recall, averagePrecision } = precisionRecall;
  const isOneSided = Number.isNaN(roc.area);
  return {
    class: index,
    roc: { ...thinned(isOneSided ? none : { x: roc.falsePositiveRate, y: roc.truePositiveRate }), area: defined(roc.area) },
    precisionRecall: {
      ...thinned(isOneSided ? none : { x: recall.toReversed(), y: precision.toReversed() }),
      area: isOneSided ? null : defined(averagePrecision),
    },
    calibration,
    brier: defined(brier),
    points: roc.thresholds.length,
  };
}

const none: Curve = { x: new Float64Array(), y: new Float64Array() };

/**
 * A long curve without the points that nobody could tell from those before them; the first and the last stay.
 */
export function thinned(curve: Curve): Curve {
  const { x, y } = curve;
  if (x.length <= MOST_CURVE) return curve;
  const kept: number[] = [0];
  for (let point = 1; point < x.length; point++) {
    const last = kept.at(-1)!;
    if (Math.abs(x[point]! - x[last]!) + Math.abs(y[point]! - y[last]!) >= APART || point === x.length - 1) kept.push(point);
  }
  return { x: Float64Array.from(kept, (point) => x[point]!), y: Float64Array.from(kept, (point) => y[point]!) };
}

/** At most `most` of `count` places, evenly spread. */
export function evenly(count: number, most: number): Uint32Array {
  const chosen = Math.min(count, most);
  return Uint32Array.from({ length: chosen }, (_, index) => Math.floor((index * count) / chosen));
}

function defined(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
