// The loss has been flat for long although nothing much is learnt yet. It is said only if a copy with
// another learning rate gets away: else the network may have learnt all there is.

import { message } from "../../../model/message.ts";
import type { Detector, Trial } from "../detector.ts";
import { findRate } from "../find-rate.ts";
import { type Lab, rateOf } from "../lab.ts";
import { rateFix, rateTimes, short } from "../remedies.ts";
import type { Subject } from "../subject.ts";

/** The loss is at least this share of the first epoch's. */
const HIGH = 0.8;
/** The loss has fallen by this share of itself, or less, in all these epochs. */
const FLAT = 0.005;
const EPOCHS = 20;
const STEPS = 100;
/** The flat epochs are this share of the run so far, and of the run as it is planned. */
const PART = 0.5;
const PLANNED = 0.5;

export const plateau: Detector = {
  code: "plateau",
  watch: (subject) => {
    let [since, level, steps] = [1, NaN, 0];
    let isTried = false;
    return {
      epoch: ({ epoch, trainLoss }, now) => {
        if (!(Math.abs(trainLoss - level) <= FLAT * Math.abs(level))) {
          since = epoch;
          level = trainLoss;
          steps = now;
          return undefined;
        }
        const flat = epoch - since;
        if (isTried || flat < EPOCHS || now - steps < STEPS || flat < PART * epoch || flat < PLANNED * subject.epochs) return undefined;
        if (trainLoss < HIGH * subject.course.first) return undefined;
        isTried = true;
        return (lab) => decide(lab, subject, flat, trainLoss);
      },
    };
  },
};

function* decide(lab: Lab, subject: Subject, flat: number, loss: number): Trial {
  const factor = yield* findRate(lab, loss);
  if (factor === undefined) return [];
  const args = [short(loss), flat, rateTimes(subject, factor)] as const;
  const sentence =
    factor > 1
      ? message(
          "The loss has stayed at {0} for {1} epochs: the gradient is small here, and so are the steps. With a learning rate of {2} it falls, as a copy has shown. Raise the learning rate.",
          ...args,
        )
      : message(
          "The loss has stayed at {0} for {1} epochs: the steps go to and fro over the valley. With a learning rate of {2} it falls, as a copy has shown. Lower the learning rate.",
          ...args,
        );
  return [
    {
      layer: null,
      message: sentence,
      path: rateOf(subject.experiment).path,
      fixes: [rateFix(subject, factor)],
      explainedBy: ["vanishing-gradient", "dead-units", "saturated-units"],
    },
  ];
}
