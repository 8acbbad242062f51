// The document's tests on weights of a file.

import { evaluateExpectations, type ExpectationResult } from "../training/expectations.ts";
import type { PreparedExperiment } from "../training/experiment.ts";
import type { TrainedWeights } from "../training/predict.ts";
import { testedWeights } from "../training/tested-weights.ts";

/** @throws ProblemError if the weights are of another network, or were trained on other data */
export function testWeights(prepared: PreparedExperiment, weights: TrainedWeights & { readonly file: string }): ExpectationResult[] {
  return evaluateExpectations(prepared, testedWeights(prepared, weights, weights.file));
}
