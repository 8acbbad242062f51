// Prediction with weights set by hand: what each loss's outputs mean, and what becomes of rows that are not
// like those of training.

import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import type { Storage } from "../../../src/data/storage.ts";
import type { FittedFeature, FittedTarget, Source } from "../../../src/data/types.ts";
import { createFile } from "../../../src/disk/write-file.ts";
import { format } from "../../../src/model/message.ts";
import { documentSchema } from "../../../src/model/schema.ts";
import { Predictor, type Predictions, type TrainedWeights } from "../../../src/training/predict.ts";
import { predictCsv, type PredictionHooks } from "../../../src/training/predicted-csv.ts";
import { storageOf } from "../../../src/worker/node/storage.ts";
import { predictedText } from "../../fixtures/code/predicted.ts";
import { csv, line, source, thrown } from "../../fixtures/data/tables.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const x: FittedFeature = { column: "x", kind: "number", encode: "value" };

interface Trained {
  readonly loss: object;
  readonly target?: FittedTarget;
  readonly features?: readonly FittedFeature[];
  /** `[outputs, inputs]` of one Linear without bias. */
  readonly weight: readonly (readonly number[])[];
  /** Layers after it. */
  readonly layers?: readonly object[];
  readonly threshold?: number;
}

const classes = ["a", "b", "c"];

function trained({ loss, target, features = [x], weight, layers = [], threshold }: Trained): TrainedWeights {
  const experiment = documentSchema.parse({
    format: 1,
    data: { file: "gone.csv", target: "t" },
    layers: [{ type: "Linear", out_features: weight.length, bias: false }, ...layers],
    training: { loss, optimizer: { type: "Adam" }, ...(threshold === undefined ? {} : { threshold }) },
  });
  const data = Float32Array.from(weight.flat());
  return {
    experiment,
    preprocessing: { features, target: target ?? { columns: ["t"], kind: "category", classes } },
    tensors: [{ name: "0.weight", shape: [weight.length, weight[0]!.length], data }],
  };
}

/** Header and rows, as a CSV would have them; a row without a prediction has empty cells. */
function cells({ columns, answerOf }: Predictions): string[] {
  const rows = [...answerOf].map((answer) => columns.map(({ cell }) => (answer < 0 ? "" : cell(answer))).join(" "));
  return [columns.map(({ name }) => name).join(" "), ...rows];
}

async function predict(weights: TrainedWeights, content: string) {
  const predictions = await new Predictor(weights).predict([source(content)]);
  return { cells: cells(predictions), problems: predictions.problems.map(line) };
}

const three = [[1], [0], [-1]];
const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
const softmax = (values: readonly number[]): number[] => {
  const sum = values.reduce((all, value) => all + Math.exp(value), 0);
  return values.map((value) => Math.exp(value) / sum);
};
const two: FittedTarget = { columns: ["t"], kind: "category", classes: ["no", "yes"] };
const number: FittedTarget = { columns: ["t"], kind: "number" };

