// What is wrong with a network that meets the schema: sizes that do not fit, a loss and a last layer that do not go together.
// Without the data's facts only what the document itself tells is checked.

import type { DataFacts } from "./columns.ts";
import type { JsonLayer } from "./edits.ts";
import { layers, type ResolvedLayer } from "./layers.ts";
import type { LayerRecord } from "./layers/record.ts";
import { type LossRecord, losses } from "./losses.ts";
import { message, type Message } from "./message.ts";
import type { JsonPath, Problem, Severity } from "./problem.ts";
import type { Experiment } from "./schema.ts";
import { checkParameters, checkSettings } from "./settings-problems.ts";
import { derivedSizes, type LayerShape, traceShapes } from "./shapes.ts";

/** All problems of the network and its training settings, in the document's order. */
export function checkNetwork(experiment: Experiment, data?: DataFacts): Problem[] {
  const shapes = traceShapes(experiment.layers as readonly JsonLayer[], data?.inputs.length);
  return [
    ...checkSplit(experiment),
    ...experiment.layers.flatMap((layer, index) => checkLayer(layer, index, shapes)),
    ...(data ? checkOutput(experiment, shapes, data) : []),
    ...checkLossInput(experiment),
    ...checkSettings(experiment),
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
  const path = ["layers", index];
  const given = index === 0 ? undefined : shapes[index - 1]?.outFeatures;
  const found = [
    ...checkDeclaredSize(layer, index, given),
    ...checkWidth(layer, index, shapes[index]?.inFeatures),
    ...checkParameters(layer, index),
  ];
  if (layer.type !== "Linear") return found;
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

/** A size that is written down against what comes in. */
function checkDeclaredSize(layer: ResolvedLayer, index: number, given: number | undefined): Problem[] {
  const name = derivedSizes.find((size) => size in layer);
  const declared = name === undefined ? undefined : (layer as Readonly<Record<string, unknown>>)[name];
  if (name === undefined || typeof declared !== "number" || given === undefined || declared === given) return [];
  const sentence = message(
    "{0} {1} expects {2} inputs, but the layer before gives {3}. Set {4} to {3}.",
    layer.type,
    index + 1,
    declared,
    given,
    name,
  );
  return [problem("error", "size-mismatch", ["layers", index, name], sentence)];
}

/** Layers that cannot take any number of values per row. */
function checkWidth(layer: ResolvedLayer, index: number, width: number | undefined): Problem[] {
  if (width === undefined) return [];
  if (layer.type === "GLU" && width % 2 === 1) {
    const sentence = message(
      "GLU {0} halves its input, but gets {1} values per row. Give the layer before an even number.",
      index + 1,
      width,
    );
    return [problem("error", "odd-width", ["layers", index], sentence)];
  }
  if (layer.type === "PReLU" && layer.num_parameters !== 1 && layer.num_parameters !== width) {
    const sentence = message(
      "PReLU {0} has {1} slopes, but gets {2} values per row. Set num_parameters to 1 or {2}.",
      index + 1,
      layer.num_parameters,
      width,
    );
    return [problem("error", "size-mismatch", ["layers", index, "num_parameters"], sentence)];
  }
  return [];
}

/** The first layer against the data's columns, the last against the target. */
function checkOutput(experiment: Experiment, shapes: readonly LayerShape[], data: DataFacts): Problem[] {
  const found: Problem[] = [];
  const inputs = data.inputs.length;
  const declared = experiment.layers[0];
  const name = declared && derivedSizes.find((size) => size in declared);
  const size = name && (declared as Readonly<Record<string, unknown>>)[name];
  if (declared && name && typeof size === "number" && size !== inputs) {
    const sentence = message("{0} {1} expects {2} inputs, but the data gives {3}. Set {4} to {3}.", declared.type, 1, size, inputs, name);
    found.push(problem("error", "size-mismatch", ["layers", 0, name], sentence));
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
      if (last.type !== "Softmax" && last.type !== "Softmin" && last.type !== "LogSoftmax") return [];
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
    default:
      return [];
  }
}
