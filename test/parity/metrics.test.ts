// Every metric against what scikit-learn and PyTorch said of the same predictions (`record_metrics.py`),
// ties, empty classes and single classes included.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { FeatureGroup } from "../../src/training/evaluation/features.ts";
import { partialDependence } from "../../src/training/evaluation/importance.ts";
import {
  accuracy,
  averageScores,
  classScores,
  type ClassScores,
  commonMistakes,
  confusionMatrix,
  shares,
} from "../../src/training/metrics/confusion.ts";
import { brierScore, calibrationCurve, logLoss } from "../../src/training/metrics/probabilities.ts";
import { precisionRecallCurve, rank, rocArea, rocCurve, sweepThresholds } from "../../src/training/metrics/ranking.ts";
import { regressionScores } from "../../src/training/metrics/regression.ts";
import { fixture } from "./fixture.ts";

/** JSON has no NaN and no infinity: they are texts. */
type Recorded = number | "NaN" | "Infinity" | "refused";

interface RecordedScores {
  readonly precision: Recorded | readonly Recorded[];
  readonly recall: Recorded | readonly Recorded[];
  readonly f1: Recorded | readonly Recorded[];
}

interface Fixture {
  readonly binary: readonly {
    readonly name: string;
    readonly positives: readonly number[];
    readonly probabilities: readonly number[];
    readonly roc: Record<"fpr" | "tpr" | "thresholds", readonly Recorded[]> & { readonly area: Recorded };
    readonly precision_recall: Record<"precision" | "recall" | "thresholds", readonly Recorded[]> & { readonly average: Recorded };
    readonly calibration: readonly { readonly bins: number; readonly curve: readonly [readonly number[], readonly number[]] }[];
    readonly brier: number;
    readonly log_loss: number;
    readonly sweep: readonly (Record<"threshold" | "accuracy" | "precision" | "recall" | "f1", number> & RecordedScores)[];
  }[];
  readonly classes: readonly {
    readonly name: string;
    readonly classes: number;
    readonly truths: readonly number[];
    readonly answers: readonly number[];
    readonly counts: readonly (readonly number[])[];
    readonly shares: Record<"true" | "predicted" | "all", readonly (readonly number[])[]>;
    readonly accuracy: number;
    readonly each: RecordedScores & { readonly support: readonly number[] };
    readonly macro: RecordedScores;
    readonly weighted: RecordedScores;
  }[];
  readonly one_vs_rest: readonly {
    readonly name: string;
    readonly logits: readonly number[];
    readonly truths: readonly number[];
    readonly classes: number;
    readonly areas: readonly Recorded[];
    readonly macro: Recorded;
    readonly weighted: Recorded;
    readonly average_precision: number;
    readonly log_loss: number;
    readonly cross_entropy?: number;
  }[];
  readonly regression: readonly {
    readonly name: string;
    readonly targets: readonly number[];
    readonly predictions: readonly number[];
    readonly r2: Recorded;
    readonly mae: number;
    readonly rmse: number;
    readonly torch: { readonly l1_loss: number; readonly mse_loss: number };
  }[];
  readonly dependence: readonly {
    readonly inputs: readonly number[];
    readonly feature: number;
    readonly points: number;
    readonly grid: readonly number[];
    readonly average: readonly number[];
  }[];
  readonly refusals: readonly { readonly name: string; readonly nan: Recorded }[];
}

const recorded = fixture("metrics") as Fixture;

/** Sums are taken in another order than numpy's. */
const CLOSE = 1e-12;

function same(actual: number | ArrayLike<number>, expected: Recorded | readonly Recorded[], what: string): void {
  const [found, wanted] = [typeof actual === "number" ? [actual] : Array.from(actual), [expected].flat().map(Number)];
  assert.equal(found.length, wanted.length, what);
  for (const [index, value] of found.entries()) {
    const right = wanted[index]!;
    const near = Object.is(value, right) || value === right || Math.abs(value - right) <= CLOSE * Math.max(1, Math.abs(right));
    assert.ok(near, `${what}, ${index}: ${value}, recorded is ${right}`);
  }
}

