// Sigmoid and tanh units far out on either side, where the curve is flat: their slope is next to nothing, so
// the weights before them hardly learn. Mostly the features are too large.

import { nameOf } from "../../../model/diagnostics/rule.ts";
import { message } from "../../../model/message.ts";
import type { Detector } from "../detector.ts";
import { activationFix, defaultInitFix, scalingFix } from "../remedies.ts";
import { flatEnds, type Sight } from "../sight.ts";
import type { Subject } from "../subject.ts";

/** Of a hidden layer; one that has learnt well may be sharp, so it must be so from its first weights on. */
const SHARE = 0.8;
/** Of a last layer: answers that are sure and wrong. */
const WRONG = 0.25;
/** It may come out of it: after this part of the run the loss must still be so much of the first. */
const PART = 0.1;
const STUCK = 0.7;
const SIGHTS = 3;

export const saturatedUnits: Detector = {
  code: "saturated-units",
  watch: (subject) => {
    const { layers, last } = subject;
    const watched = layers.flatMap((layer, index) => (flatEnds(layer) ? [index] : []));
    if (watched.length === 0) return undefined;
    /** Sights in a row, for as long as every one since the beginning has shown it. */
    const counts = new Map(watched.map((index) => [index, 0]));
    const { course } = subject;
    return {
      look: (sight) => {
        const isStuck = course.latest >= STUCK * course.first && sight.epoch >= PART * subject.epochs;
        return watched.flatMap((index) => {
          const { saturated, wrong } = sight.layers[index]!;
          const is = index === last ? wrong >= WRONG && (isStuck || sight.epoch < PART * subject.epochs) : saturated >= SHARE;
          const count = is ? counts.get(index)! + 1 : index === last ? 0 : -Infinity;
          counts.set(index, count);
          if (count < SIGHTS || (index === last && !isStuck)) return [];
          const fixes = [
            ...scalingFix(subject),
            ...defaultInitFix(subject),
            ...(index < last ? [activationFix(subject, index, "ReLU")] : []),
          ];
          return [{ layer: index, message: sentence(subject, index, sight), path: ["layers", index], fixes }];
        });
      },
    };
  },
};

function sentence({ layers }: Subject, index: number, sight: Sight) {
  return message(
    "{0} is saturated: {1} % of its values lie at an end of its curve, where the slope is almost 0, so the weights before it hardly learn. Scale the features to mean 0 and deviation 1, or start from smaller weights.",
    nameOf(layers[index]!, index),
    Math.round(100 * sight.layers[index]!.saturated),
  );
}
