// What is kept beside a layer goes with it, whatever is edited.

import assert from "node:assert/strict";
import { test } from "node:test";
import { followLayers } from "../../../../src/session/debug/follow-layers.ts";

const linear = (width: number) => ({ type: "Linear", out_features: width });
const relu = { type: "ReLU" };
const before = [linear(8), relu, linear(4), relu];

test("layers that stay are followed past those that come and go", () => {
  assert.deepEqual(followLayers(before, before), [0, 1, 2, 3]);
  assert.deepEqual(followLayers(before, [{ type: "Dropout" }, ...before]), [1, 2, 3, 4]);
  assert.deepEqual(followLayers(before, [linear(8), linear(4), relu]), [0, undefined, 1, 2]);
  assert.deepEqual(followLayers(before, []), [undefined, undefined, undefined, undefined]);
  assert.deepEqual(followLayers([], before), []);
});

test("a layer that is moved is still the same, and so is one whose settings change or whose type does", () => {
  assert.deepEqual(followLayers(before, [relu, linear(4), linear(8), relu]), [2, 0, 1, 3]);
  assert.deepEqual(followLayers(before, [linear(16), relu, linear(4), relu]), [0, 1, 2, 3]);
  assert.deepEqual(followLayers(before, [linear(8), { type: "Tanh" }, linear(4), relu]), [0, 1, 2, 3]);
});
