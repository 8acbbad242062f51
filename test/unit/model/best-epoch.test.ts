// The best epoch that a record names is the one whose weights a run keeps: both ask the same rule.

import assert from "node:assert/strict";
import { test } from "node:test";
import { EarlyStopping } from "../../../src/engine/early-stopping.ts";
import { bestEpochOf } from "../../../src/model/best-epoch.ts";

/** The epoch after which a run last kept its weights. */
function keptEpoch(losses: readonly number[], minDelta: number): number | undefined {
  const stopping = new EarlyStopping({ patience: Infinity, min_delta: minDelta });
  let kept: number | undefined;
  for (const [index, loss] of losses.entries()) if (stopping.add(loss).isBest) kept = index + 1;
  return kept;
}

test("a gain below min_delta is no best epoch, in the record as in the run", () => {
  const losses = [1, 0.5, 0.49, 0.3, 0.299];
  const points = losses.map((trainLoss, index) => ({ epoch: index + 1, trainLoss }));
  assert.deepEqual(bestEpochOf(points, 0.05), { epoch: 4, loss: 0.3 });
  assert.deepEqual(bestEpochOf(points, 0), { epoch: 5, loss: 0.299 });
  assert.equal(keptEpoch(losses, 0.05), 4);
});

test("record and run agree on any losses, also where some are no numbers", () => {
  let state = 1;
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let round = 0; round < 500; round++) {
    const losses = Array.from({ length: 1 + Math.floor(random() * 30) }, () => (random() < 0.1 ? NaN : random()));
    const minDelta = random() < 0.3 ? 0 : random() / 5;
    const points = losses.map((validationLoss, index) => ({ epoch: index + 1, trainLoss: 9, validationLoss }));
    assert.equal(bestEpochOf(points, minDelta)?.epoch, keptEpoch(losses, minDelta), `${losses.join()} with ${minDelta}`);
  }
});