/** Of x = −1, 0 and 2: the header, and per row the text of the prediction and the probabilities. */
const losses: [weights: Trained, header: string, rows: readonly [string, ...number[]][]][] = [
  [
    { loss: { type: "CrossEntropyLoss" }, weight: three },
    "prediction probability_a probability_b probability_c",
    [
      ["c", ...softmax([-1, 0, 1])],
      // Of three equal outputs the first is the answer.
      ["a", ...softmax([0, 0, 0])],
      ["a", ...softmax([2, 0, -2])],
    ],
  ],
  [
    { loss: { type: "NLLLoss" }, weight: three, layers: [{ type: "LogSoftmax" }] },
    "prediction probability_a probability_b probability_c",
    [
      ["c", ...softmax([-1, 0, 1])],
      ["a", ...softmax([0, 0, 0])],
      ["a", ...softmax([2, 0, -2])],
    ],
  ],
  [{ loss: { type: "MultiMarginLoss" }, weight: three }, "prediction", [["c"], ["a"], ["a"]]],
  [
    { loss: { type: "BCELoss" }, target: two, weight: [[1]], layers: [{ type: "Sigmoid" }] },
    "prediction probability_no probability_yes",
    [
      ["no", sigmoid(1), sigmoid(-1)],
      ["yes", 0.5, 0.5],
      ["yes", sigmoid(-2), sigmoid(2)],
    ],
  ],
  [
    { loss: { type: "BCEWithLogitsLoss" }, target: two, weight: [[1]], threshold: 0.8 },
    "prediction probability_no probability_yes",
    [
      ["no", sigmoid(1), sigmoid(-1)],
      ["no", 0.5, 0.5],
      ["yes", sigmoid(-2), sigmoid(2)],
    ],
  ],
  [
    { loss: { type: "BCEWithLogitsLoss" }, target: number, weight: [[1]] },
    "prediction probability_0 probability_1",
    [
      ["0", sigmoid(1), sigmoid(-1)],
      ["1", 0.5, 0.5],
      ["1", sigmoid(-2), sigmoid(2)],
    ],
  ],
  [
    { loss: { type: "SoftMarginLoss" }, target: two, weight: [[1]] },
    "prediction probability_no probability_yes",
    [
      ["no", sigmoid(1), sigmoid(-1)],
      ["yes", 0.5, 0.5],
      ["yes", sigmoid(-2), sigmoid(2)],
    ],
  ],
  // A distance: small for yes.
  [{ loss: { type: "HingeEmbeddingLoss" }, target: two, weight: [[1]] }, "prediction", [["yes"], ["yes"], ["no"]]],
  [{ loss: { type: "PoissonNLLLoss" }, target: number, weight: [[1]] }, "prediction", [["0.36787945"], ["1"], ["7.389056"]]],
  [{ loss: { type: "PoissonNLLLoss", log_input: false }, target: number, weight: [[1]] }, "prediction", [["-1"], ["0"], ["2"]]],
  ...["MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss"].map((type): (typeof losses)[number] => [
    { loss: { type }, target: number, weight: [[0.1]] },
    "prediction",
    [["-0.1"], ["0"], ["0.2"]],
  ]),
];

for (const [weights, header, rows] of losses)
  test(`${(weights.loss as { type: string }).type}: ${header}`, async () => {
    const { cells: found, problems } = await predict(trained(weights), csv(["-1,", "0,", "2,"], "x,other"));
    assert.deepEqual([found[0], problems], [header, []]);
    for (const [index, [prediction, ...probabilities]] of rows.entries()) {
      const [text, ...values] = found[index + 1]!.split(" ");
      assert.equal(text, prediction);
      assert.equal(values.length, probabilities.length);
      for (const [at, value] of values.entries()) {
        assert.ok(Math.abs(Number(value) - probabilities[at]!) < 1e-7, `${value} is not ${probabilities[at]}`);
      }
    }
  });

test("several targets have a column each", async () => {
  const target: FittedTarget = { columns: ["u", "v"], kind: "number" };
  const numbers = await predict(trained({ loss: { type: "MSELoss" }, target, weight: [[1], [10]] }), "x\n3\n");
  assert.deepEqual(numbers.cells, ["prediction_u prediction_v", "3 30"]);
  const truths = trained({ loss: { type: "BCEWithLogitsLoss" }, target: { ...target, kind: "boolean" }, weight: [[1], [-1]] });
  assert.deepEqual((await predict(truths, "x\n0.5\n")).cells, [
    "prediction_u probability_u prediction_v probability_v",
    "true 0.62245935 false 0.37754068",
  ]);
});

const mixed: readonly FittedFeature[] = [
  { column: "n", kind: "number", encode: "value", fill: 5, shift: 1, scale: 2, missingValues: ["?"] },
  { column: "c", kind: "category", encode: "one-hot", categories: ["1", "2"], fill: "2" },
  { column: "b", kind: "boolean", encode: "value" },
  { column: "o", kind: "category", encode: "ordinal", categories: ["low", "mid", "top"] },
  { column: "d", kind: "category", encode: "date" },
];
/** Every input is an output: n, c = 1, c = 2, b, o, year, month, weekday, day. */
const eye = Array.from({ length: 9 }, (_, row) => Array.from({ length: 9 }, (__, column) => (row === column ? 1 : 0)));
const seeThrough = trained({
  loss: { type: "MSELoss" },
  target: { columns: eye.map((_, index) => `i${index}`), kind: "number" },
  features: mixed,
  weight: eye,
});

