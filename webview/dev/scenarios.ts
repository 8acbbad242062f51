// The pages of the gallery: documents and data of every kind the builder has to show, good and bad.

import { documentText } from "../../src/model/document.ts";
import { fix, set, setFix } from "../../src/model/fix.ts";
import { message } from "../../src/model/message.ts";
import type { JsonLayer } from "../../src/model/edit.ts";
import type { ExperimentInput } from "../../src/model/schema.ts";
import { startRun } from "../../src/session/run/start-run.ts";
import { emptyExperiment } from "../../src/model/starter.ts";
import type { HealthFinding } from "../../src/training/health/finding.ts";
import binaryCsv from "../../samples/binary.csv";
import irisCsv from "../../samples/iris.csv";
import { digitsCsv, genesCsv, ridesCsv, titanicCsv } from "./csv-texts.ts";
import { cutOff } from "./cut-off.ts";
import { keepRuns } from "./kept-runs.ts";
import type { Scenario, Stage } from "./stage.ts";

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
  training: { epochs: 40, batch_size: 16, loss: { type: "CrossEntropyLoss" }, optimizer: { type: "Adam", lr: 0.01 } },
};

const xor: ExperimentInput = {
  format: 1,
  data: { file: "xor.csv", target: "y", split: { train: 1, validation: 0, test: 0 } },
  layers: [{ type: "Linear", out_features: 4 }, { type: "Tanh" }, { type: "Linear", out_features: 1 }, { type: "Sigmoid" }],
  training: { seed: 1, epochs: 2000, batch_size: 4, loss: { type: "BCELoss" }, optimizer: { type: "Adam", lr: 0.05 } },
};

/** Two species that no line separates; the rule's line comes near, and goes away again. */
const rosenblatt: ExperimentInput = {
  format: 1,
  data: { file: "iris.csv", target: "species", features: ["petal_length", "petal_width"] },
  layers: [{ type: "Linear", out_features: 1 }, { type: "Step" }],
  training: { epochs: 60, batch_size: 16, loss: { type: "BCELoss" }, optimizer: { type: "Perceptron" } },
};

const rides: ExperimentInput = {
  format: 1,
  data: { file: "rides.csv", target: "fare", features: ["city", "shared", "sensor_1", "sensor_2", "sensor_3"], normalize: "standard" },
  layers: [{ type: "Linear", out_features: 8 }, { type: "Tanh" }, { type: "Linear", out_features: 1 }],
  training: { epochs: 40, batch_size: 32, loss: { type: "MSELoss" }, optimizer: { type: "Adam", lr: 0.01 } },
};

/** A document that the schema would refuse, as a person may write it. */
function broken(base: ExperimentInput, change: { layers?: readonly JsonLayer[]; [field: string]: unknown }): string {
  return documentText({ ...base, ...change } as ExperimentInput);
}

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
/** Fast enough for a page, and worth to be evaluated. */
const quick = { epochs: 12, batch_size: 32, loss: { type: "BCELoss" }, optimizer: { type: "Adam", lr: 0.01 } } as const;

const allRides: ExperimentInput = { ...rides, data: { file: "rides.csv", target: "fare", normalize: "standard" } };

const binaryData = { "binary.csv": () => binaryCsv };
const irisData = { "iris.csv": () => irisCsv };
const ridesData = { "rides.csv": ridesCsv };
const passenger = ["Pclass", "Sex", "Age", "SibSp", "Parch", "Fare", "Embarked"];
const titanic: ExperimentInput = { ...binary, data: { file: "titanic.csv", target: "Survived", features: passenger } };
const titanicData = { "titanic.csv": () => titanicCsv() };

/** Trains to the end. */
async function trained({ session }: Stage): Promise<void> {
  const { experiment, errors } = await session.ready();
  if (experiment === undefined) throw new Error(`It cannot be trained: ${errors[0]?.message.text}`);
  session.run.start(experiment);
  await session.run.over;
}

/** Trains to the end, and is told what is sick on the way. */
async function foundSick(stage: Stage): Promise<void> {
  const { session } = stage;
  await startRun(session, { kind: "new" });
  await new Promise<void>((resolve) => {
    const listening = session.run.onDidChange(({ state }) => {
      if (state !== "running") return;
      listening.dispose();
      resolve();
    });
  });
  stage.find(findings);
  stage.advance(40);
  await session.run.over;
}

/** A part of a CSV, with its head. */
function linesOf(csv: string, from: number, to: number): string {
  const [head, ...lines] = csv.split("\n");
  return `${[head, ...lines.slice(from, to)].join("\n")}\n`;
}

/** Two more fields than there are columns, in line 17. */
function ragged(csv: string): string {
  return csv
    .split("\n")
    .map((line, index) => (index === 16 ? `${line},1,2` : line))
    .join("\n");
}

/** The reading is held on its way; what is there is shown. */
const held =
  (done: number, total: number, hasFirst = false) =>
  async ({ session, reader }: Stage): Promise<void> => {
    reader.hold({ done, total, hasFirst });
    void session.data.settled();
    await new Promise<void>((resolve) => {
      const listening = session.data.onDidProgress(() => {
        listening.dispose();
        resolve();
      });
    });
  };

