// Every rule on a document that breaks it and on one that does not, and every fix: it removes its problem and makes no new error.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inspectTable } from "../../src/data/inspect.ts";
import { readTable } from "../../src/data/read.ts";
import type { DataFacts } from "../../src/model/columns.ts";
import { checkNetwork } from "../../src/model/diagnostics.ts";
import { documentText, parseDocument } from "../../src/model/document.ts";
import { applyEdit } from "../../src/model/edits.ts";
import { format } from "../../src/model/message.ts";
import type { Problem } from "../../src/model/problem.ts";
import type { Experiment, ExperimentInput } from "../../src/model/schema.ts";
import { starterExperiment } from "../../src/model/starter.ts";
import { applyTextEdits } from "../../src/model/text-edits.ts";
import { describeData } from "../../src/training/experiment.ts";

type Json = Record<string, unknown>;

interface Case {
  readonly code: string;
  /** Where the problem stands, with dots. */
  readonly at: string;
  readonly layers: readonly Json[];
  readonly training?: Json;
  readonly data?: Json;
  readonly tests?: readonly unknown[];
  readonly facts?: Partial<DataFacts>;
  /** The titles of its fixes, in order. */
  readonly fixes: readonly string[];
}

const linear = (out_features: number, more: Json = {}): Json => ({ type: "Linear", out_features, ...more });
const of = (type: string, more: Json = {}): Json => ({ type, ...more });
const sgd = (more: Json): Json => ({ optimizer: { type: "SGD", lr: 0.01, ...more } });
const loss = (type: string, more: Json = {}): Json => ({ loss: { type, ...more } });
const classes = { classes: ["a", "b", "c"] };
const times = (count: number, make: () => readonly Json[]): Json[] => Array.from({ length: count }, make).flat();

