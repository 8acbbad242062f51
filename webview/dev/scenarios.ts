// The pages of the gallery: documents and data of every kind the builder has to show, good and bad.

import { withDataFixes } from "../../src/model/data-fixes.ts";
import { documentText, parseDocument } from "../../src/model/document.ts";
import type { JsonLayer } from "../../src/model/edit.ts";
import { message } from "../../src/model/message.ts";
import { fix, set, setFix } from "../../src/model/fix.ts";
import type { Problem } from "../../src/model/problem.ts";
import type { ExperimentInput } from "../../src/model/schema.ts";
import { emptyExperiment } from "../../src/model/starter.ts";
import type { HealthFinding } from "../../src/training/health/finding.ts";
import type { DataSummary } from "../../src/data/types.ts";
import type { DataState } from "../../src/protocol/builder.ts";
import { fakeBeginning } from "./fake-data.ts";
import { binaryData, fitted, irisData, millionData, titanicData, wideData, xorData } from "./data.ts";
import type { Scenario } from "./fake-host.ts";

const binary: ExperimentInput = {
  format: 1,
  data: { file: "binary.csv", target: "pass", features: ["x", "y", "z"], split: { train: 0.8, validation: 0.1, test: 0.1 } },
  layers: [{ type: "Linear", out_features: 8 }, { type: "ReLU" }, { type: "Linear", out_features: 1 }, { type: "Sigmoid" }],
  training: {
    seed: 4,
    epochs: 10000,
    batch_size: 4,
    shuffle: true,
    drop_last: true,
    loss: { type: "BCELoss" },
    optimizer: { type: "SGD", lr: 0.0001 },
  },
};

const iris: ExperimentInput = {
  format: 1,
  data: { file: "iris.csv", target: "species", normalize: "standard" },
  layers: [
    { type: "Linear", out_features: 16, bias: false, init: "kaiming_uniform" },
    { type: "ReLU" },
    { type: "Linear", out_features: 3 },
  ],
  training: { epochs: 100, batch_size: 16, loss: { type: "CrossEntropyLoss" }, optimizer: { type: "Adam", lr: 0.01 } },
};

const xor: ExperimentInput = {
  format: 1,
  data: { file: "xor.csv", target: "y", split: { train: 1, validation: 0, test: 0 } },
  layers: [{ type: "Linear", out_features: 4 }, { type: "Tanh" }, { type: "Linear", out_features: 1 }, { type: "Sigmoid" }],
  training: { seed: 1, epochs: 2000, batch_size: 4, loss: { type: "BCELoss" }, optimizer: { type: "Adam", lr: 0.05 } },
};

const rides: ExperimentInput = {
  format: 1,
  data: { file: "rides.csv", target: "fare", features: ["city", "shared", "sensor_1", "sensor_2", "sensor_3"], normalize: "standard" },
  layers: [{ type: "Linear", out_features: 8 }, { type: "Tanh" }, { type: "Linear", out_features: 1 }],
  training: { epochs: 40, batch_size: 32, loss: { type: "MSELoss" }, optimizer: { type: "Adam", lr: 0.01 } },
};

const ready = (summary: DataSummary): DataState => ({ state: "ready", summary: { ...summary, preprocessing: fitted(summary) } });

/** Names of the inputs, as far as the fakes go. */
function inputsOf({ columns }: DataSummary): string[] {
  return columns
    .filter(({ role }) => role === "feature")
    .flatMap(({ name, kind, values }) => (kind === "category" ? values.map((value) => `${name} = ${value}`) : [name]));
}

/** A document that the schema would refuse, as a person may write it. */
function broken(base: ExperimentInput, change: { layers?: readonly JsonLayer[]; [field: string]: unknown }): string {
  return documentText({ ...base, ...change } as ExperimentInput);
}

const noSuchFile = message("There is no file {0}. Choose the CSV again.", "data/binary.csv");
const ragged = message(
  "Line {0} of {1} has {2} fields instead of {3}. Remove the surplus, put quotes around a field with a delimiter in it, or skip the line.",
  17,
  "binary.csv",
  5,
  4,
);

