// Work that grows with its input: twice of it takes about twice the steps, never four times. Steps are
// counted, not timed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { readTable } from "../../../src/data/read.ts";
import { selectRows } from "../../../src/data/selection.ts";
import { headerNames } from "../../../src/data/names.ts";
import { readText } from "../../../src/lessons/read-text.ts";
import { format } from "../../../src/model/message.ts";
import { parseDocument } from "../../../src/model/document.ts";
import { alignLayers } from "../../../src/model/align-layers.ts";
import { checkNetwork } from "../../../src/model/diagnostics.ts";
import { TextPositions } from "../../../src/model/text-positions.ts";
import { describeTable } from "../../../src/training/describe.ts";
import { source, settings, loss, thrown } from "../../fixtures/data/tables.ts";
import { stepsOf } from "../../harness/steps.ts";

/**
 * So many times the steps for twice the input: 2, and a little for what does not grow evenly. A part that
 * grows with the square soon makes it more.
 */
const TWICE = 2.15;

function grows(what: string, small: number, work: (size: number) => unknown): void {
  test(what, async () => {
    await work(small);
    const one = await stepsOf(() => work(small));
    const two = await stepsOf(() => work(2 * small));
    assert.ok(two < TWICE * one, `${one} steps became ${two}`);
  });
}

const training = { loss: { type: "CrossEntropyLoss" }, optimizer: { type: "SGD", lr: 0.1 } };
const facts = { inputs: ["a", "b", "c"], targets: ["t"], classes: ["x", "y"], split: { train: 80, validation: 10, test: 10 } };

const layers: readonly (readonly [what: string, layer: (index: number) => object])[] = [
  ["valid layers", (index) => (index % 2 === 0 ? { type: "Linear", out_features: 4 } : { type: "ReLU" })],
  ["layers that are doubtful", () => ({ type: "Linear", out_features: 4 })],
  ["layers without sizes", () => ({ type: "ReLU" })],
  ["layers of a wrong size", (index) => ({ type: "Linear", in_features: 3 + (index % 2), out_features: 4 })],
  ["layers that halve", () => ({ type: "GLU" })],
  ["layers without a slope", (index) => (index === 0 ? { type: "Linear", out_features: 4 } : { type: "Step" })],
  ["layers with unknown fields", () => ({ type: "Linear", out_featurez: 4 })],
  ["layers that are unknown", () => ({ type: "Linar", out_features: 4 })],
];

for (const [what, layer] of layers)
  grows(`problems of a document with ${what}`, 400, (size) => {
    const document = {
      format: 1,
      data: { file: "t.csv", target: "t" },
      layers: Array.from({ length: size }, (_, index) => layer(index)),
      training,
    };
    const text = JSON.stringify(document, undefined, 1);
    const { experiment, problems } = parseDocument(text);
    const positions = new TextPositions(text);
    for (const problem of [...problems, ...(experiment ? checkNetwork(experiment, facts) : [])]) {
      positions.position(positions.range(problem.path).offset);
      format(problem.message);
    }
  });

grows("problems of a document with many columns", 400, (size) => {
  const columns = Object.fromEntries(Array.from({ length: size }, (_, index) => [`c${index}`, { kind: "text" }]));
  const text = JSON.stringify({ format: 1, data: { file: "t.csv", target: "t", columns }, layers: [{ type: "ReLU" }], training });
  const positions = new TextPositions(text);
  for (const { path } of parseDocument(text).problems) positions.position(positions.range(path).offset);
});

const section = (at: number): string => `## S {#s${at}}\n\n**Do:** a\n\n### Ask {#a}\n\nb\n\n1. c\n2. d\n`;

grows("a lesson's text with many sections", 200, (size) =>
  readText(`# T\n\ng\n\n${Array.from({ length: size }, (_, at) => section(at)).join("\n")}\n## E {#summary}\n`, "en.md"),
);

