// The rows of the document's CSV, each different one once, with what the network answers.

import { classNames, classProbabilities, decideClasses, meaningOf, taskOf } from "../evaluation/answers.ts";
import { type FeatureGroup, featureGroups, rawValues, takeRows } from "../evaluation/features.ts";
import { openTrained, predictorOf, type WeightTensor } from "../evaluation/trained.ts";
import type { PreparedExperiment } from "../experiment.ts";
import { firstWeights } from "./loss-probe.ts";
import type { TableAnswer, TableQuestion, TableRow } from "./types.ts";

const MOST_ROWS = 100;

/**
 * @param weights the first ones of a run if there are none
 * @throws ProblemError if they are of another network
 */
export function tableOf(prepared: PreparedExperiment, question: TableQuestion, weights: readonly WeightTensor[] | undefined): TableAnswer {
  const { encoded } = prepared;
  const groups = featureGroups(encoded.preprocessing);
  const width = encoded.inputNames.length;
  const found = differentRows(prepared);
  const rows = Uint32Array.from([...found.values()].slice(0, Math.min(MOST_ROWS, question.rows)), ({ row }) => row);
  const sample = takeRows(encoded.inputs, width, rows);
  const looked = openTrained(prepared, weights ?? firstWeights(prepared));
  const { outputs: outputWidth } = looked.network;
  const outputs = predictorOf(looked)(sample.inputs, rows.length);
  const raw = groups.map((group) => rawValues(group, sample));
  const times = [...found.values()].map((row) => row.times);
  const judged = judge(prepared, rows, outputs, outputWidth);
  const yes = taskOf(prepared.experiment.training.loss, encoded) === "binary" ? classNames("binary", encoded, 1)[1] : undefined;
  return {
    features: groups.map(({ column }) => column),
    target: encoded.preprocessing.target.columns[0] ?? "",
    rows: judged.map((row, index) =>
      Object.assign(row, { cells: groups.map((group, feature) => cellOf(group, raw[feature]![index]!)), times: times[index]! }),
    ),
    total: found.size,
    ...(yes === undefined ? {} : { yes }),
  };
}

/** What is right and what is answered. @param outputs `[rows, width]` */
function judge(
  { encoded, experiment }: PreparedExperiment,
  rows: Uint32Array,
  outputs: Float32Array,
  width: number,
): Omit<TableRow, "cells" | "times">[] {
  const { training } = experiment;
  const task = taskOf(training.loss, encoded);
  const truths = Array.from(rows, (row) => encoded.targets[row * encoded.targetWidth]!);
  const meaning = meaningOf(training.loss);
  if (task === "numbers") return truths.map((truth, index) => ({ truth: tidy(truth), answer: meaning(outputs[index * width]!) }));
  const names = classNames(task, encoded, width);
  const answers = decideClasses(task, training, outputs, width);
  const probabilities = task === "classes" ? classProbabilities(outputs, width) : undefined;
  return truths.map((value, index) => {
    const truth = task === "binary" ? Number(value > 0) : value;
    const answer = answers[index]!;
    return {
      truth: names[truth] ?? String(truth),
      answer: names[answer] ?? String(answer),
      probability: probabilities ? probabilities[index * width + answer]! : meaning(outputs[index * width]!),
      isRight: answer === truth,
    };
  });
}

/** Rows of `encoded` with other inputs or targets than the rows before them, and how often each is there. */
function differentRows({ encoded, split }: PreparedExperiment): ReadonlyMap<string, { readonly row: number; readonly times: number }> {
  const { inputs, inputNames, targets, targetWidth } = encoded;
  const isTest = new Uint8Array(encoded.rows);
  for (const row of split.test) isTest[row] = 1;
  const found = new Map<string, { readonly row: number; readonly times: number }>();
  for (let row = 0; row < encoded.rows; row++) {
    if (isTest[row] === 1) continue;
    const key = [
      ...takeRows(inputs, inputNames.length, Uint32Array.of(row)).inputs,
      ...targets.subarray(row * targetWidth, (row + 1) * targetWidth),
    ].join();
    const before = found.get(key);
    found.set(key, { row: before?.row ?? row, times: (before?.times ?? 0) + 1 });
  }
  return found;
}

function cellOf({ categories }: FeatureGroup, value: number): string | number {
  return categories ? (categories[Math.round(value)] ?? "–") : tidy(value);
}

/** Without the last digits of float32, which the CSV does not have. */
function tidy(value: number): number {
  return Number(value.toPrecision(6));
}
