// The weights that the worker hands out to be looked at: those a run would begin with, and those of the run
// that goes on.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseDocument } from "../../../src/model/document.ts";
import type { Experiment } from "../../../src/model/schema.ts";
import { createTrainingWorker } from "../../../src/worker/training-worker.ts";
import { nodePorts } from "../../../src/worker/node/ports.ts";

const sources = [{ name: "iris.csv", bytes: readFileSync("samples/iris.csv") }];

function iris(epochs: number, layers?: Experiment["layers"]): Experiment {
  const { experiment } = parseDocument(readFileSync("samples/iris.perceptron", "utf8"));
  assert.ok(experiment);
  return { ...experiment, layers: layers ?? experiment.layers, training: { ...experiment.training, epochs } };
}

test("the first weights are those that a run of no epochs leaves, number for number", async () => {
  const worker = createTrainingWorker(nodePorts, () => ({ started: async () => {}, reading: async () => {}, progressed: async () => {} }));
  const first = await worker.firstWeights(iris(100), sources);
  const { tensors } = await worker.train(iris(0), sources);
  assert.deepEqual(
    first.map(({ name, shape, data }) => ({ name, shape, data })),
    tensors.map(({ name, shape, data }) => ({ name, shape, data })),
  );
  assert.ok(first.every(({ largest, bins, count }) => largest > 0 && bins.reduce((sum, bin) => sum + bin) === count));
});

test("the weights of a run are there while it trains, change, and are gone when it is over", async () => {
  let begun: (() => void) | undefined;
  const started = new Promise<void>((resolve) => (begun = resolve));
  const worker = createTrainingWorker(nodePorts, () => ({
    started: async () => begun?.(),
    reading: async () => {},
    progressed: async () => {},
  }));
  assert.equal(await worker.weights(), undefined);
  const over = worker.train(iris(1_000_000), sources);
  await started;
  await worker.pause();
  const before = await worker.weights();
  await worker.advance("epoch");
  const after = await worker.weights();
  assert.equal(before?.length, after?.length);
  assert.notDeepEqual(before?.[0]?.data, after?.[0]?.data);
  await worker.stop();
  const { tensors } = await over;
  assert.deepEqual(
    after?.map(({ name }) => name),
    tensors.map(({ name }) => name),
  );
  assert.equal(await worker.weights(), undefined);
});

test("of a large layer only the spread is handed out", async () => {
  const worker = createTrainingWorker(nodePorts, () => ({ started: async () => {}, reading: async () => {}, progressed: async () => {} }));
  const [, , last] = iris(1).layers;
  const wide = { type: "Linear", out_features: 300, bias: true, init: "default" } as const;
  const weights = await worker.firstWeights(iris(1, [wide, last!]), sources);
  assert.deepEqual(
    weights.map(({ shape, data }) => [shape, data !== undefined]),
    [
      [[300, 4], false],
      [[300], false],
      [[3, 300], false],
      [[3], true],
    ],
  );
});

test("the document's tests are answered with the weights of a file, if they are of this data", async () => {
  const worker = createTrainingWorker(nodePorts, () => ({ started: async () => {}, reading: async () => {}, progressed: async () => {} }));
  const experiment: Experiment = {
    ...iris(100),
    tests: [
      { type: "accuracy", on: "train", at_least: 0.9 },
      { type: "row", row: 1, is: "virginica" },
    ],
  };
  const { tensors, preprocessing } = await worker.train(experiment, sources);
  const weights = { experiment, preprocessing, tensors, file: "iris.safetensors" };
  const results = await worker.test(experiment, sources, weights);
  assert.deepEqual(
    results.map(({ passed, compared }) => [passed, compared?.expected]),
    [
      [true, "accuracy ≥ 0.9"],
      [false, "virginica"],
    ],
  );
  const other = { ...experiment, training: { ...experiment.training, seed: 1 } };
  await assert.rejects(worker.test(other, sources, weights), /The data, the split or the seed changed/);
});
