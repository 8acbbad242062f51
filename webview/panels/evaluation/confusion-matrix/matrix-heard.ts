// The confusion matrix to listen to: a part for each right class, from answer to answer, higher where more
// rows are; a short tone says where the right answer is. Where they come together, the class is known.

import type { Heard } from "../../../chart/curve-sound.ts";
import { heardOf } from "../../../chart/heard.ts";

/** Classes that have a part each; of more of them only the right answers are heard, in one part. */
const MOST_PARTS = 8;

/**
 * @param parts `[classes, classes]`, the share of each cell, right class by row
 * @param shown the classes that the matrix shows
 */
export function matrixHeard(parts: Float64Array, classes: number, shown: readonly number[]): readonly Heard[] {
  const shareOf = (truth: number, answer: number): number => parts[truth * classes + answer] ?? 0;
  const x = [...shown.keys()];
  if (shown.length > MOST_PARTS) return [heardOf([{ x, y: shown.map((index) => shareOf(index, index)) }], undefined, [0, 1])];
  return shown.map((truth, place) => ({
    ...heardOf([{ x, y: shown.map((answer) => shareOf(truth, answer)) }], undefined, [0, 1]),
    marks: [{ x: place, y: shareOf(truth, truth) }],
  }));
}
