// Whole runs of three shipped documents: the data as pandas encodes it, then PyTorch's split, first weights,
// batches and losses.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bytesSource } from "../../src/data/sources.ts";
import { Network } from "../../src/engine/network.ts";
import { parseDocument } from "../../src/model/document.ts";
import { Batches } from "../../src/training/batches.ts";
import { type PreparedExperiment, prepareExperiment } from "../../src/training/experiment.ts";
import { TrainingRun } from "../../src/training/run.ts";
import type { EpochResult } from "../../src/training/types.ts";
import { assertClose, fixture, fromBits, toBits } from "./fixture.ts";
import { inputsOf } from "../harness/experiments.ts";

interface RecordedRun {
  name: string;
  split: [number[], number[], number[]];
  /** Of the first four rows. */
  inputs: string;
  targets: string;
  start: Record<string, string>;
  /** The rows of the first batches. */
  batches: number[][];
  /** Training and validation loss of each epoch. */
  epochs: [number, number][];
  test: number;
  end: Record<string, string>;
}

async function prepare(name: string): Promise<PreparedExperiment> {
  const { experiment, problems } = parseDocument(readFileSync(`samples/${name}.perceptron`, "utf8"));
  assert.ok(experiment, JSON.stringify(problems));
  return prepareExperiment(experiment, [bytesSource(`${name}.csv`, readFileSync(`samples/${name}.csv`))]);
}

function train(prepared: PreparedExperiment, epochs: number) {
  const results: EpochResult[] = [];
  const run = new TrainingRun(prepared, { epochs, onEpoch: (result) => results.push(result) });
  assert.equal(
    run.advance(() => false),
    true,
  );
  return { results, outcome: run.outcome() };
}

function assertNear(value: number | undefined, expected: number, relative: number, what: string): void {
  assert.ok(
    value !== undefined && Math.abs(value - expected) <= relative * Math.abs(expected),
    `${what} is ${value}, PyTorch has ${expected}`,
  );
}

/** The rows of the first batches, found by handing out each row's own number as its input. */
function firstBatches({ experiment, encoded, split, generator }: PreparedExperiment, count: number): number[][] {
  const { batch_size: batchSize, shuffle, drop_last: dropLast, loss, optimizer } = experiment.training;
  const own = generator.copy();
  const plan = { layers: experiment.layers, loss, optimizer, inputs: encoded.inputNames.length, targetWidth: 1, batchSize };
  assert.ok(new Network(plan, own).parameters.length > 0);
  const numbered = { ...encoded, inputNames: ["row"], inputs: Float32Array.from({ length: encoded.rows }, (_, row) => row) };
  const batches = new Batches(numbered, split.train, { batchSize, shuffle, dropLast });
  const input = new Float32Array(batchSize);
  batches.begin(own);
  return Array.from({ length: count }, () => [...input.subarray(0, batches.load(input, new Float32Array(batchSize)))]);
}

for (const recorded of (fixture("runs") as { runs: RecordedRun[] }).runs) {
  test(`${recorded.name}: split, encoding, first weights and batches are PyTorch's in every bit`, async () => {
    const prepared = await prepare(recorded.name);
    const { encoded, split } = prepared;
    assert.deepEqual(
      [split.train, split.validation, split.test].map((rows) => Array.from(rows)),
      recorded.split,
    );
    const width = encoded.inputNames.length;
    assert.equal(toBits(inputsOf(encoded).slice(0, 4 * width)), recorded.inputs);
    assert.equal(toBits(encoded.targets.slice(0, 4)), recorded.targets);
    const { outcome } = train(prepared, 0);
    assert.deepEqual(Object.fromEntries(outcome.tensors.map(({ name, data }) => [name, toBits(data)])), recorded.start);
    assert.deepEqual(firstBatches(prepared, recorded.batches.length), recorded.batches);
  });

  test(`${recorded.name}: the losses of the first ten epochs are PyTorch's to 3e-6`, async () => {
    const { results, outcome } = train(await prepare(recorded.name), recorded.epochs.length);
    assert.equal(results.length, recorded.epochs.length);
    for (const [index, [trainLoss, validationLoss]] of recorded.epochs.entries()) {
      assertNear(results[index]?.trainLoss, trainLoss, 3e-6, `train_loss of epoch ${index + 1}`);
      assertNear(results[index]?.validationLoss, validationLoss, 3e-6, `validation_loss of epoch ${index + 1}`);
    }
    assertNear(outcome.testLoss, recorded.test, 3e-6, "test_loss");
    for (const { name, data } of outcome.tensors) assertClose(data, fromBits(recorded.end[name]!), 1e-5, 1e-6, name);
  });
}
