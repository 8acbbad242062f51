// What a network's outputs say, as columns of a CSV: the prediction (the class as the training CSV wrote it,
// or the number) and a probability per class, if the loss knows probabilities. Several targets have a
// column each, under the target's name.

import type { FittedTarget } from "../data/types.ts";
import { losses, type LossRecord } from "../model/losses.ts";
import type { Loss } from "../model/schema.ts";
import { classProbabilities, cutOf, largestOf, meaningOf } from "./evaluation/answers.ts";

export interface AnswerColumn {
  /** `prediction`, `probability_setosa`, `prediction_height`, … */
  readonly name: string;
  readonly kind: "prediction" | "probability";
  /** Whether its cells are numbers, with a decimal point. */
  readonly isNumber: boolean;
  /** The target it is about. */
  readonly target: string;
  /** Of a probability: the class as the training CSV wrote it. */
  readonly className?: string;
  /** The text of an answer. */
  readonly cell: (answer: number) => string;
}

export interface AnswerSettings {
  readonly loss: Loss;
  readonly target: FittedTarget;
  readonly threshold: number;
}

/**
 * The columns of `outputs` `[answers, width]`.
 *
 * HingeEmbeddingLoss and MultiMarginLoss know no probabilities. Without recorded classes, as of several
 * targets and of numbers that BCELoss takes as they are, yes and no are true and false of boolean columns, 1
 * and 0 of others.
 */
export function answerColumns({ loss, target, threshold }: AnswerSettings, outputs: Float32Array, width: number): AnswerColumn[] {
  const record: LossRecord = losses[loss.type];
  const [first = ""] = target.columns;
  if (record.target === "classes") return classColumns(loss, first, target.classes ?? [], outputs, width);
  return target.columns.flatMap((name, index) => {
    const at = (answer: number): number => outputs[answer * width + index]!;
    const suffix = target.columns.length === 1 ? "" : `_${name}`;
    return record.target === "numbers"
      ? [numberColumn(`prediction${suffix}`, "prediction", name, (answer) => meaningOf(loss)(at(answer)))]
      : binaryColumns({ loss, target, threshold }, name, suffix, at);
  });
}

/**
 * Of equal outputs the first class is the answer, as of `torch.argmax`. Outputs that no class belongs to are
 * never the answer.
 */
function classColumns(loss: Loss, target: string, classes: readonly string[], outputs: Float32Array, width: number): AnswerColumn[] {
  const count = Math.min(width, classes.length);
  const prediction: AnswerColumn = {
    name: "prediction",
    kind: "prediction",
    isNumber: false,
    target,
    cell: (answer) => classes[largestOf(outputs, answer * width, count)]!,
  };
  if (loss.type === "MultiMarginLoss") return [prediction];
  const probabilities = classProbabilities(outputs, width);
  return [
    prediction,
    ...classes.map((name, index) => probabilityColumn(`_${name}`, target, name, (answer) => probabilities[answer * width + index]!)),
  ];
}

function binaryColumns(
  { loss, target, threshold }: AnswerSettings,
  name: string,
  suffix: string,
  at: (answer: number) => number,
): AnswerColumn[] {
  const [no = "0", yes = "1"] = target.classes ?? (target.kind === "boolean" ? ["false", "true"] : []);
  const { sign, cut } = cutOf(loss, threshold);
  const prediction: AnswerColumn = {
    name: `prediction${suffix}`,
    kind: "prediction",
    isNumber: false,
    target: name,
    cell: (answer) => (sign * at(answer) >= cut ? yes : no),
  };
  if (loss.type === "HingeEmbeddingLoss") return [prediction];
  const probability = (answer: number): number => meaningOf(loss)(at(answer));
  const positive = probabilityColumn(suffix === "" ? `_${yes}` : suffix, name, yes, probability);
  if (suffix !== "") return [prediction, positive];
  return [prediction, probabilityColumn(`_${no}`, name, no, (answer) => 1 - probability(answer)), positive];
}

function probabilityColumn(suffix: string, target: string, className: string, value: (answer: number) => number): AnswerColumn {
  return { ...numberColumn(`probability${suffix}`, "probability", target, value), className };
}

function numberColumn(name: string, kind: AnswerColumn["kind"], target: string, value: (answer: number) => number): AnswerColumn {
  return { name, kind, isNumber: true, target, cell: (answer) => float32Text(value(answer)) };
}

/** The shortest decimal that is this number in float32: more digits would be made up. */
function float32Text(value: number): string {
  const single = Math.fround(value);
  for (const digits of [7, 8]) {
    const short = Number(single.toPrecision(digits));
    if (Math.fround(short) === single) return String(short);
  }
  return String(Number(single.toPrecision(9)));
}
