// Rosenblatt's rule beside a plain loop in double precision, on whole numbers, where both are exact: AND, OR,
// NAND, random tables; every backend.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Network } from "../../../src/engine/network.ts";
import { Generator } from "../../../src/engine/random.ts";
import { documentSchema } from "../../../src/model/schema.ts";
import { backends } from "../../parity/backends.ts";

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

function trained(backend: (typeof backends)[string], rows: readonly Row[], epochs: number, lr: number): Network {
  const inputs = rows[0]!.length - 1;
  const { layers, training } = documentSchema.parse({
    format: 1,
    data: { file: "a.csv", target: "t" },
    layers: [{ type: "Linear", out_features: 1, init: "zeros" }, { type: "Step" }],
    training: { loss: { type: "MSELoss" }, optimizer: { type: "Perceptron", lr } },
  });
  const plan = { layers, loss: training.loss, optimizer: training.optimizer, inputs, targetWidth: 1, batchSize: rows.length };
  const network = new Network(plan, new Generator(0), backend());
  for (let epoch = 0; epoch < epochs; epoch++) {
    network.input.set(rows.flatMap((row) => row.slice(0, -1)));
    network.target.set(rows.map((row) => row.at(-1)!));
    network.train(rows.length, { lr, momentum: 0 });
  }
  return network;
}

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

for (const [name, rows] of Object.entries(gates)) {
  test(`${name} is learnt in ten passes, weight by weight as by hand`, () => {
    for (const backend of Object.values(backends)) {
      for (const epochs of [1, 2, 3, 10]) {
        const { parameters } = trained(backend, rows, epochs, 1);
        assert.deepEqual(
          parameters.flatMap(({ data }) => Array.from(data)),
          byHand(rows, epochs, 1),
        );
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
    for (const backend of Object.values(backends))
      assert.deepEqual(
        trained(backend, rows, 4, 0.5).parameters.flatMap(({ data }) => Array.from(data)),
        byHand(rows, 4, 0.5),
      );
  }
});
