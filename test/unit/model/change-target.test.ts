// Another target as one edit: features, last layer and loss follow, so that nothing is wrong with the
// document afterwards; and what it says it changes is what it changes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesSource } from "../../../src/data/sources.ts";
import type { DataSummary } from "../../../src/data/types.ts";
import { changeTarget, isManyNumbers, type LearntAs, otherWay } from "../../../src/model/change-target.ts";
import { checkNetwork } from "../../../src/model/diagnostics.ts";
import { documentText, parseDocument } from "../../../src/model/document.ts";
import { applyEdit } from "../../../src/model/edits.ts";
import { fillAllGaps } from "../../../src/model/fill-gaps.ts";
import { format } from "../../../src/model/message.ts";
import type { Experiment, ExperimentInput } from "../../../src/model/schema.ts";
import { starterExperiment } from "../../../src/model/starter.ts";
import { applyTextEdits } from "../../../src/model/text-edits.ts";
import { describeData } from "../../../src/training/describe.ts";
import { filmsCsv } from "../../fixtures/films.ts";
import { nonsense, nonsenseInData } from "../../fixtures/sense.ts";

const rows = Array.from({ length: 120 }, (_, row) => [
  `name ${row}`,
  (row * 7) % 48,
  "abc"[row % 3],
  row % 2 ? "yes" : "no",
  row % 10,
  (row * 13) % 11 > 5 ? "true" : "false",
  row % 5 === 0 ? "" : row % 4 ? "left" : "right",
]);
const csv = ["name,age,kind,answer,label,flag,side", ...rows.map((cells) => cells.join(","))].join("\n");

function fail(): never {
  throw new Error("There is no fix.");
}

interface State {
  readonly text: string;
  readonly experiment: Experiment;
  readonly summary: DataSummary;
}

async function open(text: string, data = csv): Promise<State> {
  const { experiment, problems } = parseDocument(text);
  assert.ok(experiment, JSON.stringify(problems));
  const summary = await describeData(experiment, [bytesSource("t.csv", new TextEncoder().encode(data))]);
  return { text, experiment, summary };
}

function wrong({ experiment, summary }: State): string[] {
  const found = [...summary.problems, ...checkNetwork(experiment, summary.preprocessing ? summary : undefined)];
  return found
    .filter(({ severity, code }) => severity === "error" || code === "output-size" || code === "loss-input")
    .map(({ message }) => format(message));
}

async function change(
  before: State,
  name: string,
  as?: LearntAs,
  data = csv,
): Promise<{ readonly after: State; readonly changes: string[] }> {
  const column = before.summary.columns.find((other) => other.name === name)!;
  const { edit, changes } = changeTarget(JSON.parse(before.text), before.summary.columns, column, as);
  const after = await open(applyTextEdits(before.text, applyEdit(before.text, edit)), data);
  return { after, changes: changes.map((sentence) => format(sentence)) };
}

const layersOf = ({ experiment }: State): string =>
  experiment.layers.map((layer) => ("out_features" in layer ? `${layer.type} ${layer.out_features}` : layer.type)).join(", ");

async function starter(target: string, data = csv): Promise<State> {
  const { summary } = await open(document({ target }, [{ type: "Linear", out_features: 1 }], "MSELoss"), data);
  return open(documentText(starterExperiment("t.csv", summary.columns, target)), data);
}

function document(data: object, layers: readonly object[], loss: string, training: object = {}): string {
  return documentText({
    format: 1,
    data: { file: "t.csv", ...data },
    layers,
    training: { loss: { type: loss }, optimizer: { type: "Adam", lr: 0.003 }, ...training },
  } as unknown as ExperimentInput);
}

const targets = ["age", "kind", "answer", "label", "flag", "side"];

for (const from of targets)
  test(`the starter for ${from} becomes that of every other column`, async () => {
    const before = await starter(from);
    for (const to of targets.filter((name) => name !== from)) {
      const { after } = await change(before, to);
      const wanted = await starter(to);
      assert.deepEqual(after.experiment.layers, wanted.experiment.layers, to);
      assert.deepEqual(after.experiment.training, wanted.experiment.training, to);
      assert.deepEqual(wrong(after), [], to);
      assert.deepEqual(nonsense(before.text, after.text), [], to);
      assert.equal(after.summary.columns.find(({ name }) => name === from)?.role, "feature", "the former target is a feature again");
      const back = await change(after, from);
      // Gaps that were filled for the one target stay filled for the other.
      const expected = { ...before.experiment, data: { ...before.experiment.data, missing: after.experiment.data.missing } };
      assert.deepEqual(back.after.experiment, expected, `${from} → ${to} and back`);
    }
  });

