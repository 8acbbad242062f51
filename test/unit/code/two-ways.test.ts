// An edit of a document as the smallest change of the Python file that is bound to it, and an edit of the
// file as edits of the document: what a person wrote around it stays.

import assert from "node:assert/strict";
import { test } from "node:test";
import { networksIn } from "../../../src/code/importing/found-networks.ts";
import { mergeFromCode } from "../../../src/code/two-ways/from-code.ts";
import { mergeIntoCode } from "../../../src/code/two-ways/into-code.ts";
import { documentText, parseDocument } from "../../../src/model/document.ts";
import type { JsonLayer } from "../../../src/model/edit.ts";
import { applyTextEdits } from "../../../src/model/text-edits.ts";
import { documents } from "../../fixtures/code/documents.ts";
import { experimentOf, scriptOf, summaryOf } from "../../fixtures/code/script.ts";
import { spelled, spellings } from "../../fixtures/code/spelled-networks.ts";
import { trainingDocuments } from "../../fixtures/code/training-documents.ts";
import { assertInto, documentOf, from, into, type IntoCase, type Layer, module, sequential, wide } from "../../fixtures/code/two-ways.ts";
import { Chance } from "../../fuzz/chance.ts";

const training = `import torch
from torch import nn
from torch.utils.data import DataLoader

torch.manual_seed(1)
EPOCHS = 20
model = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 1))
loss_fn = nn.MSELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=1e-2, momentum=.9)  # slow
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=5, gamma=0.5)
loader = DataLoader(data, batch_size=16, shuffle=True)
for epoch in range(EPOCHS):
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    scheduler.step()
`;

/** The same without a scheduler and without clipping. */
const untouched = training.replace(/^ *(?:scheduler|nn\.utils).*\n/gm, "");

/** What the document says that trains like that. */
const trained = {
  seed: 1,
  epochs: 20,
  batch_size: 16,
  clip_grad_norm: 1,
  loss: { type: "MSELoss" },
  optimizer: { type: "SGD", lr: 0.01, momentum: 0.9 },
  scheduler: { type: "StepLR", step_size: 5, gamma: 0.5 },
};

const { scheduler: _scheduler, clip_grad_norm: _norm, ...steady } = trained;

/** The layers of `training`. */
const bent: Layer[] = [{ type: "Linear", out_features: 8 }, { type: "Tanh" }, { type: "Linear", out_features: 1 }];

