// How good a trained network is, in one sentence: the numbers of the same rows evaluated in full, always
// beside the same answer for every row, never of test rows.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bytesSource } from "../../../src/data/sources.ts";
import { documentSchema } from "../../../src/model/schema.ts";
import { type ClassEvaluation, evaluate, type NumberEvaluation } from "../../../src/training/evaluation/evaluate.ts";
import { openTrained } from "../../../src/training/evaluation/trained.ts";
import { prepareExperiment } from "../../../src/training/experiment.ts";
import { TrainingRun } from "../../../src/training/run.ts";
import type { RunOutcome, Verdict } from "../../../src/training/types.ts";
import { baselineText, isNoBetter, shortVerdict, verdictText } from "../../../webview/shared/verdict-words.ts";

const csv = readFileSync("samples/iris.csv");

async function train(changes: { readonly data?: object; readonly layers?: readonly object[]; readonly training?: object }, options = {}) {
  const document = JSON.parse(readFileSync("samples/iris.perceptron", "utf8")) as { data: object; layers: object; training: object };
  const experiment = documentSchema.parse({
    ...document,
    data: { ...document.data, ...changes.data },
    layers: changes.layers ?? document.layers,
    training: { ...document.training, epochs: 20, ...changes.training },
  });
  const prepared = await prepareExperiment(experiment, [bytesSource("iris.csv", csv)]);
  const run = new TrainingRun(prepared, { onEpoch: () => {}, evaluatesEnd: true, ...options });
  run.advance(() => false);
  const outcome = run.outcome();
  const evaluated = (split: "train" | "validation", { tensors }: Pick<RunOutcome, "tensors"> = outcome) =>
    evaluate(openTrained(prepared, tensors), prepared, split).byTarget[0];
  return { prepared, outcome, evaluated };
}

/** The species of the rows of a split, in the CSV's words. */
function species(rows: Uint32Array, tableRows: Uint32Array): string[] {
  const lines = csv.toString().trim().split("\n").slice(1);
  return [...rows].map((row) => lines[tableRows[row]!]!.split(",").at(-1)!);
}

function countOf(texts: readonly string[], text: string): number {
  return texts.filter((one) => one === text).length;
}

test("classes: the right ones of the validation rows, and those of the class that the training rows have most of", async () => {
  const { prepared, outcome, evaluated } = await train({ data: { split: { train: 0.5, validation: 0.4, test: 0.1 } } });
  const { split, origin } = prepared;
  const evaluation = evaluated("validation") as ClassEvaluation;
  const learnt = species(split.train, origin.tableRows);
  const usual = ["setosa", "versicolor", "virginica"].toSorted((one, other) => countOf(learnt, other) - countOf(learnt, one))[0]!;
  const usualRight = countOf(species(split.validation, origin.tableRows), usual);
  const right = evaluation.truths.filter((truth, row) => evaluation.answers[row] === truth).length;
  assert.deepEqual(outcome.verdict, { kind: "classes", split: "validation", answers: 60, right, usual, usualRight });
  assert.equal(verdictText(outcome.verdict), `${right} of 60 validation rows right (always ${usual}: ${usualRight})`);
});

