// A sweep as its file has it: what was kept comes back, also of trials that diverged, and a file of another
// form says what is wrong.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type KeptSweep, keptSweepText, parseKeptSweep } from "../../../src/model/sweep/kept-sweep.ts";
import { trialsCsv } from "../../../src/protocol/trials-csv.ts";

const last = {
  epoch: 3,
  trainLoss: 0.1 + 0.2,
  validationLoss: 0.4,
  lr: 0.01,
  metrics: { train: { accuracy: 1 }, validation: { accuracy: 0.5 } },
};
const kept: KeptSweep = {
  format: 1,
  document: "{}",
  sweep: {
    kind: "random",
    axes: [
      { name: "lr", values: { from: 0.001, to: 0.1, count: 5, scale: "log" } },
      { name: "optimizer", values: ["SGD", "Adam"] },
    ],
    stopsHopeless: true,
    trials: 3,
    seed: 0,
  },
  epochs: 3,
  seconds: 1.5,
  trials: [
    { settings: { lr: 0.01, optimizer: "SGD" }, state: "ended", epoch: 3, last, best: 0.4, bestEpoch: 3, stopped: null, seconds: 0.5 },
    { settings: { lr: 0.02, optimizer: "Adam" }, state: "failed", epoch: 0, note: { text: "There is no file {0}.", args: ["a.csv"] } },
    { settings: { lr: 0.03, optimizer: "Adam" }, state: "waiting", epoch: 0 },
  ],
};

test("a kept sweep comes back as it was", () => {
  assert.deepEqual(parseKeptSweep(keptSweepText(kept)), kept);
  const line = { epochs: [1, 2], low: [0, 0], middle: [0.5, 0.4], high: [1, 1], runs: [2, 2] };
  const bands = { range: { train: line }, deviation: { train: line, validation: line } };
  const seeds: KeptSweep = { ...kept, sweep: { kind: "seeds", count: 3 }, bands };
  assert.deepEqual(parseKeptSweep(keptSweepText(seeds)), seeds);
});

test("an epoch with a number that JSON does not know is left out, and its trial stays", () => {
  const [first] = kept.trials;
  const diverged = { ...first!, stopped: "diverged" as const, last: { ...last, metrics: { train: { accuracy: Number.NaN } } } };
  const { trials } = parseKeptSweep(keptSweepText({ ...kept, trials: [diverged] }));
  assert.equal(trials[0]?.last, undefined);
  assert.equal(trials[0]?.stopped, "diverged");
});

test("a file of another form says what is wrong", () => {
  assert.throws(() => parseKeptSweep("<<<<<<< HEAD"), SyntaxError);
  assert.throws(() => parseKeptSweep(JSON.stringify({ ...kept, format: 2 })), /format/);
  assert.throws(() => parseKeptSweep(JSON.stringify({ ...kept, trials: [{ ...kept.trials[0], state: "running" }] })), /trials\.0\.state/);
  assert.throws(() => parseKeptSweep(JSON.stringify({ ...kept, trials: [] })), /trials/);
});

test("a stranger's file is passed over where it claims what no sweep has", () => {
  assert.throws(() => parseKeptSweep(readFileSync("test/fixtures/hostile/sweep.json", "utf8")), /trials\.0\.settings/);
  const [axis] = (kept.sweep as Extract<KeptSweep["sweep"], { kind: "random" }>).axes;
  const line = { epochs: [1], low: [], middle: [], high: [], runs: [] };
  for (const changes of [
    { epochs: 1e300 },
    { document: "x".repeat(2_000_001) },
    { sweep: { kind: "seeds", count: 1e9 } },
    { sweep: { ...kept.sweep, trials: 1e9 } },
    { sweep: { ...kept.sweep, axes: [{ ...axis, values: { from: 0, to: 1, count: 1e9, scale: "log" } }] } },
    { sweep: { ...kept.sweep, axes: [{ name: "constructor", values: [1] }] } },
    { trials: Array(10_001).fill(kept.trials[0]) },
    { trials: [{ ...kept.trials[0], settings: { lr: "constructor" } }] },
    { trials: [{ ...kept.trials[0], settings: { optimizer: "=HYPERLINK(1)" } }] },
    { trials: [{ ...kept.trials[0], settings: JSON.parse('{ "__proto__": 1 }') as object }] },
    { bands: { range: { train: line }, deviation: { train: line } } },
  ])
    assert.throws(() => parseKeptSweep(JSON.stringify({ ...kept, ...changes })), JSON.stringify(changes).slice(0, 80));
});

test("the trials' CSV quotes its cells and runs nothing", () => {
  const csv = trialsCsv([{ settings: { lr: -0.5, activation: 'a,b\n=1+1"', optimizer: "=1+1" }, state: "ended", epoch: 1 }]);
  assert.equal(csv, `trial,lr,activation,optimizer,state,epochs\n1,-0.5,"a,b\n=1+1""",'=1+1,ended,1\n`);
});
