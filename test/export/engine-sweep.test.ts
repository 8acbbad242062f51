// Sweeps and several seeds whose trials PyTorch computes, in workers as the builder's: two at a time, with
// the losses of the built-in engine's.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseDocument } from "../../src/model/document.ts";
import type { Sweep } from "../../src/model/sweep/sweep.ts";
import { listTrials } from "../../src/model/sweep/trials.ts";
import type { TrialStatus } from "../../src/protocol/sweep.ts";
import type { PyTorchEngine } from "../../src/protocol/worker.ts";
import { DocumentSweep } from "../../src/session/sweep/document-sweep.ts";
import { systemClock } from "../../src/session/system-clock.ts";
import { workerTrainers } from "../../src/session/worker-trainer.ts";
import { openWorker } from "../harness/node-worker.ts";
import { eventually } from "../harness/patience.ts";
import { below, isAlive } from "./engine-runs.ts";
import { findPython } from "./scripts.ts";

const engine: PyTorchEngine = { kind: "pytorch", python: findPython(), device: "cpu", processes: 1 };
const text = readFileSync("samples/iris.perceptron", "utf8").replace('"epochs": 100', '"epochs": 8');
const sources = [{ name: "iris.csv", path: join(process.cwd(), "samples/iris.csv") }];

function sweepWith(by?: PyTorchEngine): DocumentSweep {
  return new DocumentSweep({
    clock: systemClock,
    trainer: workerTrainers({
      start: (observer) => openWorker(join(process.cwd(), "dist/worker.js"), observer),
      sources: async () => sources,
      options: async () => (by ? { engine: by } : {}),
    }),
    load: async () => undefined,
    save: async () => undefined,
    lanes: () => 2,
    log: (error) => assert.fail(String(error)),
  });
}

async function trialsOf(sweep: Sweep, by?: PyTorchEngine): Promise<readonly TrialStatus[]> {
  assert.ok(parseDocument(text).experiment);
  const own = sweepWith(by);
  own.start(sweep, text, listTrials(text, sweep));
  await own.over;
  const { trials = [] } = own.status("range", text) ?? {};
  own.dispose();
  return trials;
}

const seeds: Sweep = { kind: "seeds", count: 3 };
const sweeps: readonly Sweep[] = [seeds, { kind: "grid", axes: [{ name: "lr", values: [0.001, 0.03] }], stopsHopeless: false }];

for (const sweep of sweeps)
  test(`${sweep.kind}: each trial has the losses of the built-in engine`, async () => {
    const [mine, theirs] = [await trialsOf(sweep), await trialsOf(sweep, engine)];
    assert.ok(mine.length > 1);
    assert.equal(theirs.length, mine.length);
    for (const [at, { state, epoch, best, bestEpoch, note }] of theirs.entries()) {
      const own = mine[at]!;
      assert.deepEqual([state, epoch, bestEpoch, note], ["ended", own.epoch, own.bestEpoch, undefined]);
      assert.ok(Math.abs(best! - own.best!) <= 1e-5 * own.best!, `trial ${at}: ${best} and ${own.best}`);
    }
  });

test("a sweep that is stopped leaves no process", { skip: process.platform !== "linux" }, async () => {
  const long = text.replace('"epochs": 8', '"epochs": 1000000');
  const own = sweepWith(engine);
  own.start(seeds, long, listTrials(long, seeds));
  await eventually(async () => assert.equal(own.status("range", long)?.trials.filter(({ epoch }) => epoch > 0).length, 2));
  const started = below(process.pid).filter(({ words }) => words.includes("perceptron_runner"));
  assert.equal(started.length, 2, "two at a time");
  await own.stop();
  assert.deepEqual(
    own.status("range", long)?.trials.map(({ state }) => state),
    ["ended", "ended", "waiting"],
  );
  own.dispose();
  await eventually(async () => assert.deepEqual(started.map(({ pid }) => pid).filter(isAlive), []));
});
