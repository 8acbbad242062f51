// Weight files that are read back, and files that are none of ours.

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkpointFile } from "../../../src/code/formats/checkpoint.ts";
import { writeSafetensors } from "../../../src/code/formats/safetensors.ts";
import { readWeightFile, weightFile } from "../../../src/code/formats/weights.ts";
import type { Preprocessing } from "../../../src/data/types.ts";
import { documentSchema } from "../../../src/model/schema.ts";
import { thrown } from "../../fixtures/data/tables.ts";

const experiment = documentSchema.parse({
  format: 1,
  data: { file: "a.csv", target: "t" },
  layers: [{ type: "Linear", out_features: 1 }],
  training: { loss: { type: "MSELoss" }, optimizer: { type: "SGD", lr: 0.1 }, threshold: 0.25 },
});
const preprocessing: Preprocessing = {
  features: [
    { column: "x", kind: "number", encode: "value", fill: 0.1 + 0.2, shift: 1 / 3, scale: 5e-324 },
    { column: "c", kind: "category", encode: "one-hot", categories: ["", "ä"], missingValues: ["?"] },
    { column: "d", kind: "category", encode: "date", fill: "2012-01-01" },
  ],
  target: { columns: ["t"], kind: "number" },
};
const tensors = [{ name: "0.weight", shape: [1, 2], data: Float32Array.of(0.1, -0) }];

test("what is written is read, every double and the document with its defaults", () => {
  const read = readWeightFile(weightFile(experiment, { tensors, preprocessing }), "w");
  assert.deepEqual(read, { experiment, preprocessing, tensors });
});

const [first, ...others] = preprocessing.features;
const broken: [what: string, metadata: Record<string, string>][] = [
  ["no metadata", {}],
  ["no JSON", { perceptron: "{" }],
  ["another value", { perceptron: "7" }],
  ["no document", { perceptron: JSON.stringify({ preprocessing }) }],
  ["a document that breaks the schema", { perceptron: JSON.stringify({ document: { ...experiment, layers: [] }, preprocessing }) }],
  ...[
    null,
    {},
    { ...preprocessing, features: 7 },
    { ...preprocessing, features: [null] },
    { ...preprocessing, target: null },
    { ...preprocessing, target: { columns: ["t"], kind: "number", classes: [1] } },
    { ...preprocessing, features: [{ ...first, kind: "text" }, ...others] },
    { ...preprocessing, features: [{ ...first, scale: "1" }, ...others] },
    { ...preprocessing, features: [{ ...first, encode: "one-hot" }, ...others] },
  ].map((wrong): [string, Record<string, string>] => [
    `preprocessing ${JSON.stringify(wrong)?.slice(0, 60)}`,
    { perceptron: JSON.stringify({ document: experiment, preprocessing: wrong }) },
  ]),
];

for (const [what, metadata] of broken)
  test(`refused: ${what}`, async () => {
    assert.equal(
      await thrown(() => readWeightFile(writeSafetensors(tensors, metadata), "w.safetensors")),
      "error weights-not-read  w.safetensors:: w.safetensors does not hold a trained network with its preprocessing. Choose a file that train --save or the builder wrote.",
    );
  });

test("a checkpoint is not taken for weights", async () => {
  assert.match(
    await thrown(() => readWeightFile(checkpointFile(experiment, preprocessing, tensors), "c")),
    /does not hold a trained network/,
  );
});