const intoCases: Readonly<Record<string, IntoCase>> = {
  "nothing changes if both say the same": { code: sequential, layers: wide, change: [] },
  "a size, and the size of the next layer": {
    code: sequential,
    layers: [{ type: "Linear", out_features: 16 }, ...wide.slice(1)],
    change: [
      ["nn.Linear(4, 8)", "nn.Linear(4, 16)"],
      ["nn.Linear(8, 3)", "nn.Linear(16, 3)"],
    ],
  },
  "another activation": { code: sequential, layers: [wide[0]!, { type: "Tanh" }, wide[2]!], change: [["nn.ReLU()", "nn.Tanh()"]] },
  "an argument that was not written": {
    code: sequential,
    layers: [{ type: "Linear", out_features: 8, bias: false }, ...wide.slice(1)],
    change: [["nn.Linear(4, 8)", "nn.Linear(4, 8, bias=False)"]],
  },
  "a new layer on a line of its own": {
    code: sequential,
    layers: [wide[0]!, wide[1]!, { type: "Dropout", p: 0.2 }, wide[2]!],
    change: [["    nn.ReLU(),\n", "    nn.ReLU(),\n    nn.Dropout(p=0.2),\n"]],
  },
  "a layer less, whose comment stays": {
    code: sequential,
    layers: [wide[1]!, { type: "Linear", out_features: 3 }],
    change: [
      ["    nn.Linear(4, 8),  # wide enough\n", "    # wide enough\n"],
      ["nn.Linear(8, 3)", "nn.Linear(4, 3)"],
    ],
  },
  "a default of a class that stands for two sizes": {
    code: module,
    layers: [{ type: "Linear", out_features: 5 }, ...wide.slice(1)],
    change: [["hidden=8", "hidden=5"]],
  },
  "a new layer of a class": {
    code: module,
    layers: [...wide.slice(0, 2), { type: "Dropout", p: 0.2 }, wide[2]!],
    change: [
      ["# first\n", "# first\n        self.dropout = nn.Dropout(p=0.2)\n"],
      ["# bend\n", "# bend\n        x = self.dropout(x)\n"],
    ],
  },
  "a function less": { code: module, layers: [wide[0]!, wide[2]!], change: [["F.relu(self.fc1(x))", "self.fc1(x)"]] },
  "another activation of a class": {
    code: module,
    layers: [wide[0]!, { type: "Tanh" }, wide[2]!],
    change: [
      ["# first\n", "# first\n        self.tanh = nn.Tanh()\n"],
      ["F.relu(self.fc1(x))", "self.tanh(self.fc1(x))"],
    ],
  },
  "layers in another order, as they are written": {
    code: sequential.replace("nn.ReLU()", "nn.ReLU(inplace=True)"),
    layers: [wide[1]!, wide[0]!, wide[2]!],
    change: [
      ["    nn.Linear(4, 8),  # wide enough\n", "    nn.ReLU(inplace=True),\n    nn.Linear(4, 8),  # wide enough\n"],
      ["\n    nn.ReLU(inplace=True),\n    nn.Linear(8", "\n    nn.Linear(8"],
    ],
  },
  "one line": {
    code: training,
    layers: [bent[0]!, bent[1]!, { type: "Dropout" }, bent[2]!],
    own: trained,
    change: [["nn.Tanh(), ", "nn.Tanh(), nn.Dropout(), "]],
  },
  "another optimizer and scheduler": {
    code: training,
    layers: bent,
    own: { ...trained, optimizer: { type: "Adam", lr: 0.01 }, scheduler: { type: "ExponentialLR", gamma: 0.5 } },
    change: [
      ["SGD(model.parameters(), lr=1e-2, momentum=.9)", "Adam(model.parameters(), lr=0.01)"],
      ["StepLR(optimizer, step_size=5, gamma=0.5)", "ExponentialLR(optimizer, gamma=0.5)"],
    ],
  },
  "a scheduler and a clipping less": {
    code: training,
    layers: bent,
    own: steady,
    change: [
      ["scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=5, gamma=0.5)\n", ""],
      ["    scheduler.step()\n", ""],
      ["        nn.utils.clip_grad_norm_(model.parameters(), 1.0)\n", ""],
    ],
  },
  "a scheduler and a clipping more": {
    code: untouched,
    layers: bent,
    own: trained,
    change: [
      ["  # slow\n", "  # slow\nscheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=5, gamma=0.5)\n"],
      ["        optimizer.step()\n", "        optimizer.step()\n    scheduler.step()\n"],
      ["        loss.backward()\n", "        loss.backward()\n        torch.nn.utils.clip_grad_norm_(model.parameters(), 1)\n"],
    ],
  },
  "a scheduler that watches the loss of an epoch": {
    code: untouched.replace(/$/, "    val_loss = evaluate(model)\n"),
    layers: bent,
    own: { ...steady, scheduler: { type: "ReduceLROnPlateau", patience: 3 } },
    change: [
      ["  # slow\n", "  # slow\nscheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=3)\n"],
      ["    val_loss = evaluate(model)\n", "    val_loss = evaluate(model)\n    scheduler.step(val_loss)\n"],
    ],
  },
  "an optimizer's rate, the batches and the epochs": {
    code: training,
    layers: bent,
    own: {
      ...trained,
      epochs: 50,
      batch_size: 32,
      clip_grad_norm: 2,
      loss: { type: "L1Loss" },
      optimizer: { type: "SGD", lr: 0.1, momentum: 0.5 },
      scheduler: { type: "StepLR", step_size: 10, gamma: 0.5 },
    },
    change: [
      ["EPOCHS = 20", "EPOCHS = 50"],
      ["batch_size=16", "batch_size=32"],
      ["nn.MSELoss()", "nn.L1Loss()"],
      ["lr=1e-2, momentum=.9", "lr=0.1, momentum=0.5"],
      ["step_size=5", "step_size=10"],
      ["model.parameters(), 1.0)", "model.parameters(), 2.0)"],
    ],
  },
};

for (const [name, change] of Object.entries(intoCases)) test(`into the code: ${name}`, () => assertInto(change));

const loop = `from torch import nn
model = nn.Sequential(*[nn.Linear(4, 4) for _ in range(3)])
`;

test("into the code: one of the layers of a loop cannot be changed in place, and nothing is", () => {
  const equal: Layer[] = [1, 2, 3].map(() => ({ type: "Linear", out_features: 4 }));
  assert.equal(into(loop, documentOf(equal)), loop);
  assert.match(into(loop, documentOf([{ type: "Linear", out_features: 5 }, ...equal.slice(1)])), /^conflict: Line 2: /);
  assert.equal(
    into(loop, documentOf([1, 2, 3].map(() => ({ type: "Linear", out_features: 4, bias: false })))),
    loop.replace("(4, 4)", "(4, 4, bias=False)"),
  );
});

const fromCases: Readonly<Record<string, { code: string; change: readonly (readonly [string, string])[]; expected: object }>> = {
  "a size": {
    code: sequential,
    change: [
      ["(4, 8)", "(4, 16)"],
      ["(8, 3)", "(16, 3)"],
    ],
    expected: { layers: [{ type: "Linear", out_features: 16 }, ...wide.slice(1)] },
  },
  "a comment is none": { code: sequential, change: [["# wide enough", "# 8 of them"]], expected: {} },
  "a layer": {
    code: sequential,
    change: [["    nn.ReLU(),\n", "    nn.GELU(),\n    nn.Dropout(0.1),\n"]],
    expected: { layers: [wide[0], { type: "GELU" }, { type: "Dropout", p: 0.1 }, wide[2]] },
  },
  "a size that does not fit is written down, so that the builder says so": {
    code: sequential,
    change: [["(8, 3)", "(9, 3)"]],
    expected: { layers: [wide[0], wide[1], { type: "Linear", out_features: 3, in_features: 9 }] },
  },
};

