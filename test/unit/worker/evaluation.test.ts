// A trained network evaluated by the worker: a real sample is trained, its weights are loaded, and every
// question is answered; each number is held against the metrics' own functions or against the rows of the
// CSV.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { readWeightFile, weightFile } from "../../../src/code/formats/weights.ts";
import { Generator } from "../../../src/engine/random.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { documentSchema, type Experiment } from "../../../src/model/schema.ts";
import type { SourceReference } from "../../../src/protocol/worker.ts";
import type { PermutationImportance } from "../../../src/training/evaluation/importance.ts";
import type { ClassReport, NumberReport } from "../../../src/training/evaluation/report.ts";
import type { EvaluationAnswers, EvaluationKind, EvaluationQuestions } from "../../../src/training/evaluation/questions.ts";
import { evaluate, type EvaluationProgress } from "../../../src/training/evaluation/evaluate.ts";
import { reportOf } from "../../../src/training/evaluation/report.ts";
import { openTrained } from "../../../src/training/evaluation/trained.ts";
import { readAndPrepare } from "../../../src/training/experiment.ts";
import { accuracy } from "../../../src/training/metrics/confusion.ts";
import { createTrainingWorker } from "../../../src/worker/training-worker.ts";
import { nodePorts } from "../../../src/worker/node/ports.ts";
import { openThreads } from "../../../src/worker/node/threads.ts";

const silent = { started: async () => {}, reading: async () => {}, progressed: async () => {} };

function sample(name: string, { data, training }: { readonly data?: object; readonly training?: object } = {}): Experiment {
  const document = JSON.parse(readFileSync(`samples/${name}.perceptron`, "utf8")) as { data: object; training: object };
  return documentSchema.parse({
    ...document,
    data: { ...document.data, ...data },
    training: { ...document.training, epochs: 20, ...training },
  });
}

/** Trains and loads, and gives what asks. */
async function trained(experiment: Experiment, csv?: string) {
  const file = String(experiment.data.file);
  const bytes = csv === undefined ? readFileSync(`samples/${file}`) : Buffer.from(csv);
  const worker = createTrainingWorker(nodePorts, () => silent);
  let sources: readonly SourceReference[] = [{ name: file, bytes }];
  const { tensors, preprocessing } = await worker.train(experiment, sources);
  await worker.loadWeights("doc", { experiment, preprocessing, tensors }, 0.5);
  return {
    lines: bytes.toString().trim().split("\n"),
    become: (text: string) => (sources = [{ name: file, bytes: new TextEncoder().encode(text) }]),
    ask: async <K extends EvaluationKind>(kind: K, question: EvaluationQuestions[K]): Promise<EvaluationAnswers[K]> => {
      const answer = await worker.evaluate("doc", sources, kind, question);
      assert.ok(answer, "weights are loaded");
      return answer;
    },
  };
}

function isCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof ProblemError && error.problem.code === code;
}

test("without weights there is no answer", async () => {
  const worker = createTrainingWorker(nodePorts, () => silent);
  assert.equal(await worker.evaluate("doc", [], "report", { threshold: 0.5 }), undefined);
});