test("inputs are what was fitted, in any order of columns and with others beside them", async () => {
  const content = csv(["2024-02-29,top,TRUE,2,9,kept", "2012/01/01,low,false,1,?,", "2012-01-02,mid,true,,1,"], "d,o,b,c,n,more");
  const { cells: found, problems } = await predict(seeThrough, content);
  assert.deepEqual(problems, []);
  assert.deepEqual(found.slice(1), ["4 0 1 1 2 2024 2 3 29", "2 1 0 0 0 2012 1 6 1", "0 0 1 1 1 2012 1 0 2"]);
});

test("a column of gaps alone is filled, or leaves every row without a prediction", async () => {
  assert.deepEqual((await predict(seeThrough, csv([",,true,low,2012-01-01"], "n,c,b,o,d"))).cells[1], "2 0 1 1 0 2012 1 6 1");
  const { cells: found, problems } = await predict(seeThrough, csv(["1,1,,low,2012-01-01", "1,1,,,2012-01-01"], "n,c,b,o,d"));
  assert.deepEqual(found.slice(1), [
    eye
      .slice(1)
      .map(() => " ")
      .join(""),
    eye
      .slice(1)
      .map(() => " ")
      .join(""),
  ]);
  assert.deepEqual(problems, [
    'warning not-predicted data.file t.csv:2: Column "b" has no value in line 2 of t.csv (rows without one: 2), and training gave nothing to fill it with. The prediction stays empty there.',
    'warning not-predicted data.file t.csv:3: Column "o" has no value in line 3 of t.csv (rows without one: 1), and training gave nothing to fill it with. The prediction stays empty there.',
  ]);
});

function row(category: string): string {
  return `1,${category},true,low,2012-01-01`;
}

test("a category that training never saw is all zeros, and named once", async () => {
  const { cells: found, problems } = await predict(seeThrough, csv([row("1"), row("x"), row("3"), row("x")], "n,c,b,o,d"));
  assert.deepEqual(
    found.slice(1),
    ["0 1 0", "0 0 0", "0 0 0", "0 0 0"].map((start) => `${start} 1 0 2012 1 6 1`),
  );
  assert.deepEqual(problems, [
    'warning unknown-category data.file t.csv:3: "x" in column "c" did not occur in training (line 3 of t.csv, rows with it: 2), so the network gets only zeros for it.',
    'warning unknown-category data.file t.csv:4: "3" in column "c" did not occur in training (line 4 of t.csv, rows with it: 1), so the network gets only zeros for it.',
  ]);
  const many = await predict(
    seeThrough,
    csv(
      Array.from({ length: 9 }, (_, index) => row(`new ${index}`)),
      "n,c,b,o,d",
    ),
  );
  assert.equal(many.problems.length, 6);
  assert.equal(many.problems[5], 'warning unknown-category  t.csv:: 4 more texts of column "c" did not occur in training.');
});

const refused: [what: string, content: string, problem: string][] = [
  [
    "missing columns",
    "n,b,x\n1,true,2\n",
    "error missing-columns  t.csv:1: t.csv lacks columns that the network was trained on: c, o, d. Add them, or choose a CSV that has them.",
  ],
  [
    "text where numbers were",
    "n,c,b,o,d\n1,1,true,low,2012-01-01\nmany,1,true,low,2012-01-01\n",
    'error not-of-kind  t.csv:3: "many" in column "n" is not of the kind that the column had in training (line 3 of t.csv). Correct it, or leave the field empty.',
  ],
  [
    "a date that is none",
    "n,c,b,o,d\n1,1,true,low,soon\n",
    'error not-a-date data.file t.csv:2: "soon" in column "d" is not a date such as 2012-01-31 (line 2 of t.csv). Correct it, or leave the field empty.',
  ],
];

for (const [what, content, problem] of refused)
  test(`refused: ${what}`, async () => {
    assert.equal(await thrown(() => predict(seeThrough, content)), problem);
  });

test("many rows, of which some have no prediction, in batches and a last one that is not full", async () => {
  const weights = trained({ loss: { type: "MSELoss" }, target: number, weight: [[2]] });
  const rows = 70_000;
  const content = csv(
    Array.from({ length: rows }, (_, row) => `${row % 7 === 3 ? "" : row},`),
    "x,y",
  );
  const { answerOf, columns } = await new Predictor(weights).predict([source(content)]);
  for (let row = 0; row < rows; row++) {
    assert.equal(answerOf[row]! < 0, row % 7 === 3);
    if (answerOf[row]! >= 0) assert.equal(columns[0]!.cell(answerOf[row]!), String(2 * row));
  }
});