for (const [name, { code, change, expected }] of Object.entries(fromCases)) {
  test(`from the code: ${name}`, () => {
    const document = documentOf(wide);
    const changed = change.reduce((text, [before, after]) => text.replace(before, after), code);
    assert.notEqual(changed, code);
    assert.deepEqual(from(document, changed, code), { ...document, ...expected });
  });
}

test("from the code: what it says of the training, and no longer says", () => {
  const first = from(documentOf(bent, { early_stopping: { patience: 3 } }), training);
  const told = { ...trained, early_stopping: { patience: 3 } };
  assert.deepEqual(first, documentOf(bent, told));
  const without = training
    .replace(/^scheduler.*\n/m, "")
    .replace("    scheduler.step()\n", "")
    .replace("EPOCHS = 20", "EPOCHS = 30");
  const { scheduler: _, ...rest } = told;
  assert.deepEqual(from(first, without, training), documentOf(bent, { ...rest, epochs: 30 }));
  const fragment = training.slice(0, training.indexOf("loss_fn"));
  assert.deepEqual(from(first, fragment, training), first, "what is not said stays");
});

test("from the code: what is broken elsewhere keeps no network from being read and changed", () => {
  for (const [before, after] of [
    ["# The network", 'print("begin"\n# The network'],
    ["# The network", "rows = [1, (2, 3\n# The network"],
    ["# The network", "def later(:\n    return {\n\n# The network"],
    ["# The network", 'name = "Perceptron\n# The network'],
    ["    nn.Linear(8, 3),   # three kinds\n)\n", "    nn.Linear(8, 3),   # three kinds\n"],
    [")\n", ")\nprint(model(\n"],
  ] as const) {
    const broken = sequential.replace(before, after);
    assert.notEqual(broken, sequential);
    const document = documentOf([wide[0]!, { type: "Tanh" }, wide[2]!]);
    assert.deepEqual(from(document, broken).layers, wide, broken);
    assert.equal(into(broken, document), broken.replace("ReLU", "Tanh"));
  }
});

test("from the code: a network that cannot be read changes nothing, and its line is told", () => {
  for (const [code, line] of [
    [sequential.replace("8, 3", "8, classes"), 9],
    [sequential.replace("nn.ReLU()", "nn.Conv2d(3, 3, 3)"), 8],
    ["", 1],
    ["x = 1\n", 1],
  ] as const) {
    const merged = mergeFromCode(documentOf(wide), code, sequential, 4);
    assert.equal(merged.kind === "unread" && merged.problems[0]?.line, line, code);
  }
});

test("the script that is exported of a document says what the document does, and takes its edits", async () => {
  let changed = 0;
  for (const [name, files] of Object.entries({ ...documents, ...trainingDocuments })) {
    const experiment = experimentOf(files);
    const inputs = (await summaryOf(files)).inputs.length;
    const script = await scriptOf(files);
    const own = mergeIntoCode(script, experiment, inputs);
    assert.deepEqual(own, { kind: "edits", edits: [] }, name);
    const edited = { ...experiment, training: { ...experiment.training, epochs: experiment.training.epochs + 3, seed: 77 } };
    const merged = mergeIntoCode(script, edited, inputs);
    assert.equal(merged.kind, "edits", name);
    if (merged.kind === "edits") changed += merged.edits.length;
  }
  assert.ok(changed > 0);
});

test("whatever the file is, there is an answer, and edits that are given say what the document does", () => {
  const chance = new Chance(11);
  const answers = { edits: 0, conflict: 0 };
  const document = parseDocument(documentText(documentOf([{ type: "Linear", out_features: 9 }, { type: "GELU" }, wide[2]!]))).experiment!;
  for (let round = 0; round < 100; round++) {
    const layers: JsonLayer[] = [
      { type: "Linear", out_features: 2 + chance.below(9) },
      { type: "ReLU" },
      { type: "Linear", out_features: 3 },
    ];
    let code = spelled(layers, 4, chance.pick(spellings), chance);
    for (let mutations = chance.below(4); mutations > 0; mutations--) {
      const at = chance.below(code.length);
      const piece = chance.pick(["", "(", ")", "[", "\n", "'", ",", "=", "#", "    ", "for x in y:", "nn.Linear(", "\u0000", "self."]);
      code = code.slice(0, at) + piece + code.slice(at + chance.below(3));
    }
    const merged = mergeIntoCode(code, document, 4);
    answers[merged.kind]++;
    if (merged.kind === "edits")
      assert.deepEqual(mergeIntoCode(applyTextEdits(code, merged.edits), document, 4), { kind: "edits", edits: [] }, code);
    else assert.ok((merged.problem.line ?? 0) >= 1, code);
    mergeFromCode(documentOf(wide), code, sequential, 4);
    networksIn(code);
  }
  assert.ok(answers.edits > 30 && answers.conflict > 5, JSON.stringify(answers));
});
