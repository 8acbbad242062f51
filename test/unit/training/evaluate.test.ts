// A trained network evaluated on a split: every row found again in the CSV, the run's own loss and metrics,
// and a value that can cross a channel.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bytesSource } from "../../../src/data/sources.ts";
import { format } from "../../../src/model/message.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { documentSchema } from "../../../src/model/schema.ts";
import { type ClassEvaluation, evaluate, type NumberEvaluation } from "../../../src/training/evaluation/evaluate.ts";
import { openTrained, predictorOf } from "../../../src/training/evaluation/trained.ts";
import { prepareExperiment } from "../../../src/training/experiment.ts";
import { TrainingRun } from "../../../src/training/run.ts";
import type { EpochResult } from "../../../src/training/types.ts";
import { inputsOf } from "../../harness/experiments.ts";

const iris = readFileSync("samples/iris.csv");
const lines = iris.toString().trim().split("\n").slice(1);

async function train(
  changes: { readonly data?: object; readonly layers?: readonly object[]; readonly training?: object },
  csv: Uint8Array = iris,
) {
  const document = JSON.parse(readFileSync("samples/iris.perceptron", "utf8")) as { data: object; layers: object; training: object };
  const experiment = documentSchema.parse({
    ...document,
    data: { ...document.data, ...changes.data },
    layers: changes.layers ?? document.layers,
    training: { ...document.training, epochs: 20, ...changes.training },
  });
  const prepared = await prepareExperiment(experiment, [bytesSource("iris.csv", csv)]);
  let last: EpochResult | undefined;
  const run = new TrainingRun(prepared, { onEpoch: (result) => (last = result) });
  run.advance(() => false);
  return { prepared, last: last!, outcome: run.outcome(), trained: openTrained(prepared, run.weights()) };
}

test("classes: rows of the CSV, the run's loss and accuracy, a curve per class", async () => {
  const { prepared, last, outcome, trained } = await train({ data: { split: { train: 0.6, validation: 0.3, test: 0.1 } } });
  const validation = evaluate(trained, prepared, "validation");
  const evaluation = validation.byTarget[0] as ClassEvaluation;
  assert.deepEqual(evaluation.classes, ["setosa", "versicolor", "virginica"]);
  for (const [place, row] of validation.tableRows.entries())
    assert.ok(lines[row]!.endsWith(evaluation.classes[evaluation.truths[place]!]!));
  assert.equal(validation.loss, last.validationLoss);
  assert.equal(evaluation.accuracy, last.metrics!.validation!.accuracy);
  assert.equal(evaluate(trained, prepared, "test").loss, outcome.testLoss);
  assert.equal(
    evaluation.confusion.counts.reduce((sum, count) => sum + count, 0),
    45,
  );
  assert.deepEqual(
    evaluation.curves.map((curves) => curves.class),
    [0, 1, 2],
  );
  assert.ok(evaluation.curves.every(({ roc, sweep }) => roc.area > 0.8 && sweep.f1.length === 101));
  for (let at = 0; at < evaluation.probabilities.length; at += 3) {
    const sum = evaluation.probabilities.subarray(at, at + 3).reduce((all, value) => all + value, 0);
    assert.ok(Math.abs(sum - 1) < 1e-12);
  }
  assert.deepEqual(structuredClone(validation), validation);
});

test("rows that were dropped do not shift the others", async () => {
  const csv = Buffer.from(["sepal_length,sepal_width,petal_length,petal_width,species", ",,,,setosa", ...lines].join("\n"));
  const { prepared, trained } = await train({ training: { epochs: 1 } }, csv);
  const { tableRows, byTarget } = evaluate(trained, prepared, "train");
  const { truths, classes } = byTarget[0] as ClassEvaluation;
  for (const [place, row] of tableRows.entries()) assert.ok(lines[row - 1]!.endsWith(classes[truths[place]!]!));
});

test("yes or no: the document's threshold decides, whatever the loss", async () => {
  const csv = Buffer.from(iris.toString().replaceAll("virginica", "versicolor"));
  for (const loss of ["BCEWithLogitsLoss", "SoftMarginLoss", "HingeEmbeddingLoss"]) {
    const { prepared, trained, last } = await train(
      { layers: [{ type: "Linear", out_features: 1 }], training: { loss: { type: loss }, threshold: 0.6, epochs: 60 } },
      csv,
    );
    const { byTarget } = evaluate(trained, prepared, "validation");
    const evaluation = byTarget[0] as ClassEvaluation;
    assert.deepEqual([evaluation.classes, evaluation.threshold, evaluation.curves.length], [["setosa", "versicolor"], 0.6, 1], loss);
    assert.equal(evaluation.accuracy, last.metrics!.validation!.accuracy, loss);
    for (const [row, answer] of evaluation.answers.entries()) assert.equal(answer === 1, evaluation.probabilities[2 * row + 1]! >= 0.6);
    assert.ok(evaluation.accuracy > 0.9 && evaluation.curves[0]!.roc.area > 0.9, `${loss}: ${evaluation.accuracy}`);
  }
});

test("numbers: one evaluation per target, with residuals", async () => {
  const data = { target: ["petal_width", "petal_length"], features: ["sepal_length", "sepal_width"] };
  const { prepared, trained, last } = await train({
    data,
    layers: [{ type: "Linear", out_features: 2 }],
    training: { loss: { type: "MSELoss" } },
  });
  const { byTarget } = evaluate(trained, prepared, "validation");
  assert.deepEqual(
    byTarget.map(({ kind, target }) => [kind, target]),
    [
      ["numbers", "petal_width"],
      ["numbers", "petal_length"],
    ],
  );
  const [one, other] = byTarget as readonly NumberEvaluation[];
  assert.ok(Math.abs((one!.mae + other!.mae) / 2 - last.metrics!.validation!.mae!) < 1e-6);
  assert.equal(one!.residuals[3], one!.targets[3]! - one!.predictions[3]!);
});

test("without rows nothing is defined, and nothing fails", async () => {
  const { prepared, trained } = await train({ data: { split: { train: 1, validation: 0, test: 0 } }, training: { epochs: 1 } });
  const { loss, byTarget, tableRows } = evaluate(trained, prepared, "test");
  assert.equal(tableRows.length, 0);
  assert.ok(Number.isNaN(loss) && Number.isNaN((byTarget[0] as ClassEvaluation).accuracy));
});

test("a network whose numbers are not finite is not evaluated, and other weights are refused", async () => {
  const { prepared, trained, outcome } = await train({ training: { epochs: 1 } });
  trained.network.parameters[0]!.data[0] = NaN;
  assert.throws(
    () => evaluate(trained, prepared, "train"),
    (error) => {
      assert.ok(error instanceof ProblemError);
      assert.match(format(error.problem.message), /not finite for row \d+ of the CSV/);
      return true;
    },
  );
  assert.throws(() => openTrained(prepared, outcome.tensors.slice(1)), /other network|belong to another network/);
  assert.throws(
    () => openTrained(prepared, [...outcome.tensors, { name: "9.weight", shape: [1], data: Float32Array.of(1) }]),
    /another network/,
  );
});

test("a prediction is the same alone and among others", async () => {
  const { prepared, trained } = await train({ training: { epochs: 2 } });
  const predict = predictorOf(trained);
  const inputs = inputsOf(prepared.encoded);
  const whole = predict(inputs, 150);
  for (const row of [0, 77, 149]) assert.deepEqual(predict(inputs.slice(row * 4, row * 4 + 4), 1), whole.slice(row * 3, row * 3 + 3));
});
