// The optimizer registry: one record per optimizer, under PyTorch's name and with PyTorch's defaults; and
// Rosenblatt's rule, which PyTorch has not.

import { message, type Message } from "./message.ts";
import { flag, number, numberWithDefault, pairWithDefault, type Parameters } from "./parameters.ts";

export interface OptimizerRecord<T extends string = string, P extends Parameters = Parameters> {
  readonly type: T;
  readonly parameters: P;
  readonly formula: string;
  readonly about: Message;
  /** What goes wrong with it. */
  readonly pitfall: Message;
  /** The learning rates that people usually take. */
  readonly usual: readonly [number, number];
}

function optimizer<const T extends string, P extends Parameters>(record: OptimizerRecord<T, P>): OptimizerRecord<T, P> {
  return record;
}

const learningRate = message("Learning rate: the size of a step.");
const weightDecay = numberWithDefault(message("Pulls every parameter toward zero by this share of it."), 0, { min: 0, slider: [0, 0.1] });
const momentum = numberWithDefault(message("Share of the last step that is kept."), 0, { min: 0, slider: [0, 0.99] });
const betas = pairWithDefault(message("How slowly the averages of the gradient and of its square change."), [0.9, 0.999], {
  min: 0,
  max: 1,
});
const amsgrad = flag(message("Never lets the average of the squares shrink."), false);

function rate(value: number) {
  return numberWithDefault(learningRate, value, { min: 0, slider: [value / 10, value * 100] });
}

function epsilon(value: number) {
  return numberWithDefault(message("Prevents a division by zero."), value, { min: 0 });
}

