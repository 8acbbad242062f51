// How well trained weights do on the test rows, for who writes about them.

import { metricNames } from "../model/metric-names.ts";
import { ProblemError } from "../model/problem.ts";
import { evaluate } from "./evaluation/evaluate.ts";
import { openTrained } from "./evaluation/trained.ts";
import type { PreparedExperiment } from "./experiment.ts";
import type { TrainedWeights } from "./predict.ts";
import { testedWeights } from "./tested-weights.ts";

/**
 * `loss`, and of a single target `accuracy`, or `r2` and `mae`.
 * @returns undefined without test rows, and if the weights were trained on other rows than those of now
 */
export function testMetrics(prepared: PreparedExperiment, stored: TrainedWeights): Readonly<Record<string, number>> | undefined {
  if (prepared.split.test.length === 0) return undefined;
  try {
    const tensors = testedWeights(prepared, stored, "");
    const { loss, byTarget } = evaluate(openTrained(prepared, tensors), prepared, "test", 0);
    const [only, ...others] = byTarget;
    const measured = others.length === 0 ? { ...only } : {};
    return Object.fromEntries(
      Object.entries({ ...measured, loss }).filter(
        (entry): entry is [string, number] => ["loss", ...metricNames].includes(entry[0]) && Number.isFinite(entry[1]),
      ),
    );
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}
