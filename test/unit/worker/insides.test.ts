// A run followed from the inside by the worker: what `perceptron trace` prints is what one finds there, a
// paused run is followed from where it stands, and a long way gives way to the next move.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bytesSource } from "../../../src/data/sources.ts";
import { parseDocument } from "../../../src/model/document.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import type { Experiment } from "../../../src/model/schema.ts";
import { prepareExperiment } from "../../../src/training/experiment.ts";
import { TrainingRun } from "../../../src/training/run.ts";
import { createTrainingWorker } from "../../../src/worker/training-worker.ts";
import { eventually } from "../../harness/patience.ts";
import { nodePorts } from "../../../src/worker/node/ports.ts";

const sources = [{ name: "iris.csv", bytes: readFileSync("samples/iris.csv") }];

function iris(epochs: number): Experiment {
  const { experiment } = parseDocument(readFileSync("samples/iris.perceptron", "utf8"));
  assert.ok(experiment);
  return { ...experiment, training: { ...experiment.training, epochs } };
}

function start(started: () => void = () => {}) {
  return createTrainingWorker(nodePorts, () => ({ started: async () => started(), reading: async () => {}, progressed: async () => {} }));
}

function isProblem(code: string): (error: unknown) => boolean {
  return (error) => error instanceof ProblemError && error.problem.code === code;
}

const options = { document: "a" };

test("a step has the numbers of the run's own step, in pieces", async () => {
  const run = new TrainingRun(
    await prepareExperiment(
      iris(2),
      sources.map(({ name, bytes }) => bytesSource(name, bytes)),
    ),
    { onEpoch: () => {} },
  );
  for (let step = 1; step < 5; step++) run.advanceBatch();
  const trace = run.traceStep();
  assert.ok(trace);
  const worker = start();
  const { step } = await worker.openInside(iris(2), sources, { ...options, step: 5 });
  assert.deepEqual([step.step, step.epoch, step.batch, step.rows], [5, trace.epoch, trace.batch, trace.rows]);
  assert.equal(step.loss, trace.look.loss);
  assert.deepEqual(step.classes, ["setosa", "versicolor", "virginica"]);
  const window = { tensor: { of: "before", parameter: 0 }, row: 1, rows: 2, column: 1, columns: 100 } as const;
  const piece = await worker.insideNumbers("a", window);
  assert.deepEqual([piece?.rows, piece?.columns], [2, 3]);
  const [weight] = trace.look.layers[0]!.parameters;
  assert.deepEqual([...piece!.data], [...weight!.data.slice(5, 8), ...weight!.data.slice(9, 12)]);
  const address = { tensor: { of: "gradient", parameter: 0 }, row: 2, column: 1 } as const;
  assert.equal((await worker.explainNumber("a", address))?.value, weight!.gradient[9]);
  const check = await worker.checkGradient("a", address);
  assert.ok(check && check.relative < 1e-4, JSON.stringify(check));
});

test("one run is open at a time, and nothing is said of the one before", async () => {
  const worker = start();
  await worker.openInside(iris(2), sources, options);
  await worker.openInside(iris(3), sources, { document: "b" });
  assert.equal(await worker.moveInside("a", { to: "step", step: 2 }), undefined);
  assert.equal((await worker.moveInside("b", { to: "epoch", epoch: 3 }))?.step.epochs, 3);
  await worker.closeInside("a");
  assert.equal((await worker.moveInside("b", { to: "step", step: 1 }))?.step.step, 1);
  await worker.closeInside("b");
  assert.equal(await worker.moveInside("b", { to: "step", step: 1 }), undefined);
});

test("on a long way the next move is heard, and both answer with where it leads", async () => {
  const worker = start();
  await worker.openInside(iris(1_000_000), sources, options);
  assert.equal(await worker.searchInside("a"), undefined);
  const far = worker.moveInside("a", { to: "condition", condition: "isNaN(loss)" });
  await eventually(async () => {
    const search = await worker.searchInside("a");
    assert.ok(search && search.step > 1 && search.measures[0]?.expression === "loss");
  });
  assert.equal(await worker.searchInside("b"), undefined, "of another document nothing is said");
  const near = await worker.moveInside("a", { to: "step", step: 3 });
  assert.equal(near?.step.step, 3);
  assert.equal((await far)?.step.step, 3);
  assert.equal(await worker.searchInside("a"), undefined, "nothing is looked for any more");
});

test("a run that is paused is followed from its checkpoint", async () => {
  let begun: (() => void) | undefined;
  const started = new Promise<void>((resolve) => (begun = resolve));
  const worker = start(() => begun?.());
  const over = worker.train(iris(1_000_000), sources);
  await started;
  await worker.pause();
  const checkpoint = await worker.checkpoint();
  assert.ok(checkpoint);
  const { step } = await worker.openInside(iris(1_000_000), sources, { ...options, resume: checkpoint.bytes });
  assert.equal(step.step, checkpoint.epoch * step.batches + checkpoint.batch + 1);
  const window = { tensor: { of: "after", parameter: 0 }, row: 0, rows: 100, column: 0, columns: 100 } as const;
  const after = await worker.insideNumbers("a", window);
  await worker.advance("batch");
  const [weights] = (await worker.weights()) ?? [];
  assert.deepEqual([...after!.data], [...weights!.data!], "the run itself comes to the same weights");
  assert.equal((await worker.moveInside("a", { to: "step", step: 1 }))?.step.step, step.step, "what came before is not known");
  const whole = { ...options, resume: checkpoint.bytes, restarts: true };
  assert.equal((await worker.openInside(iris(1_000_000), sources, whole)).step.step, step.step);
  assert.equal((await worker.moveInside("a", { to: "step", step: 1 }))?.step.step, 1, "unless the beginning leads here");
  await worker.stop();
  await over;
});

test("what cannot be followed is said", async () => {
  const worker = start();
  await assert.rejects(worker.openInside(iris(0), sources, options), isProblem("no-step"));
  await worker.openInside(iris(1), sources, options);
  await assert.rejects(worker.moveInside("a", { to: "condition", condition: "loss >" }), isProblem("condition"));
  await assert.rejects(worker.moveInside("a", { to: "condition", condition: "los > 1" }), isProblem("condition"));
  assert.equal((await worker.moveInside("a", { to: "step", step: 1 }))?.step.step, 1, "and it is still open");
});
