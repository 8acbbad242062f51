// The loss rises instead of falling, because each step goes beyond the valley. It is said only if a copy
// with a lower learning rate falls from the same first weights.

import { message } from "../../../model/message.ts";
import type { Detector, Trial } from "../detector.ts";
import { meanOfEnd } from "../find-rate.ts";
import { type Lab, rateOf } from "../lab.ts";
import { rateFix, rateTimes, short } from "../remedies.ts";
import type { Subject } from "../subject.ts";

/** Above the lowest loss by this factor, and above where it began by the other, so many epochs in a row. */
const RISEN = 1.5;
const BEGUN = 1.2;
const EPOCHS = 4;
/** Or, smoothed, not below where it began, for so many epochs and this share of the run. */
const NEVER = 10;
const SMOOTH = 0.2;
const PART = 0.2;
const FACTORS = [0.1, 0.01, 0.001, 0.0001];
/** The lower rate's loss is this share of where it began, or less. */
const FALL = 0.95;

export const diverging: Detector = {
  code: "diverging",
  watch: (subject) => {
    let [begun, lowest, smooth, epochs, never, latest] = [NaN, Infinity, NaN, 0, 0, NaN];
    let isTried = false;
    return {
      look: ({ epoch, loss }) => {
        if (epoch === 0) begun = loss;
        return undefined;
      },
      epoch: ({ epoch, trainLoss }) => {
        latest = trainLoss;
        if (Number.isNaN(begun)) begun = trainLoss;
        lowest = Math.min(lowest, trainLoss, begun);
        epochs = trainLoss > RISEN * lowest && trainLoss > BEGUN * begun ? epochs + 1 : 0;
        smooth = Number.isNaN(smooth) ? trainLoss : smooth + SMOOTH * (trainLoss - smooth);
        never = smooth >= begun ? never + 1 : 0;
        if (isTried || (epochs < EPOCHS && (never < NEVER || epoch < PART * subject.epochs))) return undefined;
        isTried = true;
        return (lab) => decide(lab, subject, begun, latest);
      },
      diverged: () => {
        if (isTried) return undefined;
        isTried = true;
        return (lab) => decide(lab, subject, begun, Infinity);
      },
      asked: () => {
        if (isTried || !(latest > begun)) return undefined;
        isTried = true;
        return (lab) => decide(lab, subject, begun, latest);
      },
    };
  },
};

function* decide(lab: Lab, subject: Subject, begun: number, now: number): Trial {
  for (const factor of FACTORS) {
    const { losses } = yield* lab.fromStart(factor);
    const end = meanOfEnd(losses);
    if (!(end < FALL * begun && end < now)) continue;
    const [rate, lower] = [rateOf(subject.experiment).rate, rateTimes(subject, factor)];
    const sentence = Number.isFinite(now)
      ? message(
          "A learning rate of {0} is too high here: the loss rose from {1} to {2}, because each step goes beyond the valley. With {3} it falls, as a copy has shown. Lower the learning rate.",
          rate,
          short(begun),
          short(now),
          lower,
        )
      : message(
          "A learning rate of {0} is too high here: the loss rose until it was no number any more, because each step goes beyond the valley. With {1} it falls, as a copy has shown. Lower the learning rate.",
          rate,
          lower,
        );
    return [{ layer: null, message: sentence, path: rateOf(subject.experiment).path, fixes: [rateFix(subject, factor)] }];
  }
  return [];
}
