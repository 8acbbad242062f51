// A person's hand on a run in the worker: pause, one batch, one epoch, another learning rate, a look, a
// checkpoint, stop.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openWorker } from "../../harness/node-worker.ts";
import { parseDocument } from "../../../src/model/document.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import type { Experiment } from "../../../src/model/schema.ts";
import { readOrigin } from "../../../src/session/run/run-origin.ts";
import type { EpochResult } from "../../../src/training/types.ts";
import { eventually } from "../../harness/patience.ts";
import { createTrainingWorker } from "../../../src/worker/training-worker.ts";
import { nodePorts } from "../../../src/worker/node/ports.ts";

const sources = [{ name: "iris.csv", bytes: readFileSync("samples/iris.csv") }];

function iris(epochs: number): Experiment {
  const { experiment } = parseDocument(readFileSync("samples/iris.perceptron", "utf8"));
  assert.ok(experiment);
  return { ...experiment, training: { ...experiment.training, epochs, batch_size: 8 } };
}

/** So many sigmoids that the first ones get no gradient. */
function sick(epochs: number): Experiment {
  const hidden = Array.from({ length: 6 }, () => [{ type: "Linear", out_features: 8 }, { type: "Sigmoid" }]).flat();
  const document = JSON.parse(readFileSync("samples/iris.perceptron", "utf8")) as object;
  const optimizer = { type: "SGD", lr: 0.1 };
  const training = { epochs, batch_size: 16, loss: { type: "CrossEntropyLoss" }, optimizer };
  const { experiment } = parseDocument(JSON.stringify({ ...document, layers: [...hidden, { type: "Linear", out_features: 3 }], training }));
  assert.ok(experiment);
  return experiment;
}

/** A worker in this thread, and what it told so far. */
function start() {
  const results: EpochResult[] = [];
  let begun: (() => void) | undefined;
  const started = new Promise<void>((resolve) => (begun = resolve));
  const worker = createTrainingWorker(nodePorts, () => ({
    started: async () => begun?.(),
    progressed: async (from, more) => {
      assert.equal(from, results.length, "a point is missing or told twice");
      results.push(...more);
    },
    reading: async () => {},
  }));
  return { worker, results, started };
}

test("a run waits, goes one batch, goes one epoch and goes on, and is the run that never waited", async () => {
  const whole = start();
  const expected = await whole.worker.train(iris(3_000), sources);
  const { worker, results, started } = start();
  const outcome = worker.train(iris(3_000), sources);
  await started;
  await worker.pause();
  const before = results.length;
  await new Promise((resolve) => setTimeout(resolve, 120));
  assert.equal(results.length, before, "it went on while it should wait");
  const weights = await worker.weights();
  await worker.advance("batch");
  const after = await worker.weights();
  assert.notDeepEqual(after?.[0]?.data, weights?.[0]?.data);
  assert.ok(results.length <= before + 1);
  await worker.advance("epoch");
  await worker.advance("epoch");
  // An epoch is told in a batch with others, at most a twentieth of a second later.
  while (results.length < before + 2) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.ok(results.length <= before + 3, `${before}, then ${results.length}`);
  await worker.resume();
  const { seconds: _, ...rest } = await outcome;
  const { seconds: __, ...wanted } = expected;
  assert.deepEqual(rest, wanted);
  assert.deepEqual(results, whole.results);
});

test("another learning rate holds from the next batch on, and a stop is heard while the run waits", async () => {
  const { worker, results, started } = start();
  const outcome = worker.train(iris(1_000_000), sources);
  await started;
  await worker.pause();
  await worker.setLearningRate(0.125);
  await worker.advance("epoch");
  await worker.advance("epoch");
  await worker.stop();
  const { stopped, tensors } = await outcome;
  assert.equal(stopped, "interrupted");
  assert.equal(results.at(-1)?.lr, 0.125);
  assert.ok(tensors.every(({ data }) => data.every(Number.isFinite)));
  // Nobody is trained now.
  assert.deepEqual([await worker.weights(), await worker.checkpoint(), await worker.pause()], [undefined, undefined, undefined]);
});

