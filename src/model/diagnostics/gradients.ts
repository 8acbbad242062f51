// Activations that pass too little of the gradient: steps, thresholds, saturating ones in a deep network or
// on unscaled features.

import { fix, set } from "../fix.ts";
import type { Edit } from "../edit.ts";
import type { LayerType } from "../layers.ts";
import { message } from "../message.ts";
import { learnsByRow } from "../optimizers.ts";
import type { Fix, Problem } from "../problem.ts";
import type { Experiment } from "../schema.ts";
import { hasBatchOfOne } from "./batches.ts";
import { hasWeights, removeFixes, replaced, replaceFix } from "./mend.ts";
import { fitsRule, useRuleFix } from "./perceptron-rule.ts";
import { type Checked, lastIndex, nameOf, problem, recordOf } from "./rule.ts";

/**
 * So many saturating activations one behind the other leave next to nothing of the gradient: the sigmoid's
 * slope is at most 1/4.
 */
const DEEP = 5;
/** Features beyond this drive a unit with PyTorch's first weights to where its activation is flat. */
const LARGE = 10;

/** Step has no slope: what learns before it gets no gradient. */
export function checkSteps(checked: Checked): Problem[] {
  const { experiment, layers } = checked;
  // Rosenblatt's rule learns through it.
  if (learnsByRow(experiment.training.optimizer)) return [];
  const byRule = fitsRule(checked) ? [useRuleFix(experiment)] : [];
  const first = firstLearning(layers);
  const last = lastIndex(layers);
  return layers.flatMap((layer, index) => {
    if (recordOf(layer).gradient !== "none" || index <= first) return [];
    const name = nameOf(layer, index);
    const isLast = index === last;
    if (isLast && experiment.training.loss.type !== "BCELoss") {
      const sentence = message(
        "{0} has no slope, so no layer before it can learn. Remove it: the loss is taken of the numbers before it.",
        name,
      );
      return [problem("warning", "no-gradient", ["layers", index], sentence, [...removeFixes(layers, index), ...byRule])];
    }
    const other: LayerType = isLast ? "Sigmoid" : "ReLU";
    const sentence = message("{0} has no slope, so no layer before it can learn. Use {1} instead.", name, other);
    return [problem("warning", "no-gradient", ["layers", index], sentence, [replaceFix(layers, index, other), ...byRule])];
  });
}

/**
 * The index of the first layer that learns; past the end if none does. Weights that a person has set are
 * not there to be learnt.
 */
function firstLearning(layers: Checked["layers"]): number {
  const first = layers.findIndex((layer) => recordOf(layer).parameterCount !== undefined && !hasWeights(layer));
  return first < 0 ? layers.length : first;
}

/** A Threshold above zero passes nothing of what a network begins with. */
export function checkThresholds({ layers }: Checked): Problem[] {
  const first = firstLearning(layers);
  const last = lastIndex(layers);
  return layers.flatMap((layer, index) => {
    if (layer.type !== "Threshold" || layer.threshold <= 0 || index <= first) return [];
    const sentence = message(
      "{0} passes no gradient for values up to {1}, so few units before it learn. Use ReLU, or a threshold of 0.",
      nameOf(layer, index),
      layer.threshold,
    );
    const fixes = index === last ? removeFixes(layers, index) : [replaceFix(layers, index, "ReLU")];
    return [problem("warning", "no-gradient", ["layers", index], sentence, fixes)];
  });
}

/** Five sigmoids in a row: each multiplies the gradient by a small slope. */
export function checkVanishing({ layers }: Checked): Problem[] {
  const last = lastIndex(layers);
  const found: Problem[] = [];
  let run: number[] = [];
  for (const [index, layer] of layers.entries()) {
    const { group, gradient } = recordOf(layer);
    if (gradient === "vanishes") run.push(index);
    const ends =
      index === layers.length - 1 ||
      group === "normalization" ||
      (group === "activation" && gradient === undefined && layer.type !== "Identity");
    if (!ends) continue;
    if (run.length >= DEEP) found.push(vanishing(layers, run, last));
    run = [];
  }
  return found;
}

function vanishing(layers: Checked["layers"], run: readonly number[], last: number): Problem {
  const [first = 0] = run;
  const sentence = message(
    "{0} is the first of {1} consecutive activations that are flat far from zero, so gradients vanish on their way back. Use ReLU for the hidden ones.",
    nameOf(layers[first]!, first),
    run.length,
  );
  // The output keeps the activation that its loss needs.
  const hidden = run.filter((index) => index !== last);
  const mended = fix(message("Use {0} for the hidden layers", "ReLU"), ...hidden.map((index) => replaced(layers[index]!, index, "ReLU")));
  return problem("warning", "vanishing-gradient", ["layers", first], sentence, [mended]);
}

/** Unscaled features in the first hidden activation, if that is flat for large numbers. */
export function checkUnscaled({ experiment, layers, data }: Checked): Problem[] {
  const large = data?.largestUnscaled;
  if (large === undefined || large.value <= LARGE) return [];
  const index = layers.findIndex(
    (layer) => layer.type !== "Linear" && layer.type !== "Identity" && recordOf(layer).group !== "regularization",
  );
  const layer = layers[index];
  if (layer === undefined || recordOf(layer).gradient !== "vanishes" || index === lastIndex(layers)) return [];
  const args = [large.name, Number(large.value.toPrecision(4)), nameOf(layer, index)] as const;
  const byData = normalizing(experiment, large.name);
  const sentence = byData
    ? message("Feature {0} reaches {1}, and {2} is flat there, so it hardly learns. Set the scaling to standard.", ...args)
    : message("Input {0} reaches {1}, and {2} is flat there, so it hardly learns. Put a BatchNorm1d first to scale it.", ...args);
  const rows = data?.split?.train;
  const fixes = byData ? [byData] : [];
  if (rows === undefined || !hasBatchOfOne(experiment, rows))
    fixes.push(fix(message("Add {0} first", "BatchNorm1d"), { op: "insert", at: 0, layer: { type: "BatchNorm1d" } }));
  return [problem("warning", "unscaled-features", ["layers", index], sentence, fixes)];
}

/**
 * Scales the features by their columns' settings; undefined for dates and ordinal categories, which are never
 * scaled.
 */
function normalizing({ data: { columns, normalize } }: Experiment, name: string): Fix | undefined {
  const isDate = Object.entries(columns).some(([own, { encode }]) => encode === "date" && name.startsWith(`${own}.`));
  if (isDate || columns[name]?.encode !== undefined) return undefined;
  const edits: Edit[] = normalize === "none" ? [set(["data", "normalize"], "standard")] : [];
  if (columns[name]?.normalize === "none") edits.push(set(["data", "columns", name, "normalize"], "standard"));
  return fix(message("Set {0} to {1}", "scaling", "standard"), ...edits);
}
