// The driver of the fuzzers itself: the same seed makes the same input, and what fails becomes small.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Chance } from "../../fuzz/chance.ts";
import { mutateBytes, mutateJson } from "../../fuzz/mutate.ts";
import { smallerBytes, smallerJson } from "../../fuzz/shrink.ts";

const bytes = new TextEncoder().encode("a,b\n1,2\n3,4\n");
const value = { format: 1, layers: [{ type: "Linear", out_features: 2 }] };

test("a seed makes the same mutant each time, and another one another", () => {
  const mutants = Array.from({ length: 50 }, (_, seed) => [mutateBytes(bytes, new Chance(seed)), mutateJson(value, new Chance(seed))]);
  const again = Array.from({ length: 50 }, (_, seed) => [mutateBytes(bytes, new Chance(seed)), mutateJson(value, new Chance(seed))]);
  assert.deepEqual(again, mutants);
  const different = new Set(mutants.map((mutant) => JSON.stringify(mutant)));
  assert.ok(different.size > 45, `${different.size} of 50 are different`);
});

test("the value that is changed stays as it was", () => {
  const before = JSON.stringify(value);
  for (let seed = 0; seed < 200; seed++) mutateJson(value, new Chance(seed));
  assert.equal(JSON.stringify(value), before);
});

test("smaller inputs are smaller", () => {
  for (const smaller of smallerBytes(bytes)) assert.ok(smaller.length < bytes.length);
  for (const smaller of smallerJson(value)) assert.ok(JSON.stringify(smaller).length < JSON.stringify(value).length);
});
