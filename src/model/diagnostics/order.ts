// Layers in an order that wastes them: linear layers that are one, dropout of the output, a bias that is
// taken away again.

import { fix, set, unset } from "../fix.ts";
import { message } from "../message.ts";
import type { Problem } from "../problem.ts";
import { isScale } from "../target-scale.ts";
import { addAfterFix, hasWeights, removeFixes } from "./mend.ts";
import { type Checked, nameOf, nextIndex, problem, recordOf } from "./rule.ts";

/** Two Linear layers with nothing between them, or with what only disturbs training. */
export function checkStackedLinears({ layers }: Checked): Problem[] {
  return layers.flatMap((layer, index) => {
    if (layer.type !== "Linear") return [];
    const next = nextIndex(layers, index, (other) => other.type !== "Identity" && recordOf(other).group !== "regularization");
    const after = layers[next];
    // One that only brings the answer to the target's size is there for its first weights.
    if (after?.type !== "Linear" || (isScale(after) && layer.out_features === 1)) return [];
    const sentence = message(
      "{0} and {1} have no activation between them and can do no more than one Linear. Add one, such as ReLU.",
      nameOf(layer, index),
      nameOf(after, next),
    );
    const fixes = [addAfterFix(layers, index, "ReLU"), addAfterFix(layers, index, "Tanh")];
    return [problem("warning", "no-activation", ["layers", next], sentence, fixes)];
  });
}

/** Dropout behind the last layer that learns drops answers instead of hints. */
export function checkLateDropout({ layers }: Checked): Problem[] {
  const last = layers.findLastIndex((layer) => layer.type === "Linear");
  if (last < 0) return [];
  const hasHidden = layers.slice(0, last).some((layer) => layer.type === "Linear");
  return layers.flatMap((layer, index) => {
    if (index < last || recordOf(layer).group !== "regularization") return [];
    const name = nameOf(layer, index);
    const sentence = message(
      "{0} drops values of the output itself, which distorts the loss. Put it before the last Linear, or remove it.",
      name,
    );
    const moved = fix(message("Move {0} before {1}", name, nameOf(layers[last]!, last)), { op: "move", from: index, to: last });
    return [
      problem("warning", "late-dropout", ["layers", index], sentence, [...(hasHidden ? [moved] : []), ...removeFixes(layers, index)]),
    ];
  });
}

/** BatchNorm1d subtracts the mean, and with it any constant that was added before. */
export function checkUselessBias({ layers }: Checked): Problem[] {
  return layers.flatMap((layer, index) => {
    if (layer.type !== "Linear" || !layer.bias) return [];
    const next = nextIndex(layers, index, (other) => other.type !== "Identity");
    if (layers[next]?.type !== "BatchNorm1d") return [];
    const sentence = message(
      "The bias of {0} has no effect, because {1} subtracts the mean. Set bias to false.",
      nameOf(layer, index),
      nameOf(layers[next], next),
    );
    const path = ["layers", index];
    const weights = hasWeights(layer) && layer.init.bias !== undefined ? [unset([...path, "init", "bias"])] : [];
    const without = fix(message("Set {0} to {1}", "bias", "false"), set([...path, "bias"], false), ...weights);
    return [problem("information", "useless-bias", path, sentence, [without])];
  });
}
