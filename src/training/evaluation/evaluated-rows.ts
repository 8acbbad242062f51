// The rows behind a number as the CSV has them: those of one cell of the confusion matrix, or of a whole
// split.

import type { ClassEvaluation, TargetEvaluation, NumberEvaluation } from "./evaluate.ts";

/** Rows of one class that are answered with another, or the same. */
export interface Cell {
  readonly truth: number;
  readonly answer: number;
}

/** A row as the CSV has it. */
export interface EvaluatedRow {
  /** Counted from 0 without the header; of several files, one after the other. */
  readonly row: number;
  /** The line of its file, counted from 1. */
  readonly line: number;
  readonly file: string;
  readonly cells: readonly (string | null)[];
}

/** A row and what the network says of it. */
export interface AnsweredRow {
  readonly at: EvaluatedRow;
  /** The probability of the class that is answered, or the number. */
  readonly answer: number;
  /** What was right minus the number. */
  readonly residual?: number;
}

export interface EvaluatedRows {
  /** Names of the cells. */
  readonly columns: readonly string[];
  readonly rows: readonly AnsweredRow[];
  /** Rows there are, of which at most the first hundred stand above. */
  readonly total: number;
}

const MOST = 100;

/**
 * The rows of a cell or of the whole split: the numbers that are farthest off first; of answers those that
 * are least sure, but of mistakes the surest, which tell most of what the network has not understood, or of a
 * wrong entry in the CSV.
 * @param rowAt the row at a place in the split
 */
export function rowsOf(
  evaluation: TargetEvaluation,
  cell: Cell | undefined,
  threshold: number,
  rowAt: (place: number) => EvaluatedRow,
): Pick<EvaluatedRows, "rows" | "total"> {
  if (evaluation.kind === "numbers") {
    const { predictions, residuals } = evaluation;
    const places = farthest(evaluation);
    const rows = places.slice(0, MOST).map((place) => ({ at: rowAt(place), answer: predictions[place]!, residual: residuals[place]! }));
    return { total: places.length, rows };
  }
  const found = bySureness(evaluation, cell, threshold);
  return { total: found.length, rows: found.slice(0, MOST).map(({ place, answer }) => ({ at: rowAt(place), answer })) };
}

/** Whether the rows of a cell are answered wrong. */
function isMistake(cell: Cell | undefined): boolean {
  return cell !== undefined && cell.truth !== cell.answer;
}

/** Places in the split, and how probable the answer is there. */
function bySureness(evaluation: ClassEvaluation, cell: Cell | undefined, threshold: number) {
  const { truths, answers, probabilities, classes } = evaluation;
  const isBinary = evaluation.threshold !== undefined;
  const answerAt = (place: number): number => (isBinary ? Number(probabilities[2 * place + 1]! >= threshold) : answers[place]!);
  const isIn = (place: number): boolean => cell === undefined || (truths[place] === cell.truth && answerAt(place) === cell.answer);
  const sign = isMistake(cell) ? -1 : 1;
  return [...truths.keys()]
    .filter(isIn)
    .map((place) => ({ place, answer: probabilities[place * classes.length + answerAt(place)]! }))
    .toSorted((one, other) => sign * (one.answer - other.answer));
}

/** Places in the split. */
function farthest({ residuals }: NumberEvaluation): number[] {
  return Array.from(residuals.keys()).toSorted((one, other) => Math.abs(residuals[other]!) - Math.abs(residuals[one]!));
}
