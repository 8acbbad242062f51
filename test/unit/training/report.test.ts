// What is thinned keeps its ends and its shape, and what is counted at a threshold is what a count of the
// rows gives.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Generator } from "../../../src/engine/random.ts";
import { curveReport, evenly, thinned } from "../../../src/training/evaluation/report.ts";
import { countsAt } from "../../../src/training/metrics/ranking.ts";

const rows = 30_000;
const draw = new Generator(5);
const truths = Uint32Array.from({ length: rows }, () => (draw.uniform32() < 0.3 ? 1 : 0));
const scores = Float64Array.from(truths, (truth) => Math.min(1, Math.max(0, draw.uniform32() * 0.7 + truth * 0.3)));

test("counts at thresholds are those of the rows", () => {
  const thresholds = Float64Array.of(0, 0.25, 0.5, 0.999, 1, 2);
  const { truePositives, falsePositives } = countsAt(scores, truths, thresholds);
  for (const [at, threshold] of thresholds.entries()) {
    const called = [...scores.keys()].filter((row) => scores[row]! >= threshold);
    assert.equal(truePositives[at], called.filter((row) => truths[row] === 1).length);
    assert.equal(falsePositives[at], called.filter((row) => truths[row] === 0).length);
  }
});

test("a curve of tens of thousands of points is sent as some hundreds, its area as it is", () => {
  const probabilities = new Float64Array(2 * rows);
  for (const [row, score] of scores.entries()) probabilities.set([1 - score, score], 2 * row);
  const evaluated = { classes: ["no", "yes"], truths, probabilities };
  const { roc, precisionRecall, points } = curveReport(evaluated, 1);
  assert.ok(points > 20_000 && roc.x.length < 1000 && precisionRecall.x.length < 2500, `${roc.x.length} and ${precisionRecall.x.length}`);
  assert.deepEqual([roc.x[0], roc.y[0], roc.x.at(-1), roc.y.at(-1)], [0, 0, 1, 1]);
  let area = 0;
  for (let at = 1; at < roc.x.length; at++) area += ((roc.y[at]! + roc.y[at - 1]!) / 2) * (roc.x[at]! - roc.x[at - 1]!);
  assert.ok(Math.abs(area - roc.area!) < 2e-3);
  const oneSided = curveReport({ ...evaluated, truths: new Uint32Array(rows) }, 1);
  assert.deepEqual([oneSided.roc.area, oneSided.precisionRecall.area, oneSided.roc.x.length], [null, null, 0]);
});

test("few points are left alone, and rows are chosen evenly", () => {
  const curve = { x: Float64Array.of(0, 0, 1), y: Float64Array.of(0, 1, 1) };
  assert.equal(thinned(curve), curve);
  assert.deepEqual([...evenly(3, 5)], [0, 1, 2]);
  assert.deepEqual([...evenly(10, 5)], [0, 2, 4, 6, 8]);
});
