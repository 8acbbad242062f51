// What a lesson's patterns match: values as JSON, lists in order, conditions, and nothing by accident.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Pattern } from "../../../src/lessons/lesson.ts";
import { isNear, matches, matchesNumber } from "../../../src/lessons/pattern.ts";

const layers = [{ type: "Linear", out_features: 4 }, { type: "ReLU" }, { type: "Linear", out_features: 1 }];

const cases: readonly [value: unknown, pattern: Pattern, isMatch: boolean][] = [
  [1, 1, true],
  [1, "1", false],
  [undefined, null, true],
  [null, null, true],
  [0, null, false],
  [{ a: 1, b: 2 }, { a: 1 }, true],
  [{ b: 2 }, { a: 1 }, false],
  [{ b: 2 }, { a: null }, true],
  [{ a: 0 }, { a: null }, false],
  [[1], {}, false],
  ["text", {}, false],
  [{ a: 1 }, { constructor: { name: "Object" } }, false],
  [[1, 2], [1, 2], true],
  [[1, 2], [1], false],
  [{ 0: 1, length: 1 }, [1], false],
  [layers, [{ type: "Linear" }, { type: "ReLU" }, { type: "Linear", out_features: 1 }], true],
  [layers, { $length: 3 }, true],
  [layers, { $length: { $above: 3 } }, false],
  [layers, { $starts: [{ type: "Linear" }, { type: "ReLU" }] }, true],
  [layers, { $starts: [{ type: "ReLU" }] }, false],
  [layers, { $starts: [{}, {}, {}, null] }, false],
  [layers, { $contains: { type: "ReLU" } }, true],
  [layers, { $contains: { type: "Sigmoid" } }, false],
  [layers, { $contains: { type: "Sigmoid" }, $times: 0 }, true],
  [layers, { $contains: { type: "Linear" }, $times: 2 }, true],
  [layers, { $contains: { type: "Linear" }, $times: { $atMost: 1 } }, false],
  [0.5, { $atLeast: 0.5, $below: 0.6 }, true],
  [0.6, { $atLeast: 0.5, $below: 0.6 }, false],
  [NaN, { $atLeast: 0 }, false],
  ["0.7", { $atLeast: 0.5 }, false],
  [undefined, { $below: 1 }, false],
  [undefined, { $not: { $below: 1 } }, true],
  ["Adam", { $oneOf: ["SGD", "Adam"] }, true],
  ["Adam", { $oneOf: ["SGD"] }, false],
  [0, { $exists: true }, true],
  [null, { $exists: false }, true],
  [3, { $exists: false }, false],
  [0.95, { $near: 1, $within: 0.1 }, true],
  [0.95, { $near: 1 }, false],
  [-109, { $near: -100, $within: "10%" }, true],
  [-111, { $near: -100, $within: "10%" }, false],
  [1, { $unknown: 1 }, false],
];

for (const [value, pattern, isMatch] of cases) {
  test(`${JSON.stringify(pattern)} ${isMatch ? "matches" : "does not match"} ${JSON.stringify(value) ?? "nothing"}`, () => {
    assert.equal(matches(value, pattern), isMatch);
  });
}

test("a number has to fulfil all of its conditions; without any it has to be there", () => {
  assert.ok(matchesNumber(0.9, { $atLeast: 0.9, $atMost: 1 }));
  assert.ok(!matchesNumber(1.1, { $atLeast: 0.9, $atMost: 1 }));
  assert.ok(matchesNumber(0, {}));
  for (const none of [undefined, NaN]) assert.ok(!matchesNumber(none, {}));
  assert.ok(isNear(0, 0, "10%") && !isNear(0.01, 0, "10%"));
});
