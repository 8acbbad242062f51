// The run's course: its order, its ends, what it counts and what it hands out.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Encoded } from "../../../src/data/types.ts";
import { Generator } from "../../../src/engine/random.ts";
import { randomSplit } from "../../../src/engine/sampling.ts";
import { format } from "../../../src/model/message.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { documentSchema } from "../../../src/model/schema.ts";
import type { PreparedExperiment } from "../../../src/training/experiment.ts";
import { TrainingRun } from "../../../src/training/run.ts";
import type { EpochResult, RunOutcome } from "../../../src/training/types.ts";

interface Setting {
  readonly rows?: number;
  readonly split?: { readonly train: number; readonly validation: number; readonly test: number };
  readonly layers?: readonly unknown[];
  readonly training?: Record<string, unknown>;
  /** The value of input and target of each row. */
  readonly value?: (row: number) => readonly [number, number];
}

function prepared({
  rows = 20,
  split,
  layers,
  training,
  value = (row) => [row / rows, (2 * row) / rows],
}: Setting = {}): PreparedExperiment {
  const experiment = documentSchema.parse({
    format: 1,
    data: { file: "a.csv", target: "t", ...(split ? { split } : {}) },
    layers: layers ?? [{ type: "Linear", out_features: 1 }],
    training: { epochs: 3, batch_size: 4, loss: { type: "MSELoss" }, optimizer: { type: "SGD", lr: 0.01 }, ...training },
  });
  const values = Array.from({ length: rows }, (_, row) => value(row));
  const encoded: Encoded = {
    rows,
    inputNames: ["x"],
    inputs: Float32Array.from(values, ([input]) => input),
    targets: Float32Array.from(values, ([, target]) => target),
    targetWidth: 1,
    preprocessing: { features: [], target: { columns: ["t"], kind: "number" } },
  };
  const generator = new Generator(experiment.training.seed);
  const origin = {
    files: ["a.csv"],
    starts: [0],
    lines: Uint32Array.from({ length: rows }, (_, row) => row + 2),
    tableRows: Uint32Array.from({ length: rows }, (_, row) => row),
  };
  return { experiment, encoded, origin, split: randomSplit(rows, experiment.data.split, generator), generator };
}

function start(from: PreparedExperiment, epochs?: number) {
  const results: EpochResult[] = [];
  const run = new TrainingRun(from, { ...(epochs === undefined ? {} : { epochs }), onEpoch: (result) => results.push(result) });
  return { run, results };
}

const never = () => false;
const always = () => true;

test("a run says how it starts, reports each epoch and ends with a test loss", () => {
  const { run, results } = start(prepared());
  assert.deepEqual(run.started, { rows: { train: 16, validation: 2, test: 2 }, inputs: 1, parameters: 2, epochs: 3, batchesPerEpoch: 4 });
  assert.throws(() => run.outcome(), /not over/);
  assert.equal(run.advance(never), true);
  assert.deepEqual(
    results.map(({ epoch, lr }) => [epoch, lr]),
    [
      [1, 0.01],
      [2, 0.01],
      [3, 0.01],
    ],
  );
  assert.ok(results[2]!.trainLoss < results[0]!.trainLoss, JSON.stringify(results));
  const { stopped, testLoss, steps, epochs, seconds, tensors } = run.outcome();
  assert.deepEqual([stopped, steps, epochs], [null, 12, 3]);
  assert.ok(testLoss !== undefined && testLoss >= 0 && seconds > 0);
  assert.deepEqual(
    tensors.map(({ name, shape }) => ({ name, shape })),
    [
      { name: "0.weight", shape: [1, 1] },
      { name: "0.bias", shape: [1] },
    ],
  );
});

test("handing back control at every chance changes no number, and two runs of one experiment are equal", () => {
  const from = prepared({ rows: 3000 });
  const [whole, pieces] = [start(from), start(from)];
  whole.run.advance(never);
  let calls = 1;
  while (!pieces.run.advance(always)) calls += 1;
  assert.ok(calls > 3, `${calls} calls`);
  assert.deepEqual(pieces.results, whole.results);
  assert.deepEqual(pieces.run.outcome().tensors, whole.run.outcome().tensors);
});

test("without validation and test rows there is no such loss", () => {
  const { run, results } = start(prepared({ split: { train: 1, validation: 0, test: 0 } }));
  run.advance(never);
  assert.equal(Object.hasOwn(results[0]!, "validationLoss"), false);
  assert.equal(Object.hasOwn(run.outcome(), "testLoss"), false);
});

