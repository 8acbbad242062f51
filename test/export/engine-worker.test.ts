// A run of PyTorch as the builder has it: in the extension's worker, steered by hand, with everything that
// the session asks of a run.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openWorker, type WorkerClient } from "../harness/node-worker.ts";
import { parseDocument } from "../../src/model/document.ts";
import { format, type Message } from "../../src/model/message.ts";
import type { Experiment } from "../../src/model/schema.ts";
import type { FinishedRun, TrainOptions } from "../../src/protocol/worker.ts";
import { processStarter } from "../../src/pytorch/node/start-process.ts";
import { readOrigin } from "../../src/session/run/run-origin.ts";
import type { HealthFinding } from "../../src/training/health/finding.ts";
import type { EpochResult } from "../../src/training/types.ts";
import { nodePorts } from "../../src/worker/node/ports.ts";
import { storageOf } from "../../src/worker/node/storage.ts";
import type { WorkerPorts } from "../../src/worker/ports.ts";
import { createTrainingWorker } from "../../src/worker/training-worker.ts";
import { codesOf, experimentOf } from "../harness/health.ts";
import { eventually } from "../harness/patience.ts";
import { sick } from "../unit/training/health/sick.ts";
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

function begin(options: TrainOptions, noted: (note: Message) => void = () => undefined): Run {
  const points: EpochResult[] = [];
  const worker = openWorker(join(process.cwd(), "dist/worker.js"), {
    progressed: async (_, more) => void points.push(...more),
    noted: async (note) => noted(note),
  });
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

test("left within an epoch, a run goes on with the other engine at its next batch, and can be followed from there", async () => {
  const whole = begin({ epochs: 4 });
  await whole.end;
  for (const [first, second] of [
    [engine, undefined],
    [undefined, engine],
  ] as const) {
    const one = begin({ epochs: 4, waits: true, ...(first ? { engine: first } : {}) });
    await one.worker.advance("epoch");
    await one.worker.advance("batch");
    await one.worker.advance("batch");
    const { bytes, ...place } = (await one.worker.checkpoint())!;
    assert.deepEqual(place, { epoch: 1, batch: 2 });
    const notes: string[] = [];
    const other = begin({ epochs: 4, resume: bytes, ...(second ? { engine: second } : {}) }, (note) => notes.push(format(note)));
    await other.end;
    assert.match(notes.join(), /^Another engine began this run/);
    const { metrics, ...third } = other.points[0]!;
    assert.equal(metrics?.train.accuracy === undefined, false);
    assertClose(whole.points.slice(1), [
      { ...third, metrics: { ...metrics!, train: whole.points[1]!.metrics!.train } },
      ...other.points.slice(1),
    ]);
    // The step that comes next, number by number.
    const inside = { document: "a", resume: bytes };
    const { step } = await other.worker.openInside(iris, sources, inside);
    const own = begin({ epochs: 4, waits: true });
    await own.worker.advance("epoch");
    await own.worker.advance("batch");
    await own.worker.advance("batch");
    const same = await own.worker.openInside(iris, sources, { document: "a", resume: (await own.worker.checkpoint())!.bytes });
    assert.deepEqual([step.epoch, step.batch, step.rows], [2, 3, same.step.rows]);
    assert.ok(Math.abs(step.loss - same.step.loss) <= 1e-5 * step.loss);
    for (const { worker, end } of [one, other, own]) {
      await worker.stop();
      await end;
      worker.dispose();
    }
  }
  whole.worker.dispose();
});

test("an end of the built-in engine goes on with PyTorch, and back, with the whole curve", async () => {
  const own = begin({ epochs: 2, keepsEnd: true });
  const { end } = await own.end;
  const other = begin({ epochs: 4, engine, resume: end!.bytes, keepsEnd: true });
  const more = await other.end;
  assert.deepEqual(
    readOrigin(more.end!.bytes, "checkpoint")?.points.map(({ epoch }) => epoch),
    [1, 2, 3, 4],
  );
  const back = begin({ epochs: 6, resume: more.end!.bytes });
  await back.end;
  const whole = begin({ epochs: 6 });
  await whole.end;
  assertClose(whole.points, [...own.points, ...other.points, ...back.points]);
  for (const { worker } of [own, other, back, whole]) worker.dispose();
});

test("its health is watched as the built-in engine's is", async () => {
  const { csv, ...rest } = sick["five hidden Sigmoid on iris"]!;
  assert.equal(csv, "iris.csv");
  const network = experimentOf({ csv, ...rest });
  const findings: HealthFinding[] = [];
  const worker = openWorker(join(process.cwd(), "dist/worker.js"), { found: async (more) => void findings.push(...more) });
  await worker.train(network, sources, { engine, health: true });
  assert.ok(codesOf(findings).includes("vanishing-gradient 0"));
  assert.ok(findings[0]!.fixes.length > 0);
  worker.dispose();
});

test("the exported script is compared with the built-in engine", async () => {
  const { worker, end } = begin({ epochs: 1 });
  await end;
  const { same, weights, losses, epochs } = await worker.verify(iris, sources, "iris.perceptron", engine);
  assert.deepEqual([same, weights, epochs], [true, 0, 5]);
  assert.ok(losses !== undefined && losses <= 1e-5);
  await assert.rejects(worker.verify(iris, sources, "iris.perceptron", { python: "/bin/false" }), /could not be asked for PyTorch/);
  const virtual = [{ name: "iris.csv", bytes: readFileSync("samples/iris.csv") }];
  await assert.rejects(worker.verify(iris, virtual, "iris.perceptron", engine), /not on this machine's disk/);
  worker.dispose();
});

/** The points of a run in this thread. */
async function trained(ports: WorkerPorts, options: TrainOptions): Promise<EpochResult[]> {
  const points: EpochResult[] = [];
  const observer = {
    started: async () => {},
    reading: async () => {},
    progressed: async (_: number, more: readonly EpochResult[]) => void points.push(...more),
  };
  await createTrainingWorker(ports, () => observer).train(iris, sources, options);
  return points;
}

test("rows that lie in a file are mapped from there: the same run, of which nothing is left", async () => {
  const files: string[] = [];
  const stored = storageOf(0, 1000);
  const storage: typeof stored = {
    ...stored,
    create: async (...asked) => {
      const file = await stored.create(...asked);
      files.push(file.path);
      return file;
    },
  };
  const { python } = engine;
  const startProcess = processStarter({ python, runner: join(process.cwd(), "dist/perceptron_runner.py") });
  const pytorch = nodePorts.pytorch && { ...nodePorts.pytorch, prepare: async () => ({ python, startProcess }) };
  assert.ok(pytorch);
  const expected = await trained({ ...nodePorts, pytorch }, { epochs: 5, engine });
  assert.deepEqual(await trained({ ...nodePorts, pytorch, storage }, { epochs: 5, engine }), expected);
  assertClose(await trained({ ...nodePorts, storage }, { epochs: 5, threads: 1 }), expected);
  assert.equal(files.length, 4, "the table's columns and the encoded rows of two runs");
  assert.deepEqual(files.filter(existsSync), []);
});