const runs = (count: number): Scenario => {
  const text = documentText({ ...iris, training: { ...iris.training, epochs: 100 } });
  return {
    text,
    csvs: irisData,
    isReal: true,
    before: async ({ storage, folder }) => {
      await keepRuns(storage, text, folder.read("iris.csv")!, count);
      // A record of a merge that went wrong.
      if (count > 6) await storage.add("2026-11-01T08-00-00-000Z", { "run.json": new TextEncoder().encode("<<<<<<< HEAD") });
    },
  };
};

export const scenarios: Readonly<Record<string, Scenario>> = {
  binary: { text: documentText(binary), csvs: binaryData },
  iris: { text: documentText(iris), csvs: irisData, isReal: true, begin: trained },
  runs: runs(6),
  "runs-many": runs(60),
  "binary-trained": {
    text: documentText({ ...binary, data: { ...binary.data, normalize: "standard" }, training: { seed: 4, ...quick } }),
    csvs: binaryData,
    isReal: true,
    begin: trained,
  },
  rides: { text: documentText(rides), csvs: ridesData, isReal: true, begin: trained },
  "cut-off": { text: documentText(binary), csvs: binaryData, before: (stage) => cutOff(stage, 4120) },
  xor: {
    text: documentText(xor),
    csvs: { "xor.csv": () => "x1,x2,y\nFalse,False,False\nFalse,True,True\nTrue,False,True\nTrue,True,False\n" },
  },
  rosenblatt: {
    text: documentText(rosenblatt),
    csvs: { "iris.csv": () => linesOf(irisCsv, 50, 150) },
    isReal: true,
    begin: trained,
  },
  titanic: { text: documentText(titanic), csvs: titanicData },
  "titanic-trained": { text: documentText({ ...titanic, training: quick }), csvs: titanicData, isReal: true, begin: trained },
  empty: { text: broken(binary, { layers: [] }), csvs: binaryData },
  new: { text: documentText(emptyExperiment()) },
  reading: { text: documentText(binary), csvs: binaryData, begin: held(88_000_000, 190_000_000) },
  "reading-first": { text: documentText(allRides), csvs: ridesData, times: 1000, begin: held(4_000_000, 190_000_000, true) },
  "reading-again": {
    text: documentText(binary),
    csvs: binaryData,
    begin: async (stage) => {
      await stage.session.data.settled();
      stage.folder.write("binary.csv", linesOf(binaryCsv, 0, 900));
      await held(12_000, 48_000)(stage);
    },
  },
  changed: {
    text: documentText(binary),
    csvs: binaryData,
    begin: async ({ session, folder }) => {
      await session.data.settled();
      folder.write("binary.csv", linesOf(binaryCsv, 0, 900));
    },
  },
  unsaved: {
    text: documentText(binary),
    csvs: binaryData,
    begin: async ({ session, csvs }) => {
      await session.data.settled();
      csvs.edit("binary.csv", linesOf(binaryCsv, 0, 900));
    },
  },
  million: { text: documentText(allRides), csvs: ridesData, times: 1000 },
  several: {
    text: documentText({ ...binary, data: { file: ["part1.csv", "quarters/2024-part-2.csv"], target: "pass" } }),
    csvs: { "part1.csv": () => linesOf(binaryCsv, 0, 500), "quarters/2024-part-2.csv": () => linesOf(binaryCsv, 500, 1000) },
  },
  sick: { text: documentText(sigmoids), csvs: irisData, begin: foundSick },
  wide: { text: documentText({ ...allRides, data: { file: "genes.csv", target: "g1" } }), csvs: { "genes.csv": genesCsv } },
  suspicious: {
    text: documentText({ ...titanic, data: { ...titanic.data, features: [...passenger, "Steps"] } }),
    csvs: { "titanic.csv": () => titanicCsv(true) },
  },
  misfit: { text: documentText(regression), csvs: irisData },
  notes: {
    text: documentText({
      ...binary,
      layers: [
        ...Array.from({ length: 12 }, () => [{ type: "Linear", out_features: 8 } as const, { type: "BatchNorm1d" } as const]).flat(),
        { type: "Linear", out_features: 1 },
        { type: "Sigmoid" },
      ],
    }),
    csvs: binaryData,
  },
  "no-file": { text: documentText({ ...binary, data: { ...binary.data, file: "data/binary.csv" } }) },
  ragged: { text: documentText(binary), csvs: { "binary.csv": () => ragged(binaryCsv) } },
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
    csvs: binaryData,
  },
  warning: {
    text: documentText({ ...iris, layers: [...iris.layers, { type: "Softmax" }] }),
    csvs: irisData,
  },
  unknown: {
    text: broken(binary, {
      layers: [{ type: "Linear", out_features: 8 }, { type: "RelU" }, { type: "Linear", out_features: 1 }, { type: "Sigmoid" }],
    }),
    csvs: binaryData,
  },
  broken: { text: '{ "format": 1,, }' },
  newer: { text: broken(binary, { format: 2 }), csvs: binaryData },
  training: { text: broken(binary, { training: { ...binary.training, batch_size: 0 } }), csvs: binaryData },
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
    csvs: binaryData,
  },
  digits: {
    text: documentText({
      ...iris,
      data: { file: "digits.csv", target: "digit" },
      layers: [
        { type: "Linear", out_features: 256 },
        { type: "ReLU" },
        { type: "Linear", out_features: 128 },
        { type: "ReLU" },
        { type: "Linear", out_features: 10 },
      ],
      training: { ...iris.training, batch_size: 64 },
    }),
    csvs: { "digits.csv": digitsCsv },
    isReal: true,
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
    csvs: binaryData,
  },
};