test("a network of one's own keeps its hidden layers, its optimizer, and its loss where that fits", async () => {
  const hidden = [{ type: "Linear", out_features: 7, name: "mine" }, { type: "Tanh" }, { type: "Dropout", p: 0.1 }];
  const text = document({ target: "age", features: ["kind", "flag"] }, [...hidden, { type: "Linear", out_features: 1 }], "L1Loss");
  const before = await open(text);
  const cases: readonly (readonly [string, LearntAs | undefined, string, string, string])[] = [
    ["kind", undefined, "Linear 7, Tanh, Dropout, Linear 3", "CrossEntropyLoss", "age,flag"],
    ["answer", undefined, "Linear 7, Tanh, Dropout, Linear 1, Sigmoid", "BCELoss", "age,kind,flag"],
    ["label", undefined, "Linear 7, Tanh, Dropout, Linear 1", "L1Loss", "age,kind,flag"],
    ["label", "classes", "Linear 7, Tanh, Dropout, Linear 10", "CrossEntropyLoss", "age,kind,flag"],
  ];
  for (const [name, as, layers, loss, features] of cases) {
    // How a whole-number label is learnt by itself is the starter's choice.
    if (name === "label" && as === undefined) continue;
    const { after, changes } = await change(before, name, as);
    assert.equal(layersOf(after), layers, name);
    assert.equal(after.experiment.training.loss.type, loss, name);
    assert.deepEqual(after.experiment.data.features?.join(","), features, name);
    assert.deepEqual(after.experiment.training.optimizer, before.experiment.training.optimizer);
    assert.deepEqual(wrong(after), [], name);
    assert.ok(changes.includes(`Loss: L1Loss → ${loss}`), changes.join("; "));
    assert.ok(changes.includes('"age" becomes a feature'), changes.join("; "));
  }
});

test("what a last layer and a loss had of the former target goes: weights, threshold, activation, hand-set numbers", async () => {
  const layers = [
    { type: "Linear", out_features: 4 },
    { type: "ReLU" },
    { type: "Linear", out_features: 1, init: { weight: [[1, 2, 3, 4]], bias: [0] } },
    { type: "Sigmoid" },
  ];
  const before = await open(document({ target: "answer", features: ["age"] }, layers, "BCELoss", { threshold: 0.2 }));
  const { after, changes } = await change(before, "kind");
  assert.equal(layersOf(after), "Linear 4, ReLU, Linear 3");
  assert.equal(after.experiment.training.threshold, 0.5);
  assert.deepEqual(wrong(after), []);
  assert.deepEqual(changes, ["Loss: BCELoss → CrossEntropyLoss", "Last layer: Linear 1, Sigmoid → Linear 3", '"answer" becomes a feature']);
  const weighted = document({ target: "kind", features: ["age"] }, [{ type: "Linear", out_features: 3 }], "CrossEntropyLoss", {
    loss: { type: "CrossEntropyLoss", weight: [1, 2, 3], label_smoothing: 0.1 },
  });
  const next = await change(await open(weighted), "label", "classes");
  assert.deepEqual(next.after.experiment.training.loss, { type: "CrossEntropyLoss", ignore_index: -100, label_smoothing: 0.1 });
  assert.deepEqual(wrong(next.after), []);
});

test("Rosenblatt's rule stays for two classes and gives way to the starter's optimizer for any other target", async () => {
  const optimizer = { optimizer: { type: "Perceptron", lr: 1 } };
  const layers = [{ type: "Linear", out_features: 1 }, { type: "Step" }];
  const before = await open(document({ target: "answer", features: ["age"] }, layers, "BCELoss", optimizer));
  assert.deepEqual(wrong(before), []);
  const two = (await change(before, "flag")).after;
  assert.equal(layersOf(two), "Linear 1, Step");
  assert.deepEqual(wrong(two), []);
  const three = (await change(before, "kind")).after;
  assert.equal(three.experiment.training.optimizer.type, "Adam");
  assert.equal(layersOf(three), "Linear 3");
  assert.deepEqual(wrong(three), []);
});

test("a former target that says nothing of a row stays out, and one the CSV does not have is forgotten", async () => {
  const named = await open(document({ target: "name", features: ["age"] }, [{ type: "Linear", out_features: 120 }], "CrossEntropyLoss"));
  const { after, changes } = await change(named, "kind");
  assert.deepEqual(after.experiment.data.features, ["age"]);
  assert.ok(changes.includes('"name" is left out'), changes.join("; "));
  const stale = await open(document({ target: "gone", features: ["age"] }, [{ type: "Linear", out_features: 1 }], "MSELoss"));
  const second = await change(stale, "kind");
  assert.deepEqual(second.after.experiment.data.features, ["age"]);
  assert.deepEqual(wrong(second.after), []);
});

