// Bands of several runs, and the rule that ends hopeless ones.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bandOf, spreadOf } from "../../../src/model/sweep/band.ts";
import { MedianStopping } from "../../../src/model/sweep/median-stopping.ts";

test("a band is, epoch by epoch, of the runs that came so far", () => {
  const band = bandOf(
    [
      [4, 3, 2],
      [6, 5],
      [5, 1, 4],
    ],
    "range",
  );
  assert.deepEqual(band, { epochs: [1, 2, 3], low: [4, 1, 2], middle: [5, 3, 3], high: [6, 5, 4], runs: [3, 3, 2] });
});

test("mean and standard deviation are those of a sample", () => {
  // numpy: std([2, 4, 4, 4, 5, 5, 7, 9], ddof=1) = 2.1380899352993952
  const values = [2, 4, 4, 4, 5, 5, 7, 9];
  assert.deepEqual(spreadOf([...values, NaN, Infinity]), { count: 8, mean: 5, deviation: 2.138089935299395, low: 2, median: 4.5, high: 9 });
  const band = bandOf(
    values.map((value) => [value]),
    "deviation",
  );
  assert.deepEqual(band, { epochs: [1], low: [5 - 2.138089935299395], middle: [5], high: [5 + 2.138089935299395], runs: [8] });
  assert.deepEqual(bandOf([[3, 2]], "deviation"), { epochs: [1, 2], low: [3, 2], middle: [3, 2], high: [3, 2], runs: [1, 1] });
});

test("of many epochs few are kept, the first bucket to the last epoch, and no spike is lost", () => {
  const curve = Array.from({ length: 10_000 }, (_, epoch) => (epoch === 4321 ? 99 : epoch === 7777 ? -99 : 1));
  const band = bandOf([curve, curve.map(() => 1)], "range", 400);
  assert.equal(band.epochs.length, 400);
  assert.equal(band.epochs.at(-1), 10_000);
  assert.equal(Math.max(...band.high), 99);
  assert.equal(Math.min(...band.low), -99);
});

test("nothing, and what is no number, makes no band", () => {
  assert.deepEqual(bandOf([], "range").epochs, []);
  assert.deepEqual(bandOf([[], []], "deviation").epochs, []);
  assert.deepEqual(bandOf([[NaN, 2]], "range"), { epochs: [2], low: [2], middle: [2], high: [2], runs: [1] });
  assert.equal(spreadOf([NaN]), undefined);
});

const falling = (from: number): number[] => Array.from({ length: 4 }, (_, epoch) => from / (epoch + 1));

test("a trial whose best is worse than the median of the others' means is hopeless, after the grace period and among enough others", () => {
  const rule = new MedianStopping(20);
  assert.equal(rule.add(0, [9, 9, 9, 9]), false, "alone nothing is hopeless");
  assert.equal(rule.add(1, falling(2)), false);
  assert.equal(rule.add(2, falling(3)), false);
  assert.equal(rule.add(3, [50]), false, "the first tenth is everyone's");
  // The means of the others up to the second epoch are 9, 1.5 and 2.25.
  assert.equal(rule.add(3, [2.25]), false, "as good as the median is not worse");
  // And now 26.125 as well: the median is 5.625.
  assert.equal(rule.add(4, [50, 5.7]), true);
  assert.equal(rule.add(5, [0.1, 80]), false, "its best counts, not its last");
});

test("a loss that is no number is no epoch", () => {
  const rule = new MedianStopping(1);
  for (let trial = 0; trial < 3; trial++) rule.add(trial, [1]);
  assert.equal(rule.add(3, [NaN]), false);
  assert.equal(rule.add(3, [2]), true);
});
