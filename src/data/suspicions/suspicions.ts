// The registry: every suspicion in the order in which it is asked. Of one feature only the first thing is
// said.

import { isLeftOut } from "../../model/columns.ts";
import { message } from "../../model/message.ts";
import type { Fix, Problem } from "../../model/problem.ts";
import type { Feature, Selection } from "../selection.ts";
import { classRows } from "./class-rows.ts";
import { constant } from "./constant.ts";
import { duplicates } from "./duplicates.ts";
import { emptySplit } from "./empty-split.ts";
import { followOutput } from "./follow-output.ts";
import { droppedRows, gaps } from "./gaps.ts";
import { identifier } from "./identifier.ts";
import { imbalance } from "./imbalance.ts";
import { leak } from "./leak.ts";
import { manyValues } from "./many-values.ts";
import { missingClass } from "./missing-class.ts";
import { scales } from "./scales.ts";
import { type DataSuspicion, type Evidence, type FeatureSuspicion, type Suspect, warning } from "./suspicion.ts";

const ofFeatures: readonly FeatureSuspicion[] = [constant, gaps, identifier, leak, manyValues];
const ofData: readonly DataSuspicion[] = [droppedRows, emptySplit, scales, imbalance, missingClass, duplicates];

/** Warnings of one kind that are told one by one; pictures have hundreds of pixels that are always black. */
const TOLD = 3;

/** What is suspicious about data that can be trained on: warnings, each with its fixes. */
export function findSuspicions(given: Omit<Evidence, "classes">): Problem[] {
  const evidence: Evidence = { ...given, classes: classRows(given.selection, given.experiment.training.loss) };
  const { selection } = evidence;
  const found: Problem[] = [];
  let features = selection.features.filter(({ column }) => evidence.named?.has(column.name) !== true);
  for (const suspicion of ofFeatures) {
    const suspects = suspicion(features, evidence);
    found.push(...featureProblems(suspects, selection));
    const named = new Set(suspects.map(({ feature }) => feature));
    features = features.filter((feature) => !named.has(feature));
  }
  const all = [...found, ...ofData.flatMap((suspicion) => suspicion(evidence, features))];
  return all.map((problem) => followOutput(problem, evidence));
}

function featureProblems(suspects: readonly Suspect[], selection: Selection): Problem[] {
  const told = suspects.length > TOLD + 1 ? suspects.slice(0, TOLD) : suspects;
  const problems = told.map(({ feature, code, text, better, other }) =>
    warning(code, feature.path, text, [better, leaveOut([feature], selection), other]),
  );
  const others = suspects.slice(told.length);
  const [first] = others;
  if (first === undefined) return problems;
  const names = others.slice(0, TOLD).map(({ feature }) => feature.column.name);
  const text = message(
    "The same is true of {0} more columns: {1}, … Leave them out of the features as well.",
    others.length,
    names.join(", "),
  );
  const all = leaveOut(
    suspects.map(({ feature }) => feature),
    selection,
  );
  return [...problems, warning(first.code, first.feature.path, text, [all])];
}

/**
 * Writes the list of the other features; if there is none, of the columns nobody uses yet and a starter
 * would. Undefined if these are none, too.
 */
function leaveOut(left: readonly Feature[], { table, features, targets }: Selection): Fix | undefined {
  const names = new Set(left.map(({ column }) => column.name));
  const others = features.map(({ column }) => column.name).filter((name) => !names.has(name));
  const taken = new Set([...names, ...targets.map(({ column }) => column.name)]);
  const unused = table.columns
    .filter((column) => !taken.has(column.name) && column.distinct > 1 && !isLeftOut(column))
    .map((column) => column.name);
  const value = others.length > 0 ? others : unused;
  if (value.length === 0) return undefined;
  const [first = ""] = names;
  const title =
    names.size === 1 ? message('Leave "{0}" out of the features', first) : message("Leave all {0} columns out of the features", names.size);
  return { title, edit: { op: "set", path: ["data", "features"], value } };
}
