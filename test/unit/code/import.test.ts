// Documents from code: what each spelling is, what is refused at its line, and the training that is taken
// along.

import assert from "node:assert/strict";
import { test } from "node:test";
import { importCode } from "../../../src/code/importing/import.ts";
import type { TableFacts } from "../../../src/code/importing/table-facts.ts";
import { parseDocument } from "../../../src/model/document.ts";
import { format } from "../../../src/model/message.ts";
import { refusals, spellings } from "../../fixtures/import/spellings.ts";

for (const { name, code } of spellings)
  test(`reads ${name}`, () => {
    const { isWhole, problems } = importCode(code);
    assert.ok(isWhole, problems.map(({ line, message }) => `${line}: ${format(message)}`).join("\n"));
  });

for (const { name, code, line } of refusals)
  test(`refuses ${name} at its line`, () => {
    const { isWhole, problems } = importCode(code);
    assert.ok(!isWhole);
    const lines = problems.map((problem) => problem.line);
    assert.ok(lines.includes(line), problems.map((problem) => `${problem.line}: ${format(problem.message)}`).join("\n"));
  });

/** The document of a script, and what could not be taken as `line sentence`. */
function imported(code: string, table?: TableFacts) {
  const read = importCode(code);
  assert.ok(read.isWhole, read.problems.map(({ message }) => format(message)).join("\n"));
  const { document, problems } = read.document(["data.csv"], table);
  const { experiment } = parseDocument(JSON.stringify(document));
  assert.ok(experiment, JSON.stringify(document));
  return { ...experiment, told: problems.map(({ line, message }) => `${line} ${format(message)}`) };
}

const NETWORK = `import torch\nimport pandas as pd\nfrom torch import nn\nfrom torch.utils.data import *\n`;
const TABLE: TableFacts = { names: ["a", "b", "c", "y"], kinds: ["number", "number", "number", "number"], rows: 1003 };

/** A script that trains, with some lines replaced. */
function script(parts: Readonly<Partial<Record<"columns" | "split" | "loader" | "loss" | "optimizer" | "loop", string>>>): string {
  return [
    NETWORK,
    "torch.manual_seed(3)",
    'df = pd.read_csv("data.csv")',
    parts.columns ?? "x, y = df.iloc[:, :-1].values, df.iloc[:, -1].values",
    "rows = TensorDataset(torch.tensor(x, dtype=torch.float32), torch.tensor(y, dtype=torch.float32))",
    parts.split ?? "train, validation, test = random_split(rows, [0.8, 0.1, 0.1])",
    "model = nn.Sequential(nn.Linear(3, 1), nn.Sigmoid())",
    parts.loader ?? "loader = DataLoader(train, batch_size=16, shuffle=True)",
    parts.loss ?? "criterion = nn.BCELoss()",
    parts.optimizer ?? "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)",
    parts.loop ?? "for epoch in range(7):\n    for a, b in loader:\n        criterion(model(a), b).backward()\n        optimizer.step()",
  ].join("\n");
}

for (const [columns, features, target] of [
  ["x, y = df.iloc[:, 0:2].values, df.iloc[:, 3].values", ["a", "b"], "y"],
  ["x, y = df.iloc[:, [2, 0]].values, df.iloc[:, -1].values", ["c", "a"], "y"],
  ['x, y = df[["b", "c"]].values, df["a"].values', ["b", "c"], "a"],
  ['x, y = df.drop("y", axis=1).values, df.y.values', undefined, "y"],
  ['x, y = df.drop(columns=["y", "b"]).to_numpy(), df["y"]', ["a", "c"], "y"],
  ['y = df.pop("b")\nx = df.values', undefined, "b"],
  ['x, y = df.loc[:, ["a", "c"]].values, df.loc[:, "y"].values', ["a", "c"], "y"],
  ["data = df.values\nx, y = data[:, :3], data[:, 3:]", undefined, "y"],
] as const)
  test(`takes the columns of ${columns}`, () => {
    const { data } = imported(script({ columns }), TABLE);
    assert.deepEqual([data.features, data.target], [features, target]);
  });

for (const [split, expected] of [
  ["train, validation, test = random_split(rows, [0.7, 0.2, 0.1])", [0.7, 0, 0.3]],
  ["n = len(rows)\na = int(n * 0.6)\ntrain, test = random_split(rows, [a, n - a])", [601, 0, 402]],
  ["train, val = random_split(rows, [1000, 3])", [1000, 0, 3]],
  ["train, test = random_split(rows, [len(rows) - 100, 100])", [903, 0, 100]],
] as const)
  test(`takes the split of ${split}`, () => {
    const { data } = imported(script({ split }), TABLE);
    const [train, validation, test_] = expected;
    if (train < 1) assert.deepEqual(data.split, { train, validation, test: test_ });
    else assert.deepEqual(rowsOf(data.split, TABLE.rows), expected);
  });

/** Rows per part as PyTorch's random_split rounds fractions. */
function rowsOf({ train, validation, test: rest }: { train: number; validation: number; test: number }, rows: number): number[] {
  const sizes = [train, validation, rest].map((part) => Math.floor(rows * part));
  const left = rows - sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size, index) => size + Math.floor((left + 2 - index) / 3));
}