test("a run goes on in another worker from what the first one gave", async () => {
  const first = start();
  const cut = first.worker.train(iris(100_000), sources);
  await first.started;
  await first.worker.pause();
  await first.worker.advance("batch");
  const checkpoint = await first.worker.checkpoint();
  assert.ok(checkpoint);
  assert.deepEqual([checkpoint.batch > 0, checkpoint.batch < 15], [true, true], "it stands within an epoch");
  const facts = readOrigin(checkpoint.bytes, "c");
  assert.deepEqual([facts?.epoch, facts?.experiment.training.epochs], [checkpoint.epoch, 100_000]);
  await first.worker.stop();
  await cut;
  assert.deepEqual(facts?.points, first.results.slice(0, checkpoint.epoch));
  const epochs = first.results.length + 20;
  const whole = start();
  const { seconds: _, ...expected } = await whole.worker.train(iris(epochs), sources);
  const results: EpochResult[] = [];
  const worker = createTrainingWorker(nodePorts, () => ({
    started: async () => {},
    progressed: async (__, more) => void results.push(...more),
    reading: async () => {},
  }));
  const { seconds: ___, end, ...resumed } = await worker.train(iris(epochs), sources, { resume: checkpoint.bytes, keepsEnd: true });
  assert.deepEqual(resumed, expected);
  assert.deepEqual(readOrigin(end!.bytes, "c")?.points, whole.results, "the curve is whole, from the first worker's epochs on");
  assert.ok(results.length >= 20);
  assert.deepEqual(results, whole.results.slice(-results.length));
});

test("a run that goes on after a crash still has the moments and the findings of before, as a next one will", async () => {
  const first = start();
  const cut = first.worker.train(sick(100_000), sources, { keepsMoments: true, health: true });
  await first.started;
  const { epoch, bytes, facts } = await eventually(async () => {
    const checkpoint = await first.worker.checkpoint();
    assert.ok(checkpoint);
    const origin = readOrigin(checkpoint.bytes, "c");
    assert.equal(origin?.health[0]?.code, "vanishing-gradient");
    return { ...checkpoint, facts: origin };
  });
  await first.worker.stop();
  await cut;
  const powers = Array.from({ length: 20 }, (_, power) => 2 ** power);
  assert.deepEqual(
    facts.moments.map((moment) => moment.epoch),
    [0, ...powers.filter((power) => power <= epoch)],
  );
  const epochs = epoch + 10;
  const next = createTrainingWorker(nodePorts, () => ({ started: async () => {}, progressed: async () => {}, reading: async () => {} }));
  const { end } = await next.train(sick(epochs), sources, { resume: bytes, keepsEnd: true, keepsMoments: true });
  const later = readOrigin(end!.bytes, "c");
  assert.deepEqual(later?.moments.slice(0, facts.moments.length), facts.moments);
  assert.equal(later?.moments.at(-1)?.epoch, epochs);
  assert.deepEqual(later?.health, facts.health);
});

/** Some seconds of reading: a million and a half of rows. */
function longCsv(): string {
  const folder = mkdtempSync(join(tmpdir(), "perceptron-long-"));
  after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "iris.csv");
  const [head = "", ...rows] = readFileSync("samples/iris.csv", "utf8").trimEnd().split("\n");
  writeFileSync(path, `${head}\n${`${rows.join("\n")}\n`.repeat(10_000)}`);
  return path;
}

test("a stop is heard while the data is read, in the worker of a run and of a sweep, and the next run is one", async () => {
  const long = [{ name: "iris.csv", path: longCsv() }];
  for (const keepsRows of [false, true]) {
    const client = openWorker(join(process.cwd(), "dist", "worker.js"));
    const outcome = client.train(iris(3), long, { keepsRows, threads: 1 });
    const isCancelled = assert.rejects(outcome, (error) => error instanceof ProblemError && error.problem.code === "cancelled");
    // It reads by then, or has not begun to.
    await new Promise((resolve) => setTimeout(resolve, 200));
    await client.stop();
    await isCancelled;
    assert.equal((await client.train(iris(3), sources, { keepsRows, threads: 1 })).epochs, 3);
    client.dispose();
  }
});

test("a stop before the first byte is read ends the run too", async () => {
  const { worker } = start();
  const outcome = worker.train(iris(3), sources);
  await Promise.all([
    worker.stop(),
    assert.rejects(outcome, (error) => error instanceof ProblemError && error.problem.code === "cancelled"),
  ]);
});
