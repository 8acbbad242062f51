// A number target against what training can reach: too large for so many steps of such a size, or so few
// whole numbers that they may be classes.

import { MOST_OFFERED } from "../target-guess.ts";
import type { JsonLayer } from "../edit.ts";
import { fix } from "../fix.ts";
import { type LossRecord, losses } from "../losses.ts";
import { message } from "../message.ts";
import type { Problem } from "../problem.ts";
import type { Experiment } from "../schema.ts";
import { scaleLayer } from "../target-scale.ts";
import { crossEntropyFixes, hasWeights } from "./mend.ts";
import { type Checked, lastIndex, problem, recordOf } from "./rule.ts";

/**
 * Optimizers whose steps are as long as the learning rate, however large the gradient is (Kingma and Ba 2014,
 * section 2.1).
 */
const OF_RATE = new Set(["Adam", "AdamW", "Adamax", "RAdam", "RMSprop"]);

/** A target that the output cannot get to, as long as no weight moves further than learning rate × steps. */
export function checkReach(checked: Checked): Problem[] {
  const { experiment, layers, data } = checked;
  const { mean, deviation } = data?.targetRange ?? {};
  const steps = stepsOf(checked);
  if (mean === undefined || deviation === undefined || steps === undefined || !isOfNumbers(experiment)) return [];
  const rate = largestRate(experiment);
  const reach = farthest(checked, rate * steps);
  const size = Math.abs(mean) + deviation;
  if (reach === undefined || size <= reach) return [];
  const sentence = message(
    "The target is about {0} in size, but {1} steps at a learning rate of {2} bring the output to {3} at most. Add a last layer that brings it to the target's size.",
    rounded(size),
    steps,
    rate,
    rounded(reach),
  );
  const scale = scaleLayer({ mean, deviation, minimum: mean, maximum: mean });
  const at = layers.length;
  const last = layers[lastIndex(layers)];
  const canScale = scale !== undefined && last?.type === "Linear" && last.out_features === 1;
  const title = message("Add a last Linear that brings the output to the target's size");
  const fixes = canScale ? [fix(title, { op: "insert", at, layer: scale as JsonLayer })] : [];
  return [problem("warning", "out-of-reach", ["training", "optimizer"], sentence, fixes)];
}

/** Few whole numbers that are learnt as a quantity. */
export function checkFewValues({ experiment, layers, data }: Checked): Problem[] {
  const { wholeTargets } = data ?? {};
  if (wholeTargets === undefined || wholeTargets > MOST_OFFERED || wholeTargets < 2 || !isOfNumbers(experiment)) return [];
  const sentence = message(
    'Target "{0}" has only {1} different whole numbers and is learned as a quantity. If they are classes, use CrossEntropyLoss.',
    data?.targets[0] ?? "",
    wholeTargets,
  );
  const fixes = crossEntropyFixes(layers, experiment.training.loss, wholeTargets);
  return [problem("information", "few-values", ["data", "target"], sentence, fixes)];
}

/** Whether one number is learnt as it is. */
function isOfNumbers({ data, training: { loss } }: Experiment): boolean {
  const record: LossRecord = losses[loss.type];
  // PoissonNLLLoss gets the logarithm of what it expects.
  return record.target === "numbers" && loss.type !== "PoissonNLLLoss" && [data.target].flat().length === 1;
}

/** Optimizer steps of a whole run. */
function stepsOf({ experiment: { training }, data }: Checked): number | undefined {
  const rows = data?.split?.train;
  if (rows === undefined || !OF_RATE.has(training.optimizer.type)) return undefined;
  const batches = rows / training.batch_size;
  return training.epochs * (training.drop_last ? Math.floor(batches) : Math.ceil(batches));
}

function largestRate({ training: { optimizer, scheduler } }: Experiment): number {
  return scheduler?.type === "OneCycleLR" || scheduler?.type === "CyclicLR" ? scheduler.max_lr : optimizer.lr;
}

/**
 * How large the output of a row can get if its inputs are about 1 in size and every weight moves by `way`
 * in the direction that helps: through a Linear of n inputs of size m, n · (w + way) · m + b + way. Undefined
 * if the output is bounded, or a size is not known.
 */
function farthest({ layers, shapes, data }: Checked, way: number): number | undefined {
  let size = Math.max(1, data?.largestUnscaled?.value ?? 1);
  for (const [index, layer] of layers.entries()) {
    const inputs = shapes[index]?.inFeatures;
    const { group, range } = recordOf(layer);
    if (layer.type === "Linear") {
      if (inputs === undefined) return undefined;
      const weight = hasWeights(layer) ? largest(layer.init.weight.flat()) : 1 / Math.sqrt(inputs);
      const bias = hasWeights(layer) ? largest(layer.init.bias ?? []) : 1 / Math.sqrt(inputs);
      size = inputs * (weight + way) * size + bias + way;
    } else if (group === "normalization") {
      size = 1 + 2 * way;
    } else if (range !== undefined && Number.isFinite(range[0]) && Number.isFinite(range[1])) {
      if (index === lastIndex(layers)) return undefined;
      size = Math.max(Math.abs(range[0]), Math.abs(range[1]));
    }
  }
  return size;
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function rounded(value: number): number {
  return Number(value.toPrecision(2));
}
