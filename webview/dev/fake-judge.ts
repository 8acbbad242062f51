// A judge with real numbers: rows made from what is said of the columns, a target that follows from them, and
// a network that the engine really trains, in the page. What it says then comes from the same functions as in
// the worker.

import type { DataSummary, Source } from "../../src/data/types.ts";
import { documentSchema, type Experiment } from "../../src/model/schema.ts";
import { Judge } from "../../src/training/evaluation/judge.ts";
import { askJudge, type JudgeAnswers, type JudgeKind, type JudgeQuestions } from "../../src/training/evaluation/questions.ts";
import { type PreparedExperiment, prepareExperiment } from "../../src/training/experiment.ts";
import { TrainingRun } from "../../src/training/run.ts";
import { fakeRows } from "./fake-data.ts";

const MOST_ROWS = 3000;

const judges = new Map<string, Promise<Judge>>();

export async function fakeJudge<K extends JudgeKind>(
  trained: Experiment,
  summary: DataSummary,
  kind: K,
  question: JudgeQuestions[K],
): Promise<JudgeAnswers[K]> {
  const key = JSON.stringify([trained.data, trained.layers]);
  const judge = judges.get(key) ?? open(trained, summary);
  judges.set(key, judge);
  return askJudge(await judge, kind, question);
}

/** Of importance one feature, after a while; every other answer as it is. */
export async function inSmallPieces<T extends object>(answer: T): Promise<T> {
  if (!("repeats" in answer && "features" in answer && Array.isArray(answer.features))) return answer;
  await new Promise((resolve) => setTimeout(resolve, 800));
  return { ...answer, features: answer.features.slice(0, 1) };
}

async function open(trained: Experiment, summary: DataSummary): Promise<Judge> {
  const columns = summary.columns.map(({ name }) => name);
  const rows = rowsOf(summary, [trained.data.target].flat()[0]!);
  const prepared = await fakeRowsPrepared(trained, summary, 12);
  const run = new TrainingRun(prepared, { onEpoch: () => {} });
  run.advance(() => false);
  const texts = { columns, cells: (row: number) => rows[row]!.map((text) => (text === "" ? null : text)) };
  return new Judge(prepared, run.outcome().tensors, prepared.encoded.preprocessing, texts);
}

/** The made-up rows, ready to be trained on for so many epochs: fast enough for a page. */
export async function fakeRowsPrepared(trained: Experiment, summary: DataSummary, epochs: number): Promise<PreparedExperiment> {
  const columns = summary.columns.map(({ name }) => name);
  const rows = rowsOf(summary, [trained.data.target].flat()[0]!);
  const [name = ""] = [trained.data.file].flat();
  const bytes = new TextEncoder().encode([columns, ...rows].map((row) => row.map((text) => `"${text}"`).join(",")).join("\n"));
  const source: Source = {
    name,
    chunks: async function* () {
      yield await Promise.resolve(bytes);
    },
  };
  const experiment = documentSchema.parse({
    ...trained,
    data: { ...trained.data, file: name },
    training: { ...trained.training, epochs, batch_size: 32, optimizer: { type: "Adam", lr: 0.01 } },
  });
  return prepareExperiment(experiment, [source]);
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
