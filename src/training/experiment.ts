// From a document and its CSV to everything a run begins with: rows chosen, split and encoded, and the
// generator where the split left it. The order of the random numbers is the first half of "The run" in
// docs/format.md.

import { encode } from "../data/encode.ts";
import { encodeStored } from "../data/encode-stored.ts";
import type { ReadSettings } from "../data/read-settings.ts";
import { readTable } from "../data/read.ts";
import { type Selection, selectRows } from "../data/selection.ts";
import type { ReadHooks } from "../data/sources.ts";
import type { Table } from "../data/table.ts";
import type { Encoded, Source } from "../data/types.ts";
import { openRowMemory } from "../engine/open.ts";
import { Generator } from "../engine/random.ts";
import type { RowMemory } from "../engine/rows.ts";
import { randomSplit, type Split } from "../engine/sampling.ts";
import { checkNetwork } from "../model/diagnostics.ts";
import { message } from "../model/message.ts";
import { hasTargetsOfRule } from "../model/diagnostics/perceptron-rule.ts";
import { learnsByRow } from "../model/optimizers.ts";
import { firstError, type Problem, ProblemError } from "../model/problem.ts";
import type { Experiment } from "../model/schema.ts";
import { splitRows } from "./batches.ts";

/**
 * Rows that were chosen, split and encoded. They depend on the data settings, the loss and the seed, on
 * nothing else of an experiment.
 */
export interface EncodedRows {
  readonly encoded: Encoded;
  /** Where the tensors of `encoded` lie that are in memory; absent if they are arrays as any other. */
  readonly memory?: RowMemory;
  /** Where the rows of `encoded` stand in the CSV. */
  readonly origin: RowOrigin;
  /** Indices into the rows of `encoded`. */
  readonly split: Split;
  /** Stands where `random_split` left it. A run works on a copy. */
  readonly generator: Generator;
  /** Leaves nothing of rows that lie in a file; absent if they are in memory. */
  readonly release?: () => void;
}

export interface PreparedExperiment extends EncodedRows {
  readonly experiment: Experiment;
}

/** Rows as the CSV has them; `locationOfRow` of the data room says in which line of which file one begins. */
export interface RowOrigin extends Pick<Table, "files" | "starts" | "lines"> {
  /** The CSV's row, counted from 0 without the header, of each row that is left. */
  readonly tableRows: Uint32Array;
}

export interface SplitData {
  readonly selection: Selection;
  readonly split: Split;
  readonly generator: Generator;
}

/**
 * Reads, splits and encodes the data and checks the network against it.
 * @throws ProblemError with the first thing that keeps the experiment from running
 */
export async function prepareExperiment(
  experiment: Experiment,
  sources: readonly Source[],
  hooks: ReadHooks = {},
): Promise<PreparedExperiment> {
  return readAndPrepare(experiment, sources, experiment.data, hooks);
}

/** The same, read otherwise than the document says. */
export async function readAndPrepare(
  experiment: Experiment,
  sources: readonly Source[],
  settings: ReadSettings,
  hooks: ReadHooks,
): Promise<PreparedExperiment> {
  const { features, target } = experiment.data;
  const wanted = features && new Set([...features, ...[target].flat()]);
  const table = await readTable(sources, { ...settings, wanted }, hooks);
  try {
    return await prepare(experiment, table, hooks);
  } finally {
    table.release?.();
  }
}

/**
 * Splits and encodes a table that was read as the document says, in memory or, if it does not fit there, in a
 * file, which `release` removes; and checks the network against it.
 * @throws ProblemError with the first thing that keeps the experiment from running
 */
export async function prepare(experiment: Experiment, table: Table, hooks: ReadHooks): Promise<PreparedExperiment> {
  const rows = await encodeAnywhere(splitData(experiment, table), hooks);
  try {
    return prepareRows(experiment, rows);
  } catch (error) {
    rows.release?.();
    throw error;
  }
}

/**
 * Splits and encodes a table that was read as the document says, and checks the network against it.
 * @throws ProblemError with the first thing that keeps the experiment from running
 */
