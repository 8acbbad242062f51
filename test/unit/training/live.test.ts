// Metrics that are counted while a run goes on: the same as those of all outputs at once, batch by batch, and
// the same after a checkpoint.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Network } from "../../../src/engine/network.ts";
import { Generator } from "../../../src/engine/random.ts";
import { documentSchema, type TrainingSettings } from "../../../src/model/schema.ts";
import { cutOf, meaningOf } from "../../../src/training/evaluation/answers.ts";
import { LiveMetrics } from "../../../src/training/metrics/live.ts";
import { regressionScores } from "../../../src/training/metrics/regression.ts";
import { TrainingRun } from "../../../src/training/run.ts";
import type { EpochResult } from "../../../src/training/types.ts";
import { madeUp, statefulLayers } from "../../harness/experiments.ts";

function settings(loss: object, threshold = 0.5): TrainingSettings {
  const document = { format: 1, data: { file: "a.csv", target: "t" }, layers: [{ type: "Identity" }] };
  return documentSchema.parse({ ...document, training: { loss, threshold, optimizer: { type: "Adam" } } }).training;
}

/** Counts rows of outputs in batches of three, as a network that gave them would leave them. */
function count(training: TrainingSettings, outputs: Float32Array, targets: Float32Array, width: number, targetWidth = 1) {
  const batch = 3;
  const network = {
    output: new Float32Array(batch * width),
    target: new Float32Array(batch * targetWidth),
    outputs: width,
    targetWidth,
  } as unknown as Network;
  const encoded = {
    rows: 0,
    inputNames: [],
    inputs: outputs,
    targets,
    targetWidth,
    preprocessing: { features: [], target: { columns: [], kind: "number" } },
  } as const;
  const live = new LiveMetrics(training, encoded, network);
  // What an earlier pass counted is forgotten.
  live.add(1);
  live.begin("train");
  const rows = targets.length / targetWidth;
  for (let first = 0; first < rows; first += batch) {
    const taken = Math.min(batch, rows - first);
    network.output.set(outputs.subarray(first * width, (first + taken) * width));
    network.target.set(targets.subarray(first * targetWidth, (first + taken) * targetWidth));
    live.add(taken);
  }
  return live.epoch(false).metrics!.train;
}

const draw = new Generator(5);
const numbers = (length: number): Float32Array => Float32Array.from({ length }, () => draw.uniform32() * 8 - 4);

test("accuracy of classes: the first of the largest outputs", () => {
  const outputs = Float32Array.of(1, 1, 0, 0, 2, 3, -1, -2, -1);
  assert.deepEqual(count(settings({ type: "CrossEntropyLoss" }), outputs, Float32Array.of(0, 2, 2), 3), { accuracy: 2 / 3 });
});

for (const loss of [
  { type: "BCEWithLogitsLoss" },
  { type: "SoftMarginLoss" },
  { type: "HingeEmbeddingLoss", margin: 2 },
  { type: "BCELoss" },
]) {
  test(`accuracy of yes and no under ${loss.type}, at every threshold`, () => {
    const no = loss.type === "SoftMarginLoss" || loss.type === "HingeEmbeddingLoss" ? -1 : 0;
    for (const threshold of [0, 0.1, 0.5, 0.73, 1]) {
      const training = settings(loss, threshold);
      const raw = [...numbers(200), 0, -0, 1, Math.fround(threshold)];
      const outputs = Float32Array.from(raw, (value) => (loss.type === "BCELoss" ? Math.min(1, Math.abs(value) / 4) : value));
      const targets = Float32Array.from(outputs, () => (draw.uniform32() < 0.4 ? 1 : no));
      const { sign, cut } = cutOf(training.loss, threshold);
      const hits = outputs.filter((output, row) => sign * output >= cut === targets[row]! > 0).length;
      assert.deepEqual(count(training, outputs, targets, 1), { accuracy: hits / outputs.length }, `threshold ${threshold}`);
      // The cut is where the probability reaches the threshold.
      const meaning = meaningOf(training.loss);
      for (const output of outputs.subarray(0, 200))
        assert.equal(sign * output >= cut, meaning(output) >= threshold, `${output} at ${threshold}`);
    }
  });
}

const column = (values: Float32Array, at: number): Float32Array => values.filter((_, index) => index % 2 === at);

test("R² and MAE of numbers, far from zero and of two targets as well", () => {
  const training = settings({ type: "MSELoss" });
  const targets = numbers(50).map((value) => value + 1000);
  const outputs = targets.map((value) => value + draw.uniform32() - 0.5);
  const { r2, mae } = regressionScores(outputs, targets);
  const found = count(training, outputs, targets, 1);
  assert.ok(Math.abs(found.r2! - r2) < 1e-9 && Math.abs(found.mae! - mae) < 1e-12, JSON.stringify({ found, r2, mae }));
  const each = [0, 1].map((at) => regressionScores(column(outputs, at), column(targets, at)));
  const both = count(training, outputs, targets, 2, 2);
  assert.ok(Math.abs(both.r2! - (each[0]!.r2 + each[1]!.r2) / 2) < 1e-9);
  assert.ok(Math.abs(both.mae! - (each[0]!.mae + each[1]!.mae) / 2) < 1e-12);
});

test("a run hands out metrics of each pass, none where it is told so, and the same after a checkpoint in the middle of an epoch", () => {
  const prepared = madeUp({ layers: statefulLayers });
  const trained = (options: Partial<ConstructorParameters<typeof TrainingRun>[1]>, batches = Infinity) => {
    const results: EpochResult[] = [];
    const run = new TrainingRun(prepared, { ...options, onEpoch: (result) => results.push(result) });
    for (let batch = 0; batch < batches && !run.advanceBatch(); batch++);
    return { run, results };
  };
  const whole = trained({}).results;
  assert.deepEqual(Object.keys(whole[0]!.metrics!), ["train", "validation"]);
  assert.deepEqual(Object.keys(whole[0]!.metrics!.validation!), ["r2", "mae"]);
  assert.ok(whole.every(({ metrics }) => Number.isFinite(metrics!.train.r2) && metrics!.train.mae! > 0));
  assert.ok(whole.every(({ gradientNorm }) => gradientNorm! > 0));
  const bare = trained({ countsMetrics: false });
  assert.ok(bare.results.every((result) => !Object.hasOwn(result, "metrics") && !Object.hasOwn(result, "gradientNorm")));
  assert.deepEqual(bare.run.weights(), trained({}).run.weights());
  const half = trained({}, 9);
  const resumed = trained({ resume: half.run.checkpoint()! });
  assert.deepEqual([...half.results, ...resumed.results], whole);
});
