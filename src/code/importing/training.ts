// How a script trains, as fields of the document: loss, optimizer, scheduler, seed, epochs, clipping,
// threshold. What is there twice, or not known, is said.

import type { JsonValue } from "../../model/json.ts";
import { losses } from "../../model/losses.ts";
import { message } from "../../model/message.ts";
import { optimizers } from "../../model/optimizers.ts";
import { otherLoss } from "../../model/other-names.ts";
import type { Parameters } from "../../model/parameters.ts";
import { schedulers } from "../../model/schedulers.ts";
import { problemAt, type Report } from "../reading/layers.ts";
import { functionalLosses, isLossName, type Observations } from "../reading/observed.ts";
import { isKind, type Observed, type Value } from "../reading/values.ts";
import { leftOut, settingsOf } from "./settings.ts";

export interface TrainingFields {
  readonly seed?: number;
  readonly epochs?: number;
  readonly loss?: JsonValue;
  readonly optimizer?: JsonValue;
  readonly scheduler?: JsonValue;
  readonly clip_grad_norm?: number;
  readonly threshold?: number | undefined;
  /** Only of scripts that Perceptron wrote, as the batches if they are computed. */
  readonly early_stopping?: JsonValue;
  readonly batch_size?: number;
}

type Records = Readonly<Record<string, { readonly parameters: Parameters }>>;

/** What is known of the training. */
export function trainingOf(seen: Observations, report: Report): TrainingFields {
  const { calls } = seen;
  const loss = lossOf(calls, report);
  const optimizer = only(
    calls.filter(({ name }) => Object.hasOwn(optimizers, name)),
    report,
  );
  const scheduler = only(
    calls.filter(({ name }) => Object.hasOwn(schedulers, name)),
    report,
  );
  for (const call of calls) sayOther(call, report);
  // What a script that Perceptron wrote says of this is read by `own-script.ts`.
  for (const line of seen.isOurs ? [] : seen.stops)
    report(leftOut(line, message("Line {0}: when training ends early is not taken. Set early_stopping in the document.", line)));
  const clip = clipOf(calls, report);
  const seed = seedOf(calls, report);
  const epochs = epochsOf(seen, report);
  const threshold = thresholdOf(seen, report);
  return {
    ...(seed === undefined ? {} : { seed }),
    ...(epochs === undefined ? {} : { epochs }),
    ...(loss === undefined ? {} : { loss }),
    ...(optimizer === undefined ? {} : { optimizer: recorded(optimizer, optimizers, 1, report) }),
    ...(scheduler === undefined ? {} : { scheduler: recorded(seen.isOurs ? ofWholeRun(scheduler) : scheduler, schedulers, 1, report) }),
    ...(clip === undefined ? {} : { clip_grad_norm: clip }),
    ...(threshold === undefined ? {} : { threshold }),
  };
}

/** An exported script computes the length of a run, which a document leaves out. */
function ofWholeRun(call: Observed): Observed {
  const keywords = [...call.keywords].filter(([name, value]) => name !== "total_steps" || typeof value === "number");
  return { ...call, keywords: new Map(keywords) };
}

function recorded(call: Observed, records: Records, skip: number, report: Report): JsonValue {
  const settings = settingsOf(call, call.name, records[call.name]!.parameters, skip, report);
  // OneCycleLR's length is the run's own.
  const { epochs, steps_per_epoch: steps, total_steps: total, ...rest } = settings;
  return call.name === "OneCycleLR" && typeof epochs === "number" && steps !== undefined && total === undefined ? rest : settings;
}

/** The first of several calls; that there are more is said. */
function only(calls: readonly Observed[], report: Report): Observed | undefined {
  const [first, second] = calls.filter(
    (call, index) => calls.findIndex(({ line, name }) => line === call.line && name === call.name) === index,
  );
  if (first !== undefined && second !== undefined)
    report(
      leftOut(
        second.line,
        message("Line {0}: {1} is the second after {2} in line {3}, and is left out.", second.line, second.name, first.name, first.line),
      ),
    );
  return first;
}

/** Where a script says how it trains; what is there twice counts once, as it is read. */
export function trainingCalls({ calls }: Observations): {
  readonly loss?: Observed | undefined;
  readonly optimizer?: Observed | undefined;
  readonly scheduler?: Observed | undefined;
  readonly clip?: Observed | undefined;
  readonly seed?: Observed | undefined;
} {
  return {
    loss: calls.find(isLoss),
    optimizer: calls.find(({ name }) => Object.hasOwn(optimizers, name)),
    scheduler: calls.find(({ name }) => Object.hasOwn(schedulers, name)),
    clip: calls.find(({ name }) => name === "clip_grad_norm_"),
    seed: seedCall(calls),
  };
}

function isLoss({ name }: Observed): boolean {
  return isLossName(name) || Object.hasOwn(functionalLosses, name);
}

