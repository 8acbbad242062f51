// `perceptron train --health`: what is sick as events and as lines, and nothing of what is well. Needs
// `node esbuild.mjs cli` before.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { makeFolder, perceptron } from "../../fixtures/code/command-line.ts";

const hidden = [
  {
    type: "Linear",
    out_features: 8,
    init: { weight: Array.from({ length: 8 }, () => [0.1, 0.1, 0.1, 0.1]), bias: Array.from({ length: 8 }, () => -30) },
  },
  { type: "ReLU" },
];
const dead = {
  format: 1,
  data: { file: "iris.csv", target: "species" },
  layers: [...hidden, { type: "Linear", out_features: 3 }],
  training: { epochs: 8, batch_size: 16, loss: { type: "CrossEntropyLoss" }, optimizer: { type: "SGD", lr: 0.01 } },
};
const files = {
  "iris.csv": readFileSync("samples/iris.csv"),
  "iris.perceptron": readFileSync("samples/iris.perceptron"),
  "dead.perceptron": dead,
};

const eventsOf = (stdout: string): Record<string, unknown>[] =>
  stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test("--json: an event with the keys of the format, behind its epoch", () => {
  const { status, stdout } = perceptron(makeFolder(files), "train", "dead.perceptron", "--health", "--json");
  assert.equal(status, 0);
  const events = eventsOf(stdout);
  const at = events.findIndex(({ event }) => event === "health");
  const { message, ...found } = events[at]!;
  assert.deepEqual(Object.keys(events[at]!), ["event", "code", "layer", "epoch", "message"]);
  assert.deepEqual(found, { event: "health", code: "dead-units", layer: 1, epoch: 3 });
  assert.match(String(message), /^8 of the 8 units of ReLU 2 are dead: /);
  assert.deepEqual([events[at - 1]!["event"], events[at - 1]!["epoch"]], ["epoch", 3]);
  assert.deepEqual([events[0]!["event"], events.at(-1)!["event"]], ["start", "done"]);
  assert.equal(events.filter(({ code }) => code === "dead-units").length, 1);
});

test("without --json it is a line", () => {
  const { stdout } = perceptron(makeFolder(files), "train", "dead.perceptron", "--health");
  assert.match(stdout, /^health dead-units epoch 3: 8 of the 8 units of ReLU 2 are dead: .*\.$/m);
});

test("nothing is said without --health, and of what is well", () => {
  const folder = makeFolder(files);
  const codes = (...words: string[]): unknown[] =>
    eventsOf(perceptron(folder, "train", ...words, "--json").stdout).flatMap(({ event, code }) => (event === "health" ? [code] : []));
  assert.deepEqual(codes("dead.perceptron"), []);
  assert.deepEqual(codes("iris.perceptron", "--health"), []);
});

test("the epochs are the same with it and without", () => {
  const folder = makeFolder(files);
  const epochs = (...words: string[]): unknown[] =>
    eventsOf(perceptron(folder, "train", "dead.perceptron", ...words, "--json").stdout).filter(({ event }) => event === "epoch");
  assert.deepEqual(epochs("--health"), epochs());
});
