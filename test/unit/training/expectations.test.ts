// The document's tests on networks whose weights are set by hand, so that every value is known beforehand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesSource } from "../../../src/data/sources.ts";
import { format } from "../../../src/model/message.ts";
import { documentSchema, type Experiment } from "../../../src/model/schema.ts";
import { evaluateExpectations } from "../../../src/training/expectations.ts";
import { describeData } from "../../../src/training/describe.ts";
import { prepareExperiment } from "../../../src/training/experiment.ts";
import { TrainingRun } from "../../../src/training/run.ts";

/** y is 2 a − b + 1, the classes follow a, flag and c say nothing. */
const records = Array.from({ length: 60 }, (_, row) => {
  const [a, b] = [row / 10, (row * 7) % 11];
  return [
    a,
    b,
    row % 2 === 0,
    ["red", "blue"][row % 2],
    2 * a - b + 1,
    a < 2 ? "low" : a < 4 ? "middle" : "high",
    a < 3 ? "no" : "yes",
  ].join(",");
});
const csv = new TextEncoder().encode(["a,b,flag,c,y,level,answer", ...records, ",1,true,red,1,low,no"].join("\n"));
const sources = [bytesSource("a.csv", csv)];

interface Setting {
  readonly data: object;
  readonly loss?: string;
  readonly threshold?: number;
  readonly weight: readonly (readonly number[])[];
  readonly bias: readonly number[];
  readonly tests: readonly object[];
}

function experimentOf({ data, loss = "MSELoss", threshold = 0.5, weight, bias, tests }: Setting): Experiment {
  return documentSchema.parse({
    format: 1,
    data: { file: "a.csv", features: ["a", "b"], split: { train: 0.6, validation: 0.2, test: 0.2 }, ...data },
    layers: [{ type: "Linear", out_features: bias.length, init: { weight, bias } }],
    training: { epochs: 0, threshold, loss: { type: loss }, optimizer: { type: "SGD", lr: 0.1 } },
    tests,
  });
}

/** `+` or `-` and the sentence of each. */
async function results(setting: Setting): Promise<string[]> {
  const prepared = await prepareExperiment(experimentOf(setting), sources);
  const run = new TrainingRun(prepared, { onEpoch: () => {} });
  run.advance(() => false);
  return evaluateExpectations(prepared, run.weights()).map(({ passed, message }) => `${passed ? "+" : "-"} ${format(message)}`);
}

/** Places and sentences of what `check` says. */
async function problems(setting: Setting): Promise<[string, string][]> {
  return (await describeData(experimentOf(setting), sources)).problems.map(({ path, message }) => [path.join("."), format(message)]);
}

const numbers = { data: { target: "y" }, weight: [[2, -1]], bias: [1] };
// The largest of 20 a − 59 (high), 0 (low) and 10 a − 19.5 (middle) is the level.
const levels = {
  data: { target: "level" },
  loss: "CrossEntropyLoss",
  weight: [
    [20, 0],
    [0, 0],
    [10, 0],
  ],
  bias: [-59, 0, -19.5],
};
const yes = { data: { target: "answer" }, loss: "BCEWithLogitsLoss", weight: [[4, 0]], bias: [-12] };

test("numbers: metrics, rows, trends", async () => {
  const tests = [
    { type: "r2", at_least: 0.999 },
    { type: "mae", on: "train", at_most: 0.0001 },
    { type: "rmse", at_least: 1 },
    { type: "loss", on: "validation", at_least: 0, at_most: 1 },
    { type: "row", row: 11, is: 3, within: 7 },
    { type: "row", row: 11, is: 3, within: 1 },
    { type: "row", row: 61, is: 1, within: 1 },
    { type: "rises", with: "a" },
    { type: "falls", with: "b" },
    { type: "falls", with: "a" },
  ];
  assert.deepEqual(
    (await results({ ...numbers, tests })).map((line) => line.replace(/ is (\d\.\d+e-\d+|0\.9{6,}\d*|1),/, " is …,")),
    [
      "+ r2 on test is …, expected at least 0.999.",
      "+ mae on train is …, expected at most 0.0001.",
      "- rmse on test is …, expected at least 1.",
      "+ loss on validation is …, expected from 0 to 1.",
      "+ Row 11 is answered -1, expected 3 ± 7.",
      "- Row 11 is answered -1, expected 3 ± 1.",
      "- Row 61 is left out, because a value is missing there. Choose another row.",
      "+ With a from 0.1 to 5.9 the mean answer goes from -4.022 to 7.578, expected to rise.",
      "+ With b from 0 to 10 the mean answer goes from 6.728 to -3.272, expected to fall.",
      "- With a from 0.1 to 0.2 the mean answer goes from -4.022 to -3.822, expected to fall.",
    ],
  );
});

test("classes: of one, averaged, and the probability of one along a feature", async () => {
  const tests = [
    { type: "accuracy", on: "train", at_least: 1 },
    { type: "recall", class: "middle", on: "train", at_least: 1 },
    { type: "f1", average: "weighted", on: "train", at_most: 0.5 },
    { type: "roc_auc", on: "train", at_least: 0.99 },
    { type: "average_precision", class: "high", on: "train", at_least: 0.99 },
    { type: "log_loss", on: "train", at_most: 0.5 },
    { type: "row", row: 1, is: "low" },
    { type: "row", row: 60, is: "low" },
    { type: "rises", with: "a", class: "high" },
    { type: "falls", with: "a", class: "low" },
    { type: "rises", with: "a", class: "middle" },
  ];
  const lines = await results({ ...levels, tests });
  assert.deepEqual(lines.map((line) => line[0]).join(""), "++-++++-++-");
  assert.equal(lines[0], "+ accuracy on train is 1, expected at least 1.");
  assert.equal(lines[2], "- f1 (weighted) on train is 1, expected at most 0.5.");
  assert.equal(lines[7], "- Row 60 is answered high, expected low.");
  assert.match(lines[10]!, /^- With a from \d\.\d+ to \d\.\d+ the mean answer goes from .*, expected to rise\.$/);
});

