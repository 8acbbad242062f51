// The network gives the same answer for every row: the share of the class, or the mean. Every network begins
// about there, so it is said only where the run does not get away from it, and something would.

import { message } from "../../../model/message.ts";
import type { Message } from "../../../model/message.ts";
import type { Detector, Trial } from "../detector.ts";
import type { Symptom } from "../finding.ts";
import { findRate } from "../find-rate.ts";
import type { Lab } from "../lab.ts";
import { defaultInitFix, rateFix, rateTimes, short } from "../remedies.ts";
import type { Sight } from "../sight.ts";
import type { Subject } from "../subject.ts";

/** The answers' deviation is this share of the targets', or less. */
const SAME = 0.03;
/** The loss has fallen by this share of itself, or less. */
const FALL = 0.02;
const SIGHTS = 3;
const EPOCHS = 10;
const STEPS = 60;
/** A weight's gradient below this share of the weights' usual size is none. */
const NO_GRADIENT = 1e-9;

export const constantOutput: Detector = {
  code: "constant-output",
  watch: (subject) => {
    let [first, loss, sights] = [NaN, NaN, 0];
    let isTried = false;
    return {
      epoch: ({ trainLoss }) => {
        if (Number.isNaN(first)) first = trainLoss;
        loss = trainLoss;
        return undefined;
      },
      look: (sight) => {
        const { epoch, steps, spread } = sight;
        if (epoch === 0 || spread === undefined) return undefined;
        sights = spread <= SAME ? sights + 1 : 0;
        const isLong = epoch >= EPOCHS && steps >= STEPS && epoch >= 0.2 * subject.epochs;
        if (sights < SIGHTS || !isLong || isTried || loss < (1 - FALL) * first) return undefined;
        isTried = true;
        return (lab) => decide(lab, subject, sight, loss);
      },
    };
  },
};

/** Silence where nothing helps: perhaps the features say nothing of the target. */
function* decide(lab: Lab, subject: Subject, sight: Sight, loss: number): Trial {
  const { linears, experiment } = subject;
  const hidden = linears.slice(0, -1);
  const isCut = hidden.length > 0 && hidden.every((index) => (sight.layers[index]!.linear?.gradient ?? 0) < NO_GRADIENT);
  const factor = yield* findRate(lab, loss);
  if (factor === undefined && !isCut) return [];
  const share = short(sight.spread!);
  const what = `${[experiment.data.target].flat().join(", ")}`;
  const say = (sentence: Message, fixes: Symptom["fixes"]): Symptom[] => [{ layer: null, message: sentence, path: ["layers"], fixes }];
  if (factor === undefined)
    return say(
      message(
        "The network gives nearly the same answer for every row, and no gradient reaches its hidden layers, so it stays with the most frequent or the mean {0}. Start from other weights, or use ReLU in the hidden layers.",
        what,
      ),
      defaultInitFix(subject),
    );
  return say(
    message(
      "The network gives nearly the same answer for every row (they differ by {0} of what {1} does) and does not get away from it. With a learning rate of {2} it does, as a copy has shown. Change the learning rate.",
      share,
      what,
      rateTimes(subject, factor),
    ),
    [rateFix(subject, factor)],
  );
}
