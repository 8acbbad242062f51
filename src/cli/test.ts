// `perceptron test`: trains the document's network, or takes weights, and prints how each of its expectations
// came out. For CI, by its exit code.

import { firstError } from "../model/problem.ts";
import { setImmediate } from "node:timers/promises";
import { readWeightFile } from "../code/formats/weights.ts";
import { expectationTitle } from "../model/expectation-words.ts";
import type { Expectation } from "../model/expectations.ts";
import { format, message } from "../model/message.ts";
import { evaluateExpectations, type ExpectationResult } from "../training/expectations.ts";
import { type PreparedExperiment, prepareExperiment } from "../training/experiment.ts";
import { TrainingRun } from "../training/run.ts";
import { testedWeights } from "../training/tested-weights.ts";
import type { NamedTensor } from "../training/types.ts";
import { nodeReading } from "../worker/node/reading-threads.ts";
import { openThreaded } from "../worker/node/threads.ts";
import { onlyFile, readArguments, wholeNumber } from "./arguments.ts";
import { examine } from "./examine.ts";
import { failure } from "./failure.ts";
import { count, duration } from "./figures.ts";
import { readInput } from "./files.ts";
import { JUnitReport } from "./junit.ts";
import { errorLine, printProblems, problemLine } from "./problem-lines.ts";
import { ProgressBar } from "./progress.ts";
import { say } from "./text.ts";

/** Milliseconds between two pictures of the progress bar. */
const PIECE = 50;

export async function test(words: readonly string[]): Promise<number> {
  const given = readArguments("test", words, { weights: "string", threads: "string", junit: "string", json: "boolean" });
  const path = onlyFile("test", given.files);
  const threads = wholeNumber(given, "threads", 1);
  const junit = given.strings.get("junit");
  const report = junit === undefined ? undefined : new JUnitReport(junit, path);
  const examined = await examine(path);
  const { experiment, text, problems } = examined;
  const tests = experiment?.tests ?? [];
  if (printProblems(examined) || experiment === undefined) {
    const error = firstError(problems);
    await report?.writeError(error ? problemLine(examined, error) : "", text, tests);
    return 1;
  }
  const weightsPath = given.strings.get("weights");
  let results: readonly ExpectationResult[];
  try {
    if (tests.length === 0) throw failure(message("{0} has no tests. Add some, as docs/tests.md describes.", path));
    const prepared = await prepareExperiment(experiment, examined.sources, nodeReading);
    const weights =
      weightsPath === undefined
        ? await trained(prepared, threads)
        : testedWeights(prepared, readWeightFile(readInput(weightsPath), weightsPath), weightsPath);
    results = evaluateExpectations(prepared, weights);
    prepared.release?.();
  } catch (error) {
    console.error(errorLine(error, examined));
    await report?.writeError(errorLine(error, examined), text, tests);
    return 1;
  }
  for (const result of results) console.log(given.switches.has("json") ? jsonLine(tests, result) : textLine(tests, result));
  const failed = results.filter(({ passed }) => !passed).length;
  if (!given.switches.has("json")) console.error(`${results.length - failed} passed, ${failed} failed.`);
  await report?.write(text, tests, results);
  return failed === 0 ? 0 : 1;
}

/** The weights of a whole run. @throws ProblemError if it diverged */
async function trained(prepared: PreparedExperiment, threads: number | undefined): Promise<readonly NamedTensor[]> {
  let shown: Parameters<ProgressBar["show"]>[0];
  const run = new TrainingRun(prepared, {
    onEpoch: (result) => (shown = result),
    open: (plan, generator) => openThreaded(plan, generator, threads),
    countsMetrics: false,
  });
  const bar = new ProgressBar(run.started.epochs, true);
  let due = performance.now() + PIECE;
  while (!run.advance(() => performance.now() >= due)) {
    bar.show(shown);
    await setImmediate();
    due = performance.now() + PIECE;
  }
  bar.clear();
  const { stopped, note, epochs, seconds, tensors } = run.outcome();
  run.dispose();
  console.error(`${count(epochs, "epoch")} in ${duration(seconds)}.`);
  if (stopped === "diverged" && note) throw failure(note);
  if (note) console.error(`perceptron: ${say(note)}`);
  return tensors;
}

function textLine(tests: readonly Expectation[], { index, passed, message: outcome }: ExpectationResult): string {
  return `${passed ? "passed" : "failed"}: ${say(expectationTitle(tests[index]!))}: ${say(outcome)}`;
}

function jsonLine(tests: readonly Expectation[], { index, passed, message: outcome }: ExpectationResult): string {
  return JSON.stringify({ event: "test", test: index, name: format(expectationTitle(tests[index]!)), passed, message: format(outcome) });
}