test("yes or no: metrics are of yes, the threshold counts, and no is what is left", async () => {
  const tests = [
    { type: "precision", on: "train", at_least: 1 },
    { type: "recall", on: "train", at_least: 1 },
    { type: "recall", class: "no", on: "train", at_least: 1 },
    { type: "average_precision", class: "no", on: "train", at_least: 0.999 },
    { type: "row", row: 31, is: "yes" },
    { type: "rises", with: "a" },
    { type: "falls", with: "a", class: "no" },
  ];
  assert.equal((await results({ ...yes, tests })).map((line) => line[0]).join(""), "+++++++");
  // Only what is sure is yes.
  const strict = await results({ ...yes, threshold: 0.99, tests });
  assert.equal(strict.map((line) => line[0]).join(""), "+-++-++");
  assert.equal(strict[4], "- Row 31 is answered no, expected yes.");
});

test("what is not defined fails: the area of rows of one class", async () => {
  const data = { target: "answer", split: { train: 0.98, validation: 0.02, test: 0 } };
  const lines = await results({
    ...yes,
    data,
    tests: [
      { type: "roc_auc", on: "validation", at_least: 0.5 },
      { type: "accuracy", at_least: 0.5 },
    ],
  });
  assert.deepEqual(lines, [
    "- roc_auc is not defined on validation: its rows are too few, or all of one class.",
    "- There are no test rows. Raise the share of test rows in the split, or test other rows.",
  ]);
});

test("what names nothing is an error of the document, with the nearest name", async () => {
  const features = ["a", "b", "c"];
  assert.deepEqual(
    await problems({
      ...levels,
      data: { target: "level", features },
      tests: [
        { type: "accuracy" },
        { type: "accuracy", at_least: 0.9, at_most: 0.1 },
        { type: "mae", at_most: 1 },
        { type: "recall", class: "hihg", at_least: 0 },
        { type: "accuracy", target: "leve", at_least: 0 },
        { type: "row", row: 99, is: "low" },
        { type: "row", row: 1, is: "lwo" },
        { type: "row", row: 1, is: "low", within: 1 },
        { type: "rises", with: "aa", class: "low" },
        { type: "rises", with: "c", class: "low" },
        { type: "rises", with: "a" },
        { type: "f1", at_least: 95 },
        { type: "roc_auc", at_least: 1.2 },
        { type: "log_loss", at_most: -1 },
        { type: "recall", class: "sunny", at_least: 0.5 },
        { type: "rises", with: "level", class: "low" },
        { type: "accuracy", target: "price", at_least: 0.5 },
      ],
    }),
    [
      ["tests.0.type", "accuracy has no limit. Add at_least or at_most."],
      ["tests.1.at_least", "accuracy cannot be at least 0.9 and at most 0.1. Correct one of them."],
      ["tests.2.type", "mae is for numbers, but the target is a class. Use accuracy, precision, recall, f1, roc_auc."],
      ["tests.3.class", '"hihg" is not a class of the target. Did you mean "high"?'],
      ["tests.4.target", '"leve" is not a target. Did you mean "level"?'],
      ["tests.5.row", "There is no row 99: the CSV has 61. Correct row."],
      ["tests.6.is", '"lwo" is not a class of the target. Did you mean "low"?'],
      ["tests.7.within", "A class is right or wrong. Remove within."],
      ["tests.8.with", '"aa" is not a feature. Did you mean "a"?'],
      ["tests.9.with", 'The categories of "c" have no order. Choose a number, or set its encode to "ordinal".'],
      ["tests.10.type", 'Add class, to say whose probability is meant: one of "high", "low", "middle".'],
      ["tests.11.at_least", "f1 is a share from 0 to 1 and never 95. Write 0.95."],
      ["tests.12.at_least", "roc_auc is never more than 1, so never at least 1.2. Lower at_least."],
      ["tests.13.at_most", "log_loss is never less than 0, so never at most -1. Raise at_most."],
      ["tests.14.class", '"sunny" is not a class of the target. Use "high", "low", "middle".'],
      ["tests.15.with", '"level" is not a feature. Use "a", "b", "c".'],
      ["tests.16.target", '"price" is not a target. Use "level".'],
    ],
  );
  const tests = [
    { type: "f1", at_least: 1 },
    { type: "row", row: 1, is: "one" },
    { type: "row", row: 1, is: 1 },
    { type: "rises", with: "a", class: "low" },
  ];
  assert.deepEqual(
    (await problems({ ...numbers, tests })).map(([path]) => path),
    ["tests.0.type", "tests.1.is", "tests.2.is", "tests.3.class"],
  );
  const several = { data: { target: ["y", "b"], features: ["a"] }, weight: [[1], [1]], bias: [0, 0] };
  assert.deepEqual(
    await problems({
      ...several,
      tests: [
        { type: "r2", at_least: 0 },
        { type: "loss", at_most: 1 },
        { type: "r2", target: "b", at_least: 0 },
      ],
    }),
    [["tests.0.type", 'There are several targets. Add target: one of "y", "b".']],
  );
});
