// The rows behind a number: those of one cell of the confusion matrix, or those whose number is farthest off, as the CSV has them.

import type { ClassJudgement, Judgement, NumberJudgement } from "./evaluate.ts";

/** Rows of one class that are answered with another, or the same. */
export interface Cell {
  readonly truth: number;
  readonly answer: number;
}

/** A row as the CSV has it. */
export interface JudgedRow {
  /** Counted from 0 without the header; of several files, one after the other. */
  readonly row: number;
  /** The line of its file, counted from 1. */
  readonly line: number;
  readonly file: string;
  readonly cells: readonly (string | null)[];
}

/** A row and what the network says of it: the probability of the class that is answered, or the number. */
export interface AnsweredRow {
  readonly at: JudgedRow;
  readonly answer: number;
}

export interface JudgedRows {
  /** Names of the cells. */
  readonly columns: readonly string[];
  readonly rows: readonly AnsweredRow[];
  /** Rows there are, of which at most the first hundred stand above. */
  readonly total: number;
}

const MOST = 100;

/** Its place in the split, and the answer. */
interface Found {
  readonly place: number;
  readonly answer: number;
}

/** The rows of a cell, least sure first, or of a number those that are farthest off. */
export function rowsOf(
  judgement: Judgement,
  cell: Cell | undefined,
  threshold: number,
): { readonly total: number; readonly rows: readonly Found[] } {
  const found = judgement.kind === "numbers" ? farthest(judgement) : inCell(judgement, cell ?? { truth: 0, answer: 0 }, threshold);
  return { total: found.length, rows: found.slice(0, MOST) };
}

function inCell(judgement: ClassJudgement, { truth, answer }: Cell, threshold: number): Found[] {
  const { truths, answers, probabilities, classes } = judgement;
  const isBinary = judgement.threshold !== undefined;
  const answerAt = (place: number): number => (isBinary ? Number(probabilities[2 * place + 1]! >= threshold) : answers[place]!);
  return [...truths.keys()]
    .filter((place) => truths[place] === truth && answerAt(place) === answer)
    .map((place) => ({ place, answer: probabilities[place * classes.length + answer]! }))
    .toSorted((one, other) => one.answer - other.answer);
}

function farthest({ predictions, residuals }: NumberJudgement): Found[] {
  return Array.from(residuals.keys())
    .toSorted((one, other) => Math.abs(residuals[other]!) - Math.abs(residuals[one]!))
    .map((place) => ({ place, answer: predictions[place]! }));
}
