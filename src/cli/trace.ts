// `perceptron trace`: one training step in every number, as one JSON object ("The command line" of
// docs/format.md).

import { readWeightFile } from "../code/formats/weights.ts";
import { message } from "../model/message.ts";
import { prepareExperiment } from "../training/experiment.ts";
import { TrainingRun } from "../training/run.ts";
import { traceAsJson } from "../training/trace.ts";
import { nodeReading } from "../worker/node/reading-threads.ts";
import { onlyFile, readArguments, wholeNumber } from "./arguments.ts";
import { examine } from "./examine.ts";
import { failure } from "./failure.ts";
import { readInput } from "./files.ts";
import { errorLine, printProblems } from "./problem-lines.ts";

export async function trace(words: readonly string[]): Promise<number> {
  const given = readArguments("trace", words, { step: "string", weights: "string" });
  const path = onlyFile("trace", given.files);
  const step = wholeNumber(given, "step", 1) ?? 1;
  const weightsPath = given.strings.get("weights");
  const weights = weightsPath === undefined ? undefined : readWeightFile(readInput(weightsPath), weightsPath).tensors;
  const examined = await examine(path);
  const { experiment } = examined;
  if (printProblems(examined) || experiment === undefined) return 1;
  try {
    const prepared = await prepareExperiment(experiment, examined.sources, nodeReading);
    const run = new TrainingRun(prepared, { onEpoch: () => {} });
    if (weights) run.useWeights(weights);
    for (let at = 1; at < step && run.advanceToBatch(); at++) run.advanceBatch();
    const traced = run.traceStep();
    prepared.release?.();
    if (traced?.step !== step) throw failure(message("The run has only {0} steps. Give --step a number up to that.", run.steps));
    console.log(JSON.stringify(traceAsJson(traced, experiment)));
    return 0;
  } catch (error) {
    console.error(errorLine(error, examined));
    return 1;
  }
}
