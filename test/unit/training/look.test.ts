// Looking inside a run: what is seen is what the batch does, and the run goes on as if nobody had looked.

import assert from "node:assert/strict";
import { test } from "node:test";
import { TrainingRun } from "../../../src/training/run.ts";
import { statisticsOf } from "../../../src/training/statistics.ts";
import type { EpochResult } from "../../../src/training/types.ts";
import { madeUp, statefulLayers } from "../../harness/experiments.ts";

test("a run that is looked into at every batch is the run that is not", () => {
  const from = madeUp({ layers: statefulLayers, training: { optimizer: { type: "Adam" } } });
  const train = (looks: boolean) => {
    const results: EpochResult[] = [];
    const run = new TrainingRun(from, { onEpoch: (result) => results.push(result) });
    while (!run.advanceBatch()) if (looks && run.isTraining) run.look(results.length % 3);
    return { results, tensors: run.outcome().tensors };
  };
  assert.deepEqual(train(true), train(false));
});

test("values, gradients and the ratio of update to weight are those of the batch", () => {
  const layers = [{ type: "Linear", out_features: 1, init: { weight: [[2, -1]], bias: [0.5] } }, { type: "ReLU" }];
  const from = madeUp({ rows: 10, inputs: 2, layers, training: { shuffle: false, batch_size: 4, optimizer: { type: "SGD", lr: 0.5 } } });
  const run = new TrainingRun(from, { onEpoch: () => {} });
  const look = run.look(0);
  assert.deepEqual([look.input.rows, look.input.columns, look.target.columns], [4, 2, 1]);
  let loss = 0;
  const slopes = [0, 0, 0];
  for (let row = 0; row < 4; row++) {
    const [x, y] = [look.input.data[2 * row]!, look.input.data[2 * row + 1]!];
    const sum = 2 * x - y + 0.5;
    const output = Math.max(0, sum);
    assert.ok(Math.abs(look.layers[0]!.output.data[row]! - sum) < 1e-6);
    assert.ok(Math.abs(look.layers[1]!.output.data[row]! - output) < 1e-6);
    const difference = output - look.target.data[row]!;
    loss += difference ** 2 / 4;
    const slope = sum > 0 ? difference / 2 : 0;
    for (const [index, factor] of [x, y, 1].entries()) slopes[index]! += slope * factor;
  }
  assert.ok(Math.abs(look.loss - loss) < 1e-6);
  const [weight, bias] = look.layers[0]!.parameters;
  assert.deepEqual([weight!.name, bias!.name], ["0.weight", "0.bias"]);
  for (const [index, value] of [...weight!.gradient, ...bias!.gradient].entries()) assert.ok(Math.abs(value - slopes[index]!) < 1e-6);
  assert.ok(Math.abs(look.gradientNorm - Math.hypot(...slopes)) < 1e-6);
  assert.equal(weight!.updateRatio, undefined);
  run.advanceBatch();
  const after = run.look(0).layers[0]!.parameters[0]!;
  const moved = Math.hypot(after.data[0]! - 2, after.data[1]! + 1);
  assert.ok(Math.abs(after.updateRatio! - moved / Math.hypot(...after.data)) < 1e-6);
});

test("dead and saturated units are counted", () => {
  const dead = [
    { type: "Linear", out_features: 2, init: { weight: [[0], [1]], bias: [-1, 0] } },
    { type: "ReLU" },
    { type: "Linear", out_features: 1 },
  ];
  const inputs = 1;
  const relu = new TrainingRun(madeUp({ inputs, layers: dead }), { onEpoch: () => {} }).look();
  assert.equal(relu.layers[1]!.dead, 0.5);
  const flat = [
    { type: "Linear", out_features: 2, init: { weight: [[0], [0]], bias: [50, 0] } },
    { type: "Sigmoid" },
    { type: "Linear", out_features: 1 },
  ];
  const sigmoid = new TrainingRun(madeUp({ inputs, layers: flat }), { onEpoch: () => {} }).look();
  assert.equal(sigmoid.layers[1]!.saturated, 0.5);
});

test("statistics of a list", () => {
  const { count, notFinite, mean, deviation, min, max, norm, histogram } = statisticsOf(Float32Array.of(1, 2, 3, 4, Number.NaN, Infinity));
  assert.deepEqual([count, notFinite, mean, min, max], [6, 2, 2.5, 1, 4]);
  assert.ok(Math.abs(deviation - Math.sqrt(1.25)) < 1e-12 && Math.abs(norm - Math.sqrt(30)) < 1e-12);
  assert.equal(
    histogram.reduce((sum, bin) => sum + bin, 0),
    4,
  );
  assert.equal(histogram[0], 1);
  assert.equal(histogram.at(-1), 1);
  assert.deepEqual(statisticsOf(new Float32Array(0)).mean, 0);
});
