// The network gives the same answer for every row: the share of the class, or the mean. Every network begins
// about there, so it is said only if the run does not get away from it, and something would.

import { type Message, message } from "../../../model/message.ts";
import type { Detector, Trial } from "../detector.ts";
import type { Symptom } from "../finding.ts";
import { findRate } from "../find-rate.ts";
import { type Lab, rateOf } from "../lab.ts";
import { defaultInitFix, rateFix, rateTimes, short } from "../remedies.ts";
import type { Sight } from "../sight.ts";
import type { Subject } from "../subject.ts";

/** The answers' deviation is this share of the targets', or less. */
const SAME = 0.025;
/** It is so after this share of the run. */
const PART = 0.5;
/** Answers are on their way if they have come apart by this factor, unless they are as near as that. */
const GROWN = 1.5;
const NOTHING = 0.002;
const SIGHTS = 3;
const EPOCHS = 10;
const STEPS = 150;
/** A weight's gradient below this share of the weights' usual size is none. */
const NO_GRADIENT = 1e-9;

export const constantOutput: Detector = {
  code: "constant-output",
  watch: (subject) => {
    let [first, sights] = [NaN, 0];
    let isTried = false;
    return {
      look: (sight) => {
        const { epoch, steps, spread } = sight;
        if (epoch === 0 || spread === undefined) return undefined;
        sights = spread <= SAME ? sights + 1 : 0;
        if (Number.isNaN(first)) first = spread;
        const isLong = epoch >= EPOCHS && steps >= STEPS && epoch >= PART * subject.epochs;
        if (sights < SIGHTS || !isLong || isTried || spread > Math.max(GROWN * first, NOTHING)) return undefined;
        isTried = true;
        return (lab) => decide(lab, subject, sight);
      },
    };
  },
};

/** Silence if nothing helps: perhaps the features say nothing of the target. */
function* decide(lab: Lab, subject: Subject, sight: Sight): Trial {
  const { linears, experiment } = subject;
  const hidden = linears.slice(0, -1);
  const isCut = hidden.length > 0 && hidden.every((index) => (sight.layers[index]!.linear?.gradient ?? 0) < NO_GRADIENT);
  const factor = yield* findRate(lab, subject.course.latest);
  if (factor === undefined && !isCut) return [];
  const share = short(sight.spread!);
  const what = [experiment.data.target].flat().join(", ");
  const path = factor === undefined ? ["layers", subject.last] : rateOf(experiment).path;
  const say = (sentence: Message, fixes: Symptom["fixes"]): Symptom[] => [{ layer: null, message: sentence, path, fixes }];
  if (factor === undefined)
    return say(
      message(
        "The network gives nearly the same answer for every row, the share of a class or the mean of {0}, and no gradient reaches its hidden layers. Start from other first weights, or use LeakyReLU in the hidden layers.",
        what,
      ),
      defaultInitFix(subject),
    );
  return say(
    message(
      "The network gives nearly the same answer for every row (its answers differ by {0} of what {1} does) and stays there. With a learning rate of {2} it gets away, as a copy has shown. Change the learning rate.",
      share,
      what,
      rateTimes(subject, factor),
    ),
    [rateFix(subject, factor)],
  );
}