const cases: readonly Case[] = [
  {
    code: "split-sum",
    at: "data.split",
    layers: [linear(1)],
    data: { split: { train: 0.5, validation: 0.1, test: 0.1 } },
    fixes: ["Set train to 0.8"],
  },
  {
    code: "split-sum",
    at: "data.split",
    layers: [linear(1)],
    data: { split: { train: 0.5, validation: 0.6, test: 0.5 } },
    fixes: ["Set split to 0.8 / 0.1 / 0.1"],
  },
  {
    code: "size-mismatch",
    at: "layers.0.in_features",
    layers: [linear(1, { in_features: 7 })],
    fixes: ["Set in_features to 3", "Remove in_features"],
  },
  {
    code: "size-mismatch",
    at: "layers.2.in_features",
    layers: [linear(4), of("ReLU"), linear(1, { in_features: 9, init: { weight: [[1, 2, 3, 4, 5, 6, 7, 8, 9]] } })],
    fixes: ["Set in_features to 4", "Remove in_features"],
  },
  {
    code: "size-mismatch",
    at: "layers.1.num_features",
    layers: [linear(4, { bias: false }), of("BatchNorm1d", { num_features: 2 }), of("ReLU"), linear(1)],
    fixes: ["Set num_features to 4", "Remove num_features"],
  },
  {
    code: "size-mismatch",
    at: "layers.1.num_parameters",
    layers: [linear(4), of("PReLU", { num_parameters: 3 }), linear(1)],
    fixes: ["Set num_parameters to 4", "Set num_parameters to 1"],
  },
  {
    code: "odd-width",
    at: "layers.2",
    layers: [linear(5), of("LayerNorm", { normalized_shape: 5 }), of("GLU"), linear(1, { in_features: 2 })],
    fixes: ["Set out_features of Linear 1 to 6"],
  },
  { code: "odd-width", at: "layers.0", layers: [of("GLU"), linear(1)], fixes: [] },
  { code: "init-size", at: "layers.0.init.weight", layers: [linear(1, { init: { weight: [[1, 2]] } })], fixes: ["Remove init"] },
  {
    code: "init-size",
    at: "layers.0.init.bias",
    layers: [linear(1, { bias: false, init: { weight: [[1, 2, 3]], bias: [1] } })],
    fixes: ["Remove bias"],
  },
  {
    code: "output-size",
    at: "layers.2.out_features",
    layers: [linear(4), of("ReLU"), linear(2)],
    fixes: ["Set out_features of Linear 3 to 1"],
  },
  { code: "output-size", at: "layers.0.out_features", layers: [linear(4), of("GLU")], fixes: ["Set out_features of Linear 1 to 2"] },
  {
    code: "output-size",
    at: "layers.0.out_features",
    layers: [linear(4)],
    training: loss("CrossEntropyLoss"),
    facts: classes,
    fixes: ["Set out_features of Linear 1 to 3"],
  },
  { code: "output-size", at: "layers.0", layers: [of("Sigmoid")], training: loss("BCELoss"), fixes: ["Add a Linear with out_features 1"] },
  { code: "output-size", at: "layers.0", layers: [of("BatchNorm1d", { num_features: 3 })], fixes: ["Add a Linear with out_features 1"] },
  {
    code: "loss-weight",
    at: "training.loss.weight",
    layers: [linear(3)],
    training: loss("CrossEntropyLoss", { weight: [1] }),
    facts: classes,
    fixes: ["Remove weight"],
  },
  {
    code: "loss-input",
    at: "layers.0",
    layers: [linear(1)],
    training: loss("BCELoss"),
    fixes: ["Add Sigmoid after Linear 1", "Use BCEWithLogitsLoss"],
  },
  {
    code: "loss-input",
    at: "layers.1",
    layers: [linear(1), of("ReLU", { name: "out" })],
    training: loss("BCELoss"),
    fixes: ["Replace ReLU 2 with Sigmoid"],
  },
  {
    code: "loss-input",
    at: "layers.1",
    layers: [linear(1), of("Sigmoid")],
    training: loss("BCEWithLogitsLoss", { pos_weight: [2] }),
    fixes: ["Remove Sigmoid 2", "Use BCELoss"],
  },
  {
    code: "loss-input",
    at: "layers.1",
    layers: [linear(3), of("Softmax")],
    training: loss("CrossEntropyLoss"),
    facts: classes,
    fixes: ["Remove Softmax 2"],
  },
  {
    code: "loss-input",
    at: "layers.1",
    layers: [linear(3), of("LogSoftmax"), of("Identity")],
    training: loss("CrossEntropyLoss", { weight: [1, 2, 3] }),
    facts: classes,
    fixes: ["Remove LogSoftmax 2", "Use NLLLoss"],
  },
  {
    code: "loss-input",
    at: "layers.0",
    layers: [linear(3)],
    training: loss("NLLLoss"),
    facts: classes,
    fixes: ["Add LogSoftmax after Linear 1", "Use CrossEntropyLoss"],
  },
  {
    code: "loss-input",
    at: "layers.1",
    layers: [linear(3), of("Softmax")],
    training: loss("NLLLoss"),
    facts: classes,
    fixes: ["Replace Softmax 2 with LogSoftmax"],
  },
  {
    code: "single-softmax",
    at: "layers.1",
    layers: [linear(1), of("Softmax")],
    training: loss("BCELoss"),
    fixes: ["Replace Softmax 2 with Sigmoid"],
  },
  {
    code: "target-range",
    at: "layers.1",
    layers: [linear(1), of("ReLU")],
    facts: { targetRange: { minimum: -3, maximum: 5 } },
    fixes: ["Remove ReLU 2"],
  },
  {
    code: "target-range",
    at: "layers.1",
    layers: [linear(1), of("Sigmoid")],
    facts: { targetRange: { minimum: 0, maximum: 5 } },
    fixes: ["Remove Sigmoid 2"],
  },
  { code: "no-gradient", at: "layers.1", layers: [linear(4), of("Step"), linear(1)], fixes: ["Replace Step 2 with ReLU"] },
  {
    code: "no-gradient",
    at: "layers.1",
    layers: [linear(1), of("Step")],
    training: loss("BCELoss"),
    fixes: ["Replace Step 2 with Sigmoid"],
  },
  { code: "no-gradient", at: "layers.1", layers: [linear(1), of("Step")], training: loss("SoftMarginLoss"), fixes: ["Remove Step 2"] },
  {
    code: "no-gradient",
    at: "layers.1",
    layers: [linear(4), of("Threshold", { threshold: 0.5, value: 0 }), linear(1)],
    fixes: ["Replace Threshold 2 with ReLU"],
  },
  {
    code: "vanishing-gradient",
    at: "layers.1",
    layers: [...times(4, () => [linear(8), of("Sigmoid")]), linear(1), of("Sigmoid")],
    training: loss("BCELoss"),
    fixes: ["Use ReLU for the hidden layers"],
  },
  {
    code: "unscaled-features",
    at: "layers.1",
    layers: [linear(4), of("Tanh"), linear(1)],
    facts: { largestUnscaled: { name: "x", value: 231.5 }, split: { train: 96 } },
    data: { columns: { x: { normalize: "none" } } },
    fixes: ["Set data.normalize to standard", "Add BatchNorm1d first"],
  },
  {
    code: "unscaled-features",
    at: "layers.1",
    layers: [linear(4), of("Sigmoid"), linear(1)],
    facts: { largestUnscaled: { name: "day.year", value: 2016 }, split: { train: 96 } },
    data: { columns: { day: { encode: "date" } } },
    fixes: ["Add BatchNorm1d first"],
  },
  {
    code: "no-activation",
    at: "layers.2",
    layers: [linear(4), of("Dropout"), linear(1)],
    fixes: ["Add ReLU after Linear 1", "Add Tanh after Linear 1"],
  },
  {
    code: "late-dropout",
    at: "layers.3",
    layers: [linear(4), of("ReLU"), linear(1), of("Dropout"), of("Sigmoid")],
    training: loss("BCELoss"),
    fixes: ["Move Dropout 4 before Linear 3", "Remove Dropout 4"],
  },
  {
    code: "useless-bias",
    at: "layers.0",
    layers: [
      linear(2, {
        init: {
          weight: [
            [1, 2, 3],
            [4, 5, 6],
          ],
          bias: [1, 2],
        },
      }),
      of("BatchNorm1d"),
      of("ReLU"),
      linear(1),
    ],
    fixes: ["Set bias to false"],
  },
  {
    code: "order",
    at: "layers.1.max_val",
    layers: [linear(2), of("Hardtanh", { min_val: 3, max_val: 1 }), linear(1)],
    fixes: ["Swap min_val and max_val"],
  },
  { code: "order", at: "layers.1.max_val", layers: [linear(2), of("Hardtanh", { min_val: 1 }), linear(1)], fixes: ["Set max_val to 3"] },
  {
    code: "order",
    at: "layers.1.upper",
    layers: [linear(2), of("RReLU", { lower: 0.9, upper: 0.1 }), linear(1)],
    fixes: ["Swap lower and upper"],
  },
  { code: "glu-rows", at: "layers.1.dim", layers: [linear(2), of("GLU", { dim: 0 })], fixes: ["Set dim to -1"] },
  { code: "alpha-zero", at: "layers.1.alpha", layers: [linear(2), of("CELU", { alpha: 0 }), linear(1)], fixes: ["Set alpha to 1"] },
  {
    code: "nesterov",
    at: "training.optimizer.nesterov",
    layers: [linear(1)],
    training: sgd({ nesterov: true }),
    fixes: ["Set nesterov to false", "Set momentum to 0.9"],
  },
  {
    code: "betas",
    at: "training.optimizer.betas",
    layers: [linear(1)],
    training: { optimizer: { type: "Adam", betas: [0.9, 1] } },
    fixes: ["Set betas to [0.9,0.999]"],
  },
  {
    code: "etas",
    at: "training.optimizer.etas",
    layers: [linear(1)],
    training: { optimizer: { type: "Rprop", etas: [2, 3] } },
    fixes: ["Set etas to [0.5,1.2]"],
  },
  {
    code: "order",
    at: "training.optimizer.step_sizes",
    layers: [linear(1)],
    training: { optimizer: { type: "Rprop", step_sizes: [5, 1] } },
    fixes: ["Set step_sizes to [1,5]"],
  },
  {
    code: "factor",
    at: "training.scheduler.start_factor",
    layers: [linear(1)],
    training: { scheduler: { type: "LinearLR", start_factor: 0 } },
    fixes: ["Set start_factor to 0.1"],
  },
  {
    code: "factor",
    at: "training.scheduler.factor",
    layers: [linear(1)],
    training: { scheduler: { type: "ReduceLROnPlateau", factor: 1 } },
    fixes: ["Set factor to 0.1"],
  },
  {
    code: "cycle-momentum",
    at: "training.scheduler.cycle_momentum",
    layers: [linear(1)],
    training: { optimizer: { type: "Adam" }, scheduler: { type: "CyclicLR", base_lr: 0.001, max_lr: 0.01 } },
    fixes: ["Set cycle_momentum to false"],
  },
  {
    code: "learning-rate",
    at: "training.optimizer.lr",
    layers: [linear(1)],
    training: { optimizer: { type: "Adam", lr: 3 } },
    fixes: ["Set lr to 0.01"],
  },
  { code: "learning-rate", at: "training.optimizer.lr", layers: [linear(1)], training: sgd({ lr: 1e-7 }), fixes: ["Set lr to 0.001"] },
  { code: "learning-rate", at: "training.optimizer.lr", layers: [linear(1)], training: sgd({ lr: 0 }), fixes: ["Set lr to 0.001"] },
  {
    code: "learning-rate",
    at: "training.scheduler.max_lr",
    layers: [linear(1)],
    training: { optimizer: { type: "Adam" }, scheduler: { type: "OneCycleLR", max_lr: 5 } },
    fixes: ["Set max_lr to 0.01"],
  },
  {
    code: "no-batches",
    at: "training.batch_size",
    layers: [linear(1)],
    training: { drop_last: true, batch_size: 128 },
    fixes: ["Set drop_last to false", "Set batch_size to 97"],
  },
  {
    code: "batch-of-one",
    at: "training.batch_size",
    layers: [of("BatchNorm1d"), linear(1)],
    fixes: ["Set drop_last to true", "Set batch_size to 33"],
  },
  {
    code: "batch-of-one",
    at: "training.batch_size",
    layers: [of("BatchNorm1d"), linear(1)],
    training: { batch_size: 1 },
    fixes: ["Set batch_size to 31"],
    facts: { split: { train: 97 } },
  },
  {
    code: "schedule-length",
    at: "training.scheduler.total_steps",
    layers: [linear(1)],
    training: { scheduler: { type: "OneCycleLR", max_lr: 0.1, total_steps: 5 }, epochs: 2 },
    fixes: ["Remove total_steps", "Set total_steps to 8"],
  },
  { code: "memory", at: "layers", layers: [...times(3, () => [linear(30_000), of("ReLU")]), linear(1)], fixes: [] },
  { code: "tests-not-run", at: "tests", layers: [linear(1)], tests: [{}], fixes: [] },
];

