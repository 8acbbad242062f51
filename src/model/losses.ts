// The loss registry: one record per loss, under PyTorch's name. `reduction` is always the mean.

import { message, type Message } from "./message.ts";
import { integerWithDefault, numberWithDefault, optionalNumbers, type Parameters } from "./parameters.ts";

/**
 * How a loss wants its target:
 * - `classes`: one class index per row, the network has one output per class
 * - `binary`: values in 0…1, one per output
 * - `numbers`: any numbers, one per output
 */
export type TargetEncoding = "classes" | "binary" | "numbers";

export interface LossRecord<T extends string = string, P extends Parameters = Parameters> {
  readonly type: T;
  readonly parameters: P;
  readonly target: TargetEncoding;
  readonly formula: string;
  readonly about: Message;
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
  }),
  BCEWithLogitsLoss: loss({
    type: "BCEWithLogitsLoss",
    parameters: { pos_weight: optionalNumbers(message("One weight for the positive answers of each output.")) },
    target: "binary",
    formula: "−(p t log σ(x) + (1 − t) log(1 − σ(x)))",
    about: message("Binary cross entropy with the sigmoid built in, which cannot overflow. The last layer is a Linear."),
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
  }),
  NLLLoss: loss({
    type: "NLLLoss",
    parameters: { weight: classWeight, ignore_index: ignoreIndex },
    target: "classes",
    formula: "−xₜ",
    about: message("Negative log likelihood of classes. Goes with LogSoftmax as the last layer."),
  }),
  MSELoss: loss({
    type: "MSELoss",
    parameters: {},
    target: "numbers",
    formula: "(y − t)²",
    about: message("Mean squared error, the usual loss for numbers."),
  }),
} as const;

export type LossType = keyof typeof losses;
