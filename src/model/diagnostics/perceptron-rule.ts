// Rosenblatt's rule fits one network only, a Linear with one output and a Step, and goes without what belongs
// to gradients.

import { fix, set, unsetFix } from "../fix.ts";
import { losses, type LossRecord } from "../losses.ts";
import { message } from "../message.ts";
import type { Problem } from "../problem.ts";
import { type Checked, problem } from "./rule.ts";

const OPTIMIZER = ["training", "optimizer"];

export function checkPerceptronRule({ experiment, layers }: Checked): Problem[] {
  const { optimizer, loss, scheduler, clip_grad_norm: clip } = experiment.training;
  if (optimizer.type !== "Perceptron") return [];
  const [linear, step] = layers;
  const found: Problem[] = [];
  if (layers.length !== 2 || linear?.type !== "Linear" || linear.out_features !== 1 || step?.type !== "Step") {
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
  }
  const { target }: LossRecord = losses[loss.type];
  if (target !== "binary" && target !== "numbers") {
    const sentence = message("Rosenblatt's rule (Perceptron) needs targets of 0 and 1, which {0} does not give. Use MSELoss.", loss.type);
    const usual = fix(message("Set {0} to {1}", "loss", "MSELoss"), set(["training", "loss"], { type: "MSELoss" }));
    found.push(problem("error", "perceptron-loss", ["training", "loss"], sentence, [usual]));
  }
  for (const [name, value] of Object.entries({ scheduler, clip_grad_norm: clip })) {
    if (value === undefined) continue;
    const sentence = message("Rosenblatt's rule (Perceptron) has no use for {0}. Remove it.", name);
    found.push(problem("error", "perceptron-settings", ["training", name], sentence, [unsetFix(["training", name])]));
  }
  return found;
}
