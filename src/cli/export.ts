// `perceptron export`: the document as code or as a model file, in new files.

import { basename, dirname, join, resolve } from "node:path";
import type { Exporter, ExporterOption, ExportInput, Language } from "../code/exporter.ts";
import { exporters, isExportFormat } from "../code/exporters.ts";
import { underFreeName } from "../code/free-names.ts";
import { message } from "../model/message.ts";
import { prepareExperiment } from "../training/experiment.ts";
import { testMetrics } from "../training/test-metrics.ts";
import { firstError } from "../model/problem.ts";
import { type Arguments, onlyFile, type OptionType, readArguments } from "./arguments.ts";
import { examine, type Examined } from "./examine.ts";
import { failure } from "./failure.ts";
import { checkNewPath, csvPath, pathFrom, stemOf } from "./files.ts";
import { holds, isFree, writeAll } from "./several-files.ts";
import { errorLine, printProblems, problemLine } from "./problem-lines.ts";
import { shownPath } from "./text.ts";
import { type Weights, weightsFor } from "./weights.ts";

const all: Readonly<Record<string, Exporter>> = exporters;

export async function exportCode(words: readonly string[]): Promise<number> {
  const given = readArguments("export", words, { to: "string", weights: "string", out: "string", language: "string", ...ownOptions() });
  const path = onlyFile("export", given.files);
  const exporter = exporterOf(given);
  const language = languageOf(given);
  const out = given.strings.get("out");
  if (out !== undefined) await checkNewPath(out);
  const examined = await examine(path);
  if (printProblems(examined)) return 1;
  try {
    const weights = await weightsFor(examined, given.strings.get("weights"), exporter.needsWeights);
    const metrics =
      weights && exporter.showsMetrics && testMetrics(await prepareExperiment(examined.experiment!, examined.sources), weights.trained);
    const options = optionsOf(given, exporter);
    const input = (first: string): ExportInput => inputFor(examined, weights, first, { language, options, metrics });
    const refused = exporter.refuses(input(out ?? path));
    for (const problem of refused) console.error(problemLine(examined, problem));
    if (firstError(refused)) return 1;
    const paths = out === undefined ? await writeFree(examined, exporter, input) : await writeAll(out, await exporter.write(input(out)));
    for (const written of paths) console.log(shownPath(written));
    return 0;
  } catch (error) {
    console.error(errorLine(error, examined));
    return 1;
  }
}

/** The options of every exporter: which of them fit is looked at once the format is known. */
function ownOptions(): Record<string, OptionType> {
  return Object.fromEntries(
    Object.values(all).flatMap(({ options = {} }) => Object.entries(options).map(([name, { type }]) => [name, type] as const)),
  );
}

function exporterOf({ strings }: Arguments): Exporter {
  const format = strings.get("to");
  const formats = Object.keys(all).join(", ");
  if (format === undefined) throw failure(message("export needs a format. Write --to and one of: {0}.", formats));
  if (isExportFormat(format)) return all[format]!;
  throw failure(message('This version does not export to "{0}" yet. Write --to and one of: {1}.', format, formats));
}

function languageOf({ strings }: Arguments): Language {
  const language = strings.get("language") ?? "en";
  if (language === "en" || language === "ko") return language;
  throw failure(message("--language is {0}, but comments are written in en or ko.", language));
}

/** @throws ProblemError at an option that the format does not have */
function optionsOf({ strings, switches }: Arguments, { label, options = {} }: Exporter): Record<string, string | boolean> {
  const known: Readonly<Record<string, ExporterOption>> = options;
  const others = Object.keys(ownOptions()).filter((name) => !Object.hasOwn(known, name));
  const wrong = others.find((name) => strings.has(name) || switches.has(name));
  if (wrong !== undefined) throw failure(message("An export to {0} has no option --{1}. Leave it out.", label, wrong));
  return Object.fromEntries(
    Object.keys(known).flatMap((name) => {
      const value = switches.has(name) ? true : strings.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function inputFor(
  { path, experiment, summary }: Examined,
  weights: Weights | undefined,
  first: string,
  own: Pick<ExportInput, "language" | "options" | "metrics">,
): ExportInput {
  const folder = dirname(resolve(first));
  const csv = [experiment!.data.file].flat().map((name) => pathFrom(folder, resolve(csvPath(path, name))));
  return { experiment: experiment!, summary: summary!, name: basename(path), stem: stemOf(first), csv, ...weights, ...own };
}

/** Writes the files beside the document, under the first of NAME, NAME-2, NAME-3 … that is free for all. */
async function writeFree({ path }: Examined, exporter: Exporter, input: (first: string) => ExportInput): Promise<readonly string[]> {
  const at = (name: string): string => join(dirname(path), name);
  const files = await underFreeName(stemOf(path), async (stem) => exporter.write(input(at(`${stem}${exporter.extension}`))), {
    isFree: async (name) => isFree(at(name)),
    holds: async (name, content) => holds(at(name), content),
  });
  const [first] = files;
  return first === undefined ? [] : writeAll(at(first.name), files);
}
