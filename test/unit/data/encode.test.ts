// Rows to tensors: one-hot, ordinal, dates, fills and scales from the training rows, targets as the loss
// wants them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { encode, type EncodedInMemory } from "../../../src/data/encode.ts";
import { mostFrequent } from "../../../src/data/statistics.ts";
import type { Encoded } from "../../../src/data/types.ts";
import type { Loss } from "../../../src/model/schema.ts";
import { csv, select, thrown } from "../../fixtures/data/tables.ts";

/**
 * Encodes a CSV whose last column is the target `y`; `train` are indices into the rows that are left, all by
 * default.
 */
async function encoded(
  rows: readonly string[],
  input: Record<string, unknown> = {},
  train?: readonly number[],
  type: Loss["type"] = "MSELoss",
): Promise<EncodedInMemory> {
  const width = rows[0]!.split(",").length;
  const header = ["a", "b", "c", "d"].slice(0, width - 1);
  const selection = await select(csv(rows, [...header, "y"].join(",")), { target: "y", ...input }, type);
  assert.deepEqual(selection.problems, []);
  return encode(selection, Uint32Array.from(train ?? Array.from({ length: selection.rows }, (_, row) => row)));
}

const matrix = ({ inputs, inputNames, rows }: EncodedInMemory): number[][] =>
  Array.from({ length: rows }, (_, row) => [...inputs.subarray(row * inputNames.length, (row + 1) * inputNames.length)]);

const first = (result: Encoded) => result.preprocessing.features[0]!;

test("numbers are rounded once to float32, truth values are 0 and 1", async () => {
  const result = await encoded(["0.1,true,1", "16777217,False,0"]);
  assert.deepEqual(matrix(result), [
    [Math.fround(0.1), 1],
    [16777216, 0],
  ]);
  assert.deepEqual(result.inputNames, ["a", "b"]);
  assert.deepEqual(result.preprocessing.features, [
    { column: "a", kind: "number", encode: "value" },
    { column: "b", kind: "boolean", encode: "value" },
  ]);
});

test("a category is one-hot in place, in the order of code points", async () => {
  const result = await encoded(["b,1,1", "\u{1f600},2,2", "B,3,3", "\ue000,4,4"]);
  assert.deepEqual(result.inputNames, ["a = B", "a = b", "a = \ue000", "a = \u{1f600}", "b"]);
  assert.deepEqual(matrix(result), [
    [0, 1, 0, 0, 1],
    [0, 0, 0, 1, 2],
    [1, 0, 0, 0, 3],
    [0, 0, 1, 0, 4],
  ]);
});

test("categories are those of all rows that are left, not of the training rows nor of dropped ones", async () => {
  const result = await encoded(["x,1", "y,2", "z,", "w,4"], {}, [0]);
  assert.deepEqual(first(result).categories, ["w", "x", "y"]);
});

test("ordinal is the index among the categories", async () => {
  const result = await encoded(["b,1", "c,2", "a,3"], { normalize: "standard", columns: { a: { encode: "ordinal" } } });
  assert.deepEqual([result.inputNames, matrix(result)], [["a"], [[1], [2], [0]]]);
  assert.deepEqual(first(result), { column: "a", kind: "category", encode: "ordinal", categories: ["a", "b", "c"] });
});

test("a date is year, month, weekday from Monday 0, and day", async () => {
  const result = await encoded(["2012-01-01,1", "2012/2/29,2", "2015.12.31 23:59,3", "2024-02-29T00:00:00Z,4", "1999-11-01,5"], {
    columns: { a: { encode: "date" } },
  });
  assert.deepEqual(result.inputNames, ["a.year", "a.month", "a.weekday", "a.day"]);
  assert.deepEqual(matrix(result), [
    [2012, 1, 6, 1],
    [2012, 2, 2, 29],
    [2015, 12, 3, 31],
    [2024, 2, 3, 29],
    [1999, 11, 0, 1],
  ]);
});

test("a date of eight digits is one when it is read as a category", async () => {
  const result = await encoded(["20240229,1", "20240301,2"], { columns: { a: { encode: "date", kind: "category" } } });
  assert.deepEqual(matrix(result), [
    [2024, 2, 3, 29],
    [2024, 3, 4, 1],
  ]);
});

