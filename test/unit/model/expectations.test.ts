// The document's tests as JSON: what the schema takes, what it says of a mistake, and the sentence that
// stands for each in lists.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDocument, readDataOnly } from "../../../src/model/document.ts";
import { expectationTitle } from "../../../src/model/expectation-words.ts";
import type { Expectation } from "../../../src/model/expectations.ts";
import { format } from "../../../src/model/message.ts";
import { documentJsonSchema } from "../../../src/model/schema.ts";

const document = (tests: unknown): object => ({
  format: 1,
  data: { file: "a.csv", target: "t" },
  layers: [{ type: "Linear", out_features: 1 }],
  training: { loss: { type: "MSELoss" }, optimizer: { type: "Adam" } },
  tests,
});
const read = (tests: unknown) => parseDocument(JSON.stringify(document(tests)));

test("defaults are filled in, and each has a title", () => {
  const tests = read([
    { type: "accuracy", at_least: 0.95 },
    { type: "f1", class: "setosa", on: "validation", at_most: 0.5 },
    { type: "recall", average: "weighted", at_least: 0, at_most: 1 },
    { type: "mae", target: "width", at_most: 2 },
    { type: "row", row: 17, is: "setosa" },
    { type: "row", row: 2, is: 0.5, within: 0.1, target: "width" },
    { type: "rises", with: "bmi" },
    { type: "falls", with: "bmi", class: true },
    { type: "loss", at_most: 1, name: "learns at all" },
  ]).experiment!.tests;
  assert.deepEqual(tests[0], { type: "accuracy", on: "test", at_least: 0.95 });
  assert.deepEqual(
    tests.map((expectation: Expectation) => format(expectationTitle(expectation))),
    [
      "accuracy on test at least 0.95",
      "f1 (setosa) on validation at most 0.5",
      "recall (weighted) on test from 0 to 1",
      "mae (width) on test at most 2",
      "row 17 is setosa",
      "row 2 (width) is 0.5 ± 0.1",
      "rises with bmi",
      "true falls with bmi",
      "learns at all",
    ],
  );
});

for (const [what, tests, path, sentence] of [
  [
    "an unknown kind",
    [{ type: "acuracy", at_least: 1 }],
    ["tests", 0, "type"],
    /^Test 1: type cannot be "acuracy"\. The nearest known one is accuracy; known are accuracy, precision, /,
  ],
  ["no kind", [{ at_least: 1 }], ["tests", 0], /^Test 1 has no "type"\. Use one of accuracy, /],
  [
    "an unknown field",
    [
      { type: "row", row: 1, is: "a" },
      { type: "row", row: 1, is: "a", witin: 2 },
    ],
    ["tests", 1, "witin"],
    /^Test 2 has the unknown field "witin"\. The nearest known one is "within"\./,
  ],
  ["a missing field", [{ type: "row", is: "a" }], ["tests", 0, "row"], /^Test 1 has no "row"\. Add it\./],
  ["row 0", [{ type: "row", row: 0, is: "a" }], ["tests", 0, "row"], /^Test 1: row is 0, but must be at least 1\./],
  [
    "an unknown split",
    [{ type: "loss", on: "tst", at_most: 1 }],
    ["tests", 0, "on"],
    /^Test 1: on cannot be "tst"\. Use "train", "validation", "test"\./,
  ],
  [
    "a list as an answer",
    [{ type: "row", row: 1, is: [] }],
    ["tests", 0, "is"],
    /^Test 1: is cannot be \[\]\. Use one of "class" \/ 1 \/ true\./,
  ],
  ["something that is no list", {}, ["tests"], /^tests is \{\}, but must be a list/],
] as const) {
  test(`${what} is said with its place`, () => {
    const [problem, ...others] = read(tests).problems;
    assert.deepEqual([problem?.path, others], [path, []]);
    assert.match(format(problem!.message), sentence);
  });
}

test("wrong tests do not keep the data from being read", () => {
  assert.equal(readDataOnly(document([{ type: "nonsense" }]))?.data.target, "t");
});

test("editors offer every kind with what it means", () => {
  const schema = documentJsonSchema() as {
    properties: { tests: { items: { properties: { type: { enum: string[]; enumDescriptions: string[] } } } } };
  };
  const { type } = schema.properties.tests.items.properties;
  assert.ok(type.enum.includes("accuracy") && type.enum.includes("rises"));
  assert.ok(type.enumDescriptions.every((text) => text.endsWith(".")));
});