test("yes or no: every threshold's counts come with the report, the rows of a cell are those of the CSV", async () => {
  const training = { epochs: 10, batch_size: 32, optimizer: { type: "Adam", lr: 0.05 } };
  const { lines, ask } = await trained(sample("binary", { data: { normalize: "standard" }, training }));
  const threshold = 0.12345;
  const report = await ask("report", { threshold });
  assert.equal(report.split, "validation");
  assert.deepEqual(report.rows, { train: 800, validation: 100, test: 100 });
  assert.deepEqual([report.isOtherData, report.features], [false, ["x", "y", "z"]]);
  const target = report.targets[0] as ClassReport;
  const { thresholds, truePositives, falsePositives } = target.thresholds!;
  assert.equal(thresholds.length, 1002, "0, 0.001, … 1 and the document's own");
  assert.ok(thresholds.includes(threshold));
  const half = thresholds.indexOf(0.5);
  const [hits, alarms] = [truePositives[half]!, falsePositives[half]!];
  assert.deepEqual([...target.counts], [falsePositives[0]! - alarms, alarms, truePositives[0]! - hits, hits]);
  for (const shown of [0.2, 0.5, 0.9]) {
    const at = thresholds.indexOf(shown);
    const cell = { truth: 0, answer: 1 };
    const { rows, total, columns } = await ask("rows", { split: "validation", target: 0, threshold: shown, cell });
    assert.equal(total, falsePositives[at]);
    assert.deepEqual(columns, ["pass", "x", "y", "z"]);
    for (const { at: row, answer } of rows) {
      assert.ok(answer >= shown);
      const [x, y, z, pass] = lines[row.row + 1]!.trim().split(",");
      assert.deepEqual([row.line, row.file, ...row.cells], [row.row + 2, "binary.csv", pass, x, y, z]);
      assert.equal(pass, "False");
    }
    const sureness = rows.map(({ answer }) => answer);
    assert.deepEqual(
      sureness,
      sureness.toSorted((one, other) => other - one),
      "mistakes: the surest first",
    );
  }
  const curves = await ask("curves", { split: "validation", target: 0, class: 1, threshold });
  // All 100 rows are in the cells, so the area can be counted from their pairs.
  const yes: number[][] = [[], []];
  for (const truth of [0, 1]) {
    for (const answer of [0, 1]) {
      const cell = await ask("rows", { split: "validation", target: 0, threshold: 0.5, cell: { truth, answer } });
      yes[truth]!.push(...cell.rows.map((row) => (answer === 1 ? row.answer : 1 - row.answer)));
    }
  }
  const pairs = yes[1]!.flatMap((one) => yes[0]!.map((other) => (Math.abs(one - other) < 1e-12 ? 0.5 : Number(one > other))));
  const area = pairs.reduce((sum, pair) => sum + pair, 0) / pairs.length;
  assert.ok(Math.abs(curves.roc.area! - area) < 1e-9, `${curves.roc.area} of ${area}`);
  assert.ok(curves.precisionRecall.area! > 0.5 && curves.brier! < 0.25);
  assert.deepEqual([curves.roc.x[0], curves.roc.y[0], curves.roc.x.at(-1), curves.roc.y.at(-1)], [0, 0, 1, 1]);
  assert.equal(
    curves.calibration.rows.reduce((sum, rows) => sum + rows, 0),
    100,
  );
});

test("several classes: counts of the split, importance of what matters, dependence and reasons that add up", async () => {
  const { ask, lines } = await trained(sample("iris"));
  const report = await ask("report", { threshold: 0.5, split: "train" });
  const target = report.targets[0] as ClassReport;
  assert.equal(target.thresholds, undefined);
  assert.equal(target.counts.length, 9);
  for (const [index, area] of target.areas!.entries()) {
    const curves = await ask("curves", { split: "train", target: 0, threshold: 0.5, class: index });
    assert.ok(Math.abs(area! - curves.roc.area!) < 1e-12, `${area} of class ${index}`);
  }
  const place = { split: "train", target: 0, threshold: 0.5 } as const;
  const importance = await ask("importance", { ...place, from: 0 });
  assert.deepEqual([importance.score, importance.rows, importance.repeats], ["accuracy", 120, 5]);
  const [petal, sepal] = ["petal_length", "sepal_width"].map((name) => importance.features.find(({ column }) => column === name)!.mean);
  assert.ok(petal! > sepal!, `${petal} of petal_length, ${sepal} of sepal_width`);
  assert.ok(petal! <= accuracy({ classes: 3, counts: target.counts }));
  const dependence = await ask("dependence", { ...place, class: 0, feature: report.features.indexOf("petal_length") });
  assert.ok(dependence.answers[0]! > dependence.answers.at(-1)!, "setosa has short petals");
  const explanation = await ask("explanation", { ...place, row: 0 });
  assert.equal(`${explanation.cells.slice(1).join()},${explanation.actual}`, lines[1]!.trim());
  assert.deepEqual([explanation.answer, explanation.explained, explanation.line], ["setosa", "setosa", 2]);
  const whole = explanation.contributions.reduce((sum, { share }) => sum + share, explanation.base);
  assert.ok(Math.abs(whole - explanation.value) < 1e-6);
  assert.ok(explanation.changes.every(({ answer }) => answer !== "setosa"));
  assert.equal(explanation.background, 100);
  const other = await ask("explanation", { ...place, row: 0, class: 2 });
  assert.deepEqual([other.answer, other.explained, other.changes], ["setosa", "virginica", explanation.changes]);
  assert.ok(other.value < explanation.value);
});

