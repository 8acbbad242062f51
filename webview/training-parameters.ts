// The training settings that belong to no loss and no optimizer, as parameters, so that the inspector draws them like a layer's.
// Names, defaults and limits are those of the document's schema (docs/format.md).

import { message } from "../src/model/message.ts";
import { flag, integerWithDefault, numberWithDefault, optionalInteger, optionalNumber, type Parameters } from "../src/model/parameters.ts";

export const trainingParameters = {
  epochs: integerWithDefault(message("How often the training rows are seen."), 100, { min: 0 }),
  batch_size: integerWithDefault(message("Rows per step."), 32, { min: 1, slider: [1, 128] }),
  seed: integerWithDefault(message("The start of all random numbers: split, first weights, order of the rows."), 0),
  shuffle: flag(message("Shuffles the training rows in each epoch."), true),
  drop_last: flag(message("Leaves out a last batch that is not full."), false),
} satisfies Parameters;

/** What keeps a run from going wrong or going on in vain. */
export const stabilityParameters = {
  clip_grad_norm: optionalNumber(message("The largest norm of all gradients together. Nothing is clipped where it is empty.")),
  patience: optionalInteger(
    message("Epochs without a better validation loss after which training stops, with the best weights. It does not where it is empty."),
    { min: 1 },
  ),
  min_delta: numberWithDefault(message("How much lower a better loss must be."), 0, { min: 0 }),
} satisfies Parameters;

/** The threshold counts only where the answer is yes or no. */
export const binaryParameters = {
  threshold: numberWithDefault(message("A prediction is yes where its probability is at least this."), 0.5, {
    min: 0,
    max: 1,
    slider: [0, 1],
  }),
} satisfies Parameters;
