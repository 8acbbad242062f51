// Data that nobody read: rows made from what is said of the columns, profiles that go with them, and roles
// and kinds as the document has them.

import type { ColumnProfile, ColumnSummary, DataSummary } from "../../src/data/types.ts";
import { message } from "../../src/model/message.ts";
import { ProblemError } from "../../src/model/problem.ts";
import type { Experiment } from "../../src/model/schema.ts";
import type { FirstRows, Prediction, RowPage, RowsQuestion } from "../../src/protocol/worker.ts";
import { fitted } from "./data.ts";

/** A whole number from 0 to `below` that looks random, the same for the same place. */
function scattered(row: number, column: number, below: number): number {
  const mixed = Math.imul((row + 1) ^ Math.imul(column + 7, 0x9e3779b1), 0x85ebca6b) >>> 0;
  return Math.floor((mixed / 2 ** 32) * below);
}

/** A piece of a table with as many rows as the summary says. */
export function fakeRows({ files, rows, columns }: DataSummary, { from, count, firstColumn, columnCount }: RowsQuestion): RowPage {
  const numbers = Array.from({ length: Math.max(0, Math.min(count, rows - from)) }, (_, index) => from + index);
  const shown = columns.slice(firstColumn, firstColumn + columnCount);
  // Equal shares of the rows, where there are several files.
  const share = Math.ceil(rows / files.length);
  return {
    lines: numbers.map((row) => (row % share) + 2),
    ...(files.length > 1 ? { files: numbers.map((row) => Math.floor(row / share)) } : {}),
    cells: numbers.map((row) => shown.map((column, index) => cell(column, row, firstColumn + index, rows))),
  };
}

/** What is seen of a table that is still read. */
export function fakeBeginning(summary: DataSummary): FirstRows {
  const columns = summary.columns.map(({ name, kind }) => ({ name, kind }));
  return { files: summary.files, columns, page: fakeRows(summary, { from: 0, count: 100, firstColumn: 0, columnCount: columns.length }) };
}

function cell({ values, missing }: ColumnSummary, row: number, column: number, rows: number): string | null {
  if (scattered(row, column + 100, rows) < missing) return null;
  return values[scattered(row, column, values.length)] ?? "";
}

/** The summary after the document's choices, with a profile for every column. */
export function describedFor(summary: DataSummary, experiment: Experiment | undefined): DataSummary {
  const targets = experiment === undefined ? summary.targets : [experiment.data.target].flat();
  const features = experiment?.data.features;
  const columns = summary.columns.map((column) => {
    const { name } = column;
    const isFeature = features === undefined ? column.role !== "ignored" : features.includes(name);
    const role = targets.includes(name) ? "target" : isFeature ? "feature" : "ignored";
    const kind = experiment?.data.columns[name]?.kind ?? column.kind;
    return { ...column, role, kind, profile: profileOf(column, summary.rows) } as const;
  });
  const isFilled = experiment !== undefined && experiment.data.missing !== "drop" && experiment.data.missing !== "error";
  const dropped = isFilled ? { ...summary.dropped, missingFeature: 0 } : summary.dropped;
  const described = { ...summary, targets, columns, dropped };
  return summary.preprocessing === undefined ? described : { ...described, preprocessing: fitted(described) };
}

function profileOf({ kind, values, missing }: ColumnSummary, rows: number): ColumnProfile {
  if (kind !== "number") {
    const share = (rows - missing) / (values.length * (values.length + 1));
    return { frequent: values.map((text, index) => ({ text, count: Math.round(2 * share * (values.length - index)) })) };
  }
  const numbers = values.map(Number);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    numbers: { minimum: Math.min(...numbers), maximum: Math.max(...numbers), mean, deviation: Math.sqrt(squares / numbers.length) },
    histogram: Array.from({ length: 24 }, (_, bin) => Math.round((rows / 8) * Math.exp(-((bin - 9) ** 2) / 30))),
  };
}

/** An answer that follows the first value, and refuses what is no number. */
export function fakePrediction(summary: DataSummary | undefined, values: Readonly<Record<string, string>>): Prediction {
  const { targets = [], classes = [], preprocessing } = summary ?? {};
  const numbers = preprocessing?.features.filter(({ kind }) => kind === "number").map(({ column }) => column) ?? [];
  const wrong = numbers.find((column) => !Number.isFinite(Number(values[column] ?? "")));
  if (wrong !== undefined) {
    const sentence = message(
      '"{0}" is not of the kind that "{1}" had in training. Correct it, or leave it empty.',
      values[wrong] ?? "",
      wrong,
    );
    throw new ProblemError({ severity: "error", code: "not-of-kind", path: [], message: sentence });
  }
  const size = Number(values[numbers[0] ?? ""] ?? 0);
  const weights = classes.map((_, index) => Math.exp(-Math.abs(index - size / 4)));
  const sum = weights.reduce((whole, weight) => whole + weight, 0);
  const best = weights.indexOf(Math.max(...weights));
  return {
    answers: [{ target: targets[0] ?? "", text: classes[best] ?? String(size) }],
    probabilities: classes.map((text, index) => ({ target: targets[0] ?? "", text, probability: weights[index]! / sum })),
    problems: [],
  };
}
