// Rosenblatt's rule fits one network only, a Linear with one output and a Step, and goes without what belongs
// to gradients.

import { fix, set, unset, unsetFix } from "../fix.ts";
import type { ResolvedLayer } from "../layers.ts";
import { type LossRecord, losses } from "../losses.ts";
import { message } from "../message.ts";
import { learnsByRow } from "../optimizers.ts";
import type { Fix, Problem } from "../problem.ts";
import type { Experiment, Loss } from "../schema.ts";
import { lossFix } from "./mend.ts";
import { type Checked, nameOf, problem } from "./rule.ts";

const OPTIMIZER = ["training", "optimizer"];
const LOSS = ["training", "loss"];
/** Settings of training that need a gradient, or an optimizer of PyTorch. */
const OF_GRADIENTS = ["scheduler", "clip_grad_norm"] as const;

/** Rosenblatt's rule where it cannot train, and what would do nothing beside it. */
export function checkPerceptronRule({ experiment, layers }: Checked): Problem[] {
  const { training } = experiment;
  const { optimizer, loss } = training;
  if (!learnsByRow(optimizer)) return [];
  const found: Problem[] = [];
  if (!isPerceptron(layers)) {
    const sentence = message(
      "Rosenblatt's rule (Perceptron) trains only one Linear with one output, followed by Step. Choose another optimizer, or use these two layers.",
    );
    const perceptron = [{ type: "Linear", out_features: 1 }, { type: "Step" }];
    found.push(
      problem("error", "perceptron-layers", OPTIMIZER, sentence, [
        fix(message("Set {0} to {1}", "optimizer", "SGD"), set(OPTIMIZER, { type: "SGD", lr: 0.1 })),
        fix(message("Set {0} to {1}", "layers", "Linear, Step"), set(["layers"], perceptron)),
      ]),
    );
  } else if (loss.type === "BCEWithLogitsLoss") {
    const sentence = message(
      "{0} contains a sigmoid, so the 0 of {1} becomes a probability of 0.5 and every answer counts as yes. Use BCELoss.",
      loss.type,
      nameOf(layers[1]!, 1),
    );
    found.push(problem("warning", "perceptron-loss", LOSS, sentence, [lossFix(loss, "BCELoss")]));
  }
  if (!hasTargetsOfRule(loss)) {
    const sentence = message("Rosenblatt's rule (Perceptron) needs targets of 0 and 1, which {0} does not give. Use BCELoss.", loss.type);
    found.push(problem("error", "perceptron-loss", LOSS, sentence, [lossFix(loss, "BCELoss")]));
  }
  for (const name of OF_GRADIENTS) {
    if (training[name] === undefined) continue;
    const sentence = message("Rosenblatt's rule (Perceptron) has no use for {0}. Remove it.", name);
    found.push(problem("error", "perceptron-settings", ["training", name], sentence, [unsetFix(["training", name])]));
  }
  return found;
}

/** Whether Rosenblatt's rule could train the document, its optimizer and what belongs to it aside. */
export function fitsRule({ experiment, layers, data }: Checked): boolean {
  const { minimum = 0, maximum = 1 } = data?.targetRange ?? {};
  return isPerceptron(layers) && hasTargetsOfRule(experiment.training.loss) && minimum === 0 && maximum === 1;
}

/** "Set optimizer to Perceptron", without what it has no use for. */
export function useRuleFix({ training }: Experiment): Fix {
  const removed = OF_GRADIENTS.filter((name) => training[name] !== undefined).map((name) => unset(["training", name]));
  return fix(message("Set {0} to {1}", "optimizer", "Perceptron"), set(OPTIMIZER, { type: "Perceptron" }), ...removed);
}

function isPerceptron([linear, step, ...others]: readonly ResolvedLayer[]): boolean {
  return linear?.type === "Linear" && linear.out_features === 1 && step?.type === "Step" && others.length === 0;
}

/** Whether the loss has targets that can be 0 and 1; the rows say whether they are. */
export function hasTargetsOfRule({ type }: Loss): boolean {
  const { target }: LossRecord = losses[type];
  return target === "binary" || target === "numbers";
}
