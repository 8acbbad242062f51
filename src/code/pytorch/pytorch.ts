// A document as a PyTorch script that a person could have written: imports, constants, a Dataset, the
// network, the loop. It does what training does here, number for number, and imports only the standard
// library, torch and pandas.

import type { DataSummary } from "../../data/types.ts";
import type { JsonLayer } from "../../model/edit.ts";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import { traceShapes } from "../../model/shapes.ts";
import { type DataPlan, planData } from "./data-plan.ts";
import type { Language } from "../exporter.ts";
import { aboutScript } from "./about.ts";
import { inLanguage } from "./comments.ts";
import { comment, type LineSpan, pyString } from "./python.ts";
import { dataConstants, dataFunctions, datasetClass } from "./data.ts";
import { isFiltered } from "./lines.ts";
import { loopFunctions, optionsFunction } from "./loop.ts";
import { mainFunction } from "./main.ts";
import { type NetworkCode, networkFunction, ownModules } from "./network.ts";
import { predictionFunctions } from "./prediction.ts";
import { measureFunction, taskOf } from "./task.ts";

export interface ScriptOptions {
  /**
   * The CSV, or all of them, as seen from the script's folder. Of several, the document's own paths stand in
   * if only one is given.
   */
  readonly csv: string | readonly string[];
  /** The document's name, as in `iris.perceptron`. */
  readonly name: string;
  /** Of comments. */
  readonly language?: Language;
  /** The name of the weight file beside the script, from which it predicts without training. */
  readonly weights?: string | undefined;
}

/**
 * A script, and the lines (0-based) on which each layer of the document stands, those that build it first.
 */
export interface Script {
  readonly text: string;
  readonly layers: readonly (readonly LineSpan[])[];
}

/** The script as text. @throws ProblemError as `writePyTorch` */
export function exportPyTorch(experiment: Experiment, summary: DataSummary, options: ScriptOptions): string {
  return writePyTorch(experiment, summary, options).text;
}

/**
 * The script.
 * @param summary what was understood of the document's data, without an error
 * @throws ProblemError if the data has an error, or something that a script would do otherwise
 */
export function writePyTorch(experiment: Experiment, summary: DataSummary, options: ScriptOptions): Script {
  const { name, language = "en", weights } = options;
  const { plan, network, data, learning, split } = scriptParts(experiment, summary, options.csv);
  const constants = [...dataConstants(plan), ...(weights === undefined ? [] : [`WEIGHTS = FOLDER / ${pyString(weights)}`])];
  const before = [constants, ...data];
  const after = [
    ...learning,
    measureFunction(experiment, taskOf(experiment, summary)),
    ...(weights === undefined ? [] : predictionFunctions(experiment, plan)),
    optionsFunction(experiment, plan, { weights }),
    mainFunction(experiment, plan, split, { weights }),
    ['if __name__ == "__main__":', "    main()"],
  ];
  const said = (section: readonly string[]): readonly string[] => inLanguage(section, language);
  const about = said([`"""${aboutScript("pytorch", name)}"""`]);
  const head = [
    ...about,
    "",
    ...said(imports(experiment, plan, ["argparse", "math", ...(weights === undefined ? [] : ["json", "struct"])])),
    "",
  ];
  const start = `${head.join("\n")}\n${before.map((section) => `${said(section).join("\n")}\n\n\n`).join("")}`;
  const rest = after.map((section) => `\n\n\n${said(section).join("\n")}`).join("");
  const first = start.split("\n").length - 1;
  const layers = network.layers.map((spans) => spans.map(({ from, to }) => ({ from: first + from, to: first + to })));
  // Its comments are one line each in every language, so that layers stay on theirs.
  return { text: `${start}${said(network.lines).join("\n")}${rest}\n`, layers };
}

/** What every script of PyTorch is put together from. */
export interface ScriptParts {
  readonly plan: DataPlan;
  readonly split: DataSummary["split"];
  readonly network: NetworkCode;
  /** The functions that read the CSV, the Dataset, and modules of our own: a list of lines each. */
  readonly data: readonly (readonly string[])[];
  /** The functions of an epoch. */
  readonly learning: readonly (readonly string[])[];
}

/** @throws ProblemError as `writePyTorch` */
export function scriptParts(experiment: Experiment, summary: DataSummary, csv: string | readonly string[]): ScriptParts {
  if (!hasWeights(experiment, summary.inputs.length)) throw nothingToLearn();
  const own = [experiment.data.file].flat();
  const files = [csv].flat();
  const plan = planData(experiment, summary, files.length === own.length ? files : own);
  return {
    plan,
    split: summary.split,
    network: networkFunction(experiment, summary.inputs.length),
    data: [...dataFunctions(plan), datasetClass(plan), ...ownModules(experiment)],
    learning: loopFunctions(experiment, summary.split),
  };
}

function hasWeights({ layers }: Experiment, inputs: number): boolean {
  return traceShapes(layers as readonly JsonLayer[], inputs).some(({ parameters }) => parameters !== 0);
}

/** PyTorch's optimizers refuse a network without weights. */
function nothingToLearn(): ProblemError {
  const sentence = message("The network has no weights, so PyTorch has nothing to train. Add a Linear.");
  return new ProblemError({ severity: "error", code: "no-weights", path: ["layers"], message: sentence });
}

/** Whether the script looks for patterns in texts. */
function usesPatterns(plan: DataPlan): boolean {
  const isStripped = [...plan.groups, ...plan.targetGroups].some(({ treatment: { strip } }) => strip !== undefined);
  return isStripped || (isFiltered(plan) && plan.hint);
}

/** Imports beside those that every script has, without their first word. */
interface MoreImports {
  /** `import …` */
  readonly imports?: readonly string[];
  /** `from …` */
  readonly names?: readonly string[];
  /** What they need, in a sentence. */
  readonly needs?: string;
}

/** By the alphabet, as Ruff and isort have them. @param more modules of the standard library */
export function imports(
  { training }: Experiment,
  plan: DataPlan,
  more: readonly string[],
  { imports: packages = [], names = [], needs }: MoreImports = {},
): string[] {
  const filtered = isFiltered(plan);
  const standard = [
    ...more,
    ...(training.early_stopping ? ["copy"] : []),
    ...(filtered ? ["csv", "io"] : []),
    ...(plan.groups.some(({ treatment }) => treatment.encode === "date") ? ["datetime"] : []),
    ...(filtered && plan.format === "gzip" ? ["gzip"] : []),
    ...(usesPatterns(plan) ? ["re"] : []),
  ];
  return [
    ...standard.toSorted().map((name) => `import ${name}`),
    "from pathlib import Path",
    "",
    ...comment(`Needs torch 1.13${plan.format === "parquet" ? ", pyarrow" : ""} and pandas 1.5, or newer.`),
    ...(needs === undefined ? [] : comment(needs)),
    ...["pandas as pd", "torch", ...packages].toSorted().map((name) => `import ${name}`),
    ...["torch import nn", "torch.utils.data import DataLoader, Dataset, random_split", ...names].toSorted().map((name) => `from ${name}`),
  ];
}
