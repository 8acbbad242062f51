// What is wrong with a network that meets the schema, and what is doubtful: every rule of `diagnostics/`, one
// after the other. Without the data's facts only what the document itself tells is checked.

import type { DataFacts } from "./columns.ts";
import { checkFullBatch, checkLastBatch, checkMemory, checkScheduleLength } from "./diagnostics/batches.ts";
import { checkNumbers } from "./diagnostics/float32.ts";
import { checkSteps, checkThresholds, checkUnscaled, checkVanishing } from "./diagnostics/gradients.ts";
import { checkLateDropout, checkStackedLinears, checkUselessBias } from "./diagnostics/order.ts";
import { checkLossInput, checkSingleSoftmax, checkSoftmaxTwice, checkTargetRange } from "./diagnostics/outputs.ts";
import { checkParameters } from "./diagnostics/parameters.ts";
import { checkPerceptronRule } from "./diagnostics/perceptron-rule.ts";
import { checkFewValues, checkReach } from "./diagnostics/reach.ts";
import { prepare, type Rule } from "./diagnostics/rule.ts";
import { checkLearningRate, checkOptimizer, checkScheduler, checkSplit } from "./diagnostics/settings.ts";
import { checkDeclaredSizes, checkLossWeights, checkOutput, checkWeights, checkWidths } from "./diagnostics/sizes.ts";
import type { Problem } from "./problem.ts";
import type { Experiment } from "./schema.ts";

const rules: readonly Rule[] = [
  checkSplit,
  checkDeclaredSizes,
  checkWidths,
  checkParameters,
  checkNumbers,
  checkWeights,
  checkOutput,
  checkLossInput,
  checkSingleSoftmax,
  checkSoftmaxTwice,
  checkTargetRange,
  checkReach,
  checkFewValues,
  checkSteps,
  checkThresholds,
  checkVanishing,
  checkUnscaled,
  checkStackedLinears,
  checkLateDropout,
  checkUselessBias,
  checkLossWeights,
  checkOptimizer,
  checkPerceptronRule,
  checkLearningRate,
  checkScheduler,
  checkFullBatch,
  checkLastBatch,
  checkScheduleLength,
  checkMemory,
];

const rooms = ["data", "layers", "training", "tests"];

/** All problems of the network and its training settings, in the document's order. */
export function checkNetwork(experiment: Experiment, data?: DataFacts): Problem[] {
  const checked = prepare(experiment, data);
  return rules.flatMap((rule) => rule(checked)).toSorted((one, other) => rankOf(one) - rankOf(other));
}

/** Where a problem stands in the document, as a number: its room, and within the layers its layer. */
function rankOf({ path: [room, index] }: Problem): number {
  const within = room === "layers" && typeof index === "number" ? 1 - 1 / (index + 2) : 0;
  return rooms.indexOf(String(room)) + within;
}