/** Seven hidden layers, and what is said of them. */
const sigmoids: ExperimentInput = {
  ...iris,
  layers: [
    ...Array.from({ length: 3 }, () => [{ type: "Linear", out_features: 16 } as const, { type: "Sigmoid" } as const]).flat(),
    { type: "Linear", out_features: 3 },
  ],
  training: { ...iris.training, epochs: 40, optimizer: { type: "SGD", lr: 0.01 } },
};
const findings: readonly HealthFinding[] = [
  {
    code: "vanishing-gradient",
    layer: 0,
    epoch: 3,
    path: ["layers", 0],
    message: message(
      "The gradient vanishes on its way back: at {0} it is {1} of what it is at {2}, because each of the {3} layers between multiplies it by a slope below 1. So {0} hardly learns. Use ReLU in the hidden layers, fewer layers, or BatchNorm1d.",
      "Linear 1",
      "1/2100",
      "Linear 7",
      3,
    ),
    fixes: [fix(message("Use {0} for the hidden layers", "ReLU"), set(["layers", 1, "type"], "ReLU"), set(["layers", 3, "type"], "ReLU"))],
  },
  {
    code: "plateau",
    layer: null,
    epoch: 24,
    path: ["training", "optimizer", "lr"],
    message: message(
      "The loss has stayed at {0} for {1} epochs: the gradient is small here, and so are the steps. With a learning rate of {2} it falls, as a copy has shown. Raise the learning rate.",
      1.1,
      20,
      0.1,
    ),
    fixes: [setFix(["training", "optimizer", "lr"], 0.1)],
  },
];

/** A loss of numbers for a target of texts. */
const regression: ExperimentInput = { ...iris, training: { ...iris.training, loss: { type: "MSELoss" } } };
const misfit: Problem = {
  severity: "error",
  code: "target-not-number",
  path: ["data", "target"],
  message: message('{0} needs numbers, but target "{1}" is text. Choose another target, or CrossEntropyLoss.', "MSELoss", "species"),
};

const leak: Problem = {
  severity: "warning",
  code: "leak",
  path: ["data", "columns", "Fare"],
  message: { text: 'Column "{0}" says nearly all about the target. Leave it out unless it is known before the target is.', args: ["Fare"] },
  fixes: [
    {
      title: { text: "Leave {0} out", args: ["Fare"] },
      edit: { op: "set", path: ["data", "features"], value: ["Pclass", "Sex", "Age", "SibSp", "Parch", "Embarked"] },
    },
  ],
};
const scales: Problem = {
  severity: "warning",
  code: "scales",
  path: ["data", "normalize"],
  message: { text: "The scales of {0} and {1} differ by a thousand.", args: ["Fare", "Parch"] },
  fixes: [
    {
      title: { text: "Scale to mean 0 and deviation 1", args: [] },
      edit: { op: "set", path: ["data", "normalize"], value: "standard" },
    },
  ],
};

