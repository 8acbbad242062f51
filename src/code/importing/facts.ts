// What a file says of a network and its training, as far as it can be read, before anything is made of it.

import type { JsonLayer } from "../../model/edit.ts";
import { format, message } from "../../model/message.ts";
import type { Problem } from "../../model/problem.ts";
import { problemAt, type Report } from "../reading/layers.ts";
import type { ReadScript } from "../reading/observed.ts";
import { layersOf } from "../reading/parse-layers.ts";
import { readScript } from "../reading/program.ts";
import { layersInSummary } from "../reading/summaries.ts";
import type { Module } from "../reading/values.ts";
import { dataOf, type DataFacts } from "./data.ts";
import { MOST_CODE } from "./first-look.ts";
import { nameByComments } from "./layer-names.ts";
import { networkPlaces } from "./network-places.ts";
import { type PythonText, pythonOf } from "./notebook.ts";
import { type TrainingFields, trainingOf } from "./training.ts";

export interface CodeFacts {
  /** With their sizes as the file writes them. */
  readonly layers: readonly JsonLayer[];
  readonly training: TrainingFields;
  readonly data: DataFacts;
  /** Undefined if the file is what `print(model)` shows. */
  readonly script: ReadScript | undefined;
}

/** Problems that mean that the network is not what the file says, beside errors. */
const refusing = new Set(["loop", "branch", "several-values", "several-networks"]);
/** Layers with weights of their own, of which one cannot stand in two places. */
const learning = new Set(["Linear", "LazyLinear", "BatchNorm1d", "LazyBatchNorm1d", "LayerNorm", "PReLU"]);

/**
 * Reads a file's text. Never throws, whatever the text is.
 * @param line that of the network that is meant, if the file has several
 */
export function readFacts(text: string, line?: number): { readonly facts?: CodeFacts; readonly problems: Problems } {
  const problems = new Problems();
  if (text.length > MOST_CODE) {
    problems.report(problemAt(1, "error", "code-too-large", message("The file is too large to be read as code. Choose a smaller one.")));
    return { problems };
  }
  const python = pythonOf(text);
  if (python === undefined) {
    problems.report(
      problemAt(1, "error", "no-layers", message("This JSON is no notebook, so it holds no Python. Choose a .py or an .ipynb file.")),
    );
    return { problems };
  }
  const summary = layersInSummary(python.text, problems.report);
  const report = line === undefined ? problems.report : withoutOthers(python, line, problems.report);
  const script = summary === undefined ? readScript(python.text, report, python.lines, line) : undefined;
  if (script !== undefined) nameByComments(script);
  const layers = summary ?? layersOf(script!.modules, problems.report);
  sayTwice(script?.modules ?? [], problems.report);
  if (layers.length === 0 && !problems.isRefused)
    problems.report(
      problemAt(
        line ?? 1,
        "error",
        "no-layers",
        message("The file has no network that can be read. Write an nn.Sequential, or a class with a forward."),
      ),
    );
  if (problems.isRefused) return { problems };
  const training = script === undefined ? {} : trainingOf(script.seen, problems.report);
  const data: DataFacts = script === undefined ? { files: [], features: [], targets: [] } : dataOf(script, problems.report);
  return { facts: { layers, training, data, script }, problems };
}

/** What is wrong with other networks of the file keeps nobody from taking the one that is meant. */
function withoutOthers(python: PythonText, line: number, report: Report): Report {
  const others = networkPlaces(python).filter((place) => line < place.line || line > place.last);
  return (problem) => {
    const isOfOther = others.some((place) => problem.line !== undefined && problem.line >= place.line && problem.line <= place.last);
    if (problem.code !== "several-networks" && !isOfOther) report(problem);
  };
}

/** Problems, each told once however often its line is gone through. */
export class Problems {
  readonly #found = new Map<string, Problem>();

  readonly report: Report = (problem) => {
    const key = `${problem.line} ${problem.code} ${format(problem.message)}`;
    if (!this.#found.has(key)) this.#found.set(key, problem);
  };

  get isRefused(): boolean {
    return [...this.#found.values()].some(({ severity, code }) => severity === "error" || refusing.has(code));
  }

  copy(): Problems {
    const copy = new Problems();
    for (const problem of this.#found.values()) copy.report(problem);
    return copy;
  }

  sorted(): readonly Problem[] {
    return [...this.#found.values()].toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0));
  }
}

function sayTwice(modules: readonly Module[], report: Report): void {
  const seen = new Set<Module>();
  for (const module of modules) {
    if (seen.has(module) && learning.has(module.type)) {
      const sentence = message(
        "Line {0}: this {1} is gone through twice with the same weights, which a sequence of layers cannot say.",
        module.line,
        module.type,
      );
      report(problemAt(module.line, "error", "shared-weights", sentence));
    }
    seen.add(module);
  }
}
