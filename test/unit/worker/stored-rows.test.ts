// Rows that lie in a file answer the worker's questions as rows in memory do.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { scratchParent } from "../../../src/disk/scratch.ts";
import { parseDocument } from "../../../src/model/document.ts";
import type { TrainingObserver } from "../../../src/protocol/worker.ts";
import { nodePorts } from "../../../src/worker/node/ports.ts";
import { storageOf } from "../../../src/worker/node/storage.ts";
import { createTrainingWorker } from "../../../src/worker/training-worker.ts";

const silent: TrainingObserver = { started: async () => {}, progressed: async () => {}, reading: async () => {} };
const { experiment: iris } = parseDocument(readFileSync("samples/iris.perceptron", "utf8"));
const sources = [{ name: "iris.csv", path: "samples/iris.csv" }];

const left = async () => readdirSync(await scratchParent()).filter((name) => name.startsWith(`.perceptron-rows.${process.pid}-`));

async function answersOf(storage: typeof nodePorts.storage): Promise<readonly unknown[]> {
  assert.ok(iris && storage);
  const worker = createTrainingWorker({ ...nodePorts, storage }, () => silent);
  const document = "iris.perceptron";
  const summary = await worker.describe(iris, sources, { document });
  const {
    seconds: _,
    engine: __,
    end: ___,
    ...trained
  } = await worker.train(iris, sources, { epochs: 3, threads: 1, evaluatesEnd: true, keepsEnd: true });
  const trials = [];
  for (const seed of [iris.training.seed, 5])
    trials.push(
      (await worker.train({ ...iris, training: { ...iris.training, seed } }, sources, { epochs: 1, threads: 1, keepsRows: true })).tensors,
    );
  await worker.loadWeights(document, { experiment: iris, preprocessing: trained.preprocessing, tensors: trained.tensors }, 0.5);
  const asked = { split: "validation", target: 0, threshold: 0.5 } as const;
  const answers = [
    await worker.evaluate(document, sources, "report", { threshold: 0.5 }),
    await worker.evaluate(document, sources, "rows", asked),
    await worker.evaluate(document, sources, "importance", { ...asked, from: 0 }),
  ];
  const inside = await worker.openInside(iris, sources, { document, step: 4 });
  const first = await worker.firstWeights(iris, sources, { document });
  const basis = { document, run: "1", experiment: iris, sources, epochs: [], added: [] };
  const boundary = await worker.askSpace(basis, "boundary", { ...asked, x: 0, y: 1, size: 8 });
  await worker.closeSpace(document);
  await worker.closeInside(document);
  return [summary, trained, trials, answers, inside, first, boundary];
}

test("runs, trials, evaluation, steps and the space are the same from a file, of which nothing is left", async () => {
  const before = await left();
  const small = storageOf(0, 1000);
  let files = 0;
  const counted: typeof small = { ...small, create: (...asked) => (files++, small.create(...asked)) };
  assert.deepEqual(await answersOf(counted), await answersOf(nodePorts.storage));
  assert.equal(files, 9, "two tables, and rows for a run, two trials, evaluation, a step, first weights, the space");
  assert.deepEqual(await left(), before);
});