export const optimizers = {
  SGD: optimizer({
    type: "SGD",
    parameters: {
      lr: number(learningRate, { min: 0, slider: [0.0001, 1] }),
      momentum,
      dampening: numberWithDefault(message("Share of the gradient that momentum leaves out."), 0),
      weight_decay: weightDecay,
      nesterov: flag(message("Looks ahead along the momentum. Needs a momentum above 0 and a dampening of 0."), false),
    },
    formula: "w ← w − lr · g",
    about: message("Stochastic gradient descent: a step against the gradient of each batch."),
    pitfall: message("One learning rate for all weights: features of different sizes make it crawl or diverge, so normalize them."),
    usual: [0.0001, 0.1],
  }),
  Adam: optimizer({
    type: "Adam",
    parameters: { lr: rate(0.001), betas, eps: epsilon(1e-8), weight_decay: weightDecay, amsgrad },
    formula: "w ← w − lr · m̂ / (√v̂ + ε)",
    about: message("Steps of similar size for every parameter, from running averages. Works without much tuning."),
    pitfall: message("weight_decay joins the gradient and is divided by its size with it, so it hardly acts. AdamW keeps it apart."),
    usual: [0.0001, 0.01],
  }),
  AdamW: optimizer({
    type: "AdamW",
    parameters: {
      lr: rate(0.001),
      betas,
      eps: epsilon(1e-8),
      weight_decay: numberWithDefault(message("Shrinks every parameter by this share of the learning rate."), 0.01, {
        min: 0,
        slider: [0, 0.1],
      }),
      amsgrad,
    },
    formula: "w ← (1 − lr · λ) w − lr · m̂ / (√v̂ + ε)",
    about: message("Adam with weight decay apart from the gradient."),
    pitfall: message("Its weight decay is on from the start, 0.01, and also pulls at biases and BatchNorm1d."),
    usual: [0.0001, 0.01],
  }),
  Adamax: optimizer({
    type: "Adamax",
    parameters: { lr: rate(0.002), betas, eps: epsilon(1e-8), weight_decay: weightDecay },
    formula: "w ← w − lr · m̂ / u, u = max(β₂ u, |g| + ε)",
    about: message("Adam with the largest gradient instead of the mean square: steadier if gradients are sparse."),
    pitfall: message("One very large gradient keeps the steps of its weight small for a thousand batches."),
    usual: [0.0001, 0.01],
  }),
  RAdam: optimizer({
    type: "RAdam",
    parameters: { lr: rate(0.001), betas, eps: epsilon(1e-8), weight_decay: weightDecay },
    formula: "w ← w − lr · r · m̂ / (√v̂ + ε)",
    about: message("Adam with a built-in warm-up: its first steps use the mean gradient alone."),
    pitfall: message("Its first five steps are not divided by the size of the gradient: a large lr can throw it off at once."),
    usual: [0.0001, 0.01],
  }),
  RMSprop: optimizer({
    type: "RMSprop",
    parameters: {
      lr: rate(0.01),
      alpha: numberWithDefault(message("How slowly the average of the squared gradients changes."), 0.99, { min: 0, slider: [0.5, 0.999] }),
      eps: epsilon(1e-8),
      weight_decay: weightDecay,
      momentum,
      centered: flag(message("Divides by the deviation of the gradient instead of its mean square."), false),
    },
    formula: "w ← w − lr · g / (√v + ε)",
    about: message("Divides each gradient by its recent size. Its first steps are ten times as large as lr says."),
    pitfall: message("Near a minimum its steps stay as large as before, so the loss trembles until the learning rate falls."),
    usual: [0.0001, 0.01],
  }),
  Adagrad: optimizer({
    type: "Adagrad",
    parameters: {
      lr: rate(0.01),
      lr_decay: numberWithDefault(message("How fast the learning rate falls with each step."), 0, { min: 0 }),
      weight_decay: weightDecay,
      initial_accumulator_value: numberWithDefault(message("The initial sum of squares."), 0, { min: 0 }),
      eps: epsilon(1e-10),
    },
    formula: "w ← w − lr · g / (√Σg² + ε)",
    about: message("Divides by the size of all gradients so far: its steps become smaller and smaller."),
    pitfall: message("Its steps never grow again, so a long run comes to a standstill."),
    usual: [0.001, 0.1],
  }),
  Adadelta: optimizer({
    type: "Adadelta",
    parameters: {
      lr: rate(1),
      rho: numberWithDefault(message("How slowly the averages change."), 0.9, { min: 0, max: 1, slider: [0.5, 0.99] }),
      eps: epsilon(1e-6),
      weight_decay: weightDecay,
    },
    formula: "w ← w − lr · g √(u + ε) / √(v + ε)",
    about: message("Finds its step size from the steps before, so lr can stay 1."),
    pitfall: message("It starts with very small steps, so it needs many epochs before anything moves."),
    usual: [0.1, 1],
  }),
  Rprop: optimizer({
    type: "Rprop",
    parameters: {
      lr: rate(0.01),
      etas: pairWithDefault(message("Factors of the step size: if the gradient changes its sign, and if it keeps it."), [0.5, 1.2], {
        min: 0,
      }),
      step_sizes: pairWithDefault(message("The smallest and the largest step."), [1e-6, 50], { min: 0 }),
    },
    formula: "w ← w − sign(g) · s",
    about: message("Uses only the sign of the gradient. Made for one batch of all rows."),
    pitfall: message("In small batches the sign of a gradient is chance, and its steps grow all the same."),
    usual: [0.001, 0.1],
  }),
  Perceptron: optimizer({
    type: "Perceptron",
    parameters: { lr: numberWithDefault(learningRate, 1, { min: 0, slider: [0.01, 1] }) },
    formula: "w ← w + lr · (t − a) · x",
    about: message(
      "Rosenblatt's rule: row by row, each wrong answer moves the weights. Only for one Linear with one output, followed by Step.",
    ),
    pitfall: message("It never settles if no straight line separates the classes."),
    usual: [0.01, 1],
  }),
} as const;

export type OptimizerType = keyof typeof optimizers;

/**
 * Whether a document's optimizer is Rosenblatt's rule, which learns from each row by itself and needs no
 * gradient.
 */
export function learnsByRow({ type }: { readonly type: unknown }): boolean {
  return type === "Perceptron";
}
