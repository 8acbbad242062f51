// The optimizer registry: one record per optimizer, under PyTorch's name and with PyTorch's defaults.

import { message, type Message } from "./message.ts";
import { flag, number, numberWithDefault, pairWithDefault, type Parameters } from "./parameters.ts";

export interface OptimizerRecord<T extends string = string, P extends Parameters = Parameters> {
  readonly type: T;
  readonly parameters: P;
  readonly formula: string;
  readonly about: Message;
}

function optimizer<const T extends string, P extends Parameters>(record: OptimizerRecord<T, P>): OptimizerRecord<T, P> {
  return record;
}

const learningRate = message("Learning rate: the length of a step.");
const weightDecay = numberWithDefault(message("Pulls every parameter toward zero by this share of it."), 0, { min: 0, slider: [0, 0.1] });

export const optimizers = {
  SGD: optimizer({
    type: "SGD",
    parameters: {
      lr: number(learningRate, { min: 0, slider: [0.0001, 1] }),
      momentum: numberWithDefault(message("Share of the last step that is kept."), 0, { min: 0, slider: [0, 0.99] }),
      dampening: numberWithDefault(message("Share of the gradient that momentum leaves out."), 0),
      weight_decay: weightDecay,
      nesterov: flag(message("Looks ahead along the momentum. Needs momentum above 0 and dampening 0."), false),
    },
    formula: "w ← w − lr · g",
    about: message("Stochastic gradient descent: a step against the gradient of each batch."),
  }),
  Adam: optimizer({
    type: "Adam",
    parameters: {
      lr: numberWithDefault(learningRate, 0.001, { min: 0, slider: [0.0001, 0.1] }),
      betas: pairWithDefault(message("How slowly the averages of the gradient and of its square forget."), [0.9, 0.999], {
        min: 0,
        max: 1,
      }),
      eps: numberWithDefault(message("Keeps the division from zero."), 1e-8, { min: 0 }),
      weight_decay: weightDecay,
      amsgrad: flag(message("Never lets the average of the squares shrink."), false),
    },
    formula: "w ← w − lr · m̂ / (√v̂ + ε)",
    about: message("Steps of nearly the same length for every parameter, from running averages. Works without much tuning."),
  }),
} as const;

export type OptimizerType = keyof typeof optimizers;