test("numbers: scores, points, residuals by feature and the rows that are farthest off", async () => {
  const experiment = documentSchema.parse({
    format: 1,
    data: { file: "penguins.csv", target: "Body Mass (g)", features: ["Species", "Flipper Length (mm)"], normalize: "standard" },
    layers: [{ type: "Linear", out_features: 1 }],
    training: { epochs: 60, batch_size: 16, loss: { type: "MSELoss" }, optimizer: { type: "Adam", lr: 30 } },
  });
  const { ask, lines } = await trained(experiment);
  const report = await ask("report", { threshold: 0.5, split: "train" });
  const target = report.targets[0] as NumberReport;
  assert.equal(target.actual.length, report.rows.train);
  const mae = target.actual.reduce((sum, value, row) => sum + Math.abs(value - target.predictions[row]!), 0) / target.actual.length;
  assert.ok(Math.abs(mae - target.mae!) < 1e-6 && target.r2! > 0.5 && target.rmse! >= target.mae!);
  const weights = [...target.tableRows].map((row) =>
    Number(lines[row + 1]!.split(",")[lines[0]!.trim().split(",").indexOf("Body Mass (g)")]),
  );
  assert.deepEqual([...target.actual], weights, "each point is the row that it says");
  const species = await ask("feature", { split: "train", feature: 0 });
  assert.deepEqual([species.categories, species.values.length], [["Adelie", "Chinstrap", "Gentoo"], report.rows.train]);
  const place = { split: "train", target: 0, threshold: 0.5 } as const;
  const { rows, total } = await ask("rows", place);
  assert.deepEqual([rows.length, total], [100, report.rows.train]);
  const mass = lines[0]!.trim().split(",").indexOf("Body Mass (g)");
  const errors = rows.map(({ at, answer }) => Math.abs(Number(lines[at.row + 1]!.split(",")[mass]) - answer));
  assert.deepEqual(
    errors,
    errors.toSorted((one, other) => other - one),
  );
  assert.ok(rows.every(({ residual }, index) => Math.abs(Math.abs(residual!) - errors[index]!) < 1e-6));
  assert.equal((await ask("importance", { ...place, from: 0 })).score, "r2");
  const explanation = await ask("explanation", { ...place, row: rows[0]!.at.row });
  assert.deepEqual([explanation.changes, explanation.explained], [[], undefined]);
  assert.equal(explanation.answer, explanation.value);
});

test("many features of a large network: importance in pieces, reasons with what the CSV says of each", async () => {
  const names = Array.from({ length: 60 }, (_, index) => `x${index}`);
  const draw = new Generator(1);
  const rows = Array.from({ length: 300 }, () => names.map(() => Math.round(200 * draw.uniform32()) / 100 - 1));
  const csv = [[...names, "y"], ...rows.map((row) => [...row, row[50]! > 0 ? "yes" : "no"])].map((row) => row.join()).join("\n");
  const experiment = documentSchema.parse({
    format: 1,
    data: { file: "many.csv", target: "y" },
    layers: [
      { type: "Linear", out_features: 120 },
      { type: "ReLU" },
      { type: "Linear", out_features: 120 },
      { type: "ReLU" },
      { type: "Linear", out_features: 2 },
    ],
    training: { epochs: 5, batch_size: 32, loss: { type: "CrossEntropyLoss" }, optimizer: { type: "Adam", lr: 0.001 } },
  });
  const { ask } = await trained(experiment, csv);
  const place = { split: "train", target: 0, threshold: 0.5 } as const;
  const found: PermutationImportance[] = [];
  for (let pieces = 0; found.length < 60; pieces++) {
    assert.ok(pieces < 60, "each piece says something");
    const { features } = await ask("importance", { ...place, from: found.length });
    assert.ok(features.length < 60, "not all at once");
    found.push(...features);
  }
  assert.deepEqual(
    found.map(({ column }) => column),
    names,
  );
  assert.equal(found.toSorted((one, other) => other.mean - one.mean)[0]?.column, "x50");
  assert.deepEqual((await ask("importance", { ...place, from: 0 })).features, found, "who comes back has it at once");
  const { contributions, cells } = await ask("explanation", { ...place, row: 4 });
  assert.deepEqual(
    Object.fromEntries(contributions.map(({ column, text }) => [column, text])),
    Object.fromEntries(names.map((name, index) => [name, String(rows[4]![index])])),
  );
  assert.equal(cells.length, 40);
});

