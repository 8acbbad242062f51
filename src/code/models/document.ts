// A document and a weight file for a network that another program wrote. Its columns have no names there, so
// they are called x1, x2, …; what the training was is not known, and the document starts with what fits the
// outputs.

import type { FittedFeature, FittedTarget, Preprocessing } from "../../data/types.ts";
import { documentText, parseDocument } from "../../model/document.ts";
import type { JsonLayer } from "../../model/edit.ts";
import { FORMAT } from "../../model/format.ts";
import { message } from "../../model/message.ts";
import { type Problem, ProblemError } from "../../model/problem.ts";
import type { ExperimentInput } from "../../model/schema.ts";
import { traceShapes } from "../../model/shapes.ts";
import { type StoredNetwork, weightFile } from "../formats/weights.ts";
import { planInference } from "../inference/plan.ts";
import { notKnown } from "./failure.ts";
import { type ForeignNetwork, type ModelFile, named } from "./network.ts";

/** What becomes of a model file. */
export interface ImportedModel {
  /** The document's text. */
  readonly document: string;
  /** The bytes of the weight file that belongs beside it. */
  readonly weights: Uint8Array;
  /** What could not be taken, as warnings. */
  readonly problems: readonly Problem[];
}

/**
 * The document of a model file, and its weights.
 * @param file its name, for sentences
 * @throws ProblemError if layers and numbers do not fit each other
 */
export function documentOf(model: ModelFile, file: string): ImportedModel {
  if (model.kind === "own") {
    const { experiment } = model.stored;
    planInference(experiment, model.stored);
    return { document: documentText(experiment), weights: model.weightFile ?? weightFile(experiment, model.stored), problems: [] };
  }
  const { layers, loss, preprocessing, problems } = started(model, file);
  const { features, target } = preprocessing;
  const input = {
    format: FORMAT,
    data: {
      file: "data.csv",
      target: target.columns.length === 1 ? target.columns[0]! : target.columns,
      features: features.map(({ column }) => column),
    },
    layers,
    training: { loss: { type: loss }, optimizer: { type: "Adam" } },
  } as unknown as ExperimentInput;
  const document = documentText(input);
  const { experiment, problems: wrong } = parseDocument(document);
  if (experiment === undefined) throw new ProblemError(wrong[0]!);
  const stored: StoredNetwork = { experiment, preprocessing, tensors: named(model.layers.slice(0, layers.length)) };
  planInference(experiment, stored);
  return { document, weights: weightFile(experiment, stored), problems: [...model.problems, ...problems] };
}

interface Started {
  readonly layers: readonly JsonLayer[];
  readonly loss: string;
  readonly preprocessing: Preprocessing;
  readonly problems: readonly Problem[];
}

function started({ layers: read, inputs }: ForeignNetwork, file: string): Started {
  const all = read.map(({ layer }) => layer);
  const last = all.at(-1);
  const outputs = traceShapes(all, inputs).at(-1)?.outFeatures ?? inputs;
  // CrossEntropyLoss has the Softmax in it.
  const isSoftmax = last?.type === "Softmax" && outputs > 1;
  const layers = isSoftmax && all.length > 1 ? all.slice(0, -1) : all;
  const loss = isSoftmax ? "CrossEntropyLoss" : last?.type === "LogSoftmax" ? "NLLLoss" : last?.type === "Sigmoid" ? "BCELoss" : "MSELoss";
  const hasClasses = loss === "CrossEntropyLoss" || loss === "NLLLoss";
  const target: FittedTarget = hasClasses
    ? { columns: ["y"], kind: "number", classes: Array.from({ length: outputs }, (_, index) => String(index)) }
    : { columns: outputs === 1 ? ["y"] : Array.from({ length: outputs }, (_, index) => `y${index + 1}`), kind: "number" };
  const features = Array.from({ length: inputs }, (_, index): FittedFeature => ({
    column: `x${index + 1}`,
    kind: "number",
    encode: "value",
  }));
  const told = [
    notKnown(
      file,
      inputs === 1
        ? message("Its column has no name in the file, so it is called x1. Choose the CSV and its columns in the document.")
        : message("Its columns have no names in the file, so they are x1 to x{0}. Choose the CSV and its columns in the document.", inputs),
    ),
    notKnown(file, message("The file does not say how it was trained, so the document starts with {0} and Adam. Check them.", loss)),
    ...(layers.length < all.length
      ? [
          notKnown(
            file,
            message("The Softmax at the end is left out, because CrossEntropyLoss has it in it. The predictions stay the same."),
          ),
        ]
      : []),
  ];
  return { layers, loss, preprocessing: { features, target }, problems: told };
}
