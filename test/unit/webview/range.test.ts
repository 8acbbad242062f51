// Which values an axis shows: the bulk, and on the bad side no more than leaves it room.

import assert from "node:assert/strict";
import { test } from "node:test";
import { GrowingLine, seenValues } from "../../../webview/chart/growing-line.ts";
import { valueRange, withGuest } from "../../../webview/chart/robust-range.ts";
import { initialChart } from "../../../webview/chart/chart-view.ts";

const seen = (values: readonly number[]) => seenValues(values.map((y, x) => ({ x, y })));
const range = (values: readonly number[], side: "above" | "below" | undefined = "above", isLog = false) =>
  valueRange([seen(values)], side, isLog);

/** A loss that falls from 0.73 to 0.37 in so many epochs, after the first ones. */
const falling = (count: number): number[] => Array.from({ length: count }, (_, index) => 0.37 + 0.36 * Math.exp((-4 * index) / count));

test("a spike at the start runs off, and what falls after it has half of the axis", () => {
  const { bulk, whole, wantsLog } = range([23.2, 22.8, 19.7, ...falling(200)])!;
  assert.deepEqual(whole[1], 23.2);
  assert.ok(bulk[1] > 0.73 && bulk[1] < 1.2, `the axis ends at ${bulk[1]}`);
  assert.equal(bulk[0], whole[0]);
  assert.ok(0.73 - bulk[0] > (bulk[1] - bulk[0]) / 2 - 1e-9, "the fall takes half of the axis");
  assert.equal(wantsLog, true);
});

test("one spike among five values runs off as well, one among four does not", () => {
  assert.ok(range([23, 0.9, 0.8, 0.75, 0.7])!.bulk[1] < 2);
  assert.deepEqual(range([23, 0.9, 0.8, 0.75])!.bulk, [0.75, 23]);
});

test("of two lines each may have its own spike", () => {
  const one = [23, ...falling(9)];
  const other = [19, ...falling(9)];
  assert.ok(valueRange([seen(one), seen(other)], "above")!.bulk[1] < 2);
});

test("a curve that falls all the way is seen as a whole", () => {
  const steady = falling(300);
  assert.deepEqual(range(steady)!.bulk, [Math.min(...steady), steady[0]]);
  const slow = Array.from({ length: 100 }, (_, index) => 2.3 * 0.95 ** index);
  assert.equal(range(slow)!.bulk[1], 2.3);
});

test("a value on the good side never runs off, so that a late fall is seen", () => {
  const plateau = [...Array.from({ length: 400 }, (_, index) => 0.69 + (index % 2) / 1000), 0.4, 0.2, 0.1];
  assert.deepEqual(range(plateau)!.bulk, [0.1, 0.691]);
});

test("of R² the bad side is below, and where no side is bad all is seen", () => {
  const r2 = [-1200, -40, ...Array.from({ length: 100 }, (_, index) => 0.2 + index / 150)];
  const { bulk } = range(r2, "below")!;
  assert.ok(bulk[0] > -1 && bulk[0] < 0.2, `the axis begins at ${bulk[0]}`);
  assert.equal(bulk[1], Math.max(...r2));
  assert.deepEqual(range(r2, undefined)!.bulk, [-1200, Math.max(...r2)]);
});

test("values that are all the same but for a spike have no bulk to follow", () => {
  assert.deepEqual(range([9, ...Array.from({ length: 50 }, () => 0.5)])!.bulk, [0.5, 9]);
  assert.deepEqual(range([0.5])!.bulk, [0.5, 0.5]);
  assert.equal(valueRange([undefined], "above"), undefined);
});

test("on a logarithmic axis two powers of ten are no spike, nine are", () => {
  const values = [23, ...falling(100)];
  assert.equal(range(values, "above", true)!.bulk[1], 23);
  const diverged = [...falling(100), 1e8, 1e9];
  const top = range(diverged, "above", true)!.bulk[1];
  assert.ok(top > 0.73 && top < 10, `the axis ends at ${top}`);
});

test("a logarithm is offered from a ratio of twenty on, for values above 0 alone", () => {
  assert.equal(range([1, 19])!.wantsLog, false);
  assert.equal(range([1, 20])!.wantsLog, true);
  assert.equal(range([-1, 20])!.wantsLog, false);
  assert.equal(range([0, 20])!.wantsLog, false);
});

test("a guest has room as long as that leaves half of the axis", () => {
  assert.deepEqual(withGuest([0.2, 0.6], [0.3, 0.9]), [0.2, 0.9]);
  assert.deepEqual(withGuest([0.2, 0.6], [0.3, 5]), [0.2, 0.6]);
  assert.deepEqual(withGuest([0.2, 0.6], undefined), [0.2, 0.6]);
});

test("of a long run so many values are looked at that a frame can afford it, and the same ones while it grows", () => {
  const points = Array.from({ length: 100_000 }, (_, index) => ({ epoch: index + 1, trainLoss: 1 / (index + 1), lr: 0.1 }));
  const line = new GrowingLine(0, true);
  line.follow(points.slice(0, 70_000), initialChart);
  const before = line.seen([1, 70_000])!.some;
  assert.ok(before.length <= 512 && before.length > 256, `${before.length} values`);
  line.follow(points, initialChart);
  const after = line.seen([1, 100_000])!.some;
  assert.deepEqual(after.slice(0, before.length), before);
});
