// A run that is watched is the run that is not, to the last bit: curve, weights, checkpoints, on threads and
// where it goes on; and what is found does not depend on how the work is cut into pieces.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import type { RunCheckpoint } from "../../../../src/training/checkpoint.ts";
import type { PreparedExperiment } from "../../../../src/training/experiment.ts";
import type { HealthFinding } from "../../../../src/training/health/finding.ts";
import { TrainingRun } from "../../../../src/training/run.ts";
import type { RunOptions } from "../../../../src/training/run-options.ts";
import type { EpochResult } from "../../../../src/training/types.ts";
import { openThreads } from "../../../../src/worker/node/threads.ts";
import { madeUp, statefulLayers } from "../../../harness/experiments.ts";

interface Trained {
  readonly results: readonly EpochResult[];
  readonly tensors: readonly unknown[];
  readonly end: RunCheckpoint | undefined;
  readonly note: unknown;
  readonly findings: readonly HealthFinding[];
}

function train(from: PreparedExperiment, isWatched: boolean, more: Partial<RunOptions> = {}, isDue = (): boolean => false): Trained {
  const results: EpochResult[] = [];
  const findings: HealthFinding[] = [];
  const run = new TrainingRun(from, {
    onEpoch: (result) => results.push(result),
    keepsEnd: true,
    keepsBest: true,
    evaluatesEnd: true,
    ...(isWatched ? { onHealth: (finding) => findings.push(finding) } : {}),
    ...more,
  });
  while (!run.advance(isDue));
  const { seconds: _, ...outcome } = run.outcome();
  const end = run.checkpoint();
  run.dispose();
  return { results, tensors: [outcome.tensors, outcome.other, outcome.steps], end: withoutTime(end), note: outcome.note, findings };
}

/** The seconds of a checkpoint are those of the clock. */
function withoutTime(checkpoint: RunCheckpoint | undefined): RunCheckpoint | undefined {
  for (const { name, data } of checkpoint?.tensors ?? []) if (name === "progress") data[data.length - 1] = 0;
  return checkpoint;
}

const same = (one: Trained, other: Trained): void => {
  const [{ findings: _, ...a }, { findings: __, ...b }] = [one, other];
  assert.deepEqual(a, b);
};

const schedule = { scheduler: { type: "CosineAnnealingLR", T_max: 20 } };
const runs: Readonly<Record<string, PreparedExperiment>> = {
  "everything that keeps a state, Adam": madeUp({ layers: statefulLayers, training: { epochs: 20, optimizer: { type: "Adam" } } }),
  "momentum and a schedule": madeUp({
    layers: statefulLayers,
    training: { epochs: 20, optimizer: { type: "SGD", lr: 0.05, momentum: 0.9 }, ...schedule },
  }),
  "clipped, early stopping": madeUp({
    layers: statefulLayers,
    training: { epochs: 20, optimizer: { type: "RMSprop", lr: 0.01 }, clip_grad_norm: 1, early_stopping: { patience: 4 } },
  }),
  "no validation, no test, batches left out": madeUp({
    layers: statefulLayers,
    split: { train: 1, validation: 0, test: 0 },
    training: { epochs: 20, drop_last: true, optimizer: { type: "Adam" } },
  }),
  "what is tried on copies": madeUp({
    inputs: 2,
    layers: [{ type: "Linear", out_features: 1 }],
    training: { epochs: 60, optimizer: { type: "SGD", lr: 3 } },
  }),
  "numbers that run away": madeUp({
    layers: [{ type: "Linear", out_features: 8 }, { type: "ReLU" }, { type: "Linear", out_features: 1 }],
    training: { optimizer: { type: "SGD", lr: 1e4 } },
  }),
  "nothing is learnt": madeUp({
    layers: [{ type: "Linear", out_features: 8, init: "zeros" }, { type: "ReLU" }, { type: "Linear", out_features: 1, init: "zeros" }],
    training: { epochs: 60 },
  }),
  "Rosenblatt's rule": madeUp({
    classes: 2,
    layers: [{ type: "Linear", out_features: 1 }, { type: "Step" }],
    training: { optimizer: { type: "Perceptron", lr: 1 } },
  }),
};

for (const [name, from] of Object.entries(runs)) {
  test(`a watched run is the same to the last bit: ${name}`, () => same(train(from, true), train(from, false)));

  test(`what is found does not depend on the pieces: ${name}`, () => {
    assert.deepEqual(train(from, true, {}, () => true).findings, train(from, true).findings);
  });
}

const openTwo: RunOptions["open"] = (plan, generator) => openThreads(plan, generator, 2, join(process.cwd(), "dist/worker.js"));

test("on several threads too", () => {
  const from = madeUp({ rows: 200, layers: statefulLayers, training: { epochs: 8, batch_size: 32, optimizer: { type: "Adam" } } });
  same(train(from, true, { open: openTwo }), train(from, false));
});

test("a watched run goes on from its checkpoint as one that was never stopped", () => {
  const from = runs["everything that keeps a state, Adam"]!;
  const whole = train(from, false);
  for (const batches of [1, 7, 30]) {
    const run = new TrainingRun(from, { onEpoch: () => undefined, onHealth: () => undefined });
    for (let batch = 0; batch < batches; batch++) run.advanceBatch();
    const rest = train(from, true, { resume: run.checkpoint()! });
    assert.deepEqual(rest.tensors[0], whole.tensors[0]);
    assert.deepEqual(rest.results, whole.results.slice(-rest.results.length));
  }
});

test("a run that is stopped tries nothing any more", () => {
  const from = runs["what is tried on copies"]!;
  const findings: HealthFinding[] = [];
  const run = new TrainingRun(from, { onEpoch: () => run.stop(), onHealth: (finding) => findings.push(finding) });
  while (!run.advance(() => true));
  assert.equal(run.outcome().stopped, "interrupted");
  assert.deepEqual(findings, []);
});