export const scenarios: Readonly<Record<string, Scenario>> = {
  binary: { text: documentText(binary), data: ready(binaryData) },
  iris: { text: documentText(iris), data: ready(irisData), trained: true },
  runs: { text: documentText(iris), data: ready(irisData), trained: true, runs: 6 },
  "runs-many": { text: documentText(iris), data: ready(irisData), trained: true, runs: 60 },
  "binary-trained": {
    text: documentText({ ...binary, data: { ...binary.data, normalize: "standard" } }),
    data: ready(binaryData),
    trained: true,
  },
  rides: { text: documentText(rides), data: ready({ ...millionData, inputs: inputsOf(millionData) }), trained: true },
  "cut-off": { text: documentText(binary), data: ready(binaryData), unfinished: { epoch: 4120, epochs: 10000 } },
  xor: { text: documentText(xor), data: ready(xorData) },
  titanic: {
    text: documentText({ ...binary, data: { file: "titanic.csv", target: "Survived" } }),
    data: ready(titanicData),
  },
  "titanic-trained": {
    text: documentText({ ...binary, data: { file: "titanic.csv", target: "Survived" } }),
    data: ready(titanicData),
    trained: true,
  },
  empty: { text: broken(binary, { layers: [] }), data: ready(binaryData) },
  new: { text: documentText(emptyExperiment()), data: { state: "none" } },
  reading: { text: documentText(binary), data: { state: "reading" }, reading: { done: 88_000_000, total: 190_000_000 } },
  "reading-first": {
    text: documentText({ ...binary, data: { file: "rides.csv", target: "fare" } }),
    data: { state: "reading", first: fakeBeginning(millionData) },
    reading: { done: 4_000_000, total: 190_000_000 },
    whole: ready({ ...millionData, inputs: inputsOf(millionData) }),
  },
  "reading-again": { text: documentText(binary), data: ready(binaryData), reading: { done: 12_000, total: 48_000 } },
  changed: { text: documentText(binary), data: ready(binaryData), changes: { onDisk: ["binary.csv"], unsaved: [] } },
  unsaved: { text: documentText(binary), data: ready(binaryData), changes: { onDisk: [], unsaved: ["binary.csv"] } },
  million: {
    text: documentText({ ...binary, data: { file: "rides.csv", target: "fare" } }),
    data: ready({ ...millionData, inputs: inputsOf(millionData) }),
  },
  several: {
    text: documentText({ ...binary, data: { file: ["part1.csv", "quarters/2024-part-2.csv"], target: "pass" } }),
    data: ready({ ...binaryData, files: ["part1.csv", "quarters/2024-part-2.csv"] }),
  },
  sick: {
    text: documentText(sigmoids),
    data: ready(irisData),
    trained: true,
    health: findings,
    problems: findings.map(({ code, epoch, message: sentence, path, fixes }) => ({
      severity: "warning",
      code,
      message: message("Epoch {0}: {1}", epoch, sentence),
      path,
      fixes,
    })),
  },
  wide: {
    text: documentText({ ...binary, data: { file: "genes.csv", target: "g1" } }),
    data: ready({ ...wideData, inputs: inputsOf(wideData) }),
  },
  suspicious: {
    text: documentText({ ...binary, data: { file: "titanic.csv", target: "Survived" } }),
    data: ready(titanicData),
    problems: [leak, scales],
  },
  misfit: {
    text: documentText(regression),
    data: { state: "ready", summary: irisData },
    problems: [withDataFixes(misfit, parseDocument(documentText(regression)).experiment!, irisData.columns)],
  },
  notes: {
    text: documentText({
      ...binary,
      layers: [
        ...Array.from({ length: 12 }, () => [{ type: "Linear", out_features: 8 } as const, { type: "BatchNorm1d" } as const]).flat(),
        { type: "Linear", out_features: 1 },
        { type: "Sigmoid" },
      ],
    }),
    data: ready(binaryData),
  },
  "no-file": {
    text: documentText(binary),
    data: { state: "failed", reason: noSuchFile },
    problems: [{ severity: "error", code: "file-not-found", path: ["data", "file"], message: noSuchFile }],
  },
  ragged: {
    text: documentText(binary),
    data: { state: "ready", summary: { ...binaryData, inputs: [] } },
    problems: [{ severity: "error", code: "ragged", path: ["data", "file"], message: ragged, file: "binary.csv", line: 17 }],
  },
  mismatch: {
    text: documentText({
      ...binary,
      layers: [
        { type: "Linear", out_features: 16 },
        { type: "ReLU" },
        { type: "Linear", in_features: 8, out_features: 1 },
        { type: "Sigmoid" },
      ],
    }),
    data: ready(binaryData),
  },
  warning: {
    text: documentText({ ...iris, layers: [...iris.layers, { type: "Softmax" }] }),
    data: ready(irisData),
  },
  unknown: {
    text: broken(binary, {
      layers: [{ type: "Linear", out_features: 8 }, { type: "RelU" }, { type: "Linear", out_features: 1 }, { type: "Sigmoid" }],
    }),
    data: ready(binaryData),
  },
  broken: { text: '{ "format": 1,, }', data: { state: "none" } },
  newer: { text: broken(binary, { format: 2 }), data: ready(binaryData) },
  training: { text: broken(binary, { training: { ...binary.training, batch_size: 0 } }), data: ready(binaryData) },
  long: {
    text: documentText({
      ...binary,
      layers: [
        ...Array.from({ length: 198 }, (_, index) =>
          index % 2 === 0 ? ({ type: "Linear", out_features: 16 } as const) : ({ type: "ReLU" } as const),
        ),
        { type: "Linear", out_features: 1 },
        { type: "Sigmoid" },
      ],
    }),
    data: ready(binaryData),
  },
  deep: {
    text: documentText({
      ...binary,
      layers: [
        ...Array.from({ length: 9 }, (_, index) => [
          { type: "Linear", out_features: 1024 >> index } as const,
          { type: "Tanh" } as const,
        ]).flat(),
        { type: "Linear", name: "answer", out_features: 1 },
        { type: "Sigmoid" },
      ],
    }),
    data: ready(binaryData),
  },
};
