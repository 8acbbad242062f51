// Checkpoints that no run has left: numbers that are none, places beyond the pass, what belongs to another
// scheduler. Each is said to be damaged, and none trains on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ProblemError } from "../../../src/model/problem.ts";
import type { CheckpointTensor, RunCheckpoint } from "../../../src/training/checkpoint.ts";
import { TrainingRun } from "../../../src/training/run.ts";
import { madeUp, statefulLayers } from "../../harness/experiments.ts";

const training = {
  optimizer: { type: "SGD", lr: 0.01, momentum: 0.9 },
  scheduler: { type: "ReduceLROnPlateau" },
  early_stopping: { patience: 3 },
  epochs: 4,
};
const from = madeUp({ layers: statefulLayers, training });

function checkpointAfter(batches: number, experiment = from): RunCheckpoint {
  const run = new TrainingRun(experiment, { onEpoch: () => {} });
  for (let batch = 0; batch < batches; batch++) run.advanceBatch();
  return run.checkpoint()!;
}

/** The checkpoint with another tensor of that name. */
function withTensor(
  { tensors }: RunCheckpoint,
  name: string,
  change: (data: CheckpointTensor["data"]) => CheckpointTensor["data"],
): RunCheckpoint {
  return {
    tensors: tensors.map((tensor) => (tensor.name === name ? Object.assign({}, tensor, { data: change(tensor.data.slice()) }) : tensor)),
  };
}

function codeOf(checkpoint: RunCheckpoint, experiment = from): string {
  try {
    return new TrainingRun(experiment, { onEpoch: () => {}, resume: checkpoint }).isTraining ? "resumed" : "over";
  } catch (error) {
    if (error instanceof ProblemError) return error.problem.code;
    throw error;
  }
}

const good = checkpointAfter(5);

test("the checkpoint itself is taken up", () => {
  for (const batches of [1, 2, 5, 8]) assert.equal(codeOf(checkpointAfter(batches)), "resumed", `after ${batches} batches`);
});

const names = ["phase", "epochs", "steps", "position", "sum", "seen", "trainLoss", "epochLr", "lr", "momentum", "isOverEarly", "seconds"];
for (const [index, name] of names.entries()) {
  if (name === "isOverEarly") continue;
  test(`progress: ${name} that cannot be`, () => {
    for (const value of [NaN, Infinity, ...(["phase", "epochs", "steps", "position", "seen", "seconds"].includes(name) ? [-1] : [])]) {
      assert.equal(codeOf(set(index, value)), "damaged-checkpoint", `${name} ${value}`);
    }
  });
}

/** The checkpoint with another number in its progress. */
function set(index: number, value: number): RunCheckpoint {
  return withTensor(good, "progress", (data) => Float64Array.from(data, (number, at) => (at === index ? value : number)));
}

test("places beyond the pass, between two batches, and phases that leave no checkpoint", () => {
  for (const bad of [set(3, 1e9), set(3, 1), set(3, 2.5), set(1, 0.5), set(0, 3), set(0, 4), set(0, 5), set(0, 99)])
    assert.equal(codeOf(bad), "damaged-checkpoint");
});

test("an order that is none", () => {
  for (const change of [(order: Uint32Array) => order.fill(0), (order: Uint32Array) => order.fill(2 ** 32 - 1, 0, 1)])
    assert.equal(codeOf(withTensor(good, "order", (data) => change(data as Uint32Array))), "damaged-checkpoint");
});

test("a generator that stands behind its end", () => {
  const bad = withTensor(good, "generator", (data) => (data as Uint32Array).fill(1e9, -4, -3));
  assert.equal(codeOf(bad), "damaged-checkpoint");
});

test("a scheduler that does not fit, and early stopping that counts backwards", () => {
  for (const [name, data] of [
    ["scheduler", [1]],
    ["scheduler", [NaN, 0, 0]],
    ["scheduler", [0.5, -1, 0]],
    ["early_stopping", [0.5]],
    ["early_stopping", [0.5, NaN]],
    ["early_stopping", [0.5, -3]],
  ] as const)
    assert.equal(codeOf(withTensor(good, name, () => Float64Array.from(data))), "damaged-checkpoint", `${name} ${data.join(" ")}`);
  const oneCycle = madeUp({ layers: statefulLayers, training: { ...training, scheduler: { type: "OneCycleLR", max_lr: 0.1 } } });
  const late = withTensor(checkpointAfter(5, oneCycle), "scheduler", () => Float64Array.of(1e9));
  assert.equal(codeOf(late, oneCycle), "damaged-checkpoint");
});

test("best weights of which some are missing", () => {
  const { tensors } = checkpointAfter(8);
  const first = tensors.find(({ name }) => name.startsWith("best."));
  assert.ok(first);
  assert.equal(codeOf({ tensors: tensors.filter((tensor) => tensor !== first) }), "damaged-checkpoint");
});
