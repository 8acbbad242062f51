// What fills a gap, beside its plain definition.

import assert from "node:assert/strict";
import { test } from "node:test";
import { median } from "../../../src/data/statistics.ts";
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
