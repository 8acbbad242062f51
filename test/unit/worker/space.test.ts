// A run's space as the product asks for it: the worker that trains remembers and sends weights, another one
// answers; in between the session passes on what the other does not have yet. The run's result has the bits
// of one that nobody looked at.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { momentsFile, readMoments } from "../../../src/code/formats/moments.ts";
import { parseDocument } from "../../../src/model/document.ts";
import type { Experiment } from "../../../src/model/schema.ts";
import { isActive, type RunStatus } from "../../../src/protocol/run.ts";
import type { SpaceBasis, TrainingObserver, TrainingWorker } from "../../../src/protocol/worker.ts";
import type { DocumentSession } from "../../../src/session/document-session.ts";
import { DocumentSpace } from "../../../src/session/space/document-space.ts";
import type { Moment } from "../../../src/training/space/types.ts";
import type { EpochResult } from "../../../src/training/types.ts";
import { nodePorts } from "../../../src/worker/node/ports.ts";
import { createTrainingWorker } from "../../../src/worker/training-worker.ts";

const sources = [{ name: "iris.csv", bytes: readFileSync("samples/iris.csv") }];
const question = { x: 2, y: 3, target: 0, threshold: 0.5, size: 12 };

function iris(epochs: number): Experiment {
  const { experiment } = parseDocument(readFileSync("samples/iris.perceptron", "utf8"));
  assert.ok(experiment);
  return { ...experiment, training: { ...experiment.training, epochs, batch_size: 8 } };
}

function start() {
  let begun: (() => void) | undefined;
  const started = new Promise<void>((resolve) => (begun = resolve));
  const points: EpochResult[] = [];
  const observer: TrainingObserver = {
    started: async () => begun?.(),
    progressed: async (_, results) => void points.push(...results),
    reading: async () => {},
  };
  return { worker: createTrainingWorker(nodePorts, () => observer), started, points };
}

test("a run that is looked at has the bits of one that is not, and its moments those of runs that stop there", async () => {
  const plain = await start().worker.train(iris(20), sources);
  assert.equal(plain.moments, undefined, "nobody wanted any");
  const { worker, started } = start();
  const outcome = worker.train(iris(20), sources, { keepsMoments: true });
  await started;
  const seen = await worker.moments([]);
  const { moments = [], tensors } = await outcome;
  assert.deepEqual(tensors, plain.tensors);
  assert.equal(seen?.epochs.length, seen?.added.length);
  assert.deepEqual([moments[0]?.epoch, moments.at(-1)?.epoch, moments.at(-1)?.tensors], [0, 20, plain.tensors]);
  for (const { epoch, tensors: own } of moments) {
    const stops = await start().worker.train(iris(epoch), sources);
    assert.deepEqual(own, stops.tensors, `epoch ${epoch}`);
  }
});

test("moments that are known are not sent again; a stop within an epoch is told as one", async () => {
  const { worker, started } = start();
  const outcome = worker.train(iris(100_000), sources, { keepsMoments: true });
  await started;
  await worker.pause();
  await worker.advance("epoch");
  await worker.advance("batch");
  const first = await worker.moments([]);
  assert.equal(first?.now.isPartial, true);
  const again = await worker.moments(first?.epochs ?? []);
  assert.deepEqual(again?.added, []);
  assert.deepEqual(again?.epochs, first?.epochs);
  await worker.stop();
  const { moments = [], epochs } = await outcome;
  assert.deepEqual([moments.at(-1)?.epoch, moments.at(-1)?.isPartial], [epochs, true]);
  assert.equal(await worker.moments([]), undefined, "nothing is trained any more");
});

