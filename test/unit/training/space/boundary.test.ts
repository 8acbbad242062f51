// A boundary is what the network predicts for the same rows: point by point, for classes, yes and no, and
// numbers, with the other features held or as in a row.

import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluate } from "../../../../src/training/evaluation/evaluate.ts";
import { openTrained } from "../../../../src/training/evaluation/trained.ts";
import type { PreparedExperiment } from "../../../../src/training/experiment.ts";
import { Predictor } from "../../../../src/training/predict.ts";
import { TrainingRun } from "../../../../src/training/run.ts";
import { Space } from "../../../../src/training/space/space.ts";
import type { BoundaryAnswer, BoundaryQuestion, SpaceFacts } from "../../../../src/training/space/types.ts";
import type { NamedTensor } from "../../../../src/training/types.ts";
import { spaceCsv, spaceExperiment, type SpaceSetting } from "../../../harness/spaces.ts";

interface Trained {
  readonly prepared: PreparedExperiment;
  readonly space: Space;
  readonly tensors: readonly NamedTensor[];
  readonly facts: SpaceFacts;
}

async function trained(setting: SpaceSetting = {}): Promise<Trained> {
  const prepared = await spaceExperiment(setting);
  const run = new TrainingRun(prepared, { onEpoch: () => {} });
  run.advance(() => false);
  const space = new Space(prepared);
  const tensors = run.weights();
  space.follow([], { epoch: 20, tensors });
  return { prepared, space, tensors, facts: space.ask("facts", {}, () => true) };
}

function ask({ space }: Trained, question: Partial<BoundaryQuestion>): BoundaryAnswer {
  return space.ask("boundary", { x: 0, target: 0, threshold: 0.5, size: 7, ...question }, () => true);
}

/** The text that a person would type for a value of a feature. */
function typed({ facts }: Trained, feature: number, value: number): string {
  const { categories } = facts.features[feature]!;
  return categories ? categories[value]! : String(value);
}

/** What `predict` says of each point: the answer, and its probability. */
async function predicted(network: Trained, question: Partial<BoundaryQuestion>, answer: BoundaryAnswer, held: readonly string[]) {
  const { prepared, tensors, facts } = network;
  const predictor = new Predictor({ experiment: prepared.experiment, preprocessing: prepared.encoded.preprocessing, tensors });
  const found: { readonly text: string; readonly probability: number | undefined }[] = [];
  const columns = answer.x.length;
  for (let point = 0; point < answer.answers.length; point++) {
    const values = Object.fromEntries(facts.features.map(({ column }, feature) => [column, held[feature]!]));
    values[facts.features[question.x ?? 0]!.column] = typed(network, question.x ?? 0, answer.x[point % columns]!);
    if (question.y !== undefined)
      values[facts.features[question.y]!.column] = typed(network, question.y, answer.y![Math.floor(point / columns)]!);
    const { columns: answered } = await predictor.predictValues(values);
    const text = answered.find(({ kind }) => kind === "prediction")!.cell(0);
    const probability = answered.find(({ kind, className }) => kind === "probability" && className === text)?.cell(0);
    found.push({ text, probability: probability === undefined ? undefined : Number(probability) });
  }
  return found;
}

const features = ["size", "colour", "isNew", "day", "weight"];

test("features, their categories and where they are held follow from the training rows", async () => {
  const network = await trained();
  const { facts, prepared } = network;
  assert.deepEqual(
    facts.features.map(({ column }) => column),
    features,
  );
  assert.deepEqual(
    [facts.task, facts.classes, facts.layers.map(({ units }) => units)],
    ["classes", ["fresh", "large", "small"], [10, 8, 8, 3]],
  );
  const lines = spaceCsv.split("\n").slice(1);
  const column = (index: number): string[] =>
    Array.from(prepared.split.train, (row) => lines[prepared.origin.tableRows[row]!]!.split(",")[index]!);
  const sizes = column(0)
    .map(Number)
    .toSorted((one, other) => one - other);
  assert.ok(Math.abs(facts.features[0]!.held - (sizes[29]! + sizes[30]!) / 2) < 1e-5, "the median of 60 rows");
  const often = (colour: string | undefined): number => column(1).filter((text) => text === colour).length;
  const { categories = [], held } = facts.features[1]!;
  assert.equal(often(categories[held]), Math.max(...categories.map(often)), "the most frequent category");
  assert.equal(facts.features[3]!.isDate, true);
});

// A row of the training split, with its values.
const rowOf = ({ prepared }: Trained): number => prepared.origin.tableRows[prepared.split.train[3]!]!;

for (const [what, setting] of [
  ["classes", { target: "kind" }],
  ["yes and no", { target: "isNew" }],
  ["numbers", { target: "price" }],
] as const) {
  test(`each point of a boundary of ${what} is what predict says`, async () => {
    const network = await trained(setting);
    const { facts, prepared } = network;
    const row = rowOf(network);
    const cells = spaceCsv.split("\n")[row + 1]!.split(",");
    const held = facts.features.map(({ column }) => cells[features.indexOf(column)]!);
    const weight = facts.features.findIndex(({ column }) => column === "weight");
    for (const y of [undefined, 1, weight]) {
      const question = { x: 0, y, row };
      const answer = ask(network, question);
      assert.equal(answer.answers.length, answer.x.length * (answer.y?.length ?? 1));
      const expected = await predicted(network, question, answer, held);
      for (const [point, { text, probability }] of expected.entries()) {
        const value = answer.answers[point]!;
        const { classes } = prepared.encoded.preprocessing.target;
        if (facts.task === "numbers") assert.ok(Math.abs(value - Number(text)) <= 1e-4 * Math.max(1, Math.abs(value)), `${value} ${text}`);
        else assert.equal(classes?.[value] ?? ["false", "true"][value], text);
        if (probability !== undefined) assert.ok(Math.abs(answer.confidence![point]! - probability) < 1e-5);
      }
    }
  });
}

