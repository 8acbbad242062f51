// Units that give the same for every row and pass no gradient on: ReLU units whose sum is below zero whatever
// comes in. Nothing brings them back, because what has no slope does not learn.

import { nameOf, recordOf } from "../../../model/diagnostics/rule.ts";
import { isCurve } from "../../../model/layers/record.ts";
import { message } from "../../../model/message.ts";
import type { Fix } from "../../../model/problem.ts";
import type { Detector } from "../detector.ts";
import { activationFix, defaultInitFix, rateFix, scalingFix } from "../remedies.ts";
import { flatEnds, type Sight } from "../sight.ts";
import type { Subject } from "../subject.ts";

/** Healthy networks have dead units too: far more than half of a layer must be. */
const SHARE = 0.75;
/** If some live, the loss must still be so much of the first after this part of the run. */
const HIGH = 0.7;
const PART = 0.5;
/** Of a layer with so many units, it is said at once if this share is dead. */
const MOST = 0.9;
const UNITS = 8;
const SIGHTS = 3;
/** Different rows that have seen no unit move, about. */
const ROWS = 40;

export const deadUnits: Detector = {
  code: "dead-units",
  watch: (subject) => {
    const { layers } = subject;
    const watched = layers.flatMap((layer, index) =>
      isCurve(recordOf(layer)) && layer.type !== "Step" && !flatEnds(layer) ? [index] : [],
    );
    if (watched.length === 0) return undefined;
    const counts = new Map(watched.map((index) => [index, { sights: 0, rows: 0 }]));
    const { course } = subject;
    return {
      look: (sight) => {
        if (sight.epoch === 0) return undefined;
        return watched.flatMap((index) => {
          const count = counts.get(index)!;
          const { dead, units } = sight.layers[index]!;
          const isDead = dead >= SHARE;
          count.sights = isDead ? count.sights + 1 : 0;
          count.rows = isDead ? count.rows + sight.rows : 0;
          if (count.sights < SIGHTS || count.rows < ROWS) return [];
          // If all are dead nothing comes back; if some live, these may be enough.
          const isNearlyAll = dead === 1 || (dead >= MOST && units >= UNITS);
          if (!isNearlyAll && !(sight.epoch >= PART * subject.epochs && course.latest >= HIGH * course.first)) return [];
          return [{ layer: index, message: sentence(subject, index, sight), path: ["layers", index], fixes: fixes(subject, index) }];
        });
      },
    };
  },
};

function sentence({ layers }: Subject, index: number, sight: Sight) {
  const { units, dead } = sight.layers[index]!;
  return message(
    "{0} of the {1} units of {2} are dead: whatever row comes in, they give the same and pass no gradient on, so the weights before them no longer learn. Use LeakyReLU, smaller first weights, or a lower learning rate.",
    Math.round(dead * units),
    units,
    nameOf(layers[index]!, index),
  );
}

function fixes(subject: Subject, index: number): Fix[] {
  const isHidden = index < subject.last;
  return [
    ...defaultInitFix(subject),
    ...(isHidden ? [activationFix(subject, index, "LeakyReLU")] : []),
    ...scalingFix(subject),
    rateFix(subject, 0.1),
  ];
}
