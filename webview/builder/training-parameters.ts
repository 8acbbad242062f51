// The training settings that belong to no loss and no optimizer, as parameters, so that the inspector draws
// them like a layer's. Names, defaults and limits are those of the document's schema (docs/format.md).

import { message } from "../../src/model/message.ts";
import {
  flag,
  integerWithDefault,
  numberWithDefault,
  optionalInteger,
  optionalNumber,
  type Parameters,
} from "../../src/model/parameters.ts";

export const trainingParameters = {
  epochs: integerWithDefault(message("Passes over all training rows."), 100, { min: 0 }),
  batch_size: integerWithDefault(message("Rows per training step."), 32, { min: 1, slider: [1, 128] }),
  seed: integerWithDefault(message("The start of all random numbers: split, first weights, order of the rows."), 0),
  shuffle: flag(message("Shuffles the training rows in each epoch."), true),
  drop_last: flag(message("Drops the last batch if it is not full."), false),
} satisfies Parameters;

/** What keeps a run from going wrong or going on in vain. */
export const stabilityParameters = {
  clip_grad_norm: optionalNumber(message("The largest norm of all gradients together. If empty, nothing is clipped.")),
  patience: optionalInteger(
    message("Stops after this many epochs without a better validation loss, with the best weights. If empty, all epochs are trained."),
    { min: 1 },
  ),
  min_delta: numberWithDefault(message("How much lower a better loss must be."), 0, { min: 0 }),
} satisfies Parameters;

/** The threshold counts only if the answer is yes or no. */
export const binaryParameters = {
  threshold: numberWithDefault(message("A prediction is yes if its probability is at least this."), 0.5, {
    min: 0,
    max: 1,
    slider: [0, 1],
  }),
} satisfies Parameters;
