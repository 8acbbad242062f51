// Experiments on made-up numbers, for tests that need a run and no CSV.

import type { Encoded } from "../../src/data/types.ts";
import { Generator, fillUniform } from "../../src/engine/random.ts";
import { randomSplit } from "../../src/engine/sampling.ts";
import { documentSchema } from "../../src/model/schema.ts";
import type { PreparedExperiment } from "../../src/training/experiment.ts";

export interface MadeUp {
  readonly rows?: number;
  readonly inputs?: number;
  /** Classes 0 … n − 1 as target; numbers if nothing is said. */
  readonly classes?: number;
  readonly layers: readonly unknown[];
  readonly training?: Record<string, unknown>;
  readonly split?: { readonly train: number; readonly validation: number; readonly test: number };
}

/** Encoded inputs that lie in memory, as those of small tables do. */
export function inputsOf({ inputs }: Pick<Encoded, "inputs">): Float32Array {
  if (inputs instanceof Float32Array) return inputs;
  throw new Error("The inputs lie in a file.");
}

/** An experiment whose inputs are random numbers in −1…1 and whose target depends on their sum. */
export function madeUp({ rows = 60, inputs = 3, classes, layers, training, split }: MadeUp): PreparedExperiment {
  const experiment = documentSchema.parse({
    format: 1,
    data: { file: "a.csv", target: "t", ...(split ? { split } : {}) },
    layers,
    training: { epochs: 6, batch_size: 8, loss: { type: "MSELoss" }, optimizer: { type: "SGD", lr: 0.05 }, ...training },
  });
  const values = new Float32Array(rows * inputs);
  fillUniform(values, -1, 1, new Generator(99));
  const sums = Array.from({ length: rows }, (_, row) =>
    values.subarray(row * inputs, (row + 1) * inputs).reduce((sum, value) => sum + value, 0),
  );
  const targetOf = (sum: number): number =>
    classes === undefined ? Math.sin(sum) : Math.min(classes - 1, Math.floor(((Math.tanh(sum) + 1) / 2) * classes));
  const encoded: Encoded = {
    rows,
    inputNames: Array.from({ length: inputs }, (_, index) => `x${index + 1}`),
    inputs: values,
    targets: Float32Array.from(sums, targetOf),
    targetWidth: 1,
    preprocessing: { features: [], target: { columns: ["t"], kind: "number" } },
  };
  const generator = new Generator(experiment.training.seed);
  const origin = {
    files: ["a.csv"],
    starts: [0],
    lines: Uint32Array.from({ length: rows }, (_, row) => row + 2),
    tableRows: Uint32Array.from({ length: rows }, (_, row) => row),
  };
  return { experiment, encoded, origin, split: randomSplit(rows, experiment.data.split, generator), generator };
}

/**
 * A network with everything that keeps a state: dropout's random numbers, running statistics, an optimizer
 * with momenta.
 */
export const statefulLayers = [
  { type: "Linear", out_features: 12 },
  { type: "BatchNorm1d" },
  { type: "RReLU" },
  { type: "Dropout", p: 0.3 },
  { type: "Linear", out_features: 6 },
  { type: "AlphaDropout", p: 0.2 },
  { type: "PReLU" },
  { type: "Linear", out_features: 1 },
];
