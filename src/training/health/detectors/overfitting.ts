// The validation loss rises while the training loss goes on falling: the network learns the training rows by
// heart.

import { fix, set } from "../../../model/fix.ts";
import { message } from "../../../model/message.ts";
import type { Detector } from "../detector.ts";
import { short } from "../remedies.ts";

/** Epochs since the best one, and this share of the best epoch. */
const EPOCHS = 12;
const PART = 0.3;
/** The smoothed validation loss is above the lowest by this factor, and by this share of the first losses. */
const RISEN = 1.3;
const OF_FIRST = 0.15;
/** Of few rows a single one may lift the mean: so much more is asked, divided by the rows. */
const FEW = { risen: 3, ofFirst: 2 };
/** It is about the highest since then. */
const TOP = 0.95;
/** The training loss is this share of what it was in the best epoch, or less. */
const FALLEN = 0.9;
/** And this share of the first epoch's: who has learnt nothing has learnt nothing by heart. */
const LEARNT = 0.75;
/** Share of the last epoch in the smoothed loss. */
const SMOOTH = 0.2;
/** Fewer rows say too little. */
const ROWS = 10;

export const overfitting: Detector = {
  code: "overfitting",
  watch: ({ experiment, prepared, course }) => {
    // Early stopping keeps the best weights by itself.
    if (experiment.training.early_stopping || prepared.split.validation.length < ROWS) return undefined;
    const rows = prepared.split.validation.length;
    const [risen, ofFirst] = [RISEN + FEW.risen / rows, OF_FIRST + FEW.ofFirst / rows];
    let [first, smooth, lowest, highest, best, trainedTo] = [NaN, NaN, Infinity, 0, 0, NaN];
    return {
      epoch: ({ epoch, trainLoss, validationLoss }) => {
        if (validationLoss === undefined) return undefined;
        if (Number.isNaN(first)) [first, smooth] = [Math.max(trainLoss, validationLoss), validationLoss];
        smooth += SMOOTH * (validationLoss - smooth);
        highest = Math.max(highest, smooth);
        if (smooth < lowest) {
          lowest = smooth;
          highest = smooth;
          best = epoch;
          trainedTo = trainLoss;
          return undefined;
        }
        const since = epoch - best;
        if (since < EPOCHS || since < PART * best) return undefined;
        if (
          !(
            smooth > risen * lowest &&
            smooth > TOP * highest &&
            smooth - lowest > ofFirst * first &&
            trainLoss < Math.min(FALLEN * trainedTo, LEARNT * course.first)
          )
        )
          return undefined;
        const sentence = message(
          "The validation loss has risen for {0} epochs, from {1} to {2}; the best was epoch {3}. The training loss went on falling: the network learns its rows by heart. Stop early, use fewer units, or add Dropout.",
          since,
          short(lowest),
          short(smooth),
          best,
        );
        const patience = 10;
        const stop = fix(
          message("Stop after {0} epochs without a better validation loss", patience),
          set(["training", "early_stopping"], { patience }),
        );
        return [{ layer: null, message: sentence, path: ["training"], fixes: [stop] }];
      },
    };
  },
};