test("takes loss, optimizer, scheduler, clipping, seed and epochs with their parameters", () => {
  const { training, told } = imported(
    script({
      loss: "criterion = nn.SmoothL1Loss(beta=0.5)",
      optimizer:
        "optimizer = torch.optim.AdamW(model.parameters(), 0.01, betas=(0.8, 0.99))\nscheduler = torch.optim.lr_scheduler.MultiStepLR(optimizer, [2, 4], gamma=0.3)",
      loop: "EPOCHS = 30\nfor epoch in range(1, EPOCHS + 1):\n    for a, b in loader:\n        criterion(model(a), b).backward()\n        nn.utils.clip_grad_norm_(model.parameters(), max_norm=2.5)\n        optimizer.step()\n    scheduler.step()",
    }),
    TABLE,
  );
  assert.equal(training.seed, 3);
  assert.equal(training.epochs, 30);
  assert.equal(training.batch_size, 16);
  assert.deepEqual(training.loss, { type: "SmoothL1Loss", beta: 0.5 });
  assert.equal(training.optimizer.lr, 0.01);
  assert.deepEqual("betas" in training.optimizer && training.optimizer.betas, [0.8, 0.99]);
  assert.deepEqual(training.scheduler, { type: "MultiStepLR", milestones: [2, 4], gamma: 0.3 });
  assert.equal(training.clip_grad_norm, 2.5);
  assert.deepEqual(
    told.filter((one) => !one.includes("validation rows")),
    [],
  );
});

test("tells what a document cannot say, with its line", () => {
  const { told } = imported(
    script({
      columns: "x, y = (df.iloc[:, :-1].values - 5) / 2, df.iloc[:, -1].values",
      loss: "criterion = nn.TripletMarginLoss()",
      optimizer: "optimizer = torch.optim.LBFGS(model.parameters())",
      loader: "loader = DataLoader(train, batch_size=16, sampler=None, collate_fn=mine)",
    }),
    TABLE,
  );
  for (const word of ["TripletMarginLoss", "LBFGS", "collate_fn", "what - makes", "what / makes"])
    assert.ok(
      told.some((one) => one.includes(word)),
      `${word} in\n${told.join("\n")}`,
    );
});

test("tells that a training loop is left early", () => {
  const loop =
    "for epoch in range(9):\n    for a, b in loader:\n        criterion(model(a), b).backward()\n    if epoch > patience:\n        break";
  assert.ok(imported(script({ loop }), TABLE).told.some((one) => one.includes("early_stopping")));
});

test("reads a notebook's cells, without magics, with the lines of the file", () => {
  const cells = [
    { cell_type: "markdown", source: ["# nn.Sequential"] },
    { cell_type: "code", source: ["%matplotlib inline\n", "!pip install torch\n", "from torch import nn"] },
    { cell_type: "code", source: ["%%bash\n", "nn.Linear(9, 9)"] },
    { cell_type: "code", source: ["model = nn.Sequential(\n", "    nn.Linear(4, 8),\n", "    nn.Conv2d(1, 2, 3),\n", ")"] },
  ];
  const text = JSON.stringify({ cells, nbformat: 4 }, undefined, 1);
  const { problems, isWhole } = importCode(text);
  assert.ok(!isWhole);
  assert.equal(problems[0]?.line, text.slice(0, text.indexOf("nn.Conv2d")).split("\n").length);
  const whole = importCode(text.replace("nn.Conv2d(1, 2, 3)", "nn.ReLU()"));
  assert.ok(whole.isWhole);
});

test("a thousand mutated scripts: an answer or a sentence, and no hang", () => {
  const sources = [...spellings.map(({ code }) => code), script({})];
  const random = chance(5);
  for (let round = 0; round < 1000; round++) {
    const read = importCode(mutated(sources[round % sources.length]!, random));
    if (read.isWhole) read.document(["data.csv"], TABLE);
    else assert.notEqual(read.problems.length, 0);
  }
});

test("chains and nests do not double the work", () => {
  const chain = `${NETWORK}x = model${".a()".repeat(2000)}\n`;
  const nest = `${NETWORK}x = ${"f(a=".repeat(150)}1${")".repeat(150)}\n`;
  const lists = `${NETWORK}a = [nn.Linear(1, 1)]\n${"a = a + a\n".repeat(200)}model = nn.Sequential(*a)\n`;
  for (const code of [chain, nest, lists]) assert.ok(!importCode(code).isWhole);
});

/** Numbers from 0 up to n, the same in each run. */
function chance(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * n);
  };
}

/** A text with a few places cut, doubled or replaced. */
function mutated(text: string, random: (n: number) => number): string {
  let result = text;
  for (let change = 0; change <= random(4); change++) {
    const at = random(result.length);
    const to = Math.min(result.length, at + random(30));
    const piece = ["", result.slice(at, to).repeat(2), "(", "]", "*", "\n", "    ", "range(10**9)", "self.", '"""', "for x in "][
      random(11)
    ]!;
    result = result.slice(0, at) + piece + result.slice(to);
  }
  return result;
}
