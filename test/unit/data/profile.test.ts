// Columns as a whole, against what numpy 1.24 and pandas 1.5.3 say of the same values (np.histogram(v, 24),
// v.mean(), v.std(), value_counts()).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { profileColumn } from "../../../src/data/profile.ts";
import type { ColumnProfile } from "../../../src/data/types.ts";
import { csv, read } from "../../fixtures/data/tables.ts";

async function profileOf(content: string | Uint8Array, name: string): Promise<ColumnProfile> {
  const table = await read(content);
  return profileColumn(
    table.columns.find((column) => column.name === name)!,
    table.rows,
  );
}

const sample = (name: string): Uint8Array => readFileSync(`samples/${name}.csv`);

function near(actual: number | undefined, expected: number, relative = 1e-14): void {
  assert.ok(actual !== undefined && Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual} is not ${expected}`);
}

type Numbers = [minimum: number, maximum: number, mean: number, deviation: number];

const recorded: [file: string, column: string, numbers: Numbers, histogram: number[]][] = [
  [
    "binary",
    "x",
    [0, 100, 61.075, 22.057592230341008],
    [5, 5, 9, 8, 13, 11, 39, 26, 44, 40, 36, 64, 83, 53, 66, 66, 75, 74, 66, 54, 42, 38, 14, 69],
  ],
  [
    "penguins",
    "Body Mass (g)",
    [2700, 6300, 4201.754385964912, 800.781229238452],
    [1, 8, 8, 17, 26, 30, 30, 24, 26, 18, 19, 17, 13, 21, 14, 12, 9, 10, 11, 11, 8, 5, 3, 1],
  ],
  [
    "seattle-weather",
    "precipitation",
    [0, 55.9, 3.02943189596167, 6.677907759070508],
    [1078, 114, 63, 43, 35, 31, 19, 18, 14, 10, 3, 11, 3, 5, 5, 1, 2, 0, 1, 0, 2, 0, 0, 3],
  ],
];

for (const [file, column, [minimum, maximum, mean, deviation], histogram] of recorded)
  test(`${file}: ${column} as numpy has it`, async () => {
    const { numbers, histogram: bins, frequent } = await profileOf(sample(file), column);
    assert.deepEqual([numbers?.minimum, numbers?.maximum, frequent], [minimum, maximum, undefined]);
    near(numbers?.mean, mean);
    near(numbers?.deviation, deviation);
    assert.deepEqual(bins, histogram);
  });

test("large values close together: numpy's own deviation errs in the thirteenth digit, fractions say 0.19987473232995917", async () => {
  const values = Array.from({ length: 1000 }, (_, row) => `${1e9 + (row % 7) * 0.1},0`);
  const { numbers } = await profileOf(csv(values), "a");
  near(numbers?.mean, 1000000000.2997);
  near(numbers?.deviation, 0.19987473232995917);
});

test("one value, the largest doubles, and none", async () => {
  assert.deepEqual(await profileOf(csv(["5,1", "5,2", ",3"]), "a"), {
    numbers: { minimum: 5, maximum: 5, mean: 5, deviation: 0 },
    histogram: [2, ...Array.from({ length: 23 }, () => 0)],
  });
  const wide = (await profileOf(csv(["-1.7e308,1", "0,2", "1.7e308,3"]), "a")).histogram;
  assert.deepEqual([wide?.at(0), wide?.at(12), wide?.at(-1)], [1, 1, 1]);
  assert.deepEqual(await profileOf(csv([",1", ",2"]), "a"), {});
});

test("texts and truth values: the most frequent first, of equal ones the smaller", async () => {
  assert.deepEqual(await profileOf(sample("penguins"), "Island"), {
    frequent: [
      { text: "Biscoe", count: 168 },
      { text: "Dream", count: 124 },
      { text: "Torgersen", count: 52 },
    ],
  });
  assert.deepEqual((await profileOf(sample("binary"), "pass")).frequent, [
    { text: "False", count: 556 },
    { text: "True", count: 444 },
  ]);
  assert.deepEqual((await profileOf(csv(["TRUE,1", "TRUE,2", ",3"]), "a")).frequent, [{ text: "TRUE", count: 2 }]);
  const { frequent } = await profileOf(sample("seattle-weather"), "date");
  assert.deepEqual([frequent?.length, frequent?.[0], frequent?.[11]?.text], [12, { text: "2012-01-01", count: 1 }, "2012-01-12"]);
});

test("a few whole numbers that are counted have the profile of those that are gone through", async () => {
  const lines = Array.from({ length: 9001 }, (_, row) =>
    [row % 5 < 4 ? 0 : (row * 37) % 256, -2000 - (row % 3), 7, (row * row) % 4097].join(","),
  );
  const table = await read(`a,b,c,d\n${lines.join("\n")}\n`);
  const counted = table.columns.map((column) => (column.kind === "number" && column.values ? column : undefined));
  assert.deepEqual(
    counted.map((column) => column !== undefined),
    [true, true, true, false],
  );
  for (const column of counted) {
    if (column === undefined) continue;
    const { values: _, ...others } = column;
    assert.deepEqual(profileColumn(column, table.rows), profileColumn(others, table.rows));
  }
});
