// The loss registry: one record per loss, under PyTorch's name. `reduction` is always the mean.

import { message, type Message } from "./message.ts";
import { flag, integerWithDefault, numberWithDefault, optionalNumbers, type Parameters } from "./parameters.ts";
import { valueAt } from "./json.ts";

/**
 * How a loss wants its target:
 * - `classes`: one class index per row, the network has one output per class
 * - `binary`: values in 0…1, one per output
 * - `sign`: −1 or 1, one per output
 * - `numbers`: any numbers, one per output
 */
export type TargetEncoding = "classes" | "binary" | "sign" | "numbers";

export interface LossRecord<T extends string = string, P extends Parameters = Parameters> {
  readonly type: T;
  readonly parameters: P;
  readonly target: TargetEncoding;
  readonly formula: string;
  readonly about: Message;
  /** What goes wrong with it. */
  readonly pitfall: Message;
}

function loss<const T extends string, P extends Parameters>(record: LossRecord<T, P>): LossRecord<T, P> {
  return record;
}

const classWeight = optionalNumbers(message("One weight per class, in class order; the mean divides by the weights that were used."));
const ignoreIndex = integerWithDefault(message("Rows with this class index do not count."), -100);

export const losses = {
  BCELoss: loss({
    type: "BCELoss",
    parameters: {},
    target: "binary",
    formula: "−(t log y + (1 − t) log(1 − y))",
    about: message("Binary cross entropy of a probability. Goes with Sigmoid as the last layer."),
    pitfall: message(
      "It takes probabilities: without Sigmoid as the last layer it fails as soon as an output leaves 0 to 1. BCEWithLogitsLoss has no such limit.",
    ),
  }),
  BCEWithLogitsLoss: loss({
    type: "BCEWithLogitsLoss",
    parameters: { pos_weight: optionalNumbers(message("One weight for the positive answers of each output.")) },
    target: "binary",
    formula: "−(p t log σ(x) + (1 − t) log(1 − σ(x)))",
    about: message("Binary cross entropy with the sigmoid built in, which cannot overflow. The last layer is a Linear."),
    pitfall: message("With Sigmoid as the last layer the sigmoid is applied twice, and the network hardly learns."),
  }),
  CrossEntropyLoss: loss({
    type: "CrossEntropyLoss",
    parameters: {
      weight: classWeight,
      ignore_index: ignoreIndex,
      label_smoothing: numberWithDefault(message("Share of the target that is spread over all classes."), 0, {
        min: 0,
        max: 1,
        slider: [0, 0.5],
      }),
    },
    target: "classes",
    formula: "−log softmax(x)ₜ",
    about: message("Cross entropy of classes with the softmax built in. The last layer is a Linear with one output per class."),
    pitfall: message("With Softmax as the last layer the softmax is applied twice, and the loss stays high."),
  }),
  NLLLoss: loss({
    type: "NLLLoss",
    parameters: { weight: classWeight, ignore_index: ignoreIndex },
    target: "classes",
    formula: "−xₜ",
    about: message("Negative log likelihood of classes. Goes with LogSoftmax as the last layer."),
    pitfall: message("It takes logarithms of probabilities: of anything but LogSoftmax its value means nothing."),
  }),
  MSELoss: loss({
    type: "MSELoss",
    parameters: {},
    target: "numbers",
    formula: "(y − t)²",
    about: message("Mean squared error, the usual loss for numbers."),
    pitfall: message("A few outliers outweigh all other rows, and a target of large numbers makes large gradients: scale it."),
  }),
  L1Loss: loss({
    type: "L1Loss",
    parameters: {},
    target: "numbers",
    formula: "|y − t|",
    about: message("Mean absolute error: outliers count no more than their distance."),
    pitfall: message("It is as steep near the target as far from it, so it does not settle before the learning rate falls."),
  }),
  SmoothL1Loss: loss({
    type: "SmoothL1Loss",
    parameters: { beta: numberWithDefault(message("Below this distance the loss is a square."), 1, { min: 0, slider: [0, 5] }) },
    target: "numbers",
    formula: "d² / 2β (d < β), d − β/2 (d ≥ β), d = |y − t|",
    about: message("A square near the target and a straight line away from it."),
    pitfall: message("beta is in the target's own numbers: if all distances are far above it, the loss is L1Loss."),
  }),
  HuberLoss: loss({
    type: "HuberLoss",
    parameters: { delta: numberWithDefault(message("Up to this distance the loss is a square."), 1, { min: 0, slider: [0.1, 5] }) },
    target: "numbers",
    formula: "d² / 2 (d ≤ δ), δ (d − δ/2) (d > δ), d = |y − t|",
    about: message("SmoothL1Loss times delta: squares near the target, lines away from it."),
    pitfall: message("delta is in the target's own numbers, and the gradients grow with it: another delta wants another learning rate."),
  }),
  PoissonNLLLoss: loss({
    type: "PoissonNLLLoss",
    parameters: {
      log_input: flag(message("The network gives the logarithm of the expected count."), true),
      full: flag(message("Adds Stirling's approximation of the term that does not depend on the network."), false),
      eps: numberWithDefault(message("Prevents the logarithm of zero if log_input is off."), 1e-8, { min: 0 }),
    },
    target: "numbers",
    formula: "eʸ − t y",
    about: message("For counts: negative log likelihood of a Poisson distribution."),
    pitfall: message(
      "With log_input the prediction is e to the output: a large output overflows, and an activation before it limits the counts.",
    ),
  }),
  SoftMarginLoss: loss({
    type: "SoftMarginLoss",
    parameters: {},
    target: "sign",
    formula: "log(1 + e^(−t y))",
    about: message("Two classes as −1 and 1: the logistic loss of the margin."),
    pitfall: message("With Sigmoid as the last layer no output is below zero, so the class −1 is never answered well."),
  }),
  HingeEmbeddingLoss: loss({
    type: "HingeEmbeddingLoss",
    parameters: { margin: numberWithDefault(message("How far apart the class −1 should be."), 1, { slider: [0, 5] }) },
    target: "sign",
    formula: "y (t = 1), max(0, margin − y) (t = −1)",
    about: message("Two classes as −1 and 1: the output is a distance, small for 1 and at least the margin for −1."),
    pitfall: message("For 1 the loss is the output itself: it falls without end unless the last layer keeps the output at or above zero."),
  }),
  MultiMarginLoss: loss({
    type: "MultiMarginLoss",
    parameters: {
      p: integerWithDefault(message("The power of each violation: 1 or 2."), 1, { min: 1, max: 2 }),
      margin: numberWithDefault(message("How far the right class should lie above the others."), 1, { slider: [0, 5] }),
      weight: classWeight,
    },
    target: "classes",
    formula: "Σᵢ max(0, margin − yₜ + yᵢ)ᵖ / C",
    about: message("Classes by margins, as a support vector machine. The last layer is a Linear with one output per class."),
    pitfall: message("A row whose class is ahead by the margin teaches nothing more, and the outputs are no probabilities."),
  }),
} as const;

export type LossType = keyof typeof losses;

/** How a loss of a document, valid or not, wants its target; undefined if it is none that is known. */
export function encodingOf(loss: unknown): TargetEncoding | undefined {
  const type = valueAt(loss, ["type"]);
  return typeof type === "string" && Object.hasOwn(losses, type)
    ? (losses as Readonly<Record<string, LossRecord>>)[type]!.target
    : undefined;
}
