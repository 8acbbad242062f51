// What a network's outputs stand for: a class of several, yes or no, or a number. It follows from the loss,
// because the loss decides what the network learns to give.

import type { Encoded } from "../../data/types.ts";
import { losses, type LossRecord } from "../../model/losses.ts";
import type { Loss, TrainingSettings } from "../../model/schema.ts";

/**
 * - `classes`: one output per class, the largest is the answer
 * - `binary`: each output is yes or no on its own
 * - `numbers`: each output is a number
 */
export type Task = "classes" | "binary" | "numbers";

/** What is answered. Probabilities of 0 … 1 as targets are numbers, unless all of them are 0 or 1. */
export function taskOf(loss: Loss, { targets }: Pick<Encoded, "targets">): Task {
  const record: LossRecord = losses[loss.type];
  switch (record.target) {
    case "classes":
      return "classes";
    case "sign":
      return "binary";
    case "binary":
      return targets.every((target) => target === 0 || target === 1) ? "binary" : "numbers";
    case "numbers":
      return "numbers";
  }
}

/**
 * Names of the classes in class order; as many as there are outputs of `classes`, two if the answer is yes
 * or no.
 */
export function classNames(task: Task, { preprocessing }: Pick<Encoded, "preprocessing">, outputs: number): readonly string[] {
  const { classes } = preprocessing.target;
  if (task === "binary") return classes ?? ["0", "1"];
  // An output that no class of the data belongs to can still be the largest.
  return Array.from({ length: outputs }, (_, index) => classes?.[index] ?? String(index));
}

/**
 * What one output of a `binary` or `numbers` network means: the probability of yes, or the number.
 *
 * HingeEmbeddingLoss knows no probabilities: its output is a distance, and yes and no cost the same at half
 * of the margin. What stands here is 0.5 there and 0 … 1 like the others, so that one threshold fits all.
 */
export function meaningOf(loss: Loss): (output: number) => number {
  switch (loss.type) {
    case "BCEWithLogitsLoss":
    case "SoftMarginLoss":
      return sigmoid;
    case "HingeEmbeddingLoss": {
      const middle = loss.margin / 2;
      return (output) => sigmoid(middle - output);
    }
    case "PoissonNLLLoss":
      return loss.log_input ? Math.exp : itself;
    default:
      return itself;
  }
}

/**
 * Where `meaningOf` reaches a probability: an output counts as yes where sign · output ≥ cut. Both are the
 * same question, up to rounding, and this one needs no exponential.
 */
export function cutOf(loss: Loss, threshold: number): { readonly sign: 1 | -1; readonly cut: number } {
  const logit = Math.log(threshold) - Math.log1p(-threshold);
  switch (loss.type) {
    case "BCEWithLogitsLoss":
    case "SoftMarginLoss":
      return { sign: 1, cut: logit };
    case "HingeEmbeddingLoss":
      return { sign: -1, cut: logit - loss.margin / 2 };
    default:
      return { sign: 1, cut: threshold };
  }
}

/**
 * Probabilities of each class of `classes` outputs, by softmax. Of NLLLoss, whose outputs are logarithms
 * already, that is their exponentials; of MultiMarginLoss, which knows no probabilities, it keeps the order.
 * @param outputs `[rows, classes]`
 */
export function classProbabilities(outputs: Float32Array, classes: number): Float64Array {
  const probabilities = new Float64Array(outputs.length);
  for (let at = 0; at < outputs.length; at += classes) {
    let most = -Infinity;
    for (let index = 0; index < classes; index++) most = Math.max(most, outputs[at + index]!);
    let sum = 0;
    for (let index = 0; index < classes; index++) sum += probabilities[at + index] = Math.exp(outputs[at + index]! - most);
    for (let index = 0; index < classes; index++) probabilities[at + index]! /= sum;
  }
  return probabilities;
}

/** The index of the largest of `count` values from `at` on; of equal ones the first, as `torch.argmax`. */
export function largestOf(values: Float32Array | Float64Array, at: number, count: number): number {
  let best = 0;
  for (let index = 1; index < count; index++) if (values[at + index]! > values[at + best]!) best = index;
  return best;
}

/**
 * One number per row of what a network gives: of several classes the probability of class `index`, otherwise
 * the meaning of output `index`.
 * @param outputs `[rows, width]`
 */
export function readAnswers(task: Task, loss: Loss, outputs: Float32Array, width: number, index: number): Float64Array {
  const own = (values: Float32Array | Float64Array): Float64Array =>
    Float64Array.from({ length: values.length / width }, (_, row) => values[row * width + index]!);
  return task === "classes" ? own(classProbabilities(outputs, width)) : own(outputs).map(meaningOf(loss));
}

/**
 * The class that is answered per row: of several the most probable one, otherwise whether output `index` says
 * yes.
 */
export function decideClasses(
  task: Task,
  { loss, threshold }: Pick<TrainingSettings, "loss" | "threshold">,
  outputs: Float32Array,
  width: number,
  index = 0,
): Uint32Array {
  const rows = { length: outputs.length / width };
  if (task === "classes") return Uint32Array.from(rows, (_, row) => largestOf(outputs, row * width, width));
  const meaning = meaningOf(loss);
  return Uint32Array.from(rows, (_, row) => (meaning(outputs[row * width + index]!) >= threshold ? 1 : 0));
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

function itself(value: number): number {
  return value;
}
