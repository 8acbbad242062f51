// What the Data tab waits for after an edit: a table of 1,000,000 rows (14 columns of numbers, 4 more with
// gaps, 2 of categories) that was described once is described again after one change, beside a table that
// nobody has looked at. Processor seconds, in turns; both answers have to be equal.
//   node describe.cjs ROUNDS     answers {"scaling": {"again", "anew"}, …} in seconds

import assert from "node:assert/strict";
import type { Column, Table } from "../../src/data/table.ts";
import { ABSENT } from "../../src/data/whole-numbers.ts";
import { Generator } from "../../src/engine/random.ts";
import { documentSchema, type Experiment } from "../../src/model/schema.ts";
import { describeTable } from "../../src/training/describe.ts";
import { median } from "./measure.ts";

const ROWS = 1_000_000;
const COLUMNS = 20;
const WHOLE = 14;
const NUMBERS = 18;
const GAPS = 0.03;

const [rounds = "5"] = process.argv.slice(2);
const random = new Generator(1);

function columnOf(index: number): Column {
  const name = `x${index}`;
  if (index >= NUMBERS) {
    const texts = ["a", "b", "c", "d", "e"];
    const codes = new Int32Array(ROWS).map(() => random.next32() % texts.length);
    return { kind: "category", name, codes, texts, missing: 0, distinct: texts.length };
  }
  let missing = 0;
  const cells = new Int32Array(ROWS).map(() => {
    if (index < WHOLE || random.uniform32() >= GAPS) return Math.floor((random.uniform32() - 0.5) * 1e7);
    missing++;
    return ABSENT;
  });
  return { kind: "number", name, cells, divisor: 1e6, written: new Map(), missing, distinct: 1001 };
}

const table: Table = {
  dialect: { encoding: "utf-8", delimiter: ",", decimal: ".", header: true },
  files: ["data.csv"],
  columns: Array.from({ length: COLUMNS }, (_, index) => columnOf(index)),
  rows: ROWS,
  lines: Uint32Array.from({ length: ROWS }, (_, row) => row + 2),
  starts: [0],
  problems: [],
};
const changes = {
  scaling: { columns: { x3: { normalize: "minmax" } } },
  filling: { columns: { x15: { missing: "mean" } } },
  dropping: { columns: { x15: { missing: "drop" } } },
  role: { target: "x1" },
} as const;

function experimentOf(change: object): Experiment {
  return documentSchema.parse({
    format: 1,
    data: { file: "data.csv", target: "x0", normalize: "standard", missing: "median", ...change },
    layers: [{ type: "Linear", out_features: 1 }],
    training: { loss: { type: "MSELoss" }, optimizer: { type: "SGD", lr: 0.1 } },
  });
}

/** The same table, of which nothing is known. */
function unknown(): Table {
  return { ...table, columns: table.columns.map((column) => Object.assign({}, column)) };
}

function secondsOf(act: () => unknown): number {
  const { user, system } = process.cpuUsage();
  act();
  const end = process.cpuUsage();
  return (end.user - user + end.system - system) / 1e6;
}

const measured = Object.entries(changes).map(([name, change]) => {
  const experiment = experimentOf(change);
  const times: { readonly again: number; readonly anew: number }[] = [];
  // The first round is for the compiler.
  for (let round = -1; round < Number(rounds); round++) {
    const known = unknown();
    describeTable(experimentOf({}), known);
    const again = secondsOf(() => describeTable(experiment, known));
    const other = unknown();
    const anew = secondsOf(() => describeTable(experiment, other));
    if (round < 0) assert.deepEqual(describeTable(experiment, known), describeTable(experiment, other));
    else times.push({ again, anew });
  }
  return [name, { again: median(times.map(({ again }) => again)), anew: median(times.map(({ anew }) => anew)) }];
});
console.log(JSON.stringify(Object.fromEntries(measured)));
