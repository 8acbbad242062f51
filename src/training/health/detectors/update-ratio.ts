// What a step moves the weights by, beside their size. About a thousandth is usual; next to nothing learns
// nothing, and a fifth in every step forgets what it has learnt.

import { nameOf } from "../../../model/diagnostics/rule.ts";
import { message } from "../../../model/message.ts";
import type { Detector } from "../detector.ts";
import type { Symptom } from "../finding.ts";
import { rateOf } from "../lab.ts";
import { rateFix, short } from "../remedies.ts";
import type { Subject } from "../subject.ts";

const LARGE = 0.2;
const SMALL = 1e-6;
const SIGHTS = 5;
const EPOCHS = 8;
const STEPS = 50;
/** The loss is more than this share of the first; if it is well below, large steps do no harm. */
const HIGH = 0.5;
/** The loss has fallen by this share of itself, or less: what moves little because it has learnt is well. */
const FALL = 0.02;

export const updateRatio: Detector = {
  code: "update-ratio",
  watch: (subject) => {
    let [large, small] = [0, 0];
    const { course } = subject;
    return {
      look: (sight) => {
        const ratios = subject.linears.flatMap((layer) => {
          const { update, gradient = 0 } = sight.layers[layer]!.linear ?? {};
          return update === undefined ? [] : [{ layer, update, gradient }];
        });
        const [one] = ratios;
        if (one === undefined) return undefined;
        const most = ratios.reduce((largest, ratio) => (ratio.update > largest.update ? ratio : largest), one);
        large = most.update > LARGE ? large + 1 : 0;
        // A run that has moved more before has come to rest; without a gradient, that is the sickness.
        small = most.gradient > 0 && most.update < SMALL ? small + 1 : -Infinity;
        if (sight.steps < STEPS || sight.epoch < EPOCHS) return undefined;
        if (large >= SIGHTS && course.latest > HIGH * course.first) return [tooLarge(subject, most.layer, most.update)];
        if (small >= SIGHTS && course.latest > (1 - FALL) * course.first) return [tooSmall(subject, most.layer, most.update)];
        return undefined;
      },
    };
  },
};

function tooLarge(subject: Subject, layer: number, update: number): Symptom {
  const sentence = message(
    "Each step changes the weights of {0} by {1} % of their size; about 0.1 % is usual. So each batch undoes what others have taught. Lower the learning rate of {2}.",
    nameOf(subject.layers[layer]!, layer),
    short(100 * update),
    rateOf(subject.experiment).rate,
  );
  return {
    layer,
    message: sentence,
    path: rateOf(subject.experiment).path,
    fixes: [rateFix(subject, 0.1)],
    explainedBy: ["diverging", "exploding-gradient"],
  };
}

function tooSmall(subject: Subject, layer: number, update: number): Symptom {
  const sentence = message(
    "Each step changes the weights of {0} by {1} of their size; about 0.001 is usual. So they stay what they were at the beginning. Raise the learning rate of {2}.",
    nameOf(subject.layers[layer]!, layer),
    short(update),
    rateOf(subject.experiment).rate,
  );
  return { layer, message: sentence, path: rateOf(subject.experiment).path, fixes: [rateFix(subject, 100)] };
}
