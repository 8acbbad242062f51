// Which column is taken to be predicted, why, and how it is learnt: on tables as people have them, read as
// CSVs are.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inspectTable } from "../../../src/data/inspect.ts";
import { readTable } from "../../../src/data/read.ts";
import { bytesSource } from "../../../src/data/sources.ts";
import type { ColumnFacts } from "../../../src/model/columns.ts";
import { documentText, parseDocument } from "../../../src/model/document.ts";
import { format, type Translations } from "../../../src/model/message.ts";
import { starterExperiment, starterNotes } from "../../../src/model/starter.ts";
import { guessTargets, taskOf } from "../../../src/model/target-guess.ts";
import { describeData } from "../../../src/training/describe.ts";
import { prepareExperiment } from "../../../src/training/experiment.ts";
import { TrainingRun } from "../../../src/training/run.ts";

const korean = JSON.parse(readFileSync("l10n/bundle.l10n.ko.json", "utf8")) as Translations;

/** Columns of values by their place in the row; numbers that look drawn are the same in every run. */
type Column = (row: number) => string | number;
const drawn = (row: number, salt: number): number => ((row * 2_654_435_761 + salt * 97_003) % 100_003) / 100_003;
const real: Column = (row) => (10 * drawn(row, 1)).toFixed(3);
const pick =
  (...values: readonly (string | number)[]): Column =>
  (row) =>
    values[Math.floor(drawn(row, values.length) * values.length)]!;
const own: Column = (row) => `text no. ${row * 7}`;
const count: Column = (row) => row + 1;

function csv(columns: Readonly<Record<string, Column>>, rows = 120): string {
  const names = Object.keys(columns);
  const lines = Array.from({ length: rows }, (_, row) =>
    Object.values(columns)
      .map((column) => column(row))
      .join(","),
  );
  return [names.join(","), ...lines].join("\n");
}

async function factsOf(text: string): Promise<ColumnFacts[]> {
  return inspectTable(await readTable([bytesSource("t.csv", new TextEncoder().encode(text))]));
}

const tables: readonly (readonly [string, Readonly<Record<string, Column>>, expected: string])[] = [
  [
    "a 0/1 column with a target's name beats a text at the end",
    { PassengerId: count, Survived: pick(0, 1), Sex: pick("m", "f"), Name: own, Embarked: pick("S", "C", "Q") },
    "Survived yes-or-no",
  ],
  [
    "a label of ten digits at the start",
    { label: pick(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), p0: real, p1: pick(0, 1), p2: () => 0 },
    "label classes",
  ],
  ["0/1 at the end beats texts before it", { user: own, channel: pick("web", "app"), clicked: pick(0, 1) }, "clicked yes-or-no"],
  ["yes and no by any name", { a: real, b: pick("x", "y", "z"), answer: pick("yes", "no"), c: real }, "answer yes-or-no"],
  ["−1, 0 and 1", { f1: real, f2: real, signal: pick(-1, 0, 1) }, "signal classes"],
  ["−1 and 1", { f1: real, f2: real, t: pick(-1, 1) }, "t classes"],
  ["1 and 2", { f1: real, group: pick(1, 2) }, "group classes"],
  ["a target that counts classes", { a: real, b: real, target: pick(0, 1, 2) }, "target classes"],
  ["whole numbers that may be a quantity", { a: real, b: real, rooms: pick(2, 3, 4, 5) }, "rooms number"],
  ["never a text of its own in each row", { mpg: real, origin: pick(1, 2, 3), "car name": own }, "mpg number"],
  [
    "never a date, of whatever order",
    { day: (row) => `${String((row % 28) + 1).padStart(2, "0")}/0${(row % 9) + 1}/2020`, load: real, note: own },
    "load number",
  ],
  ["never a constant", { a: real, b: real, unit: () => "kg" }, "b number"],
  ["never an identifier", { height: real, weight: real, customer_id: (row) => 1000 + ((row * 37) % 120) }, "weight number"],
  ["never a column that counts rows", { height: real, weight: real, n: count }, "weight number"],
  [
    "a price among texts",
    { cut: pick("a", "b", "c"), color: pick("d", "e"), price: (row) => 300 + row * 7, x: real, y: real, z: real },
    "price number",
  ],
  ["y after x", { x: real, y: real }, "y number"],
  ["Korean: 생존여부", { 나이: real, 생존여부: pick(0, 1), 성별: pick("남", "여") }, "생존여부 yes-or-no"],
  ["Korean: 품종", { 품종: pick("가", "나", "다"), 길이: real, 지역: pick("서울", "부산") }, "품종 classes"],
  ["Korean: 가격", { 면적: real, 지역: pick("서울", "부산"), 가격: (row) => 10_000 + row * 31 }, "가격 number"],
  ["Korean: 예 and 아니오", { 나이: real, 흡연: pick("예", "아니오") }, "흡연 yes-or-no"],
];

for (const [name, columns, expected] of tables) {
  test(`${name}: ${expected}`, async () => {
    const facts = await factsOf(csv(columns));
    const [guess] = guessTargets(facts);
    assert.equal(`${guess!.column.name} ${taskOf(guess!.column)}`, expected);
    assert.ok(format(guess!.reason).startsWith(`"${guess!.column.name}" is predicted: `));
    assert.match(format(guess!.reason, korean), /^예측 대상은/);
  });
}