test("test rows are explained only where the test split is looked at, and a CSV that has changed is told of", async () => {
  const { ask, become, lines } = await trained(sample("iris"));
  const shown = await ask("rows", { split: "test", target: 0, threshold: 0.5, cell: { truth: 0, answer: 0 } });
  const row = shown.rows[0]!.at.row;
  await assert.rejects(ask("explanation", { split: "validation", target: 0, threshold: 0.5, row }), isCode("test-row"));
  assert.equal((await ask("explanation", { split: "test", target: 0, threshold: 0.5, row })).split, "test");
  await assert.rejects(ask("explanation", { split: "test", target: 0, threshold: 0.5, row: 1000 }), isCode("row-left-out"));
  become(lines.slice(0, -20).join("\n"));
  assert.equal((await ask("report", { threshold: 0.5 })).isOtherData, true);
});

test("weights as a file has them: the count of BatchNorm1d is an integer there", async () => {
  const { layers, ...experiment } = sample("iris");
  const normalized: Experiment = documentSchema.parse({ ...experiment, layers: [layers[0], { type: "BatchNorm1d" }, ...layers.slice(1)] });
  const worker = createTrainingWorker(nodePorts, () => silent);
  const sources = [{ name: "iris.csv", bytes: readFileSync("samples/iris.csv") }];
  const outcome = await worker.train(normalized, sources);
  const stored = readWeightFile(weightFile(normalized, outcome), "iris.safetensors");
  await worker.loadWeights("doc", stored, 0.5);
  const report = await worker.evaluate("doc", sources, "report", { threshold: 0.5, split: "test" });
  assert.ok(Math.abs(report!.loss! - outcome.testLoss!) < 1e-6);
  assert.equal(report!.isOtherData, false);
});

test("a long evaluation goes in slices: it says how far it is, ends once nobody waits, and is the one in a single call", async () => {
  const wide = { type: "Linear", out_features: 2000 };
  const experiment = documentSchema.parse({
    ...sample("binary", { training: { epochs: 0 } }),
    layers: [wide, wide, { type: "Linear", out_features: 1 }, { type: "Sigmoid" }],
  });
  const sources = [{ name: "binary.csv", bytes: readFileSync("samples/binary.csv") }];
  let heard: (() => unknown) | undefined;
  const worker = createTrainingWorker(
    {
      ...nodePorts,
      openNetwork: (plan, generator) => openThreads(plan, generator, 2, resolve("dist", "worker.js")),
      turn: async () => {
        await heard?.();
        await nodePorts.turn();
      },
    },
    () => silent,
  );
  const { tensors, preprocessing } = await worker.train(experiment, sources);
  await worker.loadWeights("doc", { experiment, preprocessing, tensors }, 0.5);
  const ask = (signal?: AbortSignal) => worker.evaluate("doc", sources, "report", { threshold: 0.5, split: "train" }, undefined, signal);

  const controller = new AbortController();
  heard = () => controller.abort();
  await assert.rejects(ask(controller.signal), isCode("cancelled"));
  await assert.rejects(ask(AbortSignal.abort()), isCode("cancelled"));

  const told: (EvaluationProgress | undefined)[] = [];
  heard = async () => told.push(await worker.evaluationProgress("doc"));
  const report = await ask();
  const rows = told.map((progress) => progress?.rows ?? 0);
  assert.ok(rows.length > 0 && rows.every((row, index) => row > (rows[index - 1] ?? 0) && row <= 800), String(rows));
  assert.deepEqual([told[0]?.total, await worker.evaluationProgress("doc")], [800, undefined]);
  const csvs = await nodePorts.readSources(experiment.data.file, sources);
  const prepared = await readAndPrepare(experiment, csvs, experiment.data, {});
  const { split, loss, targets } = report!;
  assert.deepEqual({ split, loss, targets }, reportOf(evaluate(openTrained(prepared, tensors), prepared, "train", 0), 0.5));
});
