// A sweep of a document as a list of experiments. A variant that is no valid document is named with its
// reason and is left out of the run.

import { checkNetwork } from "../diagnostics.ts";
import { parseDocument } from "../document.ts";
import type { DataFacts } from "../columns.ts";
import { applyEdit } from "../edits.ts";
import type { Message } from "../message.ts";
import { firstError, ProblemError } from "../problem.ts";
import type { Experiment } from "../schema.ts";
import { applyTextEdits } from "../text-edits.ts";
import { textOf } from "../trained.ts";
import { derivedSizes } from "../shapes.ts";
import { listSettings, type Settings, type Sweep, sweepProblem } from "./sweep.ts";
import { settingsOf, type Varied, variantEdit } from "./variant.ts";

export type Trial =
  | { readonly settings: Settings; readonly experiment: Experiment }
  /** What is wrong with the variant. */
  | { readonly settings: Settings; readonly reason: Message };

/**
 * The trials of a sweep, in order.
 * @param text a document without errors
 * @param facts what is known of its data; without it only what the document itself tells is checked
 * @throws ProblemError if the sweep cannot be run, or the text is no JSON
 */
export function listTrials(text: string, sweep: Sweep, facts?: DataFacts): Trial[] {
  const reason = sweepProblem(sweep);
  if (reason) throw new ProblemError({ severity: "error", code: "sweep", message: reason, path: [] });
  const { json, problems } = parseDocument(text);
  if (problems[0]) throw new ProblemError(problems[0]);
  const document = json as Varied;
  return listSettings(sweep, Number(settingsOf(document).seed)).map((settings) => {
    const variant = parseDocument(applyTextEdits(text, applyEdit(text, variantEdit(document, settings))));
    const error = firstError(variant.experiment ? checkNetwork(variant.experiment, facts) : variant.problems);
    return variant.experiment && error === undefined ? { settings, experiment: variant.experiment } : { settings, reason: error!.message };
  });
}

/**
 * Whether a trial of one document is the same experiment as that of another: they differ in nothing but what
 * the trial sets.
 */
export function isSameTrial(one: string, other: string, settings: Settings): boolean {
  return one === other || trialText(one, settings) === trialText(other, settings);
}

/** What is trained, in one way of writing it; undefined if the text is no document. */
function trialText(text: string, settings: Settings): string | undefined {
  const { json, experiment } = parseDocument(text);
  if (experiment === undefined) return undefined;
  const variant = parseDocument(applyTextEdits(text, applyEdit(text, variantEdit(json as Varied, settings)))).experiment;
  // A size that is written down and one that follows are the same.
  const layers = variant?.layers.map((layer) => ({ ...layer, ...Object.fromEntries(derivedSizes.map((name) => [name, undefined])) }));
  return variant && textOf([variant.data, layers, variant.training]);
}