test("columns that can hardly be a target are guessed only where all are so", async () => {
  const [guess] = guessTargets(await factsOf(csv({ id: count, name: own })));
  assert.equal(guess?.column.name, "name");
  assert.deepEqual(guessTargets([]), []);
});

/** The rows of a CSV that the starter trains on, its document and what is said of it. */
async function starterOf(text: string) {
  const facts = await factsOf(text);
  const starter = starterExperiment("t.csv", facts);
  const { experiment } = parseDocument(documentText(starter));
  const source = bytesSource("t.csv", new TextEncoder().encode(text));
  return { experiment: experiment!, source, notes: starterNotes(starter, facts, false).map((note) => format(note)) };
}

/** The column, without a value in one row of so many. */
const gap =
  (every: number, at: number, column: Column): Column =>
  (row) =>
    row % every === at ? "" : column(row);

test("gaps that would cost more than a twentieth of the rows are filled, and it is said; fewer are dropped", async () => {
  const gappy = await starterOf(csv({ a: gap(10, 1, real), b: gap(10, 2, pick("x", "y")), kind: pick("k", "l") }));
  assert.equal(gappy.experiment.data.missing, "median");
  assert.ok(
    gappy.notes.some((note) => /without that 24 of 120 rows would be left out/.test(note)),
    gappy.notes.join("\n"),
  );
  const { rows, dropped } = await describeData(gappy.experiment, [gappy.source]);
  assert.deepEqual([rows, dropped.missingFeature], [120, 0]);
  // The same rows lack both: they count once.
  const few = await starterOf(csv({ a: gap(24, 1, real), b: gap(24, 1, pick("x", "y")), kind: pick("k", "l") }));
  assert.equal(few.experiment.data.missing, "drop");
});

test("identifiers, dates and many texts are left out, each with its reason", async () => {
  const { experiment, notes } = await starterOf(
    csv({ id: count, name: own, when: (row) => `2020-01-${String((row % 28) + 1).padStart(2, "0")}`, size: real, kind: pick("k", "l") }),
  );
  assert.deepEqual(experiment.data.features, ["size"]);
  assert.deepEqual(
    notes.filter((note) => note.startsWith("Left out")).map((note) => note.slice(note.indexOf("because"))),
    [
      "because they are texts of more than 20 different values: name.",
      "because they are dates or times: when.",
      "because they name or count rows: id.",
    ],
  );
});

function x(row: number, salt: number): number {
  return drawn(row, salt) * 2 - 1;
}

/** 1 − error / variance of the training rows after the document's own epochs. */
async function fitOf(text: string): Promise<number> {
  const { experiment, source } = await starterOf(text);
  const prepared = await prepareExperiment(experiment, [source]);
  let last = Infinity;
  const run = new TrainingRun(prepared, { onEpoch: ({ trainLoss }) => (last = trainLoss) });
  run.advance(() => false);
  run.dispose();
  const { targets } = prepared.encoded;
  const values = [...prepared.split.train].map((row) => targets[row]!);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return 1 - last / variance;
}

for (const [size, factor, shift] of [
  ["about 1", 1, 0],
  ["house prices", 70_000, 230_000],
  ["won", 3e8, 5e8],
  ["temperatures in kelvin", 8, 290],
  ["parts of a thousand", 2e-4, 1e-3],
] as const) {
  test(`the starter learns a target of the size of ${size} in its own epochs`, async () => {
    const text = csv(
      {
        a: (row) => x(row, 3),
        b: (row) => x(row, 4),
        c: (row) => x(row, 5),
        value: (row) => shift + factor * (x(row, 3) + 0.5 * x(row, 4) ** 2 - x(row, 5)),
      },
      300,
    );
    const fit = await fitOf(text);
    assert.ok(fit > 0.8, `R² is ${fit}`);
  });
}

/** How often the guess looks at a text of the columns of so many rows. */
async function looksAt(rows: number): Promise<number> {
  const table = await readTable([bytesSource("t.csv", new TextEncoder().encode(csv({ user: own, n: real, clicked: pick(0, 1) }, rows)))]);
  let looks = 0;
  const [user, ...others] = table.columns;
  assert.ok(user?.kind === "category");
  const texts = new Proxy(user.texts, {
    get: (of, name, receiver) => {
      if (typeof name === "string" && /^\d+$/.test(name)) looks++;
      return Reflect.get(of, name, receiver) as unknown;
    },
  });
  guessTargets(inspectTable({ ...table, columns: [{ ...user, texts }, ...others] }));
  return looks;
}

test("the guess looks at each cell a fixed number of times, however many rows and texts there are", async () => {
  const [few, many] = [await looksAt(2000), await looksAt(20_000)];
  assert.ok(many < 15 * few, `${few} looks at 2,000 rows, ${many} at 20,000`);
});

test("every sample has a target that its people would name", async () => {
  const names = readdirSync("samples").filter((name) => name.endsWith(".csv"));
  const guessed = await Promise.all(
    names.map(async (name) => `${name} ${guessTargets(await factsOf(readFileSync(`samples/${name}`, "utf8")))[0]!.column.name}`),
  );
  assert.deepEqual(guessed.toSorted(), [
    "binary.csv pass",
    "iris.csv species",
    "penguins.csv Species",
    "seattle-weather.csv weather",
    "xor.csv y",
  ]);
});
