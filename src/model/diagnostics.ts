// What is wrong with a network that meets the schema: sizes that do not fit, a loss and a last layer that do not go together.
// Without the data's facts only what the document itself tells is checked.

import type { DataFacts } from "./columns.ts";
import type { JsonLayer } from "./edits.ts";
import { type LayerRecord, layers, type ResolvedLayer } from "./layers.ts";
import { type LossRecord, losses } from "./losses.ts";
import { message, type Message } from "./message.ts";
import type { JsonPath, Problem, Severity } from "./problem.ts";
import type { Experiment } from "./schema.ts";
import { type LayerShape, traceShapes } from "./shapes.ts";

/** All problems of the network and its training settings, in the document's order. */
export function checkNetwork(experiment: Experiment, data?: DataFacts): Problem[] {
  const shapes = traceShapes(experiment.layers as readonly JsonLayer[], data?.inputs.length);
  return [
    ...checkSplit(experiment),
    ...experiment.layers.flatMap((layer, index) => checkLayer(layer, index, shapes)),
    ...(data ? checkOutput(experiment, shapes, data) : []),
    ...checkLossInput(experiment),
    ...checkTraining(experiment),
  ];
}

function problem(severity: Severity, code: string, path: JsonPath, sentence: Message): Problem {
  return { severity, code, path, message: sentence };
}

function checkSplit({ data }: Experiment): Problem[] {
  const sum = data.split.train + data.split.validation + data.split.test;
  if (Math.abs(sum - 1) <= 1e-9) return [];
  const sentence = message("The fractions of data.split sum to {0}. Change them so that they sum to 1.", Number(sum.toPrecision(6)));
  return [problem("error", "split-sum", ["data", "split"], sentence)];
}

function checkLayer(layer: ResolvedLayer, index: number, shapes: readonly LayerShape[]): Problem[] {
  if (layer.type !== "Linear") return [];
  const found: Problem[] = [];
  const path = ["layers", index];
  const given = index === 0 ? undefined : shapes[index - 1]?.outFeatures;
  if (layer.in_features !== undefined && given !== undefined && layer.in_features !== given) {
    const sentence = message(
      "{0} {1} expects {2} inputs, but the layer before gives {3}. Set in_features to {3}.",
      layer.type,
      index + 1,
      layer.in_features,
      given,
    );
    found.push(problem("error", "size-mismatch", [...path, "in_features"], sentence));
  }
  if (typeof layer.init !== "object") return found;
  const { weight, bias } = layer.init;
  const inFeatures = shapes[index]?.inFeatures;
  const columns = new Set(weight.map((row) => row.length));
  const width = weight[0]?.length ?? 0;
  if (weight.length !== layer.out_features || columns.size > 1 || (inFeatures !== undefined && width !== inFeatures)) {
    const sentence = message(
      "{0} {1} needs a weight of {2} rows with {3} numbers each. Correct init.weight.",
      layer.type,
      index + 1,
      layer.out_features,
      inFeatures ?? width,
    );
    found.push(problem("error", "init-size", [...path, "init", "weight"], sentence));
  }
  if (bias !== undefined && (!layer.bias || bias.length !== layer.out_features)) {
    const sentence = message(
      "{0} {1} needs a bias of {2} numbers. Correct init.bias.",
      layer.type,
      index + 1,
      layer.bias ? layer.out_features : 0,
    );
    found.push(problem("error", "init-size", [...path, "init", "bias"], sentence));
  }
  return found;
}

/** The first layer against the data's columns, the last against the target. */
function checkOutput(experiment: Experiment, shapes: readonly LayerShape[], data: DataFacts): Problem[] {
  const found: Problem[] = [];
  const first = experiment.layers.findIndex((layer) => layer.type === "Linear");
  const declared = experiment.layers[first];
  const inputs = data.inputs.length;
  if (declared?.type === "Linear" && declared.in_features !== undefined && first === 0 && declared.in_features !== inputs) {
    const sentence = message(
      "Linear {0} expects {1} inputs, but the data gives {2}. Set in_features to {2}.",
      first + 1,
      declared.in_features,
      inputs,
    );
    found.push(problem("error", "size-mismatch", ["layers", first, "in_features"], sentence));
  }
  const outputs = shapes.at(-1)?.outFeatures;
  if (outputs === undefined) return found;
  const last = experiment.layers.findLastIndex((layer) => layer.type === "Linear");
  const path = last < 0 ? ["layers", experiment.layers.length - 1] : ["layers", last, "out_features"];
  const { loss } = experiment.training;
  const record: LossRecord = losses[loss.type];
  const wanted = record.target === "classes" ? (data.classes?.length ?? outputs) : data.targets.length;
  if (outputs !== wanted) found.push(outputProblem(record, outputs, wanted, path, last, data));
  found.push(...checkLossWeights(experiment, outputs));
  return found;
}