test("numbers: the mean distance beside that of always the mean of the training rows", async () => {
  const { prepared, outcome, evaluated } = await train({
    data: {
      target: "petal_length",
      features: ["sepal_length", "sepal_width", "petal_width"],
      split: { train: 0.5, validation: 0.5, test: 0 },
    },
    layers: [{ type: "Linear", out_features: 1 }],
    training: { loss: { type: "MSELoss" }, optimizer: { type: "Adam", lr: 0.01 } },
  });
  const { encoded, split } = prepared;
  const { mae, r2 } = evaluated("validation") as NumberEvaluation;
  const mean = split.train.reduce((sum, row) => sum + encoded.targets[row]!, 0) / split.train.length;
  const usualMae = split.validation.reduce((sum, row) => sum + Math.abs(encoded.targets[row]! - mean), 0) / split.validation.length;
  const { verdict } = outcome;
  assert.ok(verdict?.kind === "numbers" && verdict.split === "validation");
  for (const [found, wanted] of [
    [verdict.mae, mae],
    [verdict.r2, r2],
    [verdict.usualMae, usualMae],
  ] as const)
    assert.ok(Math.abs(found - wanted) < 1e-6 * Math.abs(wanted), `${found} is not ${wanted}`);
  assert.match(verdictText(verdict), /^off by \d\S* on average(?: \(always the mean: |, no better than always the mean \()/);
});

test("without validation rows it is of the training rows, as the trained network answers them", async () => {
  const { outcome, evaluated } = await train({ data: { split: { train: 0.9, validation: 0, test: 0.1 } } });
  const { truths, answers } = evaluated("train") as ClassEvaluation;
  const { verdict } = outcome;
  assert.ok(verdict?.kind === "classes" && verdict.split === "train");
  assert.equal(verdict.answers, 135);
  assert.equal(verdict.right, truths.filter((truth, row) => answers[row] === truth).length);
  assert.match(verdictText(verdict), /^\d+ of 135 training rows right/);
});

test("the weights that can be kept instead have their own", async () => {
  const { prepared } = await train({});
  const run = new TrainingRun(prepared, { onEpoch: () => {}, evaluatesEnd: true, keepsBest: true });
  for (let epoch = 0; epoch < 5; epoch++) run.advanceEpoch(() => false);
  run.lr = 10;
  while (!run.advance(() => false));
  const { verdict, other } = run.outcome();
  assert.equal(other?.which, "best");
  const { truths, answers } = evaluate(openTrained(prepared, other.tensors), prepared, "validation").byTarget[0] as ClassEvaluation;
  const { verdict: best } = other;
  assert.ok(best?.kind === "classes" && verdict?.kind === "classes");
  assert.equal(best.right, truths.filter((truth, row) => answers[row] === truth).length);
  assert.notEqual(best.right, verdict.right);
});

test("it is found out in slices, and left if the run is stopped meanwhile", async () => {
  // So large that control is handed back after each batch.
  const wide = { type: "Linear", out_features: 1024 };
  const changes = { layers: [wide, wide, { type: "Linear", out_features: 3 }], training: { epochs: 1, batch_size: 5 } };
  const { prepared, outcome } = await train(changes);
  const inSlices = (stopAt: number) => {
    const run = new TrainingRun(prepared, { onEpoch: () => {}, evaluatesEnd: true });
    let slices = 0;
    while (!run.advance(() => true)) if (!run.isTraining && ++slices === stopAt) run.stop();
    return { slices, outcome: run.outcome() };
  };
  const { slices, outcome: sliced } = inSlices(Infinity);
  assert.deepEqual(sliced.verdict, outcome.verdict);
  const { outcome: left } = inSlices(slices);
  assert.ok(sliced.verdict && left.verdict === undefined, `after ${slices} slices`);
  assert.deepEqual([left.testLoss, left.tensors], [outcome.testLoss, outcome.tensors]);
});

test("a run that nobody evaluates says nothing, and its weights are the same", async () => {
  const [evaluated, plain] = [await train({}), await train({}, { evaluatesEnd: false })];
  assert.equal(Object.hasOwn(plain.outcome, "verdict"), false);
  assert.deepEqual(evaluated.outcome.tensors, plain.outcome.tensors);
});

test("what is no better than always the same answer says so", () => {
  const poor: Verdict = { kind: "classes", split: "validation", answers: 1200, right: 1140, usual: "no", usualRight: 1140 };
  assert.equal(verdictText(poor), "1,140 of 1,200 validation rows right, no better than always no (1,140)");
  assert.equal(isNoBetter(poor), true);
  assert.equal(baselineText(poor), "always no: 0.95");
  assert.equal(shortVerdict(poor), "1,140 / 1,200");
  const good: Verdict = { kind: "numbers", split: "validation", mae: 0.4213, usualMae: 0.95, r2: 0.99999 };
  assert.equal(verdictText(good), "off by 0.421 on average (always the mean: 0.95; R² 0.99999)");
  assert.equal(isNoBetter({ ...good, mae: 1 }), true);
});