const fills: [string, string[], unknown, number[], number | string][] = [
  ["mean of the training rows", ["1", "", "4", "100"], "mean", [0, 2], 2.5],
  ["median of an odd count", ["9", "", "1", "5"], "median", [0, 1, 2, 3], 5],
  ["median of an even count", ["1", "", "4", "10", "2"], "median", [0, 1, 2, 3, 4], 3],
  ["most frequent, the smallest of equals", ["3", "2", "", "3", "2", "9"], "most_frequent", [0, 1, 2, 3, 4, 5], 2],
  ["most frequent in the training rows only", ["3", "2", "", "3"], "most_frequent", [1, 2], 2],
  ["a constant", ["3", ""], { constant: -1 }, [0], -1],
  ["a constant as text", ["3", ""], { constant: "-1.5" }, [0], -1.5],
  ["truth values: mean means most frequent", ["true", "false", "true", ""], "mean", [0, 1, 2, 3], 1],
  ["truth values: of equals false", ["true", "false", ""], "median", [0, 1, 2], 0],
  ["a constant truth value", ["true", ""], { constant: false }, [0], 0],
  ["categories: mean means most frequent", ["b", "a", "b", ""], "mean", [0, 1, 2, 3], "b"],
  ["categories: of equals the smallest", ["b", "a", "", "c"], "median", [0, 1], "a"],
];

for (const [what, values, missing, train, fill] of fills)
  test(`fill: ${what}`, async () => {
    const result = await encoded(
      values.map((value, index) => `${value},${index}`),
      { missing },
      train,
    );
    assert.equal(first(result).fill, fill);
    const gap = matrix(result)[values.indexOf("")];
    const categories = first(result).categories;
    assert.deepEqual(gap, categories === undefined ? [fill] : categories.map((category) => Number(category === fill)));
  });

test("a constant is a category of its own where it fills a row", async () => {
  const result = await encoded(["b,1", ",2"], { missing: { constant: "none" } });
  assert.deepEqual(first(result).categories, ["b", "none"]);
  assert.deepEqual(matrix(result), [
    [1, 0],
    [0, 1],
  ]);
  assert.deepEqual(first(await encoded(["b,1", "c,2"], { missing: { constant: "none" } })).categories, ["b", "c"]);
});

test("a missing date is filled with the most frequent", async () => {
  const result = await encoded(["2020-01-06,1", ",2"], { missing: "mean", columns: { a: { encode: "date" } } });
  assert.deepEqual(matrix(result)[1], [2020, 1, 0, 6]);
});

const scales: [string, string[], string, number[], number, number][] = [
  ["standard", ["2", "4", "6", "100"], "standard", [0, 1, 2], 4, Math.sqrt(8 / 3)],
  ["minmax", ["2", "4", "6", "100"], "minmax", [0, 1, 2], 2, 4],
  ["a constant column", ["0.1", "0.1", "0.1", "7"], "standard", [0, 1, 2], 0.1, 1],
  ["a constant column by minmax", ["3", "3", "7"], "minmax", [0, 1], 3, 1],
];

for (const [what, values, normalize, train, shift, scale] of scales)
  test(`scale: ${what}`, async () => {
    const result = await encoded(
      values.map((value, index) => `${value},${index}`),
      { normalize },
      train,
    );
    assert.deepEqual([first(result).shift, first(result).scale], [shift, scale]);
    assert.deepEqual(
      matrix(result).flat(),
      values.map((value) => Math.fround((Number(value) - shift) / scale)),
    );
  });

test("scaling comes after filling", async () => {
  const result = await encoded(["0,1", "10,2", ",3", ",4"], { missing: { constant: 30 }, normalize: "minmax" });
  assert.deepEqual([first(result).shift, first(result).scale], [0, 30]);
  const standard = await encoded(["0,1", "10,2", ",3", ",4"], { missing: "mean", normalize: "standard" });
  assert.deepEqual([first(standard).fill, first(standard).shift, first(standard).scale], [5, 5, Math.sqrt(50 / 4)]);
});

test("a column's own rules stand before those of all", async () => {
  const result = await encoded(["1,1,1", "3,3,2"], { normalize: "minmax", columns: { b: { normalize: "none" } } });
  assert.deepEqual(matrix(result), [
    [0, 1],
    [1, 3],
  ]);
});

