// A run of PyTorch as the builder has it: in the extension's worker, steered by hand, with everything that
// the session asks of a run.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openWorker, type WorkerClient } from "../../src/host/worker-client.ts";
import { parseDocument } from "../../src/model/document.ts";
import type { Experiment } from "../../src/model/schema.ts";
import type { FinishedRun, TrainOptions } from "../../src/protocol/worker.ts";
import type { EpochResult } from "../../src/training/types.ts";
import { eventually } from "../harness/patience.ts";
import { findPython } from "./scripts.ts";

const engine = { kind: "pytorch", python: findPython(), device: "cpu", processes: 1 } as const;
const { experiment } = parseDocument(readFileSync("samples/iris.perceptron", "utf8"));
assert.ok(experiment);
const iris: Experiment = experiment;
const sources = [{ name: "iris.csv", path: join(process.cwd(), "samples/iris.csv") }];

interface Run {
  readonly worker: WorkerClient;
  readonly points: EpochResult[];
  readonly end: Promise<FinishedRun>;
}

function begin(options: TrainOptions): Run {
  const points: EpochResult[] = [];
  const worker = openWorker(join(process.cwd(), "dist/worker.js"), { progressed: async (_, more) => void points.push(...more) });
  return { worker, points, end: worker.train(iris, sources, options) };
}

function assertClose(one: readonly EpochResult[], other: readonly EpochResult[]): void {
  assert.equal(one.length, other.length);
  for (const [at, { epoch, trainLoss, validationLoss, metrics, gradientNorm }] of one.entries()) {
    const own = other[at]!;
    assert.equal(own.epoch, epoch);
    for (const [name, mine, theirs] of [
      ["train loss", trainLoss, own.trainLoss],
      ["validation loss", validationLoss, own.validationLoss],
      ["train accuracy", metrics?.train.accuracy, own.metrics?.train.accuracy],
      ["validation accuracy", metrics?.validation?.accuracy, own.metrics?.validation?.accuracy],
      ["gradient norm", gradientNorm, own.gradientNorm],
    ] as const)
      assert.ok(Math.abs(mine! - theirs!) <= 1e-4 * Math.abs(mine!), `epoch ${epoch}, ${name}: ${mine} and ${theirs}`);
  }
}

test("it is the built-in engine's run: curve, metrics, verdict, the other weights, moments", async () => {
  const options: TrainOptions = { epochs: 12, evaluatesEnd: true, keepsBest: true, keepsMoments: true, keepsEnd: true };
  const own = begin(options);
  const mine = await own.end;
  const other = begin({ ...options, engine });
  const theirs = await other.end;
  assertClose(own.points, other.points);
  assert.deepEqual(theirs.verdict, mine.verdict);
  assert.equal(theirs.other?.bestEpoch, mine.other?.bestEpoch);
  assert.deepEqual(
    theirs.tensors.map(({ name, shape }) => [name, shape]),
    mine.tensors.map(({ name, shape }) => [name, shape]),
  );
  assert.deepEqual(
    theirs.moments?.map(({ epoch }) => epoch),
    mine.moments?.map(({ epoch }) => epoch),
  );
  assert.deepEqual(theirs.moments?.[0]?.tensors, mine.moments?.[0]?.tensors, "the first weights, bit for bit");
  assert.match(theirs.engine?.build ?? "", /^PyTorch \d.* cpu$/);
  own.worker.dispose();

  // Three epochs more are those of a run that was to have fifteen.
  const more = begin({ ...options, epochs: 15, engine, resume: theirs.end!.bytes });
  await more.end;
  const whole = begin({ ...options, epochs: 15 });
  await whole.end;
  assertClose(whole.points.slice(12), more.points);
  for (const { worker } of [other, more, whole]) worker.dispose();
});

test("it waits, goes a batch and an epoch, takes another learning rate, and stops", async () => {
  const { worker, points, end } = begin({ epochs: 1_000_000, engine, waits: true, keepsEnd: true });
  assert.deepEqual(await worker.advance("batch"), { epoch: 0, batch: 1 });
  assert.deepEqual(await worker.advance("batch"), { epoch: 0, batch: 2 });
  assert.deepEqual(await worker.advance("epoch"), { epoch: 1, batch: 0 });
  await worker.setLearningRate(0.5);
  assert.deepEqual(await worker.advance("epoch"), { epoch: 2, batch: 0 });
  assert.deepEqual(
    points.map(({ lr }) => lr),
    [iris.training.optimizer.lr, 0.5],
  );
  const weights = await worker.weights();
  assert.deepEqual(
    weights?.map(({ name }) => name),
    ["0.weight", "0.bias", "2.weight", "2.bias"],
  );
  const checkpoint = await worker.checkpoint();
  assert.deepEqual([checkpoint?.epoch, checkpoint?.batch], [2, 0]);
  await worker.resume();
  await eventually(async () => assert.ok(points.length > 10));
  await worker.stop();
  const { stopped, epochs, end: left } = await end;
  assert.deepEqual([stopped, left?.epoch], ["interrupted", epochs]);
  worker.dispose();
});

test("the built-in engine's checkpoint is refused with a sentence", async () => {
  const own = begin({ epochs: 2, keepsEnd: true });
  const { end } = await own.end;
  const other = begin({ epochs: 4, engine, resume: end!.bytes });
  await assert.rejects(other.end, /begun by the built-in engine/);
  for (const { worker } of [own, other]) worker.dispose();
});