test("weights of another network are refused", async () => {
  const weights = trained({ loss: { type: "MSELoss" }, target: number, weight: [[2]] });
  for (const features of [[x, { ...x, column: "y" }], []])
    assert.equal(
      await thrown(() => new Predictor({ ...weights, preprocessing: { ...weights.preprocessing, features } })),
      `error other-weights layers: The weights do not fit the network: they have no 0.weight of 1×${features.length} numbers. Choose the weights that were trained with it.`,
    );
});

test("one row typed by hand, by the same rules", async () => {
  const predictor = new Predictor(seeThrough);
  const typed = { n: " 9 ", c: "2", b: "True", o: "top", d: "2024-02-29" };
  const { columns, answerOf, problems } = await predictor.predictValues(typed);
  assert.deepEqual([...answerOf], [0]);
  assert.deepEqual(columns.map(({ cell }) => cell(0)).join(" "), "4 0 1 1 2 2024 2 3 29");
  assert.deepEqual(problems, []);
  const sentences = async (values: Readonly<Record<string, string>>) =>
    (await predictor.predictValues({ ...typed, ...values })).problems.map(({ message }) => format(message));
  assert.deepEqual(await sentences({ c: 'a "new", one', n: "" }), [
    '"a "new", one" did not occur in "c" in training, so the network gets only zeros for it.',
  ]);
  assert.deepEqual(await sentences({ b: "" }), ['"b" is empty, and training gave nothing to fill it with. Type a value.']);
  assert.equal(
    await thrown(() => predictor.predictValues({ ...typed, n: "1,5" })),
    'error not-of-kind : "1,5" is not of the kind that "n" had in training. Correct it, or leave it empty.',
  );
  const alone = new Predictor(trained({ loss: { type: "MSELoss" }, target: number, weight: [[2]] }));
  assert.deepEqual([...(await alone.predictValues({})).answerOf], [-1]);
});

test("a CSV that is odd in how its table lies in it is predicted all the same, and told", async () => {
  const weights = trained({ loss: { type: "MSELoss" }, target: number, weight: [[2]] });
  const cases: [text: string, problems: readonly RegExp[]][] = [
    ["A title\nx,k\n1,a\n2,b\n3,a\n", [/^warning title-above data\.file t\.csv:1: /]],
    ["sep=;\nx;k\n1;a\n2;b\n3;a\n", []],
    ["x,k\nkm,letter\n1,a\n2,b\n3,a\n4,c\n5,a\n", [/^warning second-header .* t\.csv:2: /]],
    ["k,x\na,1\nb,2\nc,3\na,4\nTotal,10\n", [/^warning total-row .* t\.csv:6: /]],
  ];
  for (const [text, problems] of cases) {
    const said = await predict(weights, text);
    assert.deepEqual(said.cells.slice(1, 3), ["2", "4"]);
    assert.equal(said.problems.length, problems.length, said.problems.join("\n"));
    for (const [index, pattern] of problems.entries()) assert.match(said.problems[index]!, pattern);
  }
});

test("numbers with texts around them and dates in their own order are read as in training", async () => {
  const features: readonly FittedFeature[] = [
    { column: "x", kind: "number", encode: "value", strip: ["$"], parentheses: true, thousands: "," },
    { column: "d", kind: "category", encode: "date", date: "day-first" },
  ];
  const weight = [
    [1, 0, 0, 0, 0],
    [0, 1, 100, 0, 0.01],
  ];
  const weights = trained({ loss: { type: "MSELoss" }, target: { columns: ["a", "b"], kind: "number" }, features, weight });
  const said = await predict(weights, 'x,d\n"($1,000)",31/01/2012\n$5,01.02.12\n');
  assert.deepEqual(
    said.cells.slice(1).map((row) =>
      row
        .split(" ")
        .map(Number)
        .map((value) => Math.round(100 * value) / 100),
    ),
    [
      [-1000, 2112.31],
      [5, 2212.01],
    ],
  );
});

test("what the document says of reading helps where the new CSV says nothing of itself", async () => {
  const weights = trained({ loss: { type: "MSELoss" }, target: number, weight: [[2]] });
  const data = { ...weights.experiment.data, decimal: ",", skip: [1] } as const;
  const told: TrainedWeights = { ...weights, experiment: { ...weights.experiment, data: { ...data, skip: [...data.skip] } } };
  assert.deepEqual((await predict(told, 'made by hand\nx,k\n"1,5",a\n"2,5",b\n')).cells.slice(1), ["3", "5"]);
  assert.match(await thrown(() => predict(weights, 'x,k\n"1,5",a\n')), /"1,5" in column "x" is not (?:of the kind|what) that/);
});

