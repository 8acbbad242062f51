// One step on several threads is the step on one, in every bit, whatever the network is made of; and a split
// is evaluated to the same bits however many rows go at once, and threads.

import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { threadsFor } from "../../../src/engine/threads.ts";
import type { NetworkPlan } from "../../../src/engine/network.ts";
import { evaluate, evaluateInSteps } from "../../../src/training/evaluation/evaluate.ts";
import { openTrained } from "../../../src/training/evaluation/trained.ts";
import { TrainingRun } from "../../../src/training/run.ts";
import type { EpochResult } from "../../../src/training/types.ts";
import { openThreads } from "../../../src/worker/node/threads.ts";
import { madeUp, statefulLayers } from "../../harness/experiments.ts";

const follower = resolve("dist", "worker.js");
const networks: Record<string, { layers: readonly unknown[]; training: Record<string, unknown>; classes?: number }> = {
  "BatchNorm, RReLU, Dropout, AlphaDropout and PReLU with Adam": { layers: statefulLayers, training: { optimizer: { type: "Adam" } } },
  "odd sizes with LayerNorm, clipping and cross entropy": {
    layers: [
      { type: "Linear", out_features: 37 },
      { type: "LayerNorm" },
      { type: "GELU" },
      { type: "Linear", out_features: 22 },
      { type: "GLU" },
      { type: "Linear", out_features: 3 },
    ],
    training: { optimizer: { type: "AdamW", lr: 0.01 }, loss: { type: "CrossEntropyLoss", label_smoothing: 0.1 }, clip_grad_norm: 0.5 },
    classes: 3,
  },
  "Rosenblatt's rule": {
    layers: [{ type: "Linear", out_features: 1 }, { type: "Step" }],
    training: { optimizer: { type: "Perceptron", lr: 0.3 }, early_stopping: { patience: 300 } },
    classes: 2,
  },
};

for (const [name, { layers, training, classes }] of Object.entries(networks)) {
  test(`${name}: one, two and three threads give the same bits`, async () => {
    const from = madeUp({
      rows: 203,
      inputs: 5,
      layers,
      ...(classes ? { classes } : {}),
      training: { batch_size: 23, epochs: 400, ...training },
    });
    const outcomes = [];
    for (const threads of [1, 2, 3]) {
      const results: EpochResult[] = [];
      const run = new TrainingRun(from, {
        onEpoch: (result) => results.push(result),
        open: (plan, generator) => openThreads(plan, generator, threads, follower),
      });
      // The others join within the run; most of it is trained by all.
      while (!run.advance(() => true)) await new Promise((resolved) => setTimeout(resolved, 1));
      run.dispose();
      const { tensors, testLoss } = run.outcome();
      outcomes.push({ results, tensors, testLoss });
    }
    assert.deepEqual(outcomes[1], outcomes[0]);
    assert.deepEqual(outcomes[2], outcomes[0]);

    // The split evaluated as a whole, and in steps of other sizes on three threads, which join meanwhile.
    const { tensors } = outcomes[0]!;
    const whole = evaluate(openTrained(from, tensors), from, "train", 0);
    for (const rows of [5, 64]) {
      const trained = openTrained(from, tensors, rows, (plan, generator) => openThreads(plan, generator, 3, follower));
      const steps = evaluateInSteps(trained, from, "train", 0);
      let step = steps.next();
      for (; !step.done; step = steps.next()) await new Promise((resolved) => setTimeout(resolved, 1));
      trained.network.dismiss();
      assert.deepEqual(step.value, whole, `${rows} rows at once`);
    }
  });
}

function plan(units: number, batchSize: number): NetworkPlan {
  const { experiment } = madeUp({
    layers: [
      { type: "Linear", out_features: units },
      { type: "Linear", out_features: 1 },
    ],
  });
  const { loss, optimizer } = experiment.training;
  return { layers: experiment.layers, loss, optimizer, inputs: 100, targetWidth: 1, batchSize };
}

test("a small network trains on one thread, a large one on as many as there are, and never on more than it may", () => {
  assert.equal(threadsFor(plan(64, 32), 8), 1);
  assert.equal(threadsFor(plan(4096, 256), 8), 8);
  assert.equal(threadsFor(plan(4096, 256), 3), 3);
});
