// What fills a gap, beside its plain definition.

import assert from "node:assert/strict";
import { test } from "node:test";
import { median, wholeMedian } from "../../../src/data/statistics.ts";
import { ABSENT, LARGEST } from "../../../src/data/whole-numbers.ts";
import { Chance } from "../../fuzz/chance.ts";

test("the median is the middle of the sorted values, and leaves them as they are", () => {
  const chance = new Chance(5);
  const numbers = (length: number, different: number): Float64Array => Float64Array.from({ length }, () => chance.below(different) / 8 - 3);
  const one = Array.from({ length: 60 }, (_, index) => numbers(1 + index, 1 + chance.below(40)));
  const large = [numbers(10_001, 5), numbers(10_000, 100_000)];
  // Orders that a choice of pivots may not like.
  const ordered = [...large].flatMap((values) => [values.toSorted(), values.toSorted().toReversed()]);
  const organ = Float64Array.from({ length: 5_000 }, (_, index) => Math.min(index, 5_000 - index));
  for (const values of [...one, ...large, ...ordered, organ]) {
    const before = values.slice();
    const sorted = values.toSorted();
    const half = sorted.length >> 1;
    assert.equal(median(values), sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1]! + sorted[half]!) / 2);
    assert.deepEqual(values, before);
  }
});

test("the median of whole numbers over a power of ten is that of their values, bit by bit", () => {
  const chance = new Chance(7);
  const cells = (length: number, spread: number, gaps: number): Int32Array =>
    Int32Array.from({ length }, () => (chance.below(100) < gaps ? ABSENT : Math.round((chance.below(2 ** 20) / 2 ** 20 - 0.5) * spread)));
  const random = Array.from({ length: 400 }, (_, index) => cells(1 + (index % 41), 2 ** (1 + (index % 31)), 10 * (index % 4)));
  const ends = [[0], [-1, 0], [ABSENT, 3], [ABSENT + 1, LARGEST], [LARGEST], [65_535, 65_536], [-65_536, -65_537, ABSENT]];
  for (const own of [...random, cells(30_000, 2 ** 31, 3), cells(30_001, 1000, 0), ...ends.map((some) => Int32Array.from(some))]) {
    const present = own.filter((cell) => cell !== ABSENT);
    if (present.length === 0) continue;
    for (const divisor of [1, 1000, 1e6]) {
      const values = Float64Array.from(present, (cell) => cell / divisor);
      assert.ok(Object.is(wholeMedian(own, divisor), median(values)), `${own.slice(0, 41).join()} / ${divisor}`);
    }
  }
});
