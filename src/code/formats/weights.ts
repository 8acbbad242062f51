// A weight file: the tensors under their names and with their types in the `state_dict`, and in its metadata
// everything that prediction needs besides them, the document and the fitted preprocessing. Numbers there are
// JSON's, the shortest decimals that give the same double.

import type { FittedFeature, FittedTarget, Preprocessing } from "../../data/types.ts";
import { parseDocument } from "../../model/document.ts";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import { perceptronMetadata } from "./perceptron-metadata.ts";
import { type Metadata, readSafetensors, type StoredTensor, writeSafetensors } from "./safetensors.ts";

/** What a weight file keeps of a run's outcome. */
export interface TrainedNetwork {
  readonly tensors: readonly StoredTensor[];
  readonly preprocessing: Preprocessing;
}

/**
 * The bytes of `NAME.safetensors`, with `__metadata__.perceptron` = JSON of `{ document, preprocessing }`.
 */
export function weightFile(experiment: Experiment, { tensors, preprocessing }: TrainedNetwork): Uint8Array {
  return writeSafetensors(tensors.map(asInStateDict), perceptronMetadata(experiment, preprocessing));
}

/** A weight file with everything that prediction needs. */
export interface StoredNetwork extends TrainedNetwork {
  /** The document it was trained with. */
  readonly experiment: Experiment;
}

/**
 * Reads what `weightFile` wrote.
 * @param file its name, for the sentence that says what is wrong
 * @throws ProblemError if the bytes are no weight file, or one that lacks the document or the
 *   preprocessing
 */
export function readWeightFile(bytes: Uint8Array, file: string): StoredNetwork {
  const { tensors, metadata } = readSafetensors(bytes, file);
  return { ...storedNetwork(metadata, file), tensors };
}

/**
 * The document and the preprocessing that a file of a network says it has.
 * @param file its name, for the sentence that says what is wrong
 * @throws ProblemError if it lacks one of them, or is a checkpoint
 */
export function storedNetwork(metadata: Metadata, file: string): Omit<StoredNetwork, "tensors"> {
  const stored = parseStored(metadata["perceptron"]);
  const experiment = storedExperiment(metadata);
  const preprocessing: unknown = stored?.preprocessing;
  // A checkpoint has the same metadata, but its tensors are named otherwise.
  if (experiment === undefined || !isPreprocessing(preprocessing) || "checkpoint" in metadata) throw notOurs(file);
  return { experiment, preprocessing };
}

function parseStored(text: string | undefined): { readonly document?: unknown; readonly preprocessing?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    return typeof value === "object" && value !== null ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The document that a file's network was trained with; undefined if the file names none. */
export function storedExperiment(metadata: Metadata): Experiment | undefined {
  return parseDocument(JSON.stringify(parseStored(metadata["perceptron"])?.document ?? null)).experiment;
}

/** Whether the parts that prediction relies on are there. */
function isPreprocessing(value: unknown): value is Preprocessing {
  if (typeof value !== "object" || value === null) return false;
  const { features, target } = value as Partial<Preprocessing>;
  return (
    Array.isArray(features) &&
    features.every(isFeature) &&
    typeof target === "object" &&
    target !== null &&
    areTexts(target.columns) &&
    hasClasses(target)
  );
}

function isFeature(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { column, kind, encode, categories, fill, shift, scale, missingValues } = value as FittedFeature;
  return (
    typeof column === "string" &&
    ["number", "boolean", "category"].includes(kind) &&
    ["value", "one-hot", "ordinal", "date"].includes(encode) &&
    (categories === undefined ? encode === "value" || encode === "date" : areTexts(categories)) &&
    (typeof fill === "string" || isNumber(fill)) &&
    isNumber(shift) &&
    isNumber(scale) &&
    (missingValues === undefined || areTexts(missingValues))
  );
}

function isNumber(value: unknown): boolean {
  return value === undefined || typeof value === "number";
}

function hasClasses({ classes }: FittedTarget): boolean {
  return classes === undefined || areTexts(classes);
}

function areTexts(list: unknown): list is readonly string[] {
  return Array.isArray(list) && list.every((text) => typeof text === "string");
}

function notOurs(file: string): ProblemError {
  return new ProblemError({
    severity: "error",
    code: "weights-not-read",
    path: [],
    file,
    message: message(
      "{0} does not hold a trained network with its preprocessing. Choose a file that train --save or the builder wrote.",
      file,
    ),
  });
}

/**
 * BatchNorm1d counts its batches in float32 here, as everything in the engine is; in PyTorch the count is an
 * int64.
 */
function asInStateDict(tensor: StoredTensor): StoredTensor {
  const { name, shape, data } = tensor;
  if (!name.endsWith(".num_batches_tracked") || data instanceof BigInt64Array) return tensor;
  return { name, shape, data: BigInt64Array.from(data, BigInt) };
}
