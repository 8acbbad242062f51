// The rows behind a number as the CSV has them: those of one cell of the confusion matrix, or of a whole split.

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

/** The rows of a cell or of the whole split: the answers that are least sure, or the numbers that are farthest off, first. */
export function rowsOf(
  judgement: Judgement,
  cell: Cell | undefined,
  threshold: number,
): { readonly total: number; readonly rows: readonly Found[] } {
  const found = judgement.kind === "numbers" ? farthest(judgement) : leastSure(judgement, cell, threshold);
  return { total: found.length, rows: found.slice(0, MOST) };
}

function leastSure(judgement: ClassJudgement, cell: Cell | undefined, threshold: number): Found[] {
  const { truths, answers, probabilities, classes } = judgement;
  const isBinary = judgement.threshold !== undefined;
  const answerAt = (place: number): number => (isBinary ? Number(probabilities[2 * place + 1]! >= threshold) : answers[place]!);
  const isIn = (place: number): boolean => cell === undefined || (truths[place] === cell.truth && answerAt(place) === cell.answer);
  return [...truths.keys()]
    .filter(isIn)
    .map((place) => ({ place, answer: probabilities[place * classes.length + answerAt(place)]! }))
    .toSorted((one, other) => one.answer - other.answer);
}

function farthest({ predictions, residuals }: NumberJudgement): Found[] {
  return Array.from(residuals.keys())
    .toSorted((one, other) => Math.abs(residuals[other]!) - Math.abs(residuals[one]!))
    .map((place) => ({ place, answer: predictions[place]! }));
}
