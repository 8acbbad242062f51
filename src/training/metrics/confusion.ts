// How often a row of one class was taken for another, and what follows from these counts alone: accuracy,
// precision, recall, F1. The same numbers as scikit-learn's `confusion_matrix` and
// `precision_recall_fscore_support` with `zero_division=0`.

/** Row-major `[classes, classes]`: how many rows of class (row) were answered with class (column). */
export interface ConfusionMatrix {
  readonly classes: number;
  readonly counts: Float64Array;
}

/** What a share is of: all rows of the true class, all rows with that answer, or all rows. */
export type ShareOf = "true" | "predicted" | "all";

/** How well one class, or the average of several, is found. */
export interface ClassScores {
  /** Of the rows answered so, the share that is so; 0 if there are none. */
  readonly precision: number;
  /** Of the rows that are so, the share answered so; 0 if there are none. */
  readonly recall: number;
  /** 2 · precision · recall / (precision + recall); 0 if both are. */
  readonly f1: number;
  /** Rows that are so. */
  readonly support: number;
}

export type Average = "macro" | "weighted";

/** Counts rows by true and predicted class index, both `[rows]`. */
export function confusionMatrix(truths: Uint32Array, answers: Uint32Array, classes: number): ConfusionMatrix {
  const counts = new Float64Array(classes * classes);
  for (let row = 0; row < truths.length; row++) counts[truths[row]! * classes + answers[row]!]! += 1;
  return { classes, counts };
}

/**
 * The matrix as shares, `[classes, classes]`; a share of no rows is 0, as in `confusion_matrix(normalize=…)`.
 */
export function shares(matrix: ConfusionMatrix, of: ShareOf): Float64Array {
  const { classes, counts } = matrix;
  const { truths, answers, rows } = totals(matrix);
  return counts.map((count, at) => {
    const whole = of === "all" ? rows : of === "true" ? truths[Math.floor(at / classes)]! : answers[at % classes]!;
    return whole === 0 ? 0 : count / whole;
  });
}

/** The share of rows whose answer is right; NaN without rows. */
export function accuracy(matrix: ConfusionMatrix): number {
  const { hits, rows } = totals(matrix);
  return sum(hits) / rows;
}

/** Scores of each class; a class without rows and answers has zeros. */
export function classScores(matrix: ConfusionMatrix): ClassScores[] {
  const { hits, truths, answers } = totals(matrix);
  return Array.from(hits, (hit, index) => {
    const support = truths[index]!;
    const precision = ratio(hit, answers[index]!);
    const recall = ratio(hit, support);
    return { precision, recall, f1: ratio(2 * precision * recall, precision + recall), support };
  });
}

/**
 * The average over the classes, plain (`macro`) or by rows of the class (`weighted`). Classes that no row has
 * and no answer names do not count, as in scikit-learn, which does not know of them.
 */
export function averageScores(matrix: ConfusionMatrix, average: Average): ClassScores {
  const { truths, answers, rows } = totals(matrix);
  const present = classScores(matrix).filter((_, index) => truths[index]! + answers[index]! > 0);
  const weightOf = ({ support }: ClassScores): number => (average === "macro" ? 1 : support);
  const weights = sum(present.map(weightOf));
  const mean = (key: "precision" | "recall" | "f1"): number => ratio(sum(present.map((scores) => scores[key] * weightOf(scores))), weights);
  return { precision: mean("precision"), recall: mean("recall"), f1: mean("f1"), support: rows };
}

/** The pairs of classes that are mistaken most often, at most `most`. */
export function commonMistakes({ classes, counts }: ConfusionMatrix, most: number): { readonly truth: number; readonly answer: number }[] {
  const places: number[] = [];
  for (let at = 0; at < counts.length; at++) if (counts[at]! > 0 && at % (classes + 1) !== 0) places.push(at);
  return places
    .toSorted((one, other) => counts[other]! - counts[one]!)
    .slice(0, most)
    .map((at) => ({ truth: Math.floor(at / classes), answer: at % classes }));
}

/** Per class: right answers, rows, answers; and all rows. */
function totals({ classes, counts }: ConfusionMatrix) {
  const [hits, truths, answers] = [new Float64Array(classes), new Float64Array(classes), new Float64Array(classes)];
  for (const [at, count] of counts.entries()) {
    const [truth, answer] = [Math.floor(at / classes), at % classes];
    truths[truth]! += count;
    answers[answer]! += count;
    if (truth === answer) hits[truth] = count;
  }
  return { hits, truths, answers, rows: sum(counts) };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < values.length; index++) total += values[index]!;
  return total;
}