function textOf({ layers, training, data, tests }: Case): string {
  return documentText({
    format: 1,
    data: { file: "a.csv", target: "y", ...data },
    layers,
    training: { ...loss("MSELoss"), ...sgd({}), ...training },
    ...(tests ? { tests } : {}),
  } as unknown as ExperimentInput);
}

/** What the data would say of the document as it is. */
function factsOf(experiment: Experiment, { facts }: Case): DataFacts {
  const scaled = experiment.data.normalize !== "none";
  const { largestUnscaled, ...others } = facts ?? {};
  return {
    inputs: ["a", "b", "c"],
    targets: ["y"],
    split: { train: 97 },
    ...others,
    ...(largestUnscaled && !scaled ? { largestUnscaled } : {}),
  };
}

function problemsOf(text: string, from: Case): Problem[] {
  const { experiment, problems } = parseDocument(text);
  return [...problems, ...(experiment ? checkNetwork(experiment, factsOf(experiment, from)) : [])];
}

const key = ({ code, path }: Problem): string => `${code} ${path.join(".")}`;

for (const one of cases) {
  test(`${one.code} at ${one.at}: ${one.fixes.join(", ") || "no fix"}`, () => {
    const text = textOf(one);
    const before = problemsOf(text, one);
    const found = before.filter((problem) => key(problem) === `${one.code} ${one.at}`);
    assert.equal(found.length, 1, JSON.stringify(before.map((problem) => `${key(problem)} ${format(problem.message)}`)));
    const fixes = found[0]?.fixes ?? [];
    assert.deepEqual(
      fixes.map(({ title }) => format(title)),
      one.fixes,
    );
    for (const { title, edit } of fixes) {
      const fixed = applyTextEdits(text, applyEdit(text, edit));
      const after = problemsOf(fixed, one);
      assert.deepEqual(after.filter((problem) => key(problem) === key(found[0]!)).map(key), [], `${format(title)} leaves ${fixed}`);
      const known = new Set(before.map(key));
      assert.deepEqual(
        after.filter((problem) => problem.severity === "error" && !known.has(key(problem))).map(key),
        [],
        `${format(title)} makes ${fixed}`,
      );
    }
  });
}