test("a short last batch counts by its rows, and drop_last does not see it", () => {
  // The network gives 0 whatever comes in, so the loss of a row is its squared target; with lr 0 it stays so.
  const setting = {
    rows: 10,
    split: { train: 1, validation: 0, test: 0 },
    layers: [{ type: "Linear", out_features: 1, init: "zeros" }],
    value: (row: number) => [1, row] as const,
  };
  const training = { optimizer: { type: "SGD", lr: 0 }, epochs: 1, shuffle: false };
  const all = start(prepared({ ...setting, training }));
  all.run.advance(never);
  assert.equal(all.results[0]!.trainLoss, 28.5);
  assert.equal(all.run.outcome().steps, 3);
  const from = prepared({ ...setting, training: { ...training, drop_last: true } });
  const full = start(from);
  full.run.advance(never);
  const seen = from.split.train.subarray(0, 8);
  assert.equal(full.results[0]!.trainLoss, seen.reduce((sum, target) => sum + target * target, 0) / 8);
  assert.equal(full.run.outcome().steps, 2);
});

test("no epochs: the first weights and their test loss", () => {
  const from = prepared();
  const { run, results } = start(from, 0);
  assert.equal(run.advance(never), true);
  assert.equal(results.length, 0);
  const { stopped, steps, seconds, testLoss, tensors } = run.outcome();
  assert.deepEqual([stopped, steps, seconds], [null, 0, 0]);
  assert.ok(testLoss !== undefined && testLoss > 0);
  const trained = start(from);
  trained.run.advance(never);
  assert.notDeepEqual(trained.run.outcome().tensors, tensors);
});

test("stop ends the run within its epoch, keeps the weights and still takes the test loss", () => {
  const { run, results } = start(prepared({ rows: 30000, training: { batch_size: 1 } }));
  assert.equal(run.advance(always), false);
  run.stop();
  assert.equal(run.advance(never), true);
  const { stopped, steps, epochs, testLoss, tensors } = run.outcome();
  assert.equal(stopped, "interrupted");
  assert.ok(steps > 0 && steps < run.started.batchesPerEpoch, `${steps} steps`);
  assert.equal(epochs, 0);
  assert.equal(results.length, 0);
  assert.ok(testLoss !== undefined && tensors.every(({ data }) => data.every(Number.isFinite)));
});

test("who stops a run may choose the weights of its best epoch, and the run is the same in every bit", () => {
  const from = prepared({ training: { epochs: 100 } });
  const steer = (options: { readonly keepsBest?: boolean }): TrainingRun => {
    const run = new TrainingRun(from, { onEpoch: () => {}, ...options });
    for (let epoch = 0; epoch < 5; epoch++) run.advanceEpoch(() => false);
    // From here on it gets worse.
    run.lr = 1.5;
    for (let epoch = 0; epoch < 3; epoch++) run.advanceEpoch(() => false);
    run.stop();
    run.advance(() => true);
    while (!run.advance(() => false));
    return run;
  };
  const { other, seconds: _, ...last } = steer({ keepsBest: true }).outcome();
  const { seconds: __, ...plain } = steer({}).outcome();
  assert.deepEqual(last, plain);
  assert.equal(last.epochs, 8);
  const short = new TrainingRun(from, { epochs: 5, onEpoch: () => {} });
  short.advance(() => false);
  const { tensors, testLoss } = short.outcome();
  assert.deepEqual(other, { which: "best", bestEpoch: 5, testLoss, tensors });
  assert.notDeepEqual(other?.tensors, last.tensors);
});

test("there is nothing to choose where the last weights are the best", () => {
  const run = new TrainingRun(prepared({ training: { epochs: 100 } }), { keepsBest: true, onEpoch: () => {} });
  for (let epoch = 0; epoch < 5; epoch++) run.advanceEpoch(() => false);
  run.stop();
  run.advance(() => false);
  assert.equal(run.outcome().other, undefined);
});

/** A run that is best in its fifth epoch and then gets worse, to its end. */
function pastItsBest(
  training: Record<string, unknown>,
  worse: number,
  options: { readonly keepsBest?: boolean } = { keepsBest: true },
): RunOutcome {
  const run = new TrainingRun(prepared({ training }), { onEpoch: () => {}, ...options });
  for (let epoch = 0; epoch < 5; epoch++) run.advanceEpoch(never);
  run.lr = worse;
  while (!run.advance(never));
  return run.outcome();
}

/** The first five epochs of it. */
function best(): RunOutcome {
  const run = new TrainingRun(prepared({ training: { epochs: 5 } }), { onEpoch: () => {} });
  run.advance(never);
  return run.outcome();
}

test("a run that ends by itself has its last weights, and the best ones beside them", () => {
  const { other, seconds: _, ...last } = pastItsBest({ epochs: 8 }, 1.5);
  const { seconds: __, ...plain } = pastItsBest({ epochs: 8 }, 1.5, {});
  assert.deepEqual([last.stopped, last.epochs], [null, 8]);
  assert.deepEqual(last, plain);
  const { tensors, testLoss } = best();
  assert.deepEqual(other, { which: "best", bestEpoch: 5, testLoss, tensors });
});