test("a number taken for classes is offered as a number, few whole numbers as classes", async () => {
  const { columns } = (await starter("age")).summary;
  const column = (name: string) => columns.find((other) => other.name === name)!;
  const [classes, numbers] = [{ type: "CrossEntropyLoss" }, { type: "MSELoss" }];
  assert.equal(otherWay(column("age"), classes), "number");
  assert.equal(isManyNumbers(column("age"), classes), true);
  assert.equal(otherWay(column("age"), numbers), undefined);
  assert.equal(otherWay(column("label"), numbers), "classes");
  assert.equal(isManyNumbers(column("label"), classes), false);
  assert.equal(otherWay(column("kind"), classes), undefined);
  const taken = await open(document({ target: "age", features: ["kind"] }, [{ type: "Linear", out_features: 3 }], "CrossEntropyLoss"));
  const problem = checkNetwork(taken.experiment, taken.summary).find(({ severity }) => severity === "error");
  assert.deepEqual(
    problem?.fixes?.map(({ title }) => format(title)),
    ['Learn "age" as a number'],
  );
  const [{ edit } = fail()] = problem?.fixes ?? [];
  assert.deepEqual(wrong(await open(applyTextEdits(taken.text, applyEdit(taken.text, edit)))), []);
});

test("several targets of numbers: one gives its place, and one that is a class becomes the only one", async () => {
  const text = document({ target: ["age", "label"], features: ["kind"] }, [{ type: "Linear", out_features: 2 }], "MSELoss");
  const before = await open(text);
  const column = (name: string) => before.summary.columns.find((other) => other.name === name)!;
  const apply = async (edit: Parameters<typeof applyEdit>[1]) => open(applyTextEdits(text, applyEdit(text, edit)));
  const swapped = await apply(changeTarget(JSON.parse(text), before.summary.columns, column("flag"), undefined, "age").edit);
  assert.deepEqual(swapped.experiment.data.target, ["flag", "label"]);
  assert.deepEqual(wrong(swapped), []);
  const single = await apply(changeTarget(JSON.parse(text), before.summary.columns, column("kind"), undefined, "age").edit);
  assert.equal(single.experiment.data.target, "kind");
  assert.deepEqual(single.experiment.data.features, ["age", "label"]);
  assert.deepEqual(wrong(single), []);
});

test("films with gaps: classes are those of the rows that are left, and filled all rows with a target are used", async () => {
  const films = filmsCsv();
  const eight = [{ type: "Linear", out_features: 16 }, { type: "ReLU" }, { type: "Linear", out_features: 8 }];
  const features = [
    "us_gross",
    "world_gross",
    "dvd_sales",
    "budget",
    "year",
    "rating",
    "minutes",
    "studio",
    "source",
    "critics",
    "score",
    "votes",
  ];
  const before = await open(document({ target: "genre", features, normalize: "standard" }, eight, "CrossEntropyLoss"), films);
  assert.equal(before.summary.classes?.length, 8, "the ninth has gaps in every row");
  assert.deepEqual(wrong(before), []);
  const { edit } = fillAllGaps(JSON.parse(before.text), before.summary.columns, before.summary.classes?.length);
  const filled = await open(applyTextEdits(before.text, applyEdit(before.text, edit)), films);
  assert.equal(filled.summary.classes?.length, 9);
  assert.deepEqual(wrong(filled), [], "the output follows");
  assert.equal(filled.summary.dropped.missingFeature, 0);
  const used = filled.summary.rows - filled.summary.dropped.missingTarget;
  assert.equal(filled.summary.split.train + filled.summary.split.validation + filled.summary.split.test, used);
  assert.ok(used > 0.9 * filled.summary.rows);
  assert.deepEqual(nonsense(before.text, filled.text), []);
  assert.deepEqual(nonsenseInData(before.summary, filled.summary), []);
  for (const state of [before, filled])
    for (const name of ["rating", "source", "studio", "minutes"]) {
      const { after } = await change(state, name, undefined, films);
      assert.deepEqual(wrong(after), [], `${name} after ${JSON.stringify(state.experiment.data.missing)}`);
    }
  // Each fix of a gap brings other rows, and with them the ninth class.
  const offered = before.summary.problems
    .filter(({ code }) => code === "costly-gaps" || code === "dropped-rows")
    .flatMap(({ fixes }) => fixes ?? []);
  assert.ok(offered.length > 2);
  for (const { title, edit: mended } of offered)
    assert.deepEqual(wrong(await open(applyTextEdits(before.text, applyEdit(before.text, mended)), films)), [], format(title));
});
