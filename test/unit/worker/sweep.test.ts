// A sweep's trials in the worker: one after the other in the same thread, with the CSV read once, and each
// the run it would be alone.

import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { parseDocument } from "../../../src/model/document.ts";
import type { Experiment } from "../../../src/model/schema.ts";
import { listTrials } from "../../../src/model/sweep/trials.ts";
import { readTable } from "../../../src/data/read.ts";
import { TrainingRun } from "../../../src/training/run.ts";
import type { EpochResult } from "../../../src/training/types.ts";
import { readSources } from "../../../src/worker/node/read-sources.ts";
import { createTrainingWorker } from "../../../src/worker/training-worker.ts";
import { nodePorts } from "../../../src/worker/node/ports.ts";
import { TrialRows } from "../../../src/worker/trial-rows.ts";

const text = readFileSync("samples/iris.perceptron", "utf8").replace('"epochs": 100', '"epochs": 12');

function start() {
  const results: EpochResult[] = [];
  const worker = createTrainingWorker(nodePorts, () => ({
    started: async () => {},
    progressed: async (_, more) => void results.push(...more),
    reading: async () => {},
  }));
  return { worker, results };
}

test("trials of one worker read the CSV once, and are what each is alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "perceptron-sweep-"));
  const path = join(folder, "iris.csv");
  copyFileSync("samples/iris.csv", path);
  const axes = [
    { name: "lr", values: [0.001, 0.03] },
    { name: "width", values: [4, 24] },
    { name: "activation", values: ["ReLU", "Tanh"] },
  ] as const;
  const trials = listTrials(text, { kind: "grid", axes, stopsHopeless: false });
  assert.equal(trials.length, 8);
  const shared = start();
  const losses: number[] = [];
  for (const trial of trials) {
    assert.ok("experiment" in trial);
    shared.results.length = 0;
    const outcome = await shared.worker.train(trial.experiment, [{ name: "iris.csv", path }], { threads: 1, keepsRows: true });
    assert.equal(outcome.epochs, 12);
    assert.deepEqual(outcome.tensors[0]?.shape, [trial.settings.width, 4]);
    const alone = start();
    const whole = await alone.worker.train(trial.experiment, [{ name: "iris.csv", bytes: readFileSync("samples/iris.csv") }]);
    assert.deepEqual(outcome.tensors, whole.tensors);
    assert.deepEqual(shared.results, alone.results);
    losses.push(shared.results.at(-1)!.validationLoss!);
  }
  assert.equal(new Set(losses).size, 8, "each setting makes another run");
  // What is kept belongs to the file as it was: one that is gone is not trained on any more.
  rmSync(folder, { recursive: true });
  const [first] = trials;
  assert.ok(first && "experiment" in first);
  await assert.rejects(
    shared.worker.train(first.experiment, [{ name: "iris.csv", path }], { threads: 1, keepsRows: true }),
    /There is no file/,
  );
});

test("a trial's rows are those of the one before where nothing varies that they depend on, and its passes take no memory again", async () => {
  const experiment = parseDocument(text).experiment!;
  const table = await readTable(await readSources("iris.csv", [{ name: "iris.csv", path: "samples/iris.csv" }]), experiment.data);
  const rows = new TrialRows();
  const train = async (changes: Partial<Experiment["training"]> = {}, layers = experiment.layers) => {
    const prepared = await rows.prepare({ ...experiment, layers, training: { ...experiment.training, ...changes } }, table, {});
    const run = new TrainingRun(prepared, { onEpoch: () => {} });
    run.advance(() => false);
    return { encoded: prepared.encoded, loss: run.outcome().testLoss, order: prepared.memory!.allocateRows(1).byteOffset };
  };
  const first = await train();
  const other = await train({
    batch_size: 4,
    optimizer: { ...experiment.training.optimizer, lr: 0.1 } as Experiment["training"]["optimizer"],
  });
  assert.equal(other.encoded, first.encoded);
  assert.notEqual(other.loss, first.loss);
  const again = await train();
  assert.equal(again.loss, first.loss, "a run does not see what the one before has left");
  assert.equal(again.order, first.order, "the memory has not grown");
  assert.notEqual((await train({ seed: 1 })).encoded, first.encoded, "another seed is another split");
  const wrong = [{ ...experiment.layers[0]!, in_features: 7 }, ...experiment.layers.slice(1)] as Experiment["layers"];
  await assert.rejects(train({}, wrong), /expects \{2\} inputs/);
});
