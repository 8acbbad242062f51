// The registry: every suspicion in the order in which it is asked. Of one feature only the first thing is said.

import type { Problem } from "../../model/problem.ts";
import { classRows } from "./class-rows.ts";
import { constant } from "./constant.ts";
import { duplicates } from "./duplicates.ts";
import { identifier } from "./identifier.ts";
import { imbalance } from "./imbalance.ts";
import { leak } from "./leak.ts";
import { dateTexts, manyValues } from "./many-values.ts";
import { missingClass } from "./missing-class.ts";
import { scales } from "./scales.ts";
import type { DataSuspicion, Evidence, FeatureSuspicion } from "./suspicion.ts";

const ofFeatures: readonly FeatureSuspicion[] = [constant, dateTexts, identifier, leak, manyValues];
const ofData: readonly DataSuspicion[] = [scales, imbalance, missingClass, duplicates];

/** What is suspicious about data that can be trained on: warnings, each with its fixes. */
export function findSuspicions(given: Omit<Evidence, "classes">): Problem[] {
  const evidence: Evidence = { ...given, classes: classRows(given.selection, given.experiment.training.loss) };
  const found: Problem[] = [];
  let features = evidence.selection.features;
  for (const suspicion of ofFeatures) {
    const suspects = suspicion(features, evidence);
    found.push(...suspects.map(({ problem }) => problem));
    features = features.filter((feature) => !suspects.some((suspect) => suspect.feature === feature));
  }
  return [...found, ...ofData.flatMap((suspicion) => suspicion(evidence, features))];
}