function lossOf(calls: readonly Observed[], report: Report): JsonValue | undefined {
  const keras = calls.find(({ name }) => name === "compile")?.keywords.get("loss");
  const byName = typeof keras === "string" ? otherLoss(keras) : undefined;
  if (byName !== undefined) return { type: byName };
  const found = only(calls.filter(isLoss), report);
  if (found === undefined) return undefined;
  const type = functionalLosses[found.name] ?? found.name;
  if (!Object.hasOwn(losses, type)) {
    report(
      problemAt(
        found.line,
        "warning",
        "unknown-loss",
        message("Line {0}: Perceptron has no loss {1}, so it is left out.", found.line, type),
      ),
    );
    return undefined;
  }
  return settingsOf(found, type, (losses as Records)[type]!.parameters, found.name === type ? 0 : 2, report);
}

/** Calls that train in a way that a document cannot say. */
function sayOther({ name, line }: Observed, report: Report): void {
  const isOptimizer = ["LBFGS", "NAdam", "SparseAdam", "ASGD"].includes(name);
  if (isOptimizer) report(leftOut(line, message("Line {0}: Perceptron has no optimizer {1}, so it is left out.", line, name)));
  else if (["LambdaLR", "WeightedRandomSampler", "KFold", "clip_grad_value_", "Subset"].includes(name))
    report(leftOut(line, message("Line {0}: {1} cannot be said in a document, so it is left out.", line, name)));
}

function clipOf(calls: readonly Observed[], report: Report): number | undefined {
  const call = calls.find(({ name }) => name === "clip_grad_norm_");
  if (call === undefined) return undefined;
  const norm = call.keywords.get("max_norm") ?? call.places[1];
  if (typeof norm === "number" && norm > 0) return norm;
  report(
    leftOut(
      call.line,
      message("Line {0}: {1} of {2} is not known here, so it is left out. Write its value.", call.line, "max_norm", call.name),
    ),
  );
  return undefined;
}

/** Whether a call seeds a generator of its own rather than the one that all others use. */
function isOwnGenerator({ owner, path }: Observed): boolean {
  return (isKind(owner, "unknown") && owner.call?.name === "Generator") || /cuda|mps|xpu/.test(path);
}

/** The generator that a split was given, if it is not the one that all others use. */
export function ownGenerator(value: Value | undefined): Observed | undefined {
  const call = isKind(value, "unknown") ? value.call : undefined;
  return call?.name === "Generator" || (call !== undefined && isOwnGenerator(call)) ? call : undefined;
}

/** The call that seeds what all others draw from, if there is one. */
function seedCall(calls: readonly Observed[]): Observed | undefined {
  const seeds = calls.filter(isSeed);
  return seeds.find((call) => !isOwnGenerator(call)) ?? seeds[0];
}

function isSeed({ name, path }: Observed): boolean {
  return name === "manual_seed" && !/cuda|mps|xpu/.test(path);
}

function seedOf(calls: readonly Observed[], report: Report): number | undefined {
  const shared = calls.filter((call) => isSeed(call) && !isOwnGenerator(call));
  const call = seedCall(calls);
  if (call === undefined) return undefined;
  const [second] = shared.slice(1);
  if (second !== undefined)
    report(
      leftOut(
        second.line,
        message("Line {0}: the random numbers begin again here; a document has one seed, that of line {1}.", second.line, call.line),
      ),
    );
  const seed = call.places[0] ?? call.keywords.get("seed");
  if (typeof seed === "number" && Number.isSafeInteger(seed)) return seed;
  report(
    leftOut(
      call.line,
      message("Line {0}: {1} of {2} is not known here, so it is left out. Write its value.", call.line, "seed", call.name),
    ),
  );
  return undefined;
}

function epochsOf({ loops, calls }: Observations, report: Report): number | undefined {
  const fit = calls.find(({ name }) => name === "fit")?.keywords.get("epochs");
  if (typeof fit === "number") return fit;
  const loop = loops.find(({ times }) => times !== undefined);
  if (loop !== undefined) return loop.times;
  const [first] = loops;
  if (first !== undefined)
    report(
      leftOut(
        first.line,
        message("Line {0}: it is not known how often this loop runs. Write the number of epochs in the document.", first.line),
      ),
    );
  return undefined;
}

function thresholdOf({ thresholds }: Observations, report: Report): number | undefined {
  const first = thresholds.find(({ value }) => value > 0 && value < 1);
  const other = thresholds.find(({ value }) => first !== undefined && value > 0 && value < 1 && value !== first.value);
  if (first !== undefined && other !== undefined)
    report(
      leftOut(
        other.line,
        message("Line {0}: a second threshold, {1}, is left out; that of line {2} is taken.", other.line, other.value, first.line),
      ),
    );
  return first?.value;
}
