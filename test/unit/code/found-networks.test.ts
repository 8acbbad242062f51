// Which networks of a file are offered to be opened, each at its line, and that one is taken as it is
// whatever the others are.

import assert from "node:assert/strict";
import { test } from "node:test";
import { networksIn } from "../../../src/code/importing/found-networks.ts";
import { importCode } from "../../../src/code/importing/import.ts";

const file = `import torch
from torch import nn
import keras

small = nn.Sequential(nn.Linear(3, 1), nn.Sigmoid())

class Chain(nn.Module):
    def __init__(self, hidden=4):
        super().__init__()
        self.body = nn.Sequential(
            nn.Linear(3, hidden),
            nn.ReLU(),
        )
        self.head = nn.Linear(hidden, 2)

    def forward(self, x):
        return self.head(self.body(x))

class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x):
        return x + self.fc(x)

class Data(torch.utils.data.Dataset):
    def __len__(self):
        return 3

picture = nn.Sequential(
    nn.Conv2d(1, 2, 3),
    nn.Sequential(nn.Flatten(), nn.Linear(8, 2)),
)
dense = keras.Sequential([keras.layers.Dense(5, activation="relu"), keras.layers.Dense(1)])
`;

test("every Sequential and every class that is a chain is found, once, with its line", () => {
  assert.deepEqual(
    networksIn(file).map(({ kind, name, line, last }) => [kind, name, line, last]),
    [
      ["Sequential", "small", 5, 5],
      ["class", "Chain", 7, 17],
      ["Sequential", "self.body", 10, 13],
      ["Sequential", "picture", 31, 34],
      ["Sequential", "dense", 35, 35],
    ],
  );
});

/** The layers of the network on a line, or what is wrong with it. */
function types(line: number): unknown {
  const code = importCode(file, line);
  return code.isWhole
    ? code.document(["a.csv"], undefined).document.layers.map(({ type }) => type)
    : code.problems.map((one) => [one.code, one.line]);
}

test("the one that is meant is taken, and only what is wrong with it is told", () => {
  assert.deepEqual(types(5), ["Linear", "Sigmoid"]);
  assert.deepEqual(types(7), ["Linear", "ReLU", "Linear"]);
  assert.deepEqual(types(10), ["Linear", "ReLU"]);
  assert.deepEqual(types(35), ["Linear", "ReLU", "Linear"]);
  assert.deepEqual(types(31), [
    ["unknown-module", 32],
    ["left-out", 33],
  ]);
  assert.deepEqual((types(19) as [string, number][])[0], ["not-sequential", 25]);
});

test("text that has none is not looked at, and a notebook's lines are those of its file", () => {
  assert.deepEqual(networksIn("import os\n\nclass A:\n    def forward(self):\n        pass\n"), []);
  assert.deepEqual(networksIn("{ not json"), []);
  const cell = { cell_type: "code", source: ["from torch import nn\n", "net = nn.Sequential(nn.Linear(3, 1))"] };
  const notebook = JSON.stringify({ cells: [{ cell_type: "markdown", source: ["nn.Sequential(…)"] }, cell], nbformat: 4 }, undefined, 1);
  const [found] = networksIn(notebook);
  assert.match(notebook.split("\n")[found!.line - 1]!, /net = nn\.Sequential/);
  assert.ok(importCode(notebook, found!.line).isWhole);
});
