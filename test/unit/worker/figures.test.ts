// Figures as a lesson's page asks for them: over the worker, about the document as it is written or as a
// patch changes it, with the weights that its run came to.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseDocument } from "../../../src/model/document.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import type { DocumentSession } from "../../../src/session/document-session.ts";
import { DocumentFigures } from "../../../src/session/figures/document-figures.ts";
import type { NamedTensor } from "../../../src/training/types.ts";
import { nodePorts } from "../../../src/worker/node/ports.ts";
import { createTrainingWorker } from "../../../src/worker/training-worker.ts";

const sources = [{ name: "binary.csv", bytes: readFileSync("samples/binary.csv") }];
const text = readFileSync("samples/binary.perceptron", "utf8");

/** A session as far as its figures look at it. */
function figuresOf(kept: readonly NamedTensor[] | undefined, written = text): DocumentFigures {
  const run = { isActive: false, keptMoments: async () => (kept ? [{ epoch: 1, tensors: kept }] : []) };
  const { experiment } = parseDocument(written);
  const session = { run, experiment, text: written, data: { settled: async () => {} } } as unknown as DocumentSession;
  const observer = { started: async () => {}, progressed: async () => {}, reading: async () => {} };
  return new DocumentFigures(session, {
    worker: createTrainingWorker(nodePorts, () => observer),
    document: "binary",
    sources: async () => sources,
    encodingHint: () => undefined,
    readWeights: async () => undefined,
  });
}

const weights: readonly NamedTensor[] = [
  { name: "0.weight", shape: [1, 3], data: Float32Array.of(0.25, 0.5, 0.75) },
  { name: "0.bias", shape: [1], data: Float32Array.of(-2) },
];
const slice = { weight: "0.weight[2]", losses: ["BCELoss"], from: -1, to: 1, points: 3 };

test("the present weights are those of the last run; without a run the first ones, also once layers have changed", async () => {
  const own = await figuresOf(weights).askFigure("loss-slice", slice);
  assert.equal(own?.present, 0.75);
  const first = await figuresOf(undefined).askFigure("loss-slice", slice);
  assert.ok(first && first.present !== 0.75 && Math.abs(first.present) < 1);
  const [other] = weights;
  const changed = await figuresOf([{ ...other!, shape: [1, 2], data: Float32Array.of(1, 2) }]).askFigure("loss-slice", slice);
  assert.equal(changed?.present, first.present);
});

test("a patch changes what is asked about, and nothing else", async () => {
  const figures = figuresOf(undefined);
  const question = { weights: ["0.weight[0]", "0.weight[1]"], steps: 3 } as const;
  const plain = await figures.askFigure("weight-path", question);
  const still = await figures.askFigure("weight-path", question, { training: { optimizer: { lr: 0 } } });
  assert.ok(plain && still);
  assert.deepEqual([still.x[0], still.y[0]], [plain.x[0], plain.y[0]], "the same first weights");
  assert.equal(still.x[3], still.x[0], "no step moves them");
  assert.notEqual(plain.x[3], plain.x[0]);
  assert.deepEqual(await figures.askFigure("weight-path", question), plain);
});

test("a patch that makes it no document says so; a document that is none has no answer", async () => {
  await assert.rejects(figuresOf(undefined).askFigure("table", { rows: 2 }, { layers: [{ type: "Linaer" }] }), ProblemError);
  const none = figuresOf(undefined, "{}");
  assert.equal(await none.askFigure("table", { rows: 2 }), undefined);
  // A curve needs no document.
  const curve = await none.askFigure("activation", { layers: [{ type: "ReLU" }], from: -1, to: 1, points: 3 });
  assert.deepEqual(curve?.curves[0]?.outputs, [0, 0, 1]);
});
