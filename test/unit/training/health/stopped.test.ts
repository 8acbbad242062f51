// Later epochs are told to the detectors together; what waits is told all the same when a run ends before its
// last epoch, by a person or by early stopping.

import assert from "node:assert/strict";
import { test } from "node:test";
import { codesOf, experimentOf, watch } from "../../../harness/health.ts";
import { ce, iris, mlp, of, sgd } from "../../../harness/health-networks.ts";
import { sick } from "./sick.ts";

test("a run that is stopped right behind the epoch that shows it is told so", async () => {
  for (const name of ["few rows, many units", "weather by heart"]) {
    const network = sick[name]!;
    const experiment = experimentOf(network);
    const whole = await watch(experiment, network.csv);
    const found = whole.findings.find(({ code }) => code === "overfitting")!;
    const stopped = await watch(experiment, network.csv, found.epoch);
    assert.equal(stopped.results.length, found.epoch);
    assert.deepEqual(stopped.findings.at(-1), found, `${name}, epoch ${found.epoch}`);
  }
});

test("a run that early stopping ends is told what its last epochs show", async () => {
  // It is flat from its first epoch on, and flat for half of the planned ones only in its last one.
  for (const patience of [34, 35, 36]) {
    const stopping = { early_stopping: { patience, min_delta: 1 } };
    const network = of(iris(), mlp(3, "Sigmoid"), ce, sgd(1e-6), 2 * patience, stopping);
    const { findings, results } = await watch(experimentOf(network), network.csv);
    assert.equal(results.length, patience + 1);
    assert.ok(codesOf(findings).includes("plateau"), `after ${patience + 1} epochs: ${codesOf(findings).join()}`);
  }
});
