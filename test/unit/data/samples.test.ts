// The five CSVs of samples/, against facts printed by pandas 1.5.3 (read_csv with keep_default_na=False and
// the document's missing values).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { encode } from "../../../src/data/encode.ts";
import { inspectTable } from "../../../src/data/inspect.ts";
import { readTable } from "../../../src/data/read.ts";
import { numberAt } from "../../../src/data/table.ts";
import { select, source } from "../../fixtures/data/tables.ts";

const sample = (name: string): Uint8Array => readFileSync(`samples/${name}.csv`);

function near(actual: number | undefined, expected: number): void {
  assert.ok(Math.abs(actual! - expected) <= 1e-12 * expected, `${actual} is not ${expected}`);
}

/** Per column: kind, different values, missing ones, and the sum of a number column. */
const facts: Record<string, [number, Record<string, string>]> = {
  binary: [1000, { x: "number 96 0 61075", y: "number 96 0 60873", z: "number 98 0 60593", pass: "boolean 2 0 444" }],
  iris: [
    150,
    {
      sepal_length: "number 35 0 876.5",
      sepal_width: "number 23 0 458.6",
      petal_length: "number 43 0 563.7",
      petal_width: "number 22 0 179.9",
      species: "category 3 0",
    },
  ],
  penguins: [
    344,
    {
      Species: "category 3 0",
      Island: "category 3 0",
      "Beak Length (mm)": "number 164 2 15021.3",
      "Beak Depth (mm)": "number 80 2 5865.7",
      "Flipper Length (mm)": "number 55 2 68713",
      "Body Mass (g)": "number 94 2 1437000",
      Sex: "category 3 10",
    },
  ],
  "seattle-weather": [
    1461,
    {
      date: "category 1461 0",
      precipitation: "number 111 0 4426",
      temp_max: "number 67 0 24017.5",
      temp_min: "number 55 0 12031",
      wind: "number 79 0 4735.3",
      weather: "category 5 0",
    },
  ],
  xor: [1000, { x1: "boolean 2 0 516", x2: "boolean 2 0 507", y: "boolean 2 0 517" }],
};

for (const [name, [rows, columns]] of Object.entries(facts))
  test(`${name}.csv is read as pandas reads it`, async () => {
    const table = await readTable([source(sample(name))]);
    assert.deepEqual(
      [table.rows, table.problems, table.dialect],
      [rows, [], { encoding: "utf-8", delimiter: ",", decimal: ".", header: true }],
    );
    const found = table.columns.map((column) => {
      const { kind, distinct, missing } = column;
      const sum =
        column.kind === "category"
          ? ""
          : ` ${Number(
              Array.from(column.cells, (_, row) => numberAt(column, row))
                .filter((value) => !Number.isNaN(value))
                .reduce((a, b) => a + b, 0)
                .toFixed(6),
            )}`;
      return [column.name, `${kind} ${distinct} ${missing}${sum}`];
    });
    assert.deepEqual(Object.fromEntries(found), columns);
  });

test("penguins: values in category order, a lone point among them", async () => {
  const columns = inspectTable(await readTable([source(sample("penguins"))]));
  assert.deepEqual(columns.find(({ name }) => name === "Sex")?.values, [".", "FEMALE", "MALE"]);
  assert.deepEqual(columns.find(({ name }) => name === "Body Mass (g)")?.values.slice(0, 4), ["2700", "2850", "2900", "2925"]);
});

test("penguins: the rows that pandas' dropna leaves, one-hot columns in place, standardised", async () => {
  const selection = await select(sample("penguins"), { target: "Species", normalize: "standard" }, "CrossEntropyLoss");
  assert.deepEqual(selection.dropped, { missingTarget: 0, missingFeature: 10 });
  assert.equal(selection.rows, 334);
  const dropped = Array.from({ length: 344 }, (_, row) => row).filter((row) => !selection.tableRows.includes(row));
  assert.deepEqual(dropped, [3, 8, 9, 10, 11, 47, 246, 286, 324, 339]);
  const train = Uint32Array.from({ length: 200 }, (_, row) => row);
  const { inputs, inputNames, preprocessing, targets } = encode(selection, train);
  assert.deepEqual(inputNames, [
    "Island = Biscoe",
    "Island = Dream",
    "Island = Torgersen",
    "Beak Length (mm)",
    "Beak Depth (mm)",
    "Flipper Length (mm)",
    "Body Mass (g)",
    "Sex = .",
    "Sex = FEMALE",
    "Sex = MALE",
  ]);
  const [, beak, , , mass] = preprocessing.features;
  near(beak?.shift, 41.548500000000004);
  near(beak?.scale, 5.293769710707107);
  near(mass?.shift, 3716.125);
  near(mass?.scale, 444.1487469024313);
  const at = (row: number, name: string) => inputs[row * inputNames.length + inputNames.indexOf(name)];
  assert.deepEqual(
    [0, 1, 332].map((row) => at(row, "Body Mass (g)")),
    [0.0762694925069809, 0.18884439766407013, 3.3409414291381836],
  );
  assert.deepEqual([at(0, "Island = Torgersen"), at(0, "Island = Biscoe"), at(0, "Sex = MALE")], [1, 0, 1]);
  assert.deepEqual(preprocessing.target, { columns: ["Species"], kind: "category", classes: ["Adelie", "Chinstrap", "Gentoo"] });
  assert.deepEqual([...new Set(targets)], [0, 1, 2]);
});

test("penguins: fills of the first fifty rows", async () => {
  for (const [missing, fill] of [
    ["mean", 38.82448979591837],
    ["median", 38.8],
    ["most_frequent", 37.8],
  ] as const) {
    const selection = await select(sample("penguins"), { target: "Species", missing }, "CrossEntropyLoss");
    assert.equal(selection.rows, 344);
    const { features } = encode(
      selection,
      Uint32Array.from({ length: 50 }, (_, row) => row),
    ).preprocessing;
    assert.ok(Math.abs((features[1]?.fill as number) - fill) < 1e-12, `${missing}: ${features[1]?.fill}`);
    // 22 males and 22 females among them: the smaller text.
    assert.equal(features.at(-1)?.fill, "FEMALE");
  }
});

test("seattle-weather: dates and class counts", async () => {
  const selection = await select(
    sample("seattle-weather"),
    { target: "weather", columns: { date: { encode: "date" } } },
    "CrossEntropyLoss",
  );
  const { inputs, inputNames, targets, preprocessing } = encode(selection, Uint32Array.of(0));
  const date = (row: number) => [...inputs.subarray(row * inputNames.length, row * inputNames.length + 4)];
  assert.deepEqual(
    [date(0), date(59), date(1460)],
    [
      [2012, 1, 6, 1],
      [2012, 2, 2, 29],
      [2015, 12, 3, 31],
    ],
  );
  assert.deepEqual(preprocessing.target.classes, ["drizzle", "fog", "rain", "snow", "sun"]);
  const counts = [0, 0, 0, 0, 0];
  for (const target of targets) counts[target]!++;
  assert.deepEqual(counts, [53, 101, 641, 26, 640]);
});
