// A run that goes on from a checkpoint is the run that never stopped, in every bit: weights, losses, learning
// rates and random numbers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkpointFile, readCheckpoint } from "../../../src/code/formats/checkpoint.ts";
import { format } from "../../../src/model/message.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import type { RunCheckpoint } from "../../../src/training/checkpoint.ts";
import type { PreparedExperiment } from "../../../src/training/experiment.ts";
import { TrainingRun } from "../../../src/training/run.ts";
import type { EpochResult } from "../../../src/training/types.ts";
import { inputsOf, madeUp, statefulLayers } from "../../harness/experiments.ts";

const never = () => false;

function start(
  from: PreparedExperiment,
  options: { resume?: RunCheckpoint; epochs?: number; keepsEnd?: boolean; keepsBest?: boolean } = {},
) {
  const results: EpochResult[] = [];
  const run = new TrainingRun(from, { onEpoch: (result) => results.push(result), ...options });
  return { run, results };
}

function finish({ run, results }: ReturnType<typeof start>) {
  run.advance(never);
  const { seconds: _, ...outcome } = run.outcome();
  return { results, outcome };
}

/** A checkpoint as it comes back from a file. */
function throughFile({ experiment, encoded }: PreparedExperiment, checkpoint: RunCheckpoint | undefined): RunCheckpoint {
  assert.ok(checkpoint);
  return readCheckpoint(checkpointFile(experiment, encoded.preprocessing, checkpoint.tensors), "a.checkpoint.safetensors");
}

const settings: Record<string, Record<string, unknown>> = {
  "SGD with momentum and CyclicLR": {
    optimizer: { type: "SGD", lr: 0.01, momentum: 0.9, nesterov: true },
    scheduler: { type: "CyclicLR", base_lr: 0.001, max_lr: 0.05, step_size_up: 7 },
  },
  "Adam with amsgrad and OneCycleLR": {
    optimizer: { type: "Adam", amsgrad: true, weight_decay: 0.01 },
    scheduler: { type: "OneCycleLR", max_lr: 0.02 },
  },
  "RMSprop with ReduceLROnPlateau": {
    optimizer: { type: "RMSprop", momentum: 0.5, centered: true },
    scheduler: { type: "ReduceLROnPlateau", patience: 0, factor: 0.5 },
  },
  "Rprop with clipping": { optimizer: { type: "Rprop" }, clip_grad_norm: 0.1 },
  "Adadelta with CosineAnnealingWarmRestarts": {
    optimizer: { type: "Adadelta" },
    scheduler: { type: "CosineAnnealingWarmRestarts", T_0: 2, T_mult: 2 },
  },
  "AdamW with early stopping": { optimizer: { type: "AdamW", lr: 0.05 }, early_stopping: { patience: 2 }, epochs: 12 },
};

for (const [name, training] of Object.entries(settings)) {
  test(`${name}: from any batch on, the resumed run is the whole run`, () => {
    const from = madeUp({ layers: statefulLayers, training });
    const whole = finish(start(from));
    // Within an epoch, at its end, in another.
    for (const batches of [1, 6, 7, 16]) {
      const first = start(from);
      for (let batch = 0; batch < batches; batch++) first.run.advanceBatch();
      const checkpoint = throughFile(from, first.run.checkpoint());
      const second = finish(start(from, { resume: checkpoint }));
      assert.deepEqual([...first.results, ...second.results], whole.results, `after ${batches} batches`);
      assert.deepEqual(second.outcome, whole.outcome, `after ${batches} batches`);
    }
  });
}

test("a finished run goes on for more epochs as if they had been asked for at once", () => {
  const training = { optimizer: { type: "Adam" }, scheduler: { type: "StepLR", step_size: 2 } };
  const from = madeUp({ layers: statefulLayers, training });
  const whole = finish(start(from, { epochs: 8 }));
  const short = start(from, { epochs: 3, keepsEnd: true });
  finish(short);
  const rest = finish(start(from, { epochs: 8, resume: throughFile(from, short.run.checkpoint()) }));
  assert.deepEqual([...short.results, ...rest.results], whole.results);
  assert.deepEqual(rest.outcome, whole.outcome);
});

test("a run that goes on still knows its best epoch", () => {
  const from = madeUp({ layers: statefulLayers, training: { epochs: 50, optimizer: { type: "SGD", lr: 0.01 } } });
  const stopped = ({ run }: ReturnType<typeof start>) => {
    run.lr = -0.5;
    run.advanceEpoch(never);
    run.stop();
    run.advance(never);
    return run.outcome().other;
  };
  const [whole, first] = [start(from, { keepsBest: true }), start(from, { keepsBest: true })];
  for (const { run } of [whole, first]) for (let epoch = 0; epoch < 4; epoch++) run.advanceEpoch(never);
  const best = stopped(whole);
  assert.ok(best && best.bestEpoch <= 4);
  assert.deepEqual(stopped(start(from, { keepsBest: true, resume: throughFile(from, first.run.checkpoint()) })), best);
});

test("a run that was interrupted in the validation pass goes on there", () => {
  const split = { train: 0.2, validation: 0.6, test: 0.2 };
  const from = madeUp({ layers: statefulLayers, split, training: { optimizer: { type: "Adam" } } });
  const whole = finish(start(from));
  const cut = start(from, { keepsEnd: true });
  for (let batch = 0; batch < 2; batch++) cut.run.advanceBatch();
  // Control comes back after each 256 batches at most; a stop is heard before the next batch, whichever pass
  // it is of.
  cut.run.stop();
  cut.run.advance(never);
  assert.equal(cut.run.outcome().stopped, "interrupted");
  const rest = finish(start(from, { resume: throughFile(from, cut.run.checkpoint()) }));
  assert.deepEqual([...cut.results, ...rest.results], whole.results);
  assert.deepEqual(rest.outcome, whole.outcome);
});

test("a checkpoint of another experiment is refused with the tensor that does not fit", () => {
  const { run } = start(madeUp({ layers: [{ type: "Linear", out_features: 1 }] }));
  const checkpoint = run.checkpoint()!;
  for (const layers of [[{ type: "Linear", out_features: 1, bias: false }, { type: "PReLU" }], statefulLayers]) {
    assert.throws(
      () => start(madeUp({ layers }), { resume: checkpoint }),
      (error) => error instanceof ProblemError && /another document: its (model|optimizer)\./.test(format(error.problem.message)),
    );
  }
});

test("a checkpoint of other rows is refused, also where one number of one row is another", () => {
  const layers = [{ type: "Linear", out_features: 1 }];
  const { run } = start(madeUp({ layers }));
  const checkpoint = run.checkpoint()!;
  const changed = madeUp({ layers });
  inputsOf(changed.encoded)[7]! += 0.5;
  const relabelled = madeUp({ layers });
  relabelled.encoded.targets[3]! *= 2;
  const turned = madeUp({ layers });
  for (const index of [4, 9]) inputsOf(turned.encoded)[index]! *= -1;
  for (const other of [madeUp({ layers, rows: 61 }), changed, relabelled, turned]) {
    assert.throws(
      () => start(other, { resume: checkpoint }),
      (error) => error instanceof ProblemError && format(error.problem.message).startsWith("The data changed since this run."),
    );
  }
  // One of an earlier version says nothing of its rows.
  const older = { tensors: checkpoint.tensors.filter(({ name }) => name !== "data") };
  start(changed, { resume: older });
});