test("truth values, one-hot inputs and targets are never scaled", async () => {
  const result = await encoded(["true,x,50", "false,y,150"], { normalize: "standard" });
  assert.deepEqual(matrix(result), [
    [1, 1, 0],
    [0, 0, 1],
  ]);
  assert.deepEqual([...result.targets], [50, 150]);
});

test("own missing values and thousands are kept for prediction", async () => {
  const result = await encoded(["1 000,1", "?,2"], { columns: { a: { missing_values: ["?"], thousands: " ", missing: "mean" } } });
  assert.deepEqual(first(result), { column: "a", kind: "number", encode: "value", fill: 1000, missingValues: ["?"], thousands: " " });
});

const targets: [Loss["type"], string[], number[]][] = [
  ["CrossEntropyLoss", ["b", "a", "c", "a"], [1, 0, 2, 0]],
  ["CrossEntropyLoss", ["10", "9.0", "9", "-1"], [2, 1, 1, 0]],
  ["NLLLoss", ["true", "FALSE", "True"], [1, 0, 1]],
  ["BCELoss", ["yes", "no"], [1, 0]],
  ["BCELoss", ["2", "1", "2"], [1, 0, 1]],
  ["BCEWithLogitsLoss", ["0", "0.25", "1"], [0, 0.25, 1]],
  ["BCEWithLogitsLoss", ["True", "False"], [1, 0]],
  ["MSELoss", ["0.1", "-3"], [Math.fround(0.1), -3]],
  ["MSELoss", ["true", "false"], [1, 0]],
];

for (const [type, values, expected] of targets)
  test(`target of ${type}: ${values.join(" ")}`, async () => {
    const result = await encoded(
      values.map((value, index) => `${index},${value}`),
      {},
      undefined,
      type,
    );
    assert.deepEqual([[...result.targets], result.targetWidth], [expected, 1]);
  });

test("several targets stand side by side", async () => {
  const rows = ["1,0.5,true,9", "2,1,false,8"];
  const numbers = await encoded(rows, { target: ["y", "b"], features: ["a"] });
  assert.deepEqual([[...numbers.targets], numbers.targetWidth], [[9, 0.5, 8, 1], 2]);
  assert.deepEqual(numbers.preprocessing.target, { columns: ["y", "b"], kind: "number" });
  const binary = await encoded(rows, { target: ["c", "b"], features: ["a"] }, undefined, "BCELoss");
  assert.deepEqual([...binary.targets], [1, 0.5, 0, 1]);
});

const refused: [string, string[], Record<string, unknown>, number[], RegExp][] = [
  ["no training rows", ["1,1", "2,2"], {}, [], /^error no-training-rows data\.split: The split leaves none of the 2 rows for training\./],
  [
    "nothing to fill from",
    ["1,1", ",2"],
    { missing: "mean" },
    [1],
    /^error nothing-to-fill data\.features: Column "a" has no value in any training row/,
  ],
  [
    "no category to fill from",
    ["x,1", ",2"],
    { missing: "mean" },
    [1],
    /^error nothing-to-fill data\.features: Column "a" has no value in any training row/,
  ],
  [
    "a number beyond float32",
    ["1,1", "1e39,2"],
    {},
    [0],
    /^error beyond-float32 data\.features t\.csv:3: A value of column "a" is too large for float32 \(line 3 of t\.csv\)/,
  ],
  ["a target beyond float32", ["1,-1e300", "2,2"], {}, [0], /^error beyond-float32 data\.target t\.csv:2: /],
];

for (const [what, rows, input, train, problem] of refused)
  test(`refused: ${what}`, async () => {
    assert.match(await thrown(() => encoded(rows, input, train)), problem);
  });

test("a text column of very many categories is refused before memory is", async () => {
  const rows = Array.from({ length: 17_000 }, (_, row) => `name ${row},${row}`);
  assert.match(
    await thrown(() => encoded(rows)),
    /^error too-many-inputs data\.features: The features become 17,000 inputs, too many for memory; 17,000 of them come from column "a"/,
  );
  assert.equal((await encoded(rows, { columns: { a: { encode: "ordinal" } } })).inputNames.length, 1);
});

test("the most frequent of doubles is found at the end of the order too", async () => {
  assert.equal(mostFrequent(Float64Array.of(1, 2, 2, 0, 5, 5, 5)), 5);
});