grows("column names that are all equal", 2000, (size) => headerNames(Array.from({ length: size }, () => "a")));
grows("column names that others have taken", 1000, (size) =>
  headerNames(Array.from({ length: 2 * size }, (_, index) => (index % 2 === 0 ? "a" : `a_${index}`))),
);

const wide = (size: number, cell: (row: number, column: number) => unknown): string =>
  [
    [...Array.from({ length: size }, (_, column) => `c${column}`), "t"].join(","),
    ...Array.from({ length: 12 }, (_, row) =>
      [...Array.from({ length: size }, (_, column) => cell(row, column)), row % 2 ? "y" : "x"].join(","),
    ),
    "",
  ].join("\n");

const described: readonly (readonly [what: string, csv: (size: number) => string, data: (names: string[]) => object])[] = [
  ["columns of numbers", (size) => wide(size, (row, column) => ((row * 7 + column * 3) % 11) + 0.5), () => ({ normalize: "standard" })],
  ["columns of text", (size) => wide(size, (row, column) => `w${(row * 7 + column * 3) % 5}`), () => ({})],
  ["columns without a value", (size) => wide(size, () => ""), () => ({})],
  ["features that are listed", (size) => wide(size, (row, column) => row * column), (names) => ({ features: names })],
  [
    "features that are unknown",
    (size) => wide(size, (row, column) => row * column),
    (names) => ({ features: names.map((name) => `x${name}`) }),
  ],
  [
    "settings of columns",
    (size) => wide(size, (row, column) => row * column),
    (names) => ({ columns: Object.fromEntries(names.map((name) => [name, { normalize: "minmax", missing: "mean" }])) }),
  ],
];

for (const [what, csv, data] of described)
  grows(`describing ${what}`, 250, async (size) => {
    const names = Array.from({ length: size }, (_, column) => `c${column}`);
    const input = {
      format: 1,
      data: { file: "t.csv", target: "t", ...data(names) },
      layers: [{ type: "Linear", out_features: 2 }],
      training,
    };
    const { experiment } = parseDocument(JSON.stringify(input));
    describeTable(experiment!, await readTable([source(csv(size))], experiment!.data));
  });

grows("targets that are listed", 200, async (size) => {
  const names = Array.from({ length: size }, (_, column) => `c${column}`);
  const data = settings({ target: names, features: ["t"] });
  selectRows(await readTable([source(wide(size, (row, column) => row * column))], data), data, loss("MSELoss"));
});

const long = (size: number, text: readonly number[], end: readonly number[]): Uint8Array => {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at++) bytes[at] = text[at % text.length]!;
  bytes.set(end, size - end.length);
  return bytes;
};
/** As bytes come out of gzip, in small pieces. */
const inPieces = (bytes: Uint8Array) => source(gzipSync(bytes));

for (const [what, text] of [
  ["Western text", [0x61, 0x62, 0xe9, 0x63]],
  ["Western text without ASCII", [0xe9, 0xe8, 0xea]],
  ["Korean text without ASCII", [0xb0, 0xa1, 0xb3, 0xaa]],
] as const)
  grows(`${what} without a line break that is not UTF-8`, 2 ** 18, (size) => thrown(() => readTable([inPieces(long(size, text, []))])));

grows("Korean text without a line break, in its encoding", 2 ** 18, (size) =>
  thrown(() => readTable([inPieces(long(size, [0xb0, 0xa1, 0xb3, 0xaa], []))], { encoding: "euc-kr" })),
);
grows("a record of many fields", 2 ** 14, (size) => thrown(() => readTable([inPieces(long(size, [0x61, 0x2c], []))])));

grows("layers of two runs that are joined", 4000, (size) => {
  const list = (units: number) => Array.from({ length: size }, (_, index) => ({ type: "Linear", out_features: (index * units) % 7 }));
  assert.equal(alignLayers([list(3), list(5)]).length, size);
});
