// The document that a CSV starts with: a target, the features, and a small network that learns most tables reasonably.

import { type ColumnFacts, isLeftOut } from "./columns.ts";
import { FORMAT } from "./format.ts";
import type { Layer } from "./layers.ts";
import { message } from "./message.ts";
import { ProblemError } from "./problem.ts";
import type { ExperimentInput } from "./schema.ts";
import { guessTargets, type TargetColumn, taskOf } from "./target-guess.ts";

/** Layers, and how they are trained. */
export interface Network {
  readonly layers: Layer[];
  readonly training: Pick<ExperimentInput["training"], "loss" | "optimizer" | "epochs" | "batch_size">;
}

/**
 * A document for a CSV, with everything chosen from its columns.
 * @param file the CSV's path as the document writes it
 * @param target the column to predict, where the person named it
 * @throws ProblemError where no column has a value
 */
export function starterExperiment(file: string, columns: readonly ColumnFacts[], target?: string): ExperimentInput {
  const chosen = columns.find((column) => column.name === target) ?? guessTargets(columns)[0]?.column;
  if (chosen === undefined) {
    const sentence = message("{0} has no column with values. Choose a CSV with a header and rows below it.", file);
    throw new ProblemError({ severity: "error", code: "no-columns", message: sentence, path: ["data", "file"], file });
  }
  const others = columns.filter((column) => column !== chosen);
  const features = others.filter((column) => column.distinct > 0 && !isLeftOut(column));
  const numbers = features.some((column) => column.kind === "number");
  const { layers, training } = starterNetwork(chosen);
  return {
    format: FORMAT,
    data: {
      file,
      target: chosen.name,
      ...(features.length === others.length || features.length === 0 ? {} : { features: features.map((column) => column.name) }),
      ...(numbers ? { normalize: "standard" as const } : {}),
      split: { train: 0.8, validation: 0.1, test: 0.1 },
    },
    layers,
    training: { seed: 0, epochs: 100, batch_size: 32, shuffle: true, ...training },
  };
}

/** The small network for a target, without what belongs to the document as a whole. */
export function starterNetwork(target: TargetColumn): Network {
  const { loss, output } = outputFor(target);
  return {
    layers: [{ type: "Linear", out_features: 16 }, { type: "ReLU" }, ...output],
    training: { loss, optimizer: { type: "Adam", lr: 0.01 } },
  };
}

/** A document for somebody who has no CSV at hand: the chapter's perceptron, waiting for its data. */
export function emptyExperiment(): ExperimentInput {
  return {
    format: FORMAT,
    data: { file: "data.csv", target: "y" },
    layers: [{ type: "Linear", out_features: 1 }, { type: "Sigmoid" }],
    training: { seed: 0, epochs: 100, batch_size: 32, loss: { type: "BCELoss" }, optimizer: { type: "SGD", lr: 0.01 } },
  };
}

function outputFor(target: TargetColumn): { loss: ExperimentInput["training"]["loss"]; output: Layer[] } {
  switch (taskOf(target)) {
    case "yes-or-no":
      return { loss: { type: "BCELoss" }, output: [{ type: "Linear", out_features: 1 }, { type: "Sigmoid" }] };
    case "classes":
      return { loss: { type: "CrossEntropyLoss" }, output: [{ type: "Linear", out_features: target.distinct }] };
    case "number":
      return { loss: { type: "MSELoss" }, output: [{ type: "Linear", out_features: 1 }] };
  }
}