test("a run with early stopping has its best weights, and the last ones beside them", () => {
  const stopping = { epochs: 100, early_stopping: { patience: 3 } };
  const { other, seconds: _, ...early } = pastItsBest(stopping, 1.5);
  const { seconds: __, ...plain } = pastItsBest(stopping, 1.5, {});
  assert.deepEqual([early.stopped, early.epochs], ["early", 8]);
  assert.deepEqual(early, plain);
  assert.deepEqual(early.tensors, best().tensors);
  const { tensors, testLoss } = pastItsBest({ epochs: 8 }, 1.5, {});
  assert.deepEqual(other, { which: "last", bestEpoch: 5, testLoss, tensors });
});

test("a run that diverges has its last finite weights, and the best ones beside them", () => {
  const { other, stopped, tensors } = pastItsBest({ epochs: 100 }, 1e30);
  assert.equal(stopped, "diverged");
  const whole = best();
  assert.deepEqual(other, { which: "best", bestEpoch: 5, testLoss: whole.testLoss, tensors: whole.tensors });
  assert.ok(tensors.every(({ data }) => data.every(Number.isFinite)));
});

test("a loss that is no finite number ends the run and keeps the last finite weights", () => {
  const { run, results } = start(prepared({ training: { optimizer: { type: "SGD", lr: 1e12 }, epochs: 50 } }));
  run.advance(never);
  const outcome = run.outcome();
  assert.equal(outcome.stopped, "diverged");
  assert.equal(Object.hasOwn(outcome, "testLoss"), false);
  assert.ok(results.length < 50 && results.every(({ trainLoss, validationLoss }) => Number.isFinite(trainLoss + (validationLoss ?? 0))));
  assert.ok(outcome.tensors.every(({ data }) => data.every(Number.isFinite)));
  assert.match(format(outcome.note!), /NaN or infinite in epoch 1, at step 2\. Lower the learning rate/);
});

test("weights that the very last step spoils are not handed out", () => {
  // One batch: its loss is finite, its gradient not.
  const setting = { rows: 4, split: { train: 1, validation: 0, test: 0 }, value: () => [1e19, 1] as const };
  const training = { optimizer: { type: "SGD", lr: 1e30 }, epochs: 1 };
  const layers = [{ type: "Linear", out_features: 1, init: { weight: [[0]], bias: [0] } }];
  const { run } = start(prepared({ ...setting, training, layers }));
  run.advance(never);
  const { stopped, steps, tensors } = run.outcome();
  assert.deepEqual([stopped, steps], ["diverged", 1]);
  assert.deepEqual(
    tensors.map(({ data }) => Array.from(data)),
    [[0], [0]],
  );
});

test("BCELoss on what is no probability is a problem of the last layer, not a number", () => {
  const { run } = start(prepared({ layers: [{ type: "Identity" }], training: { loss: { type: "BCELoss" } }, value: (row) => [row, 1] }));
  assert.throws(
    () => run.advance(never),
    (error) => {
      assert.ok(error instanceof ProblemError);
      assert.deepEqual(error.problem.path, ["layers", 0]);
      assert.match(format(error.problem.message), /^BCELoss needs values from 0 to 1, but Identity 1 gave \d+\. Add a Sigmoid/);
      return true;
    },
  );
});

test("an epoch's gradient norm is of its last batch, by hand, and before clipping", () => {
  // Of mean((w x + b − t)²) by w and b, over the rows of the only batch.
  const rows = 8;
  const setting = { rows, split: { train: 1, validation: 0, test: 0 }, training: { batch_size: rows, epochs: 2 } };
  const from = prepared(setting);
  const { run, results } = start(from);
  const [w, b] = run.weights().map(({ data }) => data[0]!);
  const looked = run.look().gradientNorm;
  run.advance(never);
  let [byWeight, byBias] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const [x, t] = [row / rows, (2 * row) / rows];
    byWeight += (2 * (w! * x + b! - t) * x) / rows;
    byBias += (2 * (w! * x + b! - t)) / rows;
  }
  const norm = Math.hypot(byWeight, byBias);
  const near = (found: number | undefined): void => assert.ok(Math.abs(found! / norm - 1) < 1e-5, `${found} instead of ${norm}`);
  near(results[0]!.gradientNorm);
  near(looked);
  assert.notEqual(results[1]!.gradientNorm, results[0]!.gradientNorm);
  const clipped = start(prepared({ ...setting, training: { ...setting.training, clip_grad_norm: norm / 10 } }));
  clipped.run.advance(never);
  assert.equal(clipped.results[0]!.gradientNorm, results[0]!.gradientNorm);
  // Of four batches the last one, also if somebody looked at another in between.
  const four = { rows: 16, split: setting.split, training: { batch_size: 4, epochs: 1 } };
  const [alone, watched] = [start(prepared(four)), start(prepared(four))];
  alone.run.advance(never);
  for (let over = false; !over; over = watched.run.advanceBatch()) watched.run.look();
  assert.deepEqual(watched.results, alone.results);
});
