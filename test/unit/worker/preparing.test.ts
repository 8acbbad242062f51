// How far a run is before it trains reaches whoever looks at it: the worker tells, and the run has it in its
// status.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseDocument } from "../../../src/model/document.ts";
import type { TrainingObserver } from "../../../src/protocol/worker.ts";
import type { Preparing } from "../../../src/protocol/run.ts";
import { RunSlot } from "../../../src/session/run/run-slot.ts";
import { workerTrainers } from "../../../src/session/worker-trainer.ts";
import { nodePorts } from "../../../src/worker/node/ports.ts";
import { storageOf } from "../../../src/worker/node/storage.ts";
import { createTrainingWorker } from "../../../src/worker/training-worker.ts";
import { script } from "../session/scripted.ts";

test("a run says how much of its data is read, and of its rows written to the disk", async (t) => {
  // Ten reports a second at most: each look at the time is a while after the one before.
  let now = 0;
  t.mock.method(performance, "now", () => (now += 1000));
  const { experiment } = parseDocument(readFileSync("samples/iris.perceptron", "utf8"));
  const ports = { ...nodePorts, storage: storageOf(0, 1000) };
  const trainer = workerTrainers({
    start: (observer) => {
      const all: TrainingObserver = { ...observer, reading: async () => {} };
      return { ...createTrainingWorker(ports, () => all), warm: () => {}, dispose: () => {} };
    },
    sources: async () => [{ name: "iris.csv", path: "samples/iris.csv" }],
    options: async () => ({}),
  });
  const run = new RunSlot({ ...script().ports, trainer });
  const told: Preparing[] = [];
  run.onDidChange((status) => {
    if (status.state === "preparing" && status.preparing) told.push(status.preparing);
    else assert.equal("preparing" in status, false, status.state);
  });
  run.start({ ...experiment!, training: { ...experiment!.training, epochs: 1 } });
  await run.over;
  assert.equal(run.status.state, "ended");
  const last = (what: Preparing["what"]): number | undefined => told.findLast((one) => one.what === what)?.share;
  assert.deepEqual([told[0]?.what, last("reading"), told.at(-1)?.what, last("encoding")], ["reading", 1, "encoding", 1]);
});