test("a category with more different texts than fit into memory is refused, other columns are not", async () => {
  const category: FittedFeature = { column: "c", kind: "category", encode: "one-hot", categories: ["a"], fill: "a" };
  const weights = trained({ loss: { type: "MSELoss" }, target: number, features: [category], weight: [[2]] });
  const one = source("c,d\na,e\nb,e\na,e\n");
  const beyond =
    'error too-many-texts data.file t.csv:: The different texts of column "c" do not fit into memory. Divide t.csv into several files and predict one after the other.';
  assert.equal(await thrown(() => new Predictor(weights).predict([one], { mostTexts: 1 })), beyond);
  const other = source("c,d\na,e\na,f\na,g\n");
  assert.deepEqual(cells(await new Predictor(weights).predict([other], { mostTexts: 1 })), ["prediction", "2", "2", "2"]);
});

/** Bytes of a CSV that come so many at a time. */
function inPieces(bytes: Uint8Array, length: number): Source {
  return {
    name: "t.csv",
    size: bytes.length,
    chunks: async function* () {
      for (let at = 0; at < bytes.length; at += length) yield bytes.slice(at, at + length);
    },
  };
}

const written: readonly [what: string, bytes: Uint8Array, expected: string][] = [
  [
    "quotes, blank lines, no line end",
    bytes('x,"a\nb"\r\n1,"""q"""\r\n\r\n2," \r\n"'),
    'x,"a\nb",prediction\r\n1,"""q""",2\r\n\r\n2," \r\n",4',
  ],
  [
    "a mark, decimal commas, a gap, a formula",
    bytes("\ufeffx;a\n1,5;=B1\n;é\n2,5;😀\n"),
    '\ufeffx;a;prediction\n1,5;"\'=B1";3\n;é;\n2,5;😀;5\n',
  ],
  ["a mark at the end", bytes("x,a\n1,b\n2,c\n\u001a\n"), "x,a,prediction\n1,b,2\n2,c,4\n"],
  ["UTF-16", new Uint8Array(Buffer.from("\ufeffx,a\n1,각\n2,😀\n", "utf16le")), "\ufeffx,a,prediction\n1,각,2\n2,😀,4\n"],
  ["packed", gzipSync(bytes("x,a\n1,b\n2,c")), "x,a,prediction\n1,b,2\n2,c,4"],
];

for (const [what, content, expected] of written)
  test(`a CSV comes back with its predictions, whatever pieces it is read in: ${what}`, async () => {
    const weights = trained({ loss: { type: "MSELoss" }, target: number, weight: [[2]] });
    for (const length of [1, 2, 3, 7, 1000]) {
      assert.equal(await predictedText(weights, "t.csv", inPieces(content, length)), expected, `pieces of ${length}`);
      const stored = await predictedText(weights, "t.csv", inPieces(content, length), { storage: storageOf(0, 64) });
      assert.equal(stored, expected, "a table that lies on the disk");
    }
  });

test("whoever does not wait any longer finds no half file, and nothing in the folder for temporary files", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "perceptron-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const weights = trained({ loss: { type: "MSELoss" }, target: number, weight: [[2]] });
  let files = 0;
  const disk = storageOf(0, 64);
  const storage: Storage = {
    ...disk,
    create: async (...asked) => {
      const file = await disk.create(...asked);
      files++;
      return { ...file, append: (some) => file.append(some), read: (...to) => file.read(...to), remove: () => (files--, file.remove()) };
    },
  };
  let done = 0;
  const hooks: PredictionHooks = { storage, written: (some) => (done = some), isCancelled: () => done > 20 };
  const content = inPieces(
    bytes(
      csv(
        Array.from({ length: 20 }, (_, row) => `${row},`),
        "x,y",
      ),
    ),
    8,
  );
  const { pieces, release } = await predictCsv(weights, undefined, content, false, hooks);
  await assert.rejects(createFile(join(folder, "out.csv"), pieces), /cancelled/);
  release();
  assert.deepEqual([done > 20, readdirSync(folder), files], [true, [], 0]);
});
