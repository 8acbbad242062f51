// What a network's outputs say, as data: per target a class, yes or no, or a number, and the columns of a CSV
// that tell it. It says what src/training/answer-columns.ts does.

import type { FittedTarget } from "../../data/types.ts";
import { losses, type LossRecord } from "../../model/losses.ts";
import type { Loss, TrainingSettings } from "../../model/schema.ts";

export type Answer = ClassAnswer | BinaryAnswer | NumberAnswer;

/** One of several classes. */
export interface ClassAnswer {
  readonly kind: "classes";
  readonly target: string;
  /** As the training CSV wrote them. */
  readonly classes: readonly string[];
  /** The answer is the largest of the first so many outputs; of equal ones the first. */
  readonly count: number;
  /** Whether the softmax of all outputs, the largest taken off first, gives probabilities. */
  readonly hasProbabilities: boolean;
}

/** Yes or no. */
export interface BinaryAnswer {
  readonly kind: "binary";
  readonly target: string;
  /** The output that it is read from. */
  readonly output: number;
  readonly no: string;
  readonly yes: string;
  /** Yes where sign · output ≥ cut; the cut may be infinite. */
  readonly sign: 1 | -1;
  readonly cut: number;
  /** The probability of yes: the output itself, or its sigmoid; undefined if the loss knows none. */
  readonly probability: "itself" | "sigmoid" | undefined;
}

export interface NumberAnswer {
  readonly kind: "number";
  readonly target: string;
  readonly output: number;
  /** The number: the output itself, or e to its power. */
  readonly meaning: "itself" | "exp";
}

/** A column that `perceptron predict` adds. Its name gets `_2`, `_3`, … if the CSV has it already. */
export interface AnswerColumn {
  /** `prediction`, `probability_setosa`, `prediction_height`, … */
  readonly name: string;
  /** The answer, by its index. */
  readonly answer: number;
  /** The class whose probability it is (0 no, 1 yes of a binary one); absent if it is the prediction. */
  readonly probabilityOf?: number;
}

/** One answer per target. @param outputs of the network, per row */
export function planAnswers(
  { loss, threshold }: Pick<TrainingSettings, "loss" | "threshold">,
  target: FittedTarget,
  outputs: number,
): Answer[] {
  const record: LossRecord = losses[loss.type];
  const { classes = [], columns } = target;
  switch (record.target) {
    case "classes":
      return [
        {
          kind: "classes",
          target: columns[0] ?? "",
          classes,
          count: Math.min(outputs, classes.length),
          hasProbabilities: loss.type !== "MultiMarginLoss",
        },
      ];
    case "numbers": {
      const meaning = loss.type === "PoissonNLLLoss" && loss.log_input ? "exp" : "itself";
      return columns.map((name, output) => ({ kind: "number", target: name, output, meaning }));
    }
    case "binary":
    case "sign": {
      const [no = "0", yes = "1"] = target.classes ?? (target.kind === "boolean" ? ["false", "true"] : []);
      const { sign, cut, probability } = decision(loss, threshold);
      return columns.map((name, output) => ({ kind: "binary", target: name, output, no, yes, sign, cut, probability }));
    }
  }
}

/** HingeEmbeddingLoss knows no probabilities: yes and no cost the same at half of its margin. */
function decision(loss: Loss, threshold: number): Pick<BinaryAnswer, "sign" | "cut" | "probability"> {
  const logit = Math.log(threshold) - Math.log1p(-threshold);
  switch (loss.type) {
    case "BCEWithLogitsLoss":
    case "SoftMarginLoss":
      return { sign: 1, cut: logit, probability: "sigmoid" };
    case "HingeEmbeddingLoss":
      return { sign: -1, cut: logit - loss.margin / 2, probability: undefined };
    default:
      return { sign: 1, cut: threshold, probability: "itself" };
  }
}

/** The columns that tell the answers: of one target with every probability, of several with that of yes. */
export function answerColumns(answers: readonly Answer[]): AnswerColumn[] {
  return answers.flatMap((answer, index): AnswerColumn[] => {
    const suffix = answers.length === 1 ? "" : `_${answer.target}`;
    const prediction = { name: `prediction${suffix}`, answer: index };
    const probability = (name: string, probabilityOf: number): AnswerColumn => ({
      name: `probability${name}`,
      answer: index,
      probabilityOf,
    });
    switch (answer.kind) {
      case "number":
        return [prediction];
      case "classes":
        return answer.hasProbabilities ? [prediction, ...answer.classes.map((name, of) => probability(`_${name}`, of))] : [prediction];
      case "binary":
        if (answer.probability === undefined) return [prediction];
        if (suffix !== "") return [prediction, probability(suffix, 1)];
        return [prediction, probability(`_${answer.no}`, 0), probability(`_${answer.yes}`, 1)];
    }
  });
}
