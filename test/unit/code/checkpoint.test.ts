// Checkpoint files: every tensor as it was, and never taken for a weight file or the other way round.

import assert from "node:assert/strict";
import { test } from "node:test";
import { type CheckpointTensor, checkpointFile, isCheckpoint, readCheckpoint } from "../../../src/code/formats/checkpoint.ts";
import { readCheckpointFacts } from "../../../src/code/formats/checkpoint-facts.ts";
import { momentTensors } from "../../../src/code/formats/moments.ts";
import { readSafetensors, writeSafetensors } from "../../../src/code/formats/safetensors.ts";
import { weightFile } from "../../../src/code/formats/weights.ts";
import { format } from "../../../src/model/message.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { documents } from "../../fixtures/code/documents.ts";
import { experimentOf, summaryOf } from "../../fixtures/code/script.ts";

const files = documents["fills of every kind"]!;
const experiment = experimentOf(files);
const preprocessing = (await summaryOf(files)).preprocessing!;
const tensors: readonly CheckpointTensor[] = [
  { name: "model.0.weight", shape: [1, 2], data: Float32Array.of(0.1, NaN) },
  { name: "model.1.num_batches_tracked", shape: [], data: Float32Array.of(3) },
  { name: "optimizer.exp_avg.0.weight", shape: [1, 2], data: Float32Array.of(-0, 1e-45) },
  { name: "generator", shape: [3], data: Uint32Array.of(1, 2, 0xffffffff) },
  { name: "progress", shape: [2], data: Float64Array.of(Infinity, 1 / 3) },
  { name: "scheduler", shape: [0], data: new Float64Array() },
];
const bytes = checkpointFile(experiment, preprocessing, tensors);

function byName(list: readonly CheckpointTensor[]): Record<string, unknown> {
  return Object.fromEntries(list.map(({ name, shape, data }) => [name, { shape, data }]));
}

function refusal(file: Uint8Array, read: (bytes: Uint8Array, name: string) => unknown = readCheckpoint): string {
  try {
    read(file, "w");
  } catch (error) {
    if (error instanceof ProblemError && error.problem.file === "w") return format(error.problem.message);
    throw error;
  }
  return "no refusal";
}

test("a checkpoint comes back as it was, with the type of every number", () => {
  assert.ok(isCheckpoint(bytes));
  assert.deepEqual(byName(readCheckpoint(bytes, "w").tensors), byName(tensors));
});

test("its metadata is that of a weight file", () => {
  const weights = weightFile(experiment, { tensors: [], preprocessing });
  assert.equal(readSafetensors(bytes, "w").metadata["perceptron"], readSafetensors(weights, "w").metadata["perceptron"]);
});

test("other files are no checkpoints", () => {
  const weights = weightFile(experiment, { tensors: tensors.slice(0, 1), preprocessing });
  assert.ok(!isCheckpoint(weights));
  assert.match(refusal(weights), /^w holds weights, but not all that a run continues from\./);
  const foreign = writeSafetensors([{ name: "n", shape: [], data: BigInt64Array.of(1n) }], { checkpoint: "1" });
  assert.match(refusal(foreign), /^w holds weights, but not all/);
  for (const file of [new Uint8Array(), new TextEncoder().encode("x,y\n1,2\n"), bytes.subarray(0, 100)]) {
    assert.ok(!isCheckpoint(file));
    assert.match(refusal(file), /^w is not a weight file/);
  }
});

test("its document and its epoch are read without its tensors; one that does not say them has none", () => {
  const progress = { name: "progress", shape: [3], data: Float64Array.of(0, 7, 21) };
  const file = checkpointFile(experiment, preprocessing, [...tensors.filter(({ name }) => name !== "progress"), progress]);
  const facts = readCheckpointFacts(file, "w");
  assert.deepEqual([facts.epoch, facts.curve], [7, undefined]);
  assert.deepEqual(facts.experiment, experiment);
  assert.equal(readCheckpointFacts(bytes, "w").epoch, undefined, "a third of an epoch is none");
});

const weight = (value: number) => [{ name: "0.weight", shape: [1], data: Float32Array.of(value) }];

test("its moments are read in the order of their epochs, its findings each once, and what is no such thing passed over", () => {
  const moments = [
    { epoch: 16, tensors: weight(2) },
    { epoch: 3, tensors: weight(1) },
  ];
  const odd = { name: "moment.x.0.weight", shape: [1], data: Float32Array.of(3) };
  const found = { code: "plateau", layer: null, epoch: 4, message: { text: "Flat for {0} epochs.", args: [4] } };
  const file = (health: readonly unknown[]) =>
    checkpointFile(experiment, preprocessing, [...tensors, ...momentTensors(moments), odd], health);
  const facts = readCheckpointFacts(file([found, { ...found, epoch: 9 }]), "w");
  assert.deepEqual(facts.moments, moments.toReversed());
  assert.deepEqual(facts.health, [found]);
  for (const strange of [{ code: "plateau" }, "plateau", { ...found, message: { text: 1, args: [] } }])
    assert.deepEqual(readCheckpointFacts(file([strange]), "w").health, []);
});

test("a checkpoint that lost its end is damaged, whoever reads it", () => {
  assert.match(refusal(bytes.subarray(0, bytes.length - 1)), /^w is not a weight file/);
  assert.match(refusal(bytes.subarray(0, bytes.length - 1), readCheckpointFacts), /^w is not a weight file/);
});
