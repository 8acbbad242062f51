// The drawn weights to listen to: layer by layer, and in each from unit to unit, a weight of 0 in the middle
// of the pitches.

import type { Heard } from "../../../chart/curve-sound.ts";
import { heardOf } from "../../../chart/heard.ts";
import type { Column } from "./network-structure.ts";
import type { WeightLookup } from "./weight-lookup.ts";

/** All layers are heard on the same scale; one with too many units to be drawn is left out. */
export function weightsHeard(columns: readonly Column[], weights: WeightLookup): readonly Heard[] {
  const { largest } = weights;
  return columns.flatMap((_, column) => {
    const y = weights.spread(column)?.data;
    return y === undefined || y.length === 0 ? [] : [heardOf([{ x: [...y.keys()], y }], undefined, [-largest, largest])];
  });
}
