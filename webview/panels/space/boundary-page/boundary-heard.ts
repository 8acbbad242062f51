// The boundary to listen to: rows of the picture from left to right, the upper one first. Where the sound
// goes up or down, the answer changes.

import type { BoundaryAnswer, SpaceFacts } from "../../../../src/training/space/types.ts";
import type { Heard } from "../../../chart/curve-sound.ts";
import { heardOf } from "../../../chart/heard.ts";
import { scaleOf } from "./boundary-plane.ts";

/** Heights of the rows, as shares from the bottom. */
const HEIGHTS = [0.75, 0.5, 0.25];

/**
 * A number is as high as it is large, of two classes the second one as it is probable, and of more each class
 * has its own height.
 * @param answer over two features
 */
export function boundaryHeard({ classes }: SpaceFacts, answer: BoundaryAnswer): readonly Heard[] {
  const { x, answers, confidence } = answer;
  const isOfTwo = classes?.length === 2;
  const heightOf = (point: number): number => {
    const said = answers[point]!;
    const sure = confidence?.[point];
    if (!isOfTwo || sure === undefined) return said;
    return said === 1 ? sure : 1 - sure;
  };
  const range = classes === undefined ? scaleOf(answer) : ([0, classes.length - 1] as const);
  const rows = new Set(HEIGHTS.map((height) => Math.round(height * ((answer.y?.length ?? 1) - 1))));
  return Array.from(rows, (row) => heardOf([{ x, y: Array.from(x, (_, column) => heightOf(row * x.length + column)) }], undefined, range));
}
