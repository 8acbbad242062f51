// The last layer against the loss and the target: what the loss expects, what it contains already, and what
// the network can never say.

import { fix } from "../fix.ts";
import { message } from "../message.ts";
import type { Fix, Problem } from "../problem.ts";
import { type LossRecord, losses } from "../losses.ts";
import { addAfterFix, lossFix, removeFixes, replaceFix } from "./mend.ts";
import { type Checked, lastIndex, nameOf, problem, recordOf } from "./rule.ts";

/** A loss and a last layer that do not go together. */
export function checkLossInput({ experiment, layers }: Checked): Problem[] {
  const index = lastIndex(layers);
  const last = layers[index];
  if (last === undefined) return [];
  const { loss } = experiment.training;
  const path = ["layers", index];
  const name = nameOf(last, index);
  const { group, range } = recordOf(last);
  const [low, high] = range ?? [-Infinity, Infinity];
  switch (loss.type) {
    case "BCELoss": {
      if (low >= 0 && high <= 1) return [];
      const sentence = message(
        "BCELoss needs values from 0 to 1, but {0} gives others. Add a Sigmoid after it, or use BCEWithLogitsLoss.",
        name,
      );
      // An activation that stays has cut off half of what a sigmoid needs.
      const isCut = group === "activation" || group === "output";
      const fixes = isCut
        ? [replaceFix(layers, index, "Sigmoid")]
        : [addAfterFix(layers, index, "Sigmoid"), lossFix(loss, "BCEWithLogitsLoss")];
      return [problem("error", "loss-input", path, sentence, fixes)];
    }
    case "BCEWithLogitsLoss": {
      if (last.type !== "Sigmoid" && last.type !== "Hardsigmoid") return [];
      const sentence = message("BCEWithLogitsLoss contains the sigmoid already. Remove {0}, or use BCELoss.", name);
      return [problem("warning", "loss-input", path, sentence, [...removeFixes(layers, index), lossFix(loss, "BCELoss")])];
    }
    case "CrossEntropyLoss": {
      if (group !== "output") return [];
      const sentence = message("CrossEntropyLoss contains the softmax already. Remove {0}.", name);
      const fixes = removeFixes(layers, index);
      if (last.type === "LogSoftmax" && loss.label_smoothing === 0) fixes.push(lossFix(loss, "NLLLoss"));
      return [problem("warning", "loss-input", path, sentence, fixes)];
    }
    case "NLLLoss": {
      if (last.type === "LogSoftmax") return [];
      if (group === "output" || (low >= 0 && high <= 1)) {
        const sentence = message(
          "NLLLoss expects logarithms of probabilities, which {0} does not give. Replace it with LogSoftmax, or remove it and use CrossEntropyLoss.",
          name,
        );
        const { edit } = lossFix(loss, "CrossEntropyLoss");
        const removed = fix(message("Remove {0} and use {1}", name, "CrossEntropyLoss"), { op: "remove", at: index }, edit);
        return [
          problem("warning", "loss-input", path, sentence, [replaceFix(layers, index, "LogSoftmax"), ...(index > 0 ? [removed] : [])]),
        ];
      }
      const sentence = message("NLLLoss expects logarithms of probabilities. Add a LogSoftmax after {0}, or use CrossEntropyLoss.", name);
      return [
        problem("warning", "loss-input", path, sentence, [addAfterFix(layers, index, "LogSoftmax"), lossFix(loss, "CrossEntropyLoss")]),
      ];
    }
    default:
      return [];
  }
}

/** A softmax of what is a softmax already: the probabilities come out nearly equal, and little is learnt. */
export function checkSoftmaxTwice({ layers }: Checked): Problem[] {
  return layers.flatMap((layer, index) => {
    if (recordOf(layer).group !== "output") return [];
    const next = layers.findIndex((other, at) => at > index && other.type !== "Identity" && recordOf(other).group !== "regularization");
    const second = layers[next];
    if (second === undefined || recordOf(second).group !== "output") return [];
    const sentence = message("{0} takes the softmax of {1}, which is one already. Remove {1}.", nameOf(second, next), nameOf(layer, index));
    return [problem("warning", "softmax-twice", ["layers", next], sentence, removeFixes(layers, index))];
  });
}

/** A softmax over one value is 1 whatever the value is. */
export function checkSingleSoftmax({ experiment, layers, shapes }: Checked): Problem[] {
  return layers.flatMap((layer, index) => {
    if (recordOf(layer).group !== "output" || shapes[index]?.inFeatures !== 1) return [];
    if ("dim" in layer && (layer.dim === 0 || layer.dim === -2)) return [];
    const name = nameOf(layer, index);
    const sentence = message("{0} gets one value per row and gives the same number for every row. Use a Sigmoid for a yes or no.", name);
    const fixes: Fix[] =
      experiment.training.loss.type === "BCELoss"
        ? [replaceFix(layers, index, "Sigmoid")]
        : [...removeFixes(layers, index), replaceFix(layers, index, "Sigmoid")];
    return [problem("warning", "single-softmax", ["layers", index], sentence, fixes)];
  });
}

/** Targets of a regression that lie where the last activation never gets. */
export function checkTargetRange({ experiment, layers, data }: Checked): Problem[] {
  const { loss } = experiment.training;
  const record: LossRecord = losses[loss.type];
  const index = lastIndex(layers);
  const last = layers[index];
  const targets = data?.targetRange;
  // PoissonNLLLoss gets the logarithm of what it expects.
  if (record.target !== "numbers" || loss.type === "PoissonNLLLoss" || last === undefined || targets === undefined) return [];
  const { range, group } = recordOf(last);
  if (range === undefined || group !== "activation") return [];
  const [low, high] = range;
  const name = nameOf(last, index);
  const path = ["layers", index];
  const fixes = removeFixes(layers, index);
  if (targets.minimum < low) {
    const sentence = message(
      "{0} gives no value below {1}, but the target goes down to {2}. Remove it, so that the output is that of a Linear.",
      name,
      low,
      targets.minimum,
    );
    return [problem("warning", "target-range", path, sentence, fixes)];
  }
  if (targets.maximum > high) {
    const sentence = message(
      "{0} gives no value above {1}, but the target goes up to {2}. Remove it, so that the output is that of a Linear.",
      name,
      high,
      targets.maximum,
    );
    return [problem("warning", "target-range", path, sentence, fixes)];
  }
  return [];
}
