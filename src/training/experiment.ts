// From a document and its CSV to everything a run begins with: rows chosen, split and encoded, and the generator where the split left it.
// The order of the random numbers is the first half of "The run" in docs/format.md.

import { encode } from "../data/encode.ts";
import { readTable } from "../data/read.ts";
import { type Selection, selectRows } from "../data/selection.ts";
import { summarize } from "../data/summary.ts";
import type { DataSummary, Encoded, Source } from "../data/types.ts";
import { Generator } from "../engine/random.ts";
import { randomSplit, type Split } from "../engine/sampling.ts";
import { checkNetwork } from "../model/diagnostics.ts";
import { type Problem, ProblemError } from "../model/problem.ts";
import type { Experiment } from "../model/schema.ts";
import { splitRows } from "./batches.ts";

export interface PreparedExperiment {
  readonly experiment: Experiment;
  readonly encoded: Encoded;
  /** Indices into the rows of `encoded`. */
  readonly split: Split;
  /** Stands where `random_split` left it. A run works on a copy. */
  readonly generator: Generator;
}

interface SplitData {
  readonly selection: Selection;
  readonly split: Split;
  readonly generator: Generator;
}

/**
 * Reads, splits and encodes the data and checks the network against it.
 * @throws ProblemError with the first thing that keeps the experiment from running
 */
export function prepareExperiment(experiment: Experiment, sources: readonly Source[]): PreparedExperiment {
  const { selection, split, generator } = splitData(experiment, sources);
  const encoded = encode(selection, split.train);
  const { columns: targets, classes } = encoded.preprocessing.target;
  const facts = { inputs: encoded.inputNames, targets, ...(classes ? { classes } : {}), split: splitRows(split) };
  const mistake = checkNetwork(experiment, facts).find(({ severity }) => severity === "error");
  if (mistake !== undefined) throw new ProblemError(mistake);
  return { experiment, encoded, split, generator };
}

/**
 * What was understood of the data. What keeps it from being trained on stands in `problems`.
 * @throws ProblemError where the CSV cannot be read at all
 */
export function describeData(experiment: Experiment, sources: readonly Source[]): DataSummary {
  const { selection, split } = splitData(experiment, sources);
  const { encoded, problem } = tryEncode(selection, split);
  const summary = summarize(selection, encoded, splitRows(split));
  const others = problem === undefined || summary.problems.includes(problem) ? [] : [problem];
  return { ...summary, problems: [...summary.problems, ...others] };
}

function tryEncode(selection: Selection, split: Split): { readonly encoded?: Encoded; readonly problem?: Problem } {
  try {
    return { encoded: encode(selection, split.train) };
  } catch (error) {
    if (error instanceof ProblemError) return { problem: error.problem };
    throw error;
  }
}

function splitData(experiment: Experiment, sources: readonly Source[]): SplitData {
  const { data, training } = experiment;
  const selection = selectRows(readTable(sources, data), data, training.loss);
  const generator = new Generator(training.seed);
  return { selection, split: randomSplit(selection.rows, data.split, generator), generator };
}
