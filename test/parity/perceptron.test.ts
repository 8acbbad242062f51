// Rosenblatt's rule beside scikit-learn's Perceptron, as recorded: whole numbers from zero weights, in the
// rows' order, so that both are exact; every backend, in one batch an epoch and in batches.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Network } from "../../src/engine/network.ts";
import { Generator } from "../../src/engine/random.ts";
import { documentSchema } from "../../src/model/schema.ts";
import { backends } from "./backends.ts";
import { fixture } from "./fixture.ts";

interface Recorded {
  readonly name: string;
  readonly lr: number;
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly number[];
  readonly epochs: readonly number[];
  /** After each of these epochs: the weights and the bias. */
  readonly weights: readonly (readonly number[])[];
}

const { perceptron } = fixture("perceptron") as { readonly perceptron: readonly Recorded[] };

for (const { name, lr, inputs, targets, epochs, weights } of perceptron)
  for (const [backend, open] of Object.entries(backends))
    for (const batchSize of [inputs.length, 7])
      test(`${name}, ${backend}, batches of ${batchSize}`, () => {
        const { layers, training } = documentSchema.parse({
          format: 1,
          data: { file: "a.csv", target: "t" },
          layers: [{ type: "Linear", out_features: 1, init: "zeros" }, { type: "Step" }],
          training: { loss: { type: "BCELoss" }, optimizer: { type: "Perceptron", lr } },
        });
        const { loss, optimizer } = training;
        const plan = { layers, loss, optimizer, inputs: inputs[0]!.length, targetWidth: 1, batchSize };
        const network = new Network(plan, new Generator(0), open());
        for (let epoch = 1; epoch <= epochs.at(-1)!; epoch++) {
          for (let from = 0; from < inputs.length; from += batchSize) {
            const rows = inputs.slice(from, from + batchSize);
            network.input.set(rows.flat());
            network.target.set(targets.slice(from, from + batchSize));
            network.train(rows.length, { lr, momentum: 0 });
          }
          const place = epochs.indexOf(epoch);
          if (place < 0) continue;
          const found = network.parameters.flatMap(({ data }) => Array.from(data));
          assert.deepEqual(found, weights[place], `after epoch ${epoch}`);
        }
      });
