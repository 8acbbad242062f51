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
import { comment, inDocstring, type LineSpan } from "./python.ts";
import { dataConstants, dataFunctions, datasetClass } from "./data.ts";
import { isFiltered } from "./lines.ts";
import { loopFunctions } from "./loop.ts";
import { mainFunction } from "./main.ts";
import { networkFunction, ownModules } from "./network.ts";

export interface ScriptOptions {
  /**
   * The CSV, or all of them, as seen from the script's folder. Of several, the document's own paths stand in
   * if only one is given.
   */
  readonly csv: string | readonly string[];
  /** The document's name, as in `iris.perceptron`. */
  readonly name: string;
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
export function writePyTorch(experiment: Experiment, summary: DataSummary, { csv, name }: ScriptOptions): Script {
  if (!hasWeights(experiment, summary.inputs.length)) throw nothingToLearn();
  const own = [experiment.data.file].flat();
  const files = [csv].flat();
  const plan = planData(experiment, summary, files.length === own.length ? files : own);
  const network = networkFunction(experiment, summary.inputs.length);
  const before = [[...dataConstants(plan)], ...dataFunctions(plan), datasetClass(plan), ...ownModules(experiment)];
  const after = [
    ...loopFunctions(experiment, plan, summary.split),
    mainFunction(experiment, plan, summary.split),
    ['if __name__ == "__main__":', "    main()"],
  ];
  const head = [`"""Trains the network of ${inDocstring(name)} with PyTorch."""`, "", ...imports(experiment, plan), ""];
  const start = `${head.join("\n")}\n${before.map((section) => `${section.join("\n")}\n\n\n`).join("")}`;
  const rest = after.map((section) => `\n\n\n${section.join("\n")}`).join("");
  const first = start.split("\n").length - 1;
  return {
    text: `${start}${network.lines.join("\n")}${rest}\n`,
    layers: network.layers.map((spans) => spans.map(({ from, to }) => ({ from: first + from, to: first + to }))),
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

function imports({ training }: Experiment, plan: DataPlan): string[] {
  return [
    "import argparse",
    ...(training.early_stopping ? ["import copy"] : []),
    ...(isFiltered(plan) ? ["import csv"] : []),
    ...(plan.groups.some(({ treatment }) => treatment.encode === "date") ? ["import datetime"] : []),
    ...(isFiltered(plan) && plan.format === "gzip" ? ["import gzip"] : []),
    ...(isFiltered(plan) ? ["import io"] : []),
    "import math",
    ...(usesPatterns(plan) ? ["import re"] : []),
    "from pathlib import Path",
    "",
    ...comment(`Needs torch 1.13${plan.format === "parquet" ? ", pyarrow" : ""} and pandas 1.5, or newer.`),
    "import pandas as pd",
    "import torch",
    "from torch import nn",
    "from torch.utils.data import DataLoader, Dataset, random_split",
  ];
}