test("a moment is evaluated as the weights of a run that stops there", async () => {
  const { moments = [] } = await start().worker.train(iris(4), sources, { keepsMoments: true });
  const basis = { experiment: iris(4), sources, document: "iris", run: "1", epochs: moments.map(({ epoch }) => epoch), added: moments };
  const looking = start().worker;
  const asked = { split: "validation", target: 0, threshold: 0.5 } as const;
  for (const epoch of [1, 2]) {
    const { worker } = start();
    const { tensors, preprocessing } = await worker.train(iris(epoch), sources);
    await worker.loadWeights("iris", { experiment: iris(epoch), preprocessing, tensors }, 0.5);
    const report = await worker.evaluate("iris", sources, "report", asked);
    assert.ok(report);
    assert.deepEqual(await looking.evaluateSpace(basis, epoch, "report", asked), { epoch, answer: report });
    const rows = await worker.evaluate("iris", sources, "rows", asked);
    assert.deepEqual((await looking.evaluateSpace(basis, epoch, "rows", asked))?.answer, rows, "rows with their texts");
  }
});

test("the present weights are found as good as the run finds them, and further questions are about those of the report", async () => {
  const { worker, started, points } = start();
  const outcome = worker.train(iris(100_000), sources, { keepsMoments: true });
  await started;
  await worker.pause();
  const looking = start().worker;
  const asked = { split: "validation", target: 0, threshold: 0.5 } as const;
  const basis = async (): Promise<SpaceBasis> => {
    const moments = await worker.moments([]);
    assert.ok(moments);
    return { experiment: iris(100_000), sources, document: "iris", run: "1", ...moments };
  };
  const atEpoch = async () => {
    await worker.advance("epoch");
    const found = await looking.evaluateSpace(await basis(), undefined, "report", asked);
    const { epoch, validationLoss } = points.at(-1)!;
    assert.equal(found?.epoch, epoch);
    assert.ok(Math.abs(found.answer.loss! - validationLoss!) < 1e-6, `${found.answer.loss} ${validationLoss}`);
    return found;
  };
  const { epoch } = await atEpoch();
  const rows = await looking.evaluateSpace(await basis(), undefined, "rows", asked);
  await worker.advance("epoch");
  assert.deepEqual(await looking.evaluateSpace(await basis(), undefined, "rows", asked), rows, "the run has gone on meanwhile");
  assert.equal((await atEpoch()).epoch, epoch + 2);
  assert.notDeepEqual(await looking.evaluateSpace(await basis(), undefined, "rows", asked), rows);
  await worker.stop();
  await outcome;
});

/** A session as far as its space looks at it. */
function sessionOf(trainer: TrainingWorker, own: { kept: readonly Moment[]; status: RunStatus; experiment: Experiment }): DocumentSession {
  const run = {
    get status() {
      return own.status;
    },
    get isActive() {
      return isActive(own.status);
    },
    trained: own.experiment,
    moments: (known: readonly number[]) => trainer.moments(known),
    keptMoments: async () => own.kept,
  };
  return { run, experiment: own.experiment, problems: [], data: { settled: async () => {} } } as unknown as DocumentSession;
}