test("a probability per class along one feature; those of a point are 1 together", async () => {
  const { probabilities, x, y } = ask(await trained(), { x: 4 });
  assert.equal(y, undefined);
  assert.equal(probabilities!.length, 3 * x.length);
  for (let at = 0; at < probabilities!.length; at += 3) {
    assert.ok(Math.abs(probabilities![at]! + probabilities![at + 1]! + probabilities![at + 2]! - 1) < 1e-6);
  }
});

test("of a Step at the end the number before it is told, whose sign is the answer; of another network nothing", async () => {
  const layers = [{ type: "Linear", out_features: 1 }, { type: "Step" }];
  const training = { loss: { type: "BCELoss" }, optimizer: { type: "Perceptron" } };
  const { answers, beforeStep } = ask(await trained({ target: "isNew", layers, training }), { x: 0, y: 1, size: 40 });
  assert.deepEqual(
    beforeStep!.map((value) => Number(value >= 0)),
    answers,
  );
  assert.ok(new Set(beforeStep).size > 2);
  assert.equal(ask(await trained({ target: "isNew" }), { x: 0, y: 1 }).beforeStep, undefined);
});

test("units are what their layer gives for the same points", async () => {
  const network = await trained();
  const answer = ask(network, { x: 0, y: 4, size: 24, layer: 3 });
  const { units } = answer;
  assert.deepEqual([units!.layer, units!.columns, units!.rows, units!.units], [3, 24, 24, 3]);
  // The last layer gives the logits: the largest of them is the answer.
  for (let point = 0; point < 24 * 24; point++) {
    const logits = [0, 1, 2].map((unit) => units!.values[unit * 24 * 24 + point]!);
    assert.equal(logits.indexOf(Math.max(...logits)), answer.answers[point]);
  }
});

test("units of several layers are those of each by itself, no more of them than are asked for", async () => {
  const network = await trained();
  const row = rowOf(network);
  const most = 5;
  const found = network.space.ask("units", { x: 0, y: 4, row, layers: [0, 3, 1], most }, () => true);
  assert.deepEqual(
    found.map(({ layer, units, values }) => [layer, units, values.length]),
    [
      [0, 10, most * 576],
      [3, 3, 3 * 576],
      [1, 8, most * 576],
    ],
  );
  for (const { layer, values } of found) {
    const { units } = ask(network, { x: 0, y: 4, row, layer });
    assert.deepEqual(values, units!.values.slice(0, values.length), `layer ${layer}`);
  }
  const [line] = network.space.ask("units", { x: 1, layers: [2], most }, () => true);
  assert.deepEqual([line!.columns, line!.rows], [3, 1], "a line over the three colours");
});

test("score and confusion matrix are those of the evaluation, and no test row is on the picture", async () => {
  const network = await trained();
  const { prepared, tensors } = network;
  const { score, rows } = ask(network, { x: 0, y: 4 });
  const [evaluated] = evaluate(openTrained(prepared, tensors), prepared, "validation").byTarget;
  assert.ok(evaluated?.kind === "classes");
  assert.deepEqual([score.split, score.rows, score.value], ["validation", 10, evaluated.accuracy]);
  assert.deepEqual([...score.confusion!], [...evaluated.confusion.counts]);
  const test = new Set(Array.from(prepared.split.test, (row) => prepared.origin.tableRows[row]!));
  assert.equal(rows.row.length, 70);
  assert.ok(rows.row.every((row) => !test.has(row)));
  const lines = spaceCsv.split("\n").slice(1);
  for (const [place, row] of rows.row.entries()) {
    const cells = lines[row]!.split(",");
    assert.ok(Math.abs(rows.x[place]! - Number(cells[0])) < 1e-4 && Math.abs(rows.y![place]! - Number(cells[4])) < 1e-4);
    assert.equal(network.facts.classes![rows.truth[place]!], cells[5]);
  }
});

test("a test row is not held at, nor one that was left out", async () => {
  const network = await trained();
  const { prepared } = network;
  const held = ask(network, { x: 0, y: 4 });
  const hidden = prepared.origin.tableRows[prepared.split.test[0]!]!;
  for (const row of [hidden, 1000]) assert.deepEqual(ask(network, { x: 0, y: 4, row }).confidence, held.confidence);
  assert.notDeepEqual(ask(network, { x: 0, y: 4, row: rowOf(network) }).confidence, held.confidence);
});

test("what is proposed are the features that the network goes by", async () => {
  const { facts } = await trained({ target: "price", training: { epochs: 60 } });
  assert.equal(facts.features[facts.proposed[0]!]!.column, "size");
  assert.equal(facts.proposed.length, 2);
});

test("of a large network a picture has fewer points, so that it is soon there", async () => {
  const layers = [
    { type: "Linear", out_features: 2000 },
    { type: "ReLU" },
    { type: "Linear", out_features: 300 },
    { type: "Linear", out_features: 3 },
  ];
  const prepared = await spaceExperiment({ layers });
  const space = new Space(prepared, new TrainingRun(prepared, { onEpoch: () => {} }).weights());
  const { x, y } = space.ask("boundary", { x: 0, y: 4, target: 0, threshold: 0.5, size: 100 }, () => true);
  assert.deepEqual([x.length, y?.length], [25, 25]);
});
