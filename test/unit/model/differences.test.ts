// What differs between experiments: layers are aligned, defaults are no difference, and values are written as
// documents write them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { alignLayers } from "../../../src/model/align-layers.ts";
import { changesBetween, differences } from "../../../src/model/differences.ts";
import { parseDocument } from "../../../src/model/document.ts";
import type { Experiment } from "../../../src/model/schema.ts";

const base = {
  format: 1,
  data: { file: "a.csv", target: "y" },
  layers: [{ type: "Linear", out_features: 8 }, { type: "ReLU" }, { type: "Linear", out_features: 1 }],
  training: { loss: { type: "MSELoss" }, optimizer: { type: "SGD", lr: 0.1 } },
};

function experiment(change: object = {}): Experiment {
  const { experiment: read, problems } = parseDocument(JSON.stringify({ ...base, ...change }));
  assert.deepEqual(problems, []);
  return read!;
}

const lines = (...changes: readonly object[]): string[] =>
  differences(changes.map(experiment)).map(
    ({ part, layer, path, values }) =>
      `${layer ? `${layer.type} ${layer.number}` : part} ${path}: ${values.map((value) => value ?? "–").join(" | ")}`,
  );

test("what is only written otherwise is no difference", () => {
  const training = { optimizer: { lr: 0.1, momentum: 0, type: "SGD" }, loss: { type: "MSELoss" }, seed: 0, epochs: 100 };
  assert.deepEqual(lines({}, { training, data: { target: "y", file: "a.csv", normalize: "none" } }), []);
  assert.deepEqual(lines({}), []);
  assert.deepEqual(differences([]), []);
});

test("a parameter that changed is named with its layer; a layer that is new stands for itself alone", () => {
  assert.deepEqual(lines({}, { layers: [{ type: "Linear", out_features: 16, bias: false }, { type: "ReLU" }, base.layers[2]!] }), [
    "Linear 1 out_features: 8 | 16",
    "Linear 1 bias: true | false",
  ]);
  const dropout = [base.layers[0]!, base.layers[1]!, { type: "Dropout", p: 0.25 }, base.layers[2]!];
  assert.deepEqual(lines({}, { layers: dropout }), ["Dropout 3 : – | Dropout(p=0.25)"]);
  assert.deepEqual(lines({ layers: dropout }, {}), ["Dropout 3 : Dropout(p=0.25) | –"]);
});

test("of several layers of a type those that stayed are found", () => {
  assert.deepEqual(lines({}, { layers: [{ type: "Linear", out_features: 4 }, ...base.layers] }), ["Linear 1 : – | Linear(out_features=4)"]);
  const tanh = base.layers.map((layer) => (layer.type === "ReLU" ? { type: "Tanh" } : layer));
  assert.deepEqual(lines({}, { layers: tanh }), ["ReLU 2 : ReLU() | Tanh()"]);
  const gelu = base.layers.flatMap((layer) => (layer.type === "ReLU" ? [{ type: "Dropout", p: 0.5 }, { type: "GELU" }] : layer));
  assert.deepEqual(lines({}, { layers: tanh }, { layers: gelu }), [
    "ReLU 2 : ReLU() | Tanh() | –",
    "Dropout 2 : – | – | Dropout()",
    "GELU 3 : – | – | GELU()",
  ]);
});

test("what became another is told in a few words", () => {
  const after = experiment({
    data: { ...base.data, normalize: "standard" },
    layers: [{ type: "Linear", out_features: 16 }, { type: "Tanh" }, base.layers[2]!],
    training: { ...base.training, optimizer: { type: "SGD", lr: 0.01 }, scheduler: { type: "ExponentialLR", gamma: 0.5 } },
  });
  assert.deepEqual(changesBetween(experiment(), after), [
    "Linear 1 out_features 8 → 16",
    "ReLU() → Tanh()",
    "optimizer.lr 0.1 → 0.01",
    "scheduler.type – → ExponentialLR",
    "scheduler.gamma – → 0.5",
    "data.normalize none → standard",
  ]);
});

test("settings are told by their path, lists and texts as they are written, and what somebody lacks is absent", () => {
  const training = { ...base.training, optimizer: { type: "Adam", lr: 0.001 }, early_stopping: { patience: 5 } };
  assert.deepEqual(lines({}, { training, data: { ...base.data, features: ["a", "b"] } }), [
    "training optimizer.type: SGD | Adam",
    "training optimizer.lr: 0.1 | 0.001",
    "training early_stopping.patience: – | 5",
    'data features: – | ["a", "b"]',
  ]);
});

test("a default that comes with another optimizer or scheduler is no difference of its own; what is not the default is", () => {
  const momentum = { ...base.training, optimizer: { type: "SGD", lr: 0.1, momentum: 0.9 } };
  const adam = { ...base.training, optimizer: { type: "Adam", lr: 0.1, betas: [0.9, 0.99] } };
  assert.deepEqual(lines({ training: momentum }, { training: adam }), [
    "training optimizer.type: SGD | Adam",
    "training optimizer.momentum: 0.9 | –",
    "training optimizer.betas: – | [0.9, 0.99]",
  ]);
  assert.deepEqual(lines({ training: momentum }, {}), ["training optimizer.momentum: 0.9 | 0"]);
  const steps = { ...base.training, scheduler: { type: "StepLR", step_size: 10 } };
  assert.deepEqual(lines({}, { training: steps }), ["training scheduler.type: – | StepLR", "training scheduler.step_size: – | 10"]);
});

function of(...types: readonly string[]): { type: string }[] {
  return types.map((type) => ({ type }));
}

test("many experiments share one list of layers, each in its own order", () => {
  const lists = [of("A", "B", "C"), of("B", "C", "D"), of("A", "X", "C", "D"), []];
  const slots = alignLayers(lists);
  for (const [list, layers] of lists.entries()) {
    assert.deepEqual(
      slots.flatMap((slot) => slot[list] ?? []),
      layers.map((_, index) => index),
    );
  }
  assert.deepEqual(
    slots.map((slot) => slot.map((index, list) => (index === undefined ? "" : lists[list]![index]!.type)).join("")),
    ["AA", "BB", "X", "CCC", "DD"],
  );
});
