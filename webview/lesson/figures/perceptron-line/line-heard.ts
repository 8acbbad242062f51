// The line between no and yes to listen to: where it runs in the picture, and how many rows are answered
// wrong as it moves.

import type { PerceptronLineAnswer } from "../../../../src/training/figures/types.ts";
import type { Heard } from "../../../chart/curve-sound.ts";
import { heardOf, type HeardSeries } from "../../../chart/heard.ts";

/**
 * Of each document the line from left to right, higher where it is higher, and in the right ear the one
 * before the step if that moved it; then the rows answered wrong, step by step, of the first document in the
 * left ear and of the other in the right, with a short tone at the present step.
 * @param at steps that are done
 */
export function lineHeard(answers: readonly PerceptronLineAnswer[], at: number): readonly Heard[] {
  const lines = answers.flatMap((answer) => {
    const step = Math.min(at, answer.steps.length);
    const isMoved = step > 0 && answer.steps[step - 1]!.isChanged;
    const shown = isMoved ? [step, step - 1] : [step];
    const heard = heardOf(
      shown.map((state) => heightsOf(answer, state)),
      rangeOf(answer.x.values),
      rangeOf(answer.y.values),
    );
    // One that runs beside the picture would be a silence.
    return heard.lines.some(({ vertices }) => vertices.length > 0) ? [heard] : [];
  });
  const most = Math.max(1, ...answers.map(({ rows }) => rows.row.length));
  const wrong = answers.map(({ states }) => states.map((state) => state.wrong));
  const last = Math.max(...wrong.map(({ length }) => length - 1));
  const marks = wrong.map((counts) => {
    const x = Math.min(at, counts.length - 1);
    return { x, y: counts[x]! };
  });
  const counted = heardOf(
    wrong.map((y) => ({ x: [...y.keys()], y })),
    [0, last],
    [0, most],
  );
  return last === 0 ? lines : [...lines, { ...counted, marks }];
}

/** Where the sides meet in each column of the grid, between its points; not every column has such a place. */
function heightsOf({ x, y, states }: PerceptronLineAnswer, state: number): HeardSeries {
  const { field } = states[state]!;
  const columns = x.values.length;
  const places = Array.from(x.values, (_, column) => {
    for (let row = 1; row < y.values.length; row++) {
      const [below, above] = [field[(row - 1) * columns + column]!, field[row * columns + column]!];
      if (below >= 0 === above >= 0) continue;
      return y.values[row - 1]! + ((y.values[row]! - y.values[row - 1]!) * below) / (below - above);
    }
    return Number.NaN;
  });
  return { x: x.values, y: places };
}

function rangeOf(values: Float64Array): readonly [number, number] {
  return [values[0]!, values.at(-1)!];
}
