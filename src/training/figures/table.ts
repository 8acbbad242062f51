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
  const { encoded, experiment } = prepared;
  const { training } = experiment;
  const groups = featureGroups(encoded.preprocessing);
  const width = encoded.inputNames.length;
  const found = differentRows(prepared);
  const rows = Uint32Array.from([...found.values()].slice(0, Math.min(MOST_ROWS, question.rows)), ({ row }) => row);
  const sample = takeRows(encoded.inputs, width, rows);
  const looked = openTrained(prepared, weights ?? firstWeights(prepared));
  const { outputs: outputWidth } = looked.network;
  const outputs = predictorOf(looked)(sample.inputs, rows.length);
  const task = taskOf(training.loss, encoded);
  const names = classNames(task, encoded, outputWidth);
  const raw = groups.map((group) => rawValues(group, sample));
  const times = [...found.values()].map((row) => row.times);
  const target = encoded.preprocessing.target.columns[0] ?? "";
  const facts = { features: groups.map(({ column }) => column), target, total: found.size };
  const truths = Array.from(rows, (row) => encoded.targets[row * encoded.targetWidth]!);
  const cells = (index: number): Pick<TableRow, "cells" | "times"> => ({
    cells: groups.map((group, feature) => cellOf(group, raw[feature]![index]!)),
    times: times[index]!,
  });
  const meaning = meaningOf(training.loss);
  if (task === "numbers") {
    return {
      ...facts,
      rows: truths.map((truth, index) => ({ ...cells(index), truth: tidy(truth), answer: meaning(outputs[index * outputWidth]!) })),
    };
  }
  const answers = decideClasses(task, training, outputs, outputWidth);
  const probabilities = task === "classes" ? classProbabilities(outputs, outputWidth) : undefined;
  return {
    ...facts,
    rows: truths.map((value, index): TableRow => {
      const truth = task === "binary" ? Number(value > 0) : value;
      const answer = answers[index]!;
      return {
        ...cells(index),
        truth: names[truth] ?? String(truth),
        answer: names[answer] ?? String(answer),
        probability: probabilities ? probabilities[index * outputWidth + answer]! : meaning(outputs[index * outputWidth]!),
        isRight: answer === truth,
      };
    }),
  };
}

/** Rows of `encoded` with other inputs or targets than the rows before them, and how often each is there. */
function differentRows({ encoded, split }: PreparedExperiment): ReadonlyMap<string, { readonly row: number; readonly times: number }> {
  const { inputs, inputNames, targets, targetWidth } = encoded;
  const width = inputNames.length;
  const isTest = new Uint8Array(encoded.rows);
  for (const row of split.test) isTest[row] = 1;
  const found = new Map<string, { readonly row: number; readonly times: number }>();
  for (let row = 0; row < encoded.rows; row++) {
    if (isTest[row] === 1) continue;
    const key = [
      ...inputs.subarray(row * width, (row + 1) * width),
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
