// What was understood of the data, and what is wrong or suspicious about it: what the builder and the command
// line show of a CSV. A run begins without it.

import { encode } from "../data/encode.ts";
import { findInTable } from "../data/findings/findings.ts";
import { readTable } from "../data/read.ts";
import type { Selection } from "../data/selection.ts";
import type { ReadHooks } from "../data/sources.ts";
import { summarize } from "../data/summary.ts";
import { findSuspicions } from "../data/suspicions/suspicions.ts";
import type { Table } from "../data/table.ts";
import type { DataSummary, Encoded, Source } from "../data/types.ts";
import { Generator } from "../engine/random.ts";
import { randomSplit, type Split } from "../engine/sampling.ts";
import { type Problem, ProblemError } from "../model/problem.ts";
import type { Experiment, SplitFractions } from "../model/schema.ts";
import { splitRows } from "./batches.ts";
import { checkExpectations, expectationFacts } from "./expectation-problems.ts";
import { checkRuleTargets, splitData } from "./experiment.ts";

/**
 * What was understood of the data. What keeps it from being trained on stands in `problems`.
 * @throws ProblemError if the CSV cannot be read at all
 */
export async function describeData(experiment: Experiment, sources: readonly Source[], hooks: ReadHooks = {}): Promise<DataSummary> {
  return describeTable(experiment, await readTable(sources, experiment.data, hooks));
}

/**
 * What was understood of a table that was read as the document says. What keeps it from being trained on
 * stands in `problems`.
 */
export function describeTable(experiment: Experiment, table: Table): DataSummary {
  const { selection, split } = splitData(experiment, table);
  const { encoded, problem } = tryEncode(selection, split);
  const summary = summarize(selection, encoded, splitRows(split));
  const found = findInTable(table, experiment.data);
  const suspicions = encoded === undefined ? [] : suspicionsOf(experiment, selection, encoded, split, summary, found.columns);
  const others = problem === undefined || summary.problems.includes(problem) ? [] : [problem];
  const unfit = encoded === undefined ? undefined : checkRuleTargets(experiment, encoded);
  const expected = encoded === undefined ? [] : checkExpectations(experiment, expectationFacts(experiment, encoded, table.rows));
  return {
    ...summary,
    problems: [...summary.problems, ...others, ...(unfit ? [unfit] : []), ...expected, ...found.problems, ...suspicions],
  };
}

function suspicionsOf(
  experiment: Experiment,
  selection: Selection,
  encoded: Encoded,
  split: Split,
  { columns }: DataSummary,
  named: ReadonlySet<string>,
): Problem[] {
  const profiles = new Map(columns.map(({ name, profile }) => [name, profile]));
  const resplit = (fractions: SplitFractions, seed: number): Split => randomSplit(selection.rows, fractions, new Generator(seed));
  return findSuspicions({ experiment, selection, encoded, split, profiles, resplit, named });
}

function tryEncode(selection: Selection, split: Split): { readonly encoded?: Encoded; readonly problem?: Problem } {
  try {
    return { encoded: encode(selection, split.train) };
  } catch (error) {
    if (error instanceof ProblemError) return { problem: error.problem };
    throw error;
  }
}
