// Live figures as lessons have them, each over a small document.

import type { Figure } from "../../../src/lessons/figures.ts";
import { documentText } from "../../../src/model/document.ts";
import type { ExperimentInput } from "../../../src/model/schema.ts";
import binaryCsv from "../../../samples/binary.csv";

/** A figure and what it is about. */
export interface FigureExample {
  readonly figure: Figure;
  /** The document. */
  readonly text: string;
  readonly csvs: Readonly<Record<string, string>>;
}

const whole = { train: 1, validation: 0, test: 0 };

/** A truth table of two inputs. */
function gate(answers: readonly number[]): string {
  const rows = answers.map((answer, index) => `${index >> 1},${index & 1},${answer}`);
  return ["x1,x2,y", ...rows].join("\n");
}

const rosenblatt: ExperimentInput = {
  format: 1,
  data: { file: "and.csv", target: "y", split: whole },
  layers: [{ type: "Linear", out_features: 1 }, { type: "Step" }],
  training: { seed: 3, epochs: 12, batch_size: 1, shuffle: false, loss: { type: "BCELoss" }, optimizer: { type: "Perceptron", lr: 1 } },
};

const byGradient = {
  layers: [{ type: "Linear", out_features: 1 }, { type: "Sigmoid" }],
  training: { loss: { type: "BCELoss" }, optimizer: { type: "SGD", lr: 1 } },
};

const binary: ExperimentInput = {
  format: 1,
  data: { file: "binary.csv", target: "pass", features: ["x", "y", "z"], normalize: "standard", split: whole },
  layers: [{ type: "Linear", out_features: 1 }, { type: "Sigmoid" }],
  training: { seed: 4, epochs: 3, batch_size: 32, loss: { type: "BCELoss" }, optimizer: { type: "SGD", lr: 0.5 } },
};

/**
 * Both inputs are always positive, so one row moves both weights the same way; the answer needs them apart.
 */
const positive: ExperimentInput = {
  format: 1,
  data: { file: "larger.csv", target: "y", split: whole },
  layers: [{ type: "Linear", out_features: 1, bias: false }, { type: "Sigmoid" }],
  training: { seed: 2, epochs: 2, batch_size: 1, loss: { type: "BCELoss" }, optimizer: { type: "SGD", lr: 0.08 } },
};

/** Whether the first of two numbers is the larger one. */
const larger = Array.from({ length: 40 }, (_, row) => {
  const [one, other] = [1 + ((row * 7) % 10), 1 + ((row * 3 + (row >> 2)) % 9)];
  return `${one},${other},${one > other ? 1 : 0}`;
});

const deep: ExperimentInput = {
  ...binary,
  layers: [
    ...Array.from({ length: 10 }, () => [{ type: "Linear", out_features: 8 } as const, { type: "Sigmoid" } as const]).flat(),
    { type: "Linear", out_features: 1 },
    { type: "Sigmoid" },
  ],
};
const relus = [
  ...Array.from({ length: 10 }, () => [{ type: "Linear", out_features: 8, init: "kaiming_uniform" }, { type: "ReLU" }]).flat(),
  { type: "Linear", out_features: 1 },
  { type: "Sigmoid" },
];

const onBinary = { csvs: { "binary.csv": binaryCsv } };
const onGate = { text: documentText(rosenblatt), csvs: { "and.csv": gate([0, 0, 0, 1]) } };

export const figureExamples: Readonly<Record<string, FigureExample>> = {
  activation: {
    ...onGate,
    figure: { type: "activation", id: "sigmoid", options: { layer: { type: "Sigmoid" }, at: 2 } },
  },
  activations: {
    ...onGate,
    figure: {
      type: "activation",
      id: "both",
      options: { layers: [{ type: "Tanh" }, { type: "LeakyReLU", negative_slope: 0.1 }], from: -4, to: 4, at: -1 },
    },
  },
  "loss-slice": {
    ...onBinary,
    text: documentText(binary),
    figure: {
      type: "loss-slice",
      id: "bce",
      options: { weight: "0.weight[0]", losses: ["BCELoss", "MSELoss"], from: -5, to: 5, at: -4 },
    },
  },
  "weight-path": {
    text: documentText(positive),
    csvs: { "larger.csv": ["x1,x2,y", ...larger].join("\n") },
    figure: {
      type: "weight-path",
      id: "zigzag",
      options: {
        weights: ["0.weight[0]", "0.weight[1]"],
        steps: 40,
        beside: { data: { normalize: "standard" }, training: { optimizer: { lr: 0.5 } } },
        captions: ["1 … 10", "mean 0"],
      },
    },
  },
  softmax: {
    ...onGate,
    figure: { type: "softmax", id: "three", options: { shows: ["Softmax", "Softmin", "LogSoftmax"], names: ["cat", "dog", "bird"] } },
  },
  "perceptron-line": {
    ...onGate,
    figure: {
      type: "perceptron-line",
      id: "and",
      options: { steps: 40, beside: byGradient, captions: ["Rosenblatt", "SGD"] },
    },
  },
  "layer-bars": {
    ...onBinary,
    text: documentText(deep),
    figure: {
      type: "layer-bars",
      id: "vanishing",
      options: { of: "gradient", beside: { layers: relus }, captions: ["Sigmoid", "ReLU"] },
    },
  },
  dead: {
    ...onBinary,
    text: documentText(deep),
    figure: { type: "layer-bars", id: "dead", options: { of: "dead", beside: { layers: relus }, captions: ["Sigmoid", "ReLU"] } },
  },
  table: { ...onGate, figure: { type: "table", id: "truth", options: {} } },
};
