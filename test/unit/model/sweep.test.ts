// Sweeps as values: which settings they try, the documents that come of these, and the reason if none
// does.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { documentText, parseDocument } from "../../../src/model/document.ts";
import { applyEdit } from "../../../src/model/edits.ts";
import { isLayerType } from "../../../src/model/layers.ts";
import type { ExperimentInput } from "../../../src/model/schema.ts";
import {
  type Axis,
  gridValues,
  listSettings,
  MOST_TRIALS,
  type Settings,
  type Sweep,
  sweepProblem,
  trialCount,
} from "../../../src/model/sweep/sweep.ts";
import { isSameTrial, listTrials } from "../../../src/model/sweep/trials.ts";
import { activationTypes, hasSettings, settingsOf, type Varied, variantEdit } from "../../../src/model/sweep/variant.ts";
import { applyTextEdits } from "../../../src/model/text-edits.ts";

const iris = readFileSync("samples/iris.perceptron", "utf8");

const deep: ExperimentInput = {
  format: 1,
  data: { file: "iris.csv", target: "species" },
  layers: [
    { type: "Linear", out_features: 32 },
    { type: "BatchNorm1d", num_features: 32 },
    { type: "ReLU", name: "first" },
    { type: "Linear", in_features: 32, out_features: 16 },
    { type: "LayerNorm", normalized_shape: 16 },
    { type: "ReLU" },
    { type: "PReLU", num_parameters: 16 },
    { type: "Linear", in_features: 16, out_features: 3 },
    { type: "LogSoftmax" },
  ],
  training: { loss: { type: "NLLLoss" }, optimizer: { type: "SGD", lr: 0.05, momentum: 0.9, nesterov: true }, batch_size: 16 },
};

const axes: readonly Axis[] = [
  { name: "lr", values: [0.1, 0.01, 0.1] },
  { name: "width", values: { from: 4, to: 64, count: 3, scale: "log" } },
];
const grid: Sweep = { kind: "grid", axes, stopsHopeless: true };

/** The document with a trial's settings. */
function varied(input: ExperimentInput, settings: Settings) {
  const text = documentText(input);
  const { json } = parseDocument(text);
  const changed = applyTextEdits(text, applyEdit(text, variantEdit(json as Varied, settings)));
  const { experiment, problems } = parseDocument(changed);
  assert.deepEqual(problems, []);
  return { text: changed, json: JSON.parse(changed) as Varied & ExperimentInput, experiment: experiment! };
}

function range(name: Axis["name"], from: number, to: number, count: number, scale: "linear" | "log") {
  return gridValues({ name, values: { from, to, count, scale } });
}

test("a range is a list of numbers in even steps or even factors, counts whole and none twice", () => {
  assert.deepEqual(range("lr", 0.0001, 0.1, 4, "log"), [0.0001, 0.001, 0.01, 0.1]);
  assert.deepEqual(range("lr", 0.0001, 0.01, 4, "log"), [0.0001, 0.000464, 0.00215, 0.01], "three digits say enough");
  assert.deepEqual(range("lr", 0.01, 0.0101, 3, "linear"), [0.01, 0.01005, 0.0101], "but where rates lie close together");
  assert.deepEqual(range("lr", 0.1, 0.3, 3, "linear"), [0.1, 0.2, 0.3]);
  assert.deepEqual(range("width", 4, 64, 5, "log"), [4, 8, 16, 32, 64]);
  assert.deepEqual(range("batch_size", 1, 3, 5, "linear"), [1, 2, 3]);
  assert.deepEqual(range("lr", 0.5, 0.5, 3, "log"), [0.5]);
});

test("a grid is every combination, the last axis turning fastest", () => {
  assert.equal(trialCount(grid), 6);
  assert.deepEqual(listSettings(grid, 0), [
    { lr: 0.1, width: 4 },
    { lr: 0.1, width: 16 },
    { lr: 0.1, width: 64 },
    { lr: 0.01, width: 4 },
    { lr: 0.01, width: 16 },
    { lr: 0.01, width: 64 },
  ]);
});