function outputProblem(record: LossRecord, outputs: number, wanted: number, path: JsonPath, last: number, data: DataFacts): Problem {
  const target = data.targets.join(", ");
  if (last < 0) {
    const sentence = message(
      "The network gives {0} values per row, but {1} with {2} needs {3}. Add a Linear with out_features {3}.",
      outputs,
      record.type,
      target,
      wanted,
    );
    return problem("error", "output-size", path, sentence);
  }
  if (record.target === "classes" && outputs > wanted) {
    const sentence = message(
      "The network gives {0} values per row, but {1} has {2} classes: the rest never occurs. Set out_features of Linear {3} to {2}.",
      outputs,
      target,
      wanted,
      last + 1,
    );
    return problem("warning", "output-size", path, sentence);
  }
  const sentence = message(
    "The network gives {0} values per row, but {1} with {2} needs {3}. Set out_features of Linear {4} to {3}.",
    outputs,
    record.type,
    target,
    wanted,
    last + 1,
  );
  return problem("error", "output-size", path, sentence);
}

function checkLossWeights({ training: { loss } }: Experiment, outputs: number): Problem[] {
  const [field, list] =
    "weight" in loss ? ["weight", loss.weight] : "pos_weight" in loss ? ["pos_weight", loss.pos_weight] : ["", undefined];
  if (list === undefined || list.length === outputs || (field === "pos_weight" && list.length === 1)) return [];
  const sentence = message(
    "{0} of {1} has {2} numbers, but the network gives {3} values per row. Give it {3} numbers.",
    field,
    loss.type,
    list.length,
    outputs,
  );
  return [problem("error", "loss-weight", ["training", "loss", field], sentence)];
}

/** A loss and a last layer that do not go together. */
function checkLossInput({ layers: sequence, training: { loss } }: Experiment): Problem[] {
  const index = sequence.findLastIndex((layer) => layer.type !== "Identity");
  const last = sequence[index];
  if (last === undefined) return [];
  const path = ["layers", index];
  const name = `${last.type} ${index + 1}`;
  const record: LayerRecord = layers[last.type];
  const [low, high] = record.range ?? [-Infinity, Infinity];
  switch (loss.type) {
    case "BCELoss":
      if (low >= 0 && high <= 1) return [];
      return [
        problem(
          "error",
          "loss-input",
          path,
          message("BCELoss needs values from 0 to 1, but {0} gives others. Add a Sigmoid after it, or use BCEWithLogitsLoss.", name),
        ),
      ];
    case "BCEWithLogitsLoss":
      if (last.type !== "Sigmoid") return [];
      return [
        problem(
          "warning",
          "loss-input",
          path,
          message("BCEWithLogitsLoss contains the sigmoid already. Remove {0}, or use BCELoss.", name),
        ),
      ];
    case "CrossEntropyLoss":
      if (last.type !== "Softmax" && last.type !== "LogSoftmax") return [];
      return [problem("warning", "loss-input", path, message("CrossEntropyLoss contains the softmax already. Remove {0}.", name))];
    case "NLLLoss":
      if (last.type === "LogSoftmax") return [];
      return [
        problem(
          "warning",
          "loss-input",
          path,
          message("NLLLoss expects logarithms of probabilities. Add a LogSoftmax after {0}, or use CrossEntropyLoss.", name),
        ),
      ];
    case "MSELoss":
      return [];
  }
}

function checkTraining({ training: { optimizer }, tests }: Experiment): Problem[] {
  const found: Problem[] = [];
  if (optimizer.type === "SGD" && optimizer.nesterov && (optimizer.momentum <= 0 || optimizer.dampening !== 0)) {
    const sentence = message("Nesterov needs a momentum above 0 and a dampening of 0. Change them, or set nesterov to false.");
    found.push(problem("error", "nesterov", ["training", "optimizer", "nesterov"], sentence));
  }
  if (optimizer.type === "Adam" && optimizer.betas.some((beta) => beta >= 1)) {
    found.push(
      problem("error", "betas", ["training", "optimizer", "betas"], message("The betas of Adam must be below 1. Use 0.9 and 0.999.")),
    );
  }
  if (tests.length > 0) {
    found.push(problem("warning", "tests-not-run", ["tests"], message("This version does not run tests yet: they are kept as they are.")));
  }
  return found;
}