test("every rule has a case here", () => {
  const rules = readdirSync("src/model/diagnostics").map((file) => readFileSync(`src/model/diagnostics/${file}`, "utf8"));
  const codes = rules.flatMap((text) => [...text.matchAll(/problem\(\s*"\w+",\s*"([\w-]+)"/g)].map((match) => match[1]));
  assert.deepEqual(new Set(cases.map(({ code }) => code)), new Set(codes));
});

test("what is right is not doubted", () => {
  const right: readonly Omit<Case, "code" | "at" | "fixes">[] = [
    // The chapter's perceptron on raw scores: its sigmoid is the output.
    {
      layers: [linear(1), of("Sigmoid")],
      training: { ...loss("BCELoss"), ...sgd({ lr: 0.0001 }) },
      facts: { largestUnscaled: { name: "a", value: 100 } },
    },
    // Hand-set weights need no gradient.
    { layers: [linear(1, { init: { weight: [[1, 1, 1]], bias: [-1] } }), of("Step")] },
    { layers: [linear(4), of("Threshold", { threshold: 0, value: 0 }), linear(1)] },
    { layers: [linear(4, { bias: false }), of("BatchNorm1d"), of("ReLU"), of("Dropout"), linear(1)], training: { drop_last: true } },
    { layers: [...times(6, () => [linear(8, { bias: false }), of("BatchNorm1d"), of("Tanh")]), linear(1)], training: { drop_last: true } },
    { layers: [linear(1), of("ReLU")], facts: { targetRange: { minimum: 0, maximum: 900 } } },
    { layers: [linear(1), of("Softplus")], training: loss("PoissonNLLLoss"), facts: { targetRange: { minimum: 0, maximum: 9 } } },
    { layers: [linear(4), of("Tanh"), linear(1)], facts: { largestUnscaled: { name: "a", value: 7.9 } } },
  ];
  for (const one of right) assert.deepEqual(problemsOf(textOf(one as Case), one as Case).map(key), [], JSON.stringify(one));
});

const read = (path: string): Uint8Array => readFileSync(path);

test("samples and the starter of every CSV are not doubted", () => {
  for (const name of readdirSync("samples")) {
    const source = { name, bytes: read(`samples/${name}`) };
    const text = name.endsWith(".csv")
      ? documentText(starterExperiment(name, inspectTable(readTable([source]))))
      : new TextDecoder().decode(source.bytes);
    const { experiment, problems } = parseDocument(text);
    assert.ok(experiment, JSON.stringify(problems));
    const file = String(experiment.data.file);
    const summary = describeData(experiment, [{ name: file, bytes: read(`samples/${file}`) }]);
    assert.ok(summary.split.train > 0);
    assert.deepEqual(checkNetwork(experiment, summary), [], name);
  }
});

/** What the data room says of some rows. */
function describe(rows: readonly string[], data: Json): DataFacts {
  const experiment = parseDocument(textOf({ layers: [linear(1)], data } as unknown as Case)).experiment!;
  return describeData(experiment, [{ name: "a.csv", bytes: new TextEncoder().encode(rows.join("\n")) }]);
}

test("facts of the numbers come from the rows that are encoded", () => {
  const rows = ["n,day,big,y", "1,2012-01-31,-400,-3", "2,2016-01-31,3,5.5", "3,2013-01-31,7,1"];
  const raw = describe(rows, { columns: { day: { encode: "date" } } });
  assert.deepEqual(raw.targetRange, { minimum: -3, maximum: 5.5 });
  assert.deepEqual(raw.largestUnscaled, { name: "day.year", value: 2016 });
  assert.deepEqual(describe(rows, {}).largestUnscaled, { name: "big", value: 400 });
  assert.equal(describe(rows, { normalize: "standard" }).largestUnscaled, undefined);
});