function sameScores(actual: readonly ClassScores[], expected: RecordedScores, what: string): void {
  for (const key of ["precision", "recall", "f1"] as const)
    same(
      actual.map((scores) => scores[key]),
      expected[key],
      `${what}: ${key}`,
    );
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

for (const row of recorded.binary) {
  test(`curves, calibration and thresholds: ${row.name}`, () => {
    const positives = Uint8Array.from(row.positives);
    const probabilities = Float64Array.from(row.probabilities);
    const ranking = rank(probabilities, positives);
    const roc = rocCurve(ranking);
    same(roc.falsePositiveRate, row.roc.fpr, "false positive rate");
    same(roc.truePositiveRate, row.roc.tpr, "true positive rate");
    same(roc.thresholds.subarray(1), row.roc.thresholds, "thresholds");
    assert.equal(roc.thresholds[0], Infinity);
    // Of one class scikit-learn refuses to give an area.
    same(roc.area, row.roc.area, "area");
    same(rocArea(probabilities, positives), row.roc.area, "area alone");
    const curve = precisionRecallCurve(ranking);
    same(curve.precision, row.precision_recall.precision, "precision");
    same(curve.recall, row.precision_recall.recall, "recall");
    same(curve.thresholds, row.precision_recall.thresholds, "thresholds");
    same(curve.averagePrecision, row.precision_recall.average, "average precision");
    for (const { bins, curve: wanted } of row.calibration) {
      const calibration = calibrationCurve(probabilities, positives, bins);
      same(calibration.shareOfPositives, wanted[0], `share of positives in ${bins} bins`);
      same(calibration.meanProbability, wanted[1], `mean probability in ${bins} bins`);
      assert.equal(
        calibration.rows.reduce((sum, rows) => sum + rows, 0),
        positives.length,
      );
    }
    same(brierScore(probabilities, positives), row.brier, "Brier score");
    const both = Float64Array.from(row.probabilities.flatMap((probability) => [1 - probability, probability]));
    same(logLoss(both, Uint32Array.from(positives), 2), row.log_loss, "log loss");
    const sweep = sweepThresholds(
      ranking,
      Float64Array.from(row.sweep, ({ threshold }) => threshold),
    );
    for (const key of ["accuracy", "precision", "recall", "f1"] as const)
      same(
        sweep[key],
        row.sweep.map((scores) => scores[key]),
        `${key} by threshold`,
      );
  });
}

for (const row of recorded.classes) {
  test(`confusion matrix and what follows from it: ${row.name}`, () => {
    const matrix = confusionMatrix(Uint32Array.from(row.truths), Uint32Array.from(row.answers), row.classes);
    same(matrix.counts, row.counts.flat(), "counts");
    for (const of of ["true", "predicted", "all"] as const) same(shares(matrix, of), row.shares[of].flat(), `shares of ${of}`);
    same(accuracy(matrix), row.accuracy, "accuracy");
    sameScores(classScores(matrix), row.each, "each class");
    same(
      classScores(matrix).map(({ support }) => support),
      row.each.support,
      "support",
    );
    for (const average of ["macro", "weighted"] as const) sameScores([averageScores(matrix, average)], row[average], average);
  });
}

for (const row of recorded.one_vs_rest) {
  test(`one class against the rest: ${row.name}`, () => {
    const { classes, truths } = row;
    const probabilities = Float64Array.from(row.logits);
    for (let at = 0; at < probabilities.length; at += classes) {
      const own = probabilities.subarray(at, at + classes);
      const exponentials = own.map((logit) => Math.exp(logit - Math.max(...own)));
      own.set(exponentials.map((value) => value / exponentials.reduce((sum, each) => sum + each, 0)));
    }
    const rankings = row.areas.map((_, index) =>
      rank(
        probabilities.filter((_, at) => at % classes === index),
        Uint8Array.from(truths, (truth) => (truth === index ? 1 : 0)),
      ),
    );
    const areas = rankings.map((ranking) => rocCurve(ranking).area);
    same(areas, row.areas, "areas");
    same(mean(areas), row.macro, "mean area");
    // Refused if a class has no rows, which has no weight either.
    if (row.weighted !== "refused") same(mean(truths.map((truth) => areas[truth]!)), row.weighted, "weighted area");
    same(mean(rankings.map((ranking) => precisionRecallCurve(ranking).averagePrecision)), row.average_precision, "average precision");
    const loss = logLoss(probabilities, Uint32Array.from(truths), classes);
    same(loss, row.log_loss, "log loss");
    if (row.cross_entropy !== undefined) same(loss, row.cross_entropy, "PyTorch's cross entropy");
  });
}

for (const row of recorded.regression) {
  test(`regression: ${row.name}`, () => {
    const scores = regressionScores(Float64Array.from(row.predictions), Float64Array.from(row.targets));
    same(scores.r2, row.r2, "R²");
    same(scores.mae, row.mae, "MAE");
    same(scores.mae, row.torch.l1_loss, "PyTorch's L1 loss");
    same(scores.rmse, row.rmse, "RMSE");
    same(scores.rmse ** 2, row.torch.mse_loss, "PyTorch's mean squared error");
  });
}

/** As `Formula` of the recorder. */
const formula = (inputs: Float32Array, rows: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, index) => inputs[3 * index]! * inputs[3 * index + 1]! + inputs[3 * index + 2]! ** 2);

for (const row of recorded.dependence) {
  test(`partial dependence of feature ${row.feature} at ${row.grid.length} values`, () => {
    const data = { inputs: Float32Array.from(row.inputs), rows: row.inputs.length / 3, width: 3 };
    const at = row.feature;
    const group: FeatureGroup = { column: "x", kind: "number", encode: "value", at, width: 1, shift: 0, scale: 1 };
    const { values, answers } = partialDependence(data, group, formula, row.points);
    same(values, row.grid, "grid");
    // Inputs are float32, in scikit-learn's grid doubles.
    for (const [index, answer] of answers.entries())
      assert.ok(Math.abs(answer - row.average[index]!) < 1e-6, `${answer}, ${row.average[index]!}`);
  });
}

test("a score that is NaN is refused, as scikit-learn does", () => {
  assert.deepEqual(
    recorded.refusals.map(({ nan }) => nan),
    ["refused", "refused"],
  );
  assert.throws(() => rank(Float64Array.of(0.1, NaN), Uint8Array.of(0, 1)), /row 1 is NaN/);
});

test("the pairs of classes that are mistaken most often", () => {
  const matrix = { classes: 3, counts: Float64Array.of(9, 1, 0, 4, 9, 2, 0, 3, 9) };
  assert.deepEqual(commonMistakes(matrix, 3), [
    { truth: 1, answer: 0 },
    { truth: 2, answer: 1 },
    { truth: 1, answer: 2 },
  ]);
  assert.equal(commonMistakes(matrix, 8).length, 4, "no pair without a mistake");
});

test("without rows nothing is defined", () => {
  const none = rank(new Float64Array(0), new Uint8Array(0));
  assert.ok(Number.isNaN(rocCurve(none).area));
  assert.deepEqual(Array.from(precisionRecallCurve(none).precision), [1]);
  assert.ok(Number.isNaN(accuracy(confusionMatrix(new Uint32Array(0), new Uint32Array(0), 2))));
  assert.ok(Number.isNaN(regressionScores(new Float64Array(0), new Float64Array(0)).r2));
});