export function prepareTable(experiment: Experiment, table: Table): PreparedExperiment {
  return prepareRows(experiment, encodeTable(experiment, table));
}

/**
 * Splits and encodes a table that was read as the document says.
 * @throws ProblemError if it cannot be encoded so
 */
export function encodeTable(experiment: Experiment, table: Table): EncodedRows {
  return encodeInMemory(splitData(experiment, table));
}

/**
 * Encodes rows that were chosen: in memory or, if there is a disk and they do not fit there, in a file.
 * @throws ProblemError if they cannot be encoded so, if the disk has no room, or of code `cancelled`
 */
export async function encodeAnywhere(data: SplitData, hooks: ReadHooks): Promise<EncodedRows> {
  const { selection, split } = data;
  if (hooks.storage === undefined || !isStored(selection, hooks)) return encodeInMemory(data);
  const memory = openRowMemory();
  const encoded = await encodeStored(selection, split.train, hooks.storage, (length) => memory.allocate(length), hooks);
  return { ...rowsOf(data, encoded, memory), release: () => encoded.inputs.remove() };
}

/** The first training rows alone: as many as a few batches have, for whoever measures them. */
export function encodeFirst(data: SplitData, most: number): EncodedRows {
  const { selection, split } = data;
  const tableRows = split.train
    .slice(0, most)
    .map((row) => selection.tableRows[row]!)
    .toSorted();
  const rows = tableRows.length;
  const none = new Uint32Array();
  const all = { train: Uint32Array.from({ length: rows }, (_, row) => row), validation: none, test: none };
  return encodeInMemory({ ...data, selection: { ...selection, rows, tableRows }, split: all });
}

function encodeInMemory(data: SplitData): EncodedRows {
  const memory = openRowMemory();
  return rowsOf(
    data,
    encode(data.selection, data.split.train, (length) => memory.allocate(length)),
    memory,
  );
}

function rowsOf({ selection, split, generator }: SplitData, encoded: Encoded, memory: RowMemory): EncodedRows {
  const { files, starts, lines } = selection.table;
  return { encoded, memory, origin: { files, starts, lines, tableRows: selection.tableRows }, split, generator };
}

/**
 * Checks the network against its data.
 * @throws ProblemError with the first thing that keeps the experiment from running
 */
export function prepareRows(experiment: Experiment, rows: EncodedRows): PreparedExperiment {
  const { encoded, split } = rows;
  const { columns: targets, classes } = encoded.preprocessing.target;
  const facts = { inputs: encoded.inputNames, targets, ...(classes ? { classes } : {}), split: splitRows(split) };
  const mistake = firstError(checkNetwork(experiment, facts)) ?? checkRuleTargets(experiment, encoded);
  if (mistake !== undefined) throw new ProblemError(mistake);
  return { experiment, ...rows };
}

/** Rosenblatt's rule answers 0 or 1, so no other target can be met. */
export function checkRuleTargets({ data, training }: Experiment, { targets }: Pick<Encoded, "targets">): Problem | undefined {
  // Of a loss that never has such targets something else is said.
  if (!learnsByRow(training.optimizer) || !hasTargetsOfRule(training.loss)) return undefined;
  const other = targets.find((value) => value !== 0 && value !== 1);
  if (other === undefined) return undefined;
  const sentence = message(
    "Rosenblatt's rule (Perceptron) needs targets of 0 and 1, but {0} has {1}. Choose another target, or another optimizer.",
    [data.target].flat().join(", "),
    other,
  );
  return { severity: "error", code: "perceptron-target", path: ["data", "target"], message: sentence };
}

/** Whether inputs of these rows go into a file, because they do not fit into memory. */
export function isStored({ features, rows }: Selection, { storage }: ReadHooks): boolean {
  const numbers = features.reduce((sum, { inputs }) => sum + inputs.length, 0) * rows;
  return storage !== undefined && numbers > storage.most;
}

/** Chooses the rows and splits them, with the generator where the split leaves it. */
export function splitData({ data, training }: Experiment, table: Table): SplitData {
  const selection = selectRows(table, data, training.loss);
  const generator = new Generator(training.seed);
  return { selection, split: randomSplit(selection.rows, data.split, generator), generator };
}
