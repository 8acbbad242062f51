// What was understood of the data, and what is wrong or suspicious about it: what the builder and the command
// line show of a CSV. A run begins without it.

import { type EncodedFacts, encodedFacts } from "../data/encoded-facts.ts";
import { findInTable } from "../data/findings/findings.ts";
import { readTable } from "../data/read.ts";
import { Remembered } from "../data/remembered.ts";
import { type Selection, selectRows } from "../data/selection.ts";
import type { ReadHooks } from "../data/sources.ts";
import { summarize } from "../data/summary.ts";
import { findSuspicions } from "../data/suspicions/suspicions.ts";
import type { Table } from "../data/table.ts";
import type { DataSummary, Source } from "../data/types.ts";
import { Generator } from "../engine/random.ts";
import { randomSplit, type Split } from "../engine/sampling.ts";
import { type Problem, ProblemError } from "../model/problem.ts";
import type { Experiment, SplitFractions } from "../model/schema.ts";
import { splitRows } from "./batches.ts";
import { checkExpectations, expectationFacts } from "./expectation-problems.ts";
import { checkRuleTargets, isStored } from "./experiment.ts";

/** Of the rows that are left; the last one, because it is as long as they are. */
const splits = new Remembered<Uint32Array, Split>(1);

/**
 * What was understood of the data. What keeps it from being trained on stands in `problems`.
 * @throws ProblemError if the CSV cannot be read at all
 */
export async function describeData(experiment: Experiment, sources: readonly Source[], hooks: ReadHooks = {}): Promise<DataSummary> {
  const table = await readTable(sources, experiment.data, hooks);
  try {
    return describeTable(experiment, table, hooks);
  } finally {
    table.release?.();
  }
}

/**
 * What was understood of a table that was read as the document says. What keeps it from being trained on
 * stands in `problems`. Of the same table only that is found again which the document says otherwise now.
 * @param hooks say whether there is a disk for what does not fit into memory
 */
export function describeTable(experiment: Experiment, table: Table, hooks: ReadHooks = {}): DataSummary {
  const { data, training } = experiment;
  const selection = selectRows(table, data, training.loss);
  const { rows, tableRows } = selection;
  const key = JSON.stringify([data.split, training.seed]);
  const split = splits.of(tableRows, key, () => randomSplit(rows, data.split, new Generator(training.seed)));
  let encoded: EncodedFacts | undefined;
  let problem: Problem | undefined;
  try {
    encoded = encodedFacts(selection, split.train, isStored(selection, hooks));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    ({ problem } = error);
  }
  return describeEncoded(experiment, selection, split, encoded, problem);
}

/** @param problem what keeps the rows from being encoded, if they are not */
function describeEncoded(
  experiment: Experiment,
  selection: Selection,
  split: Split,
  encoded: EncodedFacts | undefined,
  problem: Problem | undefined,
): DataSummary {
  const { table } = selection;
  const summary = summarize(selection, encoded, splitRows(split));
  const found = findInTable(table, experiment.data);
  const suspicions = encoded === undefined ? [] : suspicionsOf(experiment, selection, split, summary, found.columns);
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
  split: Split,
  { columns }: DataSummary,
  named: ReadonlySet<string>,
): Problem[] {
  const profiles = new Map(columns.map(({ name, profile }) => [name, profile]));
  const resplit = (fractions: SplitFractions, seed: number): Split => randomSplit(selection.rows, fractions, new Generator(seed));
  return findSuspicions({ experiment, selection, split, profiles, resplit, named });
}