test("seeds follow the document's own", () => {
  assert.deepEqual(listSettings({ kind: "seeds", count: 3 }, 7), [{ seed: 7 }, { seed: 8 }, { seed: 9 }]);
});

test("trials by chance are the same for the same seed, within their ranges, spread by the logarithm, and none twice", () => {
  const wide: Axis = { name: "lr", values: { from: 1e-4, to: 1, count: 2, scale: "log" } };
  const random = (seed: number): Settings[] =>
    listSettings(
      { kind: "random", axes: [wide, { name: "activation", values: ["ReLU", "Tanh"] }], trials: 100, seed, stopsHopeless: true },
      0,
    );
  const drawn = random(3);
  assert.deepEqual(drawn, random(3));
  assert.notDeepEqual(drawn, random(4));
  assert.equal(new Set(drawn.map((settings) => JSON.stringify(settings))).size, 100);
  const rates = drawn.map(({ lr }) => Number(lr));
  assert.ok(rates.every((lr) => lr >= 1e-4 && lr <= 1));
  const below = rates.filter((lr) => lr < 0.01).length;
  assert.ok(below > 30 && below < 70, `${below} of 100 lie in the lower half of the powers`);
  const tanh = drawn.filter(({ activation }) => activation === "Tanh").length;
  assert.ok(tanh > 30 && tanh < 70, `${tanh} of 100 are Tanh`);
});

test("of few combinations no more are drawn than there are", () => {
  const few: Sweep = { kind: "random", axes, trials: 50, seed: 0, stopsHopeless: false };
  const list = (values: Axis["values"]): Sweep => ({ ...few, axes: [{ name: "lr", values }] });
  assert.equal(listSettings(list([1, 2, 3]), 0).length, 3);
  assert.equal(trialCount(list([1, 2, 3])), 3);
  assert.equal(trialCount(few), 50);
});

test("a sweep of nothing or of too much is refused in a sentence", () => {
  assert.match(sweepProblem({ ...grid, axes: [] })!.text, /Choose at least one setting/);
  assert.match(sweepProblem({ ...grid, axes: [{ name: "lr", values: [] }] })!.text, /at least one value/);
  const values = Array.from({ length: 15 }, (_, index) => index + 1);
  const many: Sweep = {
    ...grid,
    axes: [
      { name: "lr", values },
      { name: "width", values },
    ],
  };
  assert.deepEqual(sweepProblem(many)?.args, [225, MOST_TRIALS]);
  assert.ok(
    sweepProblem({ kind: "seeds", count: 1 }) && sweepProblem({ kind: "seeds", count: 51 }) && sweepProblem({ kind: "seeds", count: 2.5 }),
  );
  assert.equal(sweepProblem({ kind: "seeds", count: 2 }), undefined);
  assert.throws(() => listTrials(iris, many), /Vary less/);
});

test("what a document has of everything that varies", () => {
  const { json } = parseDocument(documentText(deep));
  assert.deepEqual(settingsOf(json as Varied), { lr: 0.05, batch_size: 16, width: 32, activation: "ReLU", optimizer: "SGD", seed: 0 });
  const bare: Varied = { layers: [{ type: "Linear", out_features: 1 }, { type: "Sigmoid" }], training: { optimizer: { type: "Adam" } } };
  assert.deepEqual(settingsOf(bare), { lr: 0.001, batch_size: 32, optimizer: "Adam", seed: 0 });
});

