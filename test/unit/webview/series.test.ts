// What a chart draws of many numbers: thinned without losing a spike, smoothed as TensorBoard does. And a
// curve as a tensor and as CSV.

import assert from "node:assert/strict";
import { test } from "node:test";
import { curveCsv, curveOf, curveTensor } from "../../../src/protocol/curve.ts";
import type { EpochResult } from "../../../src/training/types.ts";
import { type Vertex, smoothed, thinned } from "../../../webview/chart/series.ts";

const noise = (index: number): number => Math.sin(index * 12.9898) * 43758.5453 - Math.floor(Math.sin(index * 12.9898) * 43758.5453);

function places(count: number): Vertex[] {
  return Array.from({ length: count }, (_, index) => ({ x: index + 1, y: noise(index) }));
}

for (const [name, at] of [
  ["linear", (x: number) => x],
  ["logarithmic", Math.log],
] as const) {
  test(`of 100,000 epochs on a ${name} axis at most four per column are left, and every spike among them`, () => {
    const all = places(100_000);
    // A spike up and one down, each of a single epoch.
    const [up, down] = [
      { x: 51_235, y: 50 },
      { x: 77_778, y: -50 },
    ];
    all.splice(51_234, 1, up);
    all.splice(77_777, 1, down);
    const scale = 800 / (at(100_000) - at(1));
    const column = (x: number): number => Math.floor((at(x) - at(1)) * scale);
    const left = thinned(all, column);
    assert.ok(left.length <= 4 * 801, String(left.length));
    assert.ok(left.includes(up) && left.includes(down));
    assert.deepEqual([left[0], left.at(-1)], [all[0], all.at(-1)]);
    assert.ok(left.every(({ x }, index) => index === 0 || x > left[index - 1]!.x));
    const extremes = (of: readonly Vertex[]): Map<number, readonly [number, number]> => {
      const found = new Map<number, readonly [number, number]>();
      for (const { x, y } of of) {
        const [low, high] = found.get(column(x)) ?? [y, y];
        found.set(column(x), [Math.min(low, y), Math.max(high, y)]);
      }
      return found;
    };
    assert.deepEqual(extremes(left), extremes(all));
  });
}

test("few points are all left, and none makes none", () => {
  const all = places(5);
  assert.deepEqual(
    thinned(all, (x) => x * 100),
    all,
  );
  assert.deepEqual(
    thinned([], (x) => x),
    [],
  );
});

test("smoothing is the debiased moving average", () => {
  const all = [1, 2, 4].map((y, x) => ({ x, y }));
  assert.equal(smoothed(all, 0), all);
  const [first, second, third] = smoothed(all, 0.5).map(({ y }) => y);
  assert.deepEqual([first, second], [1, (0.25 * 1 + 0.5 * 2) / 0.75]);
  assert.ok(Math.abs(third! - (0.125 * 1 + 0.25 * 2 + 0.5 * 4) / 0.875) < 1e-12);
  assert.ok(smoothed(places(100), 0.99).every(({ y }) => y >= 0 && y <= 1));
});

const curves: readonly (readonly EpochResult[])[] = [
  [],
  [
    { epoch: 1, trainLoss: 0.1, lr: 0.01 },
    { epoch: 2, trainLoss: 1e-300, lr: 0.01 },
  ],
  [{ epoch: 3, trainLoss: 0.1 + 0.2, validationLoss: 0, lr: 1e-4, metrics: { train: { accuracy: 0 }, validation: { accuracy: 1 } } }],
  [{ epoch: 4, trainLoss: 2, lr: 1, metrics: { train: { r2: -3, mae: 4 } }, gradientNorm: 0.5 }],
];

test("a curve in a checkpoint is the same curve afterwards; a checkpoint without one gives none", () => {
  for (const points of curves) assert.deepEqual(curveOf([curveTensor(points)]), points);
  assert.deepEqual(curveOf([]), []);
});

test("a curve as CSV has a column for each number that there is, with every digit", () => {
  assert.equal(curveCsv(curves[1]!), "epoch,train_loss,lr\n1,0.1,0.01\n2,1e-300,0.01\n");
  assert.equal(
    curveCsv(curves[2]!),
    "epoch,train_loss,validation_loss,lr,train_accuracy,validation_accuracy\n3,0.30000000000000004,0,0.0001,0,1\n",
  );
  assert.equal(curveCsv(curves[3]!), "epoch,train_loss,lr,train_r2,train_mae,gradient_norm\n4,2,1,-3,4,0.5\n");
});