test("the session asks for what the other worker lacks, also after that was started anew", async () => {
  const experiment = iris(100_000);
  const trainer = start();
  const outcome = trainer.worker.train(experiment, sources, { keepsMoments: true });
  const own = {
    kept: [] as readonly Moment[],
    status: { state: "preparing", run: 1, epoch: 0, epochs: 100_000 } as RunStatus,
    experiment,
  };
  let answering = start().worker;
  const asked: SpaceBasis[] = [];
  const space = new DocumentSpace(sessionOf(trainer.worker, own), {
    worker: {
      askSpace: (basis, kind, what) => {
        asked.push(basis);
        return answering.askSpace(basis, kind, what);
      },
      predictSpace: (basis, what) => answering.predictSpace(basis, what),
      evaluateSpace: (basis, epoch, kind, what) => answering.evaluateSpace(basis, epoch, kind, what),
      closeSpace: (document) => answering.closeSpace(document),
    },
    document: "iris",
    sources: async () => sources,
    encodingHint: () => undefined,
    readWeights: async () => undefined,
  });
  await trainer.started;
  await trainer.worker.pause();
  const live = await space.askSpace("boundary", question);
  assert.ok(live);
  assert.equal(live.from, "run");
  assert.equal(live.answer.answers.length, 144);
  await space.askSpace("boundary", question);
  assert.deepEqual(asked.at(-1)?.added, [], "the worker has them already");
  await trainer.worker.stop();
  const { moments = [], epochs } = await outcome;
  own.kept = moments;
  own.status = { state: "ended", run: 1, epoch: epochs, epochs: 100_000, stopped: "interrupted" };
  const ended = await space.askSpace("boundary", question);
  assert.deepEqual([ended?.from, ended?.answer.epoch, ended?.epochs.length], ["ended", epochs, moments.length]);
  answering = start().worker;
  const before = asked.length;
  assert.deepEqual(await space.askSpace("boundary", question), ended);
  assert.deepEqual([asked.length - before, asked.at(-1)?.added.length], [2, moments.length], "asked again, with everything");
  answering = start().worker;
  const values = { sepal_length: "5", sepal_width: "3", petal_length: "4.5", petal_width: "1" };
  const row = await space.predictMoment({ epoch: 0, values, threshold: 0.5 });
  assert.deepEqual([row?.epoch, row?.prediction.probabilities.length], [0, 3], "a row as well is answered by a worker that knew nothing");
  assert.notDeepEqual(row, { ...(await space.predictMoment({ values, threshold: 0.5 })), epoch: 0 });
  answering = start().worker;
  const first = await space.evaluateMoment(0, "report", { threshold: 0.5 });
  assert.deepEqual([first?.epoch, first?.answer.split], [0, "validation"], "so is how good a moment is");
  const asks = asked.length;
  const both = await Promise.all([space.askSpace("facts", {}), space.askSpace("facts", {})]);
  assert.equal(both[0], both[1]);
  assert.equal(asked.length - asks, 1, "who asks the same meanwhile gets the same answer");
  const early = await space.askSpace("boundary", { ...question, epoch: 0 });
  assert.equal(early?.answer.epoch, 0);
  assert.notDeepEqual(early?.answer.confidence, ended?.answer.confidence);
  await space.closeSpace();
});

test("before anything is trained the first weights answer, those of the seed", async () => {
  const experiment = iris(1);
  const { worker } = start();
  const basis = { document: "iris", experiment, sources, run: "seed", epochs: [], added: [] };
  const first = await worker.askSpace(basis, "boundary", question);
  const trainer = start();
  const { moments = [] } = await trainer.worker.train(experiment, sources, { keepsMoments: true });
  const remembered = await start().worker.askSpace({ ...basis, run: "run", epochs: [0], added: moments.slice(0, 1) }, "boundary", question);
  assert.deepEqual(first, remembered);
});

test("moments are kept in a file as they are, and what is no such file is none", () => {
  const moments = [
    { epoch: 0, tensors: [{ name: "0.weight", shape: [1, 2], data: Float32Array.of(1, 2) }] },
    { epoch: 10, isPartial: true as const, tensors: [{ name: "0.weight", shape: [1, 2], data: Float32Array.of(3, 4) }] },
    { epoch: 100, tensors: [{ name: "0.weight", shape: [1, 2], data: Float32Array.of(5, 6) }] },
  ];
  const bytes = momentsFile(moments);
  assert.deepEqual(readMoments(bytes, "moments.safetensors"), moments);
  const damaged = new TextDecoder("latin1").decode(bytes).replace('\\"epoch\\":10,', '\\"epoch\\":-1,');
  const epochs = readMoments(
    Uint8Array.from(damaged, (character) => character.codePointAt(0)!),
    "m",
  ).map(({ epoch }) => epoch);
  assert.deepEqual(epochs, [0, 100]);
  assert.throws(() => readMoments(bytes.slice(0, 20), "m"));
});