test("another width reaches every hidden Linear and whatever follows from it, and not the output", () => {
  const { experiment, json } = varied(deep, { width: 8 });
  assert.deepEqual(
    experiment.layers.flatMap((layer) => (layer.type === "Linear" ? layer.out_features : [])),
    [8, 8, 3],
  );
  for (const layer of json.layers) {
    for (const size of ["in_features", "num_features", "normalized_shape"]) assert.ok(!(size in layer), `${layer.type} still has ${size}`);
  }
  assert.deepEqual(json.layers[6], { type: "PReLU", num_parameters: 8 });
  // What is trained is checked as any document is.
  assert.deepEqual(
    listTrials(documentText(deep), { kind: "grid", axes: [{ name: "width", values: [8, 32] }], stopsHopeless: false }).map(
      (trial) => "experiment" in trial,
    ),
    [true, true],
  );
});

test("another activation stands for the hidden ones of the most frequent type, which keep their names", () => {
  const { experiment } = varied(deep, { activation: "GELU" });
  assert.deepEqual(
    experiment.layers.map(({ type, name }) => (name === undefined ? type : `${type} ${name}`)),
    ["Linear", "BatchNorm1d", "GELU first", "Linear", "LayerNorm", "GELU", "PReLU", "Linear", "LogSoftmax"],
  );
  assert.ok(activationTypes().every(isLayerType) && !activationTypes().includes("GLU") && activationTypes().includes("Mish"));
});

function optimizer(input: ExperimentInput, settings: Settings): unknown {
  return varied(input, settings).json.training.optimizer;
}

test("another optimizer keeps what it knows too, and gets a learning rate where it needs one", () => {
  assert.deepEqual(optimizer(deep, { optimizer: "RMSprop" }), { type: "RMSprop", lr: 0.05, momentum: 0.9 });
  assert.deepEqual(optimizer(deep, { optimizer: "Adam", lr: 0.01 }), { type: "Adam", lr: 0.01 });
  assert.deepEqual(optimizer(deep, { optimizer: "SGD", lr: 0.01 }), { type: "SGD", lr: 0.01, momentum: 0.9, nesterov: true });
  const adam: ExperimentInput = { ...deep, training: { ...deep.training, optimizer: { type: "Adam" } } };
  assert.deepEqual(optimizer(adam, { optimizer: "SGD" }), { type: "SGD", lr: 0.001 });
  assert.deepEqual(optimizer(adam, { optimizer: "Adadelta" }), { type: "Adadelta" });
});

test("a document that has the settings of a trial is known by it", () => {
  const settings = { lr: 0.2, batch_size: 4, width: 12, activation: "Tanh", optimizer: "Adam", seed: 5 };
  assert.equal(hasSettings(parseDocument(documentText(deep)).json as Varied, settings), false);
  const { json } = varied(deep, settings);
  assert.equal(hasSettings(json, settings), true);
  assert.deepEqual(settingsOf(json), settings);
  // The first hidden layer has 32 units, the second one has not.
  assert.equal(hasSettings(deep as unknown as Varied, { width: 32 }), false);
});

test("a variant that is no valid document is named and left out", () => {
  const facts = { inputs: ["a", "b", "c", "d"], targets: ["species"], classes: ["x", "y", "z"], split: { train: 20 } };
  const dropping = iris.replace('"batch_size"', '"drop_last": true, "batch_size"');
  const trials = listTrials(dropping, { kind: "grid", axes: [{ name: "batch_size", values: [10, 40] }], stopsHopeless: false }, facts);
  assert.equal("experiment" in trials[0]!, true);
  assert.ok("reason" in trials[1]! && /training rows do not fill a batch/.test(trials[1].reason.text));
  const [negative] = listTrials(iris, { kind: "grid", axes: [{ name: "lr", values: [-1] }], stopsHopeless: false });
  assert.ok(negative && "reason" in negative);
});

test("a sweep stays of its document while only what it varies changes", () => {
  const settings = { lr: 0.01, width: 16 };
  const used = varied(deep, { lr: 0.3, width: 64 }).text;
  assert.ok(isSameTrial(documentText(deep), used, settings));
  const other = documentText({ ...deep, training: { ...deep.training, epochs: 7 } });
  assert.ok(!isSameTrial(documentText(deep), other, settings));
  assert.ok(!isSameTrial(documentText(deep), "{", settings));
});
