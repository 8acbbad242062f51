// Rosenblatt's rule beside a hand calculation, and beside a plain loop in double precision on whole numbers,
// where both are exact: AND, OR, NAND, random tables; every backend.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Network } from "../../../src/engine/network.ts";
import { Generator } from "../../../src/engine/random.ts";
import { documentSchema } from "../../../src/model/schema.ts";
import { backends } from "../../parity/backends.ts";

type Backend = (typeof backends)[string];
type Row = readonly [...inputs: number[], target: number];

/** The weights and the bias after each epoch, by the book. */
function byHand(rows: readonly Row[], epochs: number, lr: number): number[] {
  const weights = Array.from({ length: rows[0]!.length - 1 }, () => 0);
  let bias = 0;
  for (let epoch = 0; epoch < epochs; epoch++)
    for (const row of rows) {
      const sum = weights.reduce((total, weight, index) => total + weight * row[index]!, bias);
      const error = row.at(-1)! - (sum >= 0 ? 1 : 0);
      for (const index of weights.keys()) weights[index]! += lr * error * row[index]!;
      bias += lr * error;
    }
  return [...weights, bias];
}

function open(backend: Backend, rows: readonly Row[], linear: object = { init: "zeros" }, loss = "MSELoss"): Network {
  const inputs = rows[0]!.length - 1;
  const { layers, training } = documentSchema.parse({
    format: 1,
    data: { file: "a.csv", target: "t" },
    layers: [{ type: "Linear", out_features: 1, ...linear }, { type: "Step" }],
    training: { loss: { type: loss }, optimizer: { type: "Perceptron" } },
  });
  const plan = { layers, loss: training.loss, optimizer: training.optimizer, inputs, targetWidth: 1, batchSize: rows.length };
  const network = new Network(plan, new Generator(0), backend());
  network.input.set(rows.flatMap((row) => row.slice(0, -1)));
  network.target.set(rows.map((row) => row.at(-1)!));
  return network;
}

function trained(backend: Backend, rows: readonly Row[], epochs: number, lr: number): Network {
  const network = open(backend, rows);
  for (let epoch = 0; epoch < epochs; epoch++) network.train(rows.length, { lr, momentum: 0 });
  return network;
}

const weightsOf = ({ parameters }: Network): number[] => parameters.flatMap(({ data }) => Array.from(data));

const gates: Readonly<Record<string, readonly Row[]>> = {
  AND: [
    [0, 0, 0],
    [0, 1, 0],
    [1, 0, 0],
    [1, 1, 1],
  ],
  OR: [
    [0, 0, 0],
    [0, 1, 1],
    [1, 0, 1],
    [1, 1, 1],
  ],
  NAND: [
    [0, 0, 1],
    [0, 1, 1],
    [1, 0, 1],
    [1, 1, 0],
  ],
};

// w = (1, −1), b = 0, lr = 0.5, and AND's rows one by one:
//   (0, 0): 0 ≥ 0, so 1 instead of 0: b = −0.5
//   (0, 1): −1 − 0.5 < 0, so 0, which is right
//   (1, 0): 1 − 0.5 ≥ 0, so 1 instead of 0: w = (0.5, −1), b = −1
//   (1, 1): 0.5 − 1 − 1 < 0, so 0 instead of 1: w = (1, −0.5), b = −0.5
// Three of four answers are wrong: MSELoss 3/4, and BCELoss 100 for each of them.
test("AND from given weights, row by row as on paper", () => {
  const init = { weight: [[1, -1]], bias: [0] };
  for (const backend of Object.values(backends))
    for (const [loss, wanted] of [
      ["MSELoss", 0.75],
      ["L1Loss", 0.75],
      ["BCELoss", 75],
    ] as const) {
      const network = open(backend, gates["AND"]!, { init }, loss);
      assert.equal(network.train(4, { lr: 0.5, momentum: 0 }), wanted);
      assert.deepEqual(weightsOf(network), [1, -0.5, -0.5]);
      assert.deepEqual(Array.from(network.output.subarray(0, 4)), [1, 0, 1, 0]);
    }
});

test("without a bias only the weights move", () => {
  const rows: readonly Row[] = [
    [2, -1, 0],
    [-3, 1, 1],
  ];
  for (const backend of Object.values(backends)) {
    const network = open(backend, rows, { init: { weight: [[1, 1]] }, bias: false });
    // 2 − 1 ≥ 0 is wrong: w = (−1, 2); 3 + 2 ≥ 0 is right.
    assert.equal(network.train(2, { lr: 1, momentum: 0 }), 0.5);
    assert.deepEqual(weightsOf(network), [-1, 2]);
  }
});

test("a look shows the answers of the next step, without gradients, and leaves everything as it was", () => {
  const init = { weight: [[1, -1]], bias: [0] };
  for (const backend of Object.values(backends)) {
    const rates = { lr: 0.5, momentum: 0 };
    const network = open(backend, gates["AND"]!, { init }, "BCELoss");
    const changes = (): unknown => [weightsOf(network), network.steps, network.parameters.map((tensor) => network.updateOf(tensor))];
    for (let step = 0; step < 3; step++) {
      const before = changes();
      const loss = network.look(4, rates.lr);
      const seen = network.layers.map(({ output }) => Array.from(output));
      assert.ok(network.gradients.every(({ data }) => data.every((value) => value === 0)));
      assert.deepEqual(changes(), before);
      assert.equal(network.train(4, rates), loss);
      assert.deepEqual(
        network.layers.map(({ output }) => Array.from(output)),
        seen,
      );
    }
  }
});

for (const [name, rows] of Object.entries(gates)) {
  test(`${name} is learnt in ten passes, weight by weight as by hand`, () => {
    for (const backend of Object.values(backends)) {
      for (const epochs of [1, 2, 3, 10]) {
        assert.deepEqual(weightsOf(trained(backend, rows, epochs, 1)), byHand(rows, epochs, 1));
      }
      const network = trained(backend, rows, 10, 1);
      // Nothing is wrong any more, so a further pass is free of loss.
      assert.equal(network.train(rows.length, { lr: 1, momentum: 0 }), 0);
    }
  });
}

test("tables of whole numbers, with any number of inputs and rows", () => {
  const generator = new Generator(5);
  for (const [inputs, count] of [
    [1, 3],
    [5, 17],
    [70, 9],
    [130, 40],
  ] as const) {
    const rows = Array.from({ length: count }, (): Row => {
      const values = Array.from({ length: inputs }, () => (generator.next32() % 9) - 4);
      return [...values, generator.next32() % 2];
    });
    for (const backend of Object.values(backends)) assert.deepEqual(weightsOf(trained(backend, rows, 4, 0.5)), byHand(rows, 4, 0.5));
  }
});

test("weights beyond float32 are told, and those before the batch are kept", () => {
  const rows: readonly Row[] = [
    [3e38, 1],
    [3e38, 0],
  ];
  for (const backend of Object.values(backends)) {
    const network = open(backend, rows, { init: { weight: [[1e-38]], bias: [0] } });
    network.train(2, { lr: 10, momentum: 0 });
    assert.equal(network.isFinite(), false);
    network.keepFinite();
    assert.deepEqual(weightsOf(network), [Math.fround(1e-38), 0]);
  }
});
