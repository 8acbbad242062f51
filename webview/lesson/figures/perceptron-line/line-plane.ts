// Rows and the line between no and yes as a picture. No elements here.

import type { PerceptronLineAnswer } from "../../../../src/training/figures/types.ts";
import type { Plane, PlaneMark } from "../../../panels/space/plane-picture/plane.ts";
import { formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";

/** How strong the colour of a side is. */
const STRENGTH = 0.25;

/** @param at steps that are done; their last one is spoken of */
export function linePlane({ x, y, classes, rows, steps, states }: PerceptronLineAnswer, at: number): Plane {
  const { field } = states[at]!;
  const step = at === 0 ? undefined : steps[at - 1];
  const sides = field.map((distance) => (distance >= 0 ? 1 : 0));
  const before = step?.isChanged === true ? [{ field: states[at - 1]!.field, isThin: true }] : [];
  return {
    x: { title: x.column, values: x.values },
    y: { title: y.column, values: y.values },
    tintOf: (point) => ({ tone: sides[point]!, strength: STRENGTH }),
    patterns: sides,
    contours: [...before, { field }],
    marks: Array.from(rows.truth, (truth, row): PlaneMark => {
      const place = step?.rows.indexOf(row) ?? -1;
      const answer = step?.answers[place];
      return {
        x: rows.x[row]!,
        y: rows.y[row]!,
        shape: truth,
        tint: { tone: truth, strength: 1 },
        isWrong: answer !== undefined && answer !== truth,
        ...(place >= 0 ? { isHere: true } : {}),
        text: t(
          "Row {0}: {1}, {2} → {3}",
          rows.row[row]! + 1,
          `${x.column} ${formatTick(rows.x[row]!)}`,
          `${y.column} ${formatTick(rows.y[row]!)}`,
          classes[truth]!,
        ),
      };
    }),
  };
}
