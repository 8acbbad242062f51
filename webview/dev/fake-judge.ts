// An evaluator with real numbers: rows made from what is said of the columns, a target that follows from
// them, and a network that the engine really trains, in the page. What it says then comes from the same
// functions as in the worker.

import type { DataSummary, Source } from "../../src/data/types.ts";
import { documentSchema, type Experiment } from "../../src/model/schema.ts";
import { Evaluator } from "../../src/training/evaluation/evaluator.ts";
import {
  askEvaluator,
  type EvaluationAnswers,
  type EvaluationKind,
  type EvaluationQuestions,
} from "../../src/training/evaluation/questions.ts";
import { prepareExperiment, type PreparedExperiment } from "../../src/training/experiment.ts";
import { TrainingRun } from "../../src/training/run.ts";
import { fakeRows } from "./fake-data.ts";

const MOST_ROWS = 3000;

const evaluators = new Map<string, Promise<Evaluator>>();

export async function fakeJudge<K extends EvaluationKind>(
  trained: Experiment,
  summary: DataSummary,
  kind: K,
  question: EvaluationQuestions[K],
): Promise<EvaluationAnswers[K]> {
  const key = JSON.stringify([trained.data, trained.layers]);
  const evaluator = evaluators.get(key) ?? open(trained, summary);
  evaluators.set(key, evaluator);
  return askEvaluator(await evaluator, kind, question);
}

/** Of importance one feature, after a while; every other answer as it is. */
export async function inSmallPieces<T extends object>(answer: T): Promise<T> {
  if (!("repeats" in answer && "features" in answer && Array.isArray(answer.features))) return answer;
  await new Promise((resolve) => setTimeout(resolve, 800));
  return { ...answer, features: answer.features.slice(0, 1) };
}

async function open(trained: Experiment, summary: DataSummary): Promise<Evaluator> {
  // Fast enough for a page, whatever the document says.
  const training = { ...trained.training, epochs: 12, batch_size: 32, optimizer: { type: "Adam" as const, lr: 0.01 } };
  const { prepared, columns, rows } = await prepareFake({ ...trained, training } as Experiment, summary);
  const run = new TrainingRun(prepared, { onEpoch: () => {} });
  run.advance(() => false);
  const texts = { columns, cells: (row: number) => rows[row]!.map((text) => (text === "" ? null : text)) };
  return new Evaluator(prepared, run.outcome().tensors, prepared.encoded.preprocessing, texts);
}

/** What was read of rows that nobody has, as the worker would read them. */
export async function prepareFake(
  wanted: Experiment,
  summary: DataSummary,
): Promise<{ readonly prepared: PreparedExperiment; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }> {
  const columns = summary.columns.map(({ name }) => name);
  const rows = rowsOf(summary, [wanted.data.target].flat()[0]!);
  const [name = ""] = [wanted.data.file].flat();
  const bytes = new TextEncoder().encode([columns, ...rows].map((row) => row.map((text) => `"${text}"`).join(",")).join("\n"));
  const source: Source = {
    name,
    chunks: async function* () {
      yield await Promise.resolve(bytes);
    },
  };
  const experiment = documentSchema.parse({ ...wanted, data: { ...wanted.data, file: name } });
  return { prepared: await prepareExperiment(experiment, [source]), columns, rows };
}

/** The made-up rows, ready to be trained on for so many epochs: fast enough for a page. */
export async function fakeRowsPrepared(trained: Experiment, summary: DataSummary, epochs: number): Promise<PreparedExperiment> {
  const training = { ...trained.training, epochs, batch_size: 32, optimizer: { type: "Adam" as const, lr: 0.01 } };
  return (await prepareFake({ ...trained, training } as Experiment, summary)).prepared;
}

/** Rows whose target follows from the other columns, up to a little noise. */
function rowsOf(summary: DataSummary, target: string): string[][] {
  const { columns, classes } = summary;
  const count = Math.min(summary.rows, MOST_ROWS);
  const { cells } = fakeRows(summary, { from: 0, count, firstColumn: 0, columnCount: columns.length });
  const sums = cells.map((row, at) => {
    const shares = row.map((text, index) => columns[index]!.values.indexOf(text ?? "") / columns[index]!.values.length);
    return shares.reduce((sum, share, index) => (columns[index]!.name === target ? sum : sum + share * Math.cos(index)), noise(at));
  });
  const ordered = sums.toSorted((one, other) => one - other);
  return cells.map((row, at) =>
    row.map((text, index) => {
      if (columns[index]!.name !== target) return text ?? "";
      if (classes === undefined) return (10 + 4 * sums[at]!).toFixed(2);
      return classes[Math.min(classes.length - 1, Math.floor((ordered.indexOf(sums[at]!) / count) * classes.length))]!;
    }),
  );
}

/** Between −0.2 and 0.2, the same for the same row. */
function noise(row: number): number {
  return 0.4 * ((Math.sin((row + 1) * 12.9898) * 43758.5453) % 1) * 0.5;
}
