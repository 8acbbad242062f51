// A row of a CSV with what a trained network says of it: exported code holds it, so that it can check itself.

import { settingsFor } from "../data/apply.ts";
import { readTable } from "../data/read.ts";
import { type Column, isMissing, numberAt, type Table } from "../data/table.ts";
import type { Source } from "../data/types.ts";
import { type Prediction, Predictor, type TrainedWeights } from "./predict.ts";

/** Rows that are tried; of a CSV whose first rows all lack a value none is told. */
const TRIED = 100;

export interface CheckedRow {
  /** Of the features, by name; numbers with a decimal point. A missing value is empty. */
  readonly values: Readonly<Record<string, string>>;
  readonly answers: readonly {
    /** The target's column. */
    readonly column: string;
    /** The class as the training CSV wrote it, or the number. */
    readonly text: string;
    /** By class, if the loss knows probabilities. */
    readonly probabilities?: Readonly<Record<string, number>>;
  }[];
}

/**
 * The first row of the training CSV that the network has an answer for, and the answer.
 * @param threshold the document's
 * @throws ProblemError if the CSV cannot be read, or weights and layers do not fit
 */
export async function selfCheck(weights: TrainedWeights, threshold: number, sources: readonly Source[]): Promise<CheckedRow | undefined> {
  const { data } = weights.experiment;
  const { columns } = settingsFor(weights.preprocessing, data);
  const table = await readTable(sources, { ...data, columns });
  const predictor = new Predictor(weights, threshold);
  for (let row = 0; row < Math.min(table.rows, TRIED); row++) {
    const values = valuesOf(table, row, weights);
    const prediction = await predictor.predictRow(values);
    if (prediction.answers.length > 0) return { values, answers: answersOf(prediction) };
  }
  return undefined;
}

function valuesOf(table: Table, row: number, { preprocessing }: TrainedWeights): Record<string, string> {
  const found = new Map(table.columns.map((column) => [column.name, column]));
  return Object.fromEntries(preprocessing.features.map(({ column }) => [column, typed(found.get(column), row)]));
}

/** A value as a person types it. */
function typed(column: Column | undefined, row: number): string {
  if (column === undefined || isMissing(column, row)) return "";
  if (column.kind === "category") return column.texts[column.codes[row]!]!;
  const value = numberAt(column, row);
  return column.kind === "boolean" ? String(value === 1) : String(value);
}

function answersOf({ answers, probabilities }: Prediction): CheckedRow["answers"] {
  return answers.map(({ target, text }) => {
    const own = probabilities.filter((each) => each.target === target).map((each) => [each.text, each.probability] as const);
    return { column: target, text, ...(own.length > 0 ? { probabilities: Object.fromEntries(own) } : {}) };
  });
}
