// No figure says all, nothing or exactly one of what is not quite that.

import assert from "node:assert/strict";
import { test } from "node:test";
import { decimals, shareText, significant } from "../../../src/model/figures.ts";
import {
  formatBytes,
  formatMeasure,
  formatPrecise,
  formatShare,
  formatSpread,
  formatTick,
  formatTicks,
} from "../../../webview/shared/numbers.ts";

test("what is nearly 1 has the digits that say so", () => {
  assert.equal(significant(0.99996, 4), "0.99996");
  assert.equal(significant(-0.99996, 4), "-0.99996");
  assert.equal(significant(1, 4), "1.000");
  assert.equal(significant(1.00001, 4), "1.00001");
  assert.equal(significant(1 - 2e-16, 4), "1.000", "what the arithmetic leaves over is no mistake");
  assert.equal(significant(0.53004, 4), "0.5300");
  assert.equal(decimals(0.0004, 3), "0.0004");
  assert.equal(decimals(0.9996, 3), "0.9996");
  assert.equal(decimals(0, 3), "0.000");
});

test("a share of not quite all is not 100 %, and of nearly nothing not 0 %", () => {
  assert.equal(shareText(9998 / 10_000), "99.98 %");
  assert.equal(shareText(1 - 1e-6), "99.9999 %");
  assert.equal(shareText(0.0002), "0.02 %");
  assert.equal(shareText(1), "100 %");
  assert.equal(shareText(0), "0 %");
  assert.equal(shareText(0.665), "66.5 %");
});

test("two mistakes are seen in every way that the builder writes a figure", () => {
  const auc = 1 - 2 / 12_345;
  for (const format of [formatMeasure, formatPrecise, formatTick, (value: number) => formatSpread(value, 0.2)])
    assert.ok(Number(format(auc).split(" ")[0]) < 1, format(auc));
  assert.ok(!formatShare(auc).startsWith("100"));
});

test("the numbers of an axis tell each other apart", () => {
  assert.deepEqual(formatTicks([0.126, 0.1262, 0.1264]), ["0.126", "0.1262", "0.1264"]);
  assert.deepEqual(formatTicks([0, 0.5, 1]), ["0", "0.5", "1"]);
  assert.deepEqual(formatTicks([1e-5, 2e-5]), ["1e-5", "2e-5"]);
  assert.deepEqual(formatTicks([0.00012341, 0.00012342]), ["1.2341e-4", "1.2342e-4"]);
  assert.deepEqual(formatTicks([10_000, 20_000]), ["10,000", "20,000"]);
});

test("bytes have no more digits than they deserve", () => {
  assert.deepEqual([16_240, 3_140_000, 999].map(formatBytes), ["16 kB", "3.1 MB", "999 B"]);
});
