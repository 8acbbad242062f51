// `perceptron train`: a run in this process. Between pieces of it the process listens for Ctrl+C and its
// like, which end the run but not the saving.

import { setImmediate } from "node:timers/promises";
import { weightFile } from "../code/formats/weights.ts";
import type { Experiment } from "../model/schema.ts";
import { RunnerError } from "../pytorch/conversation.ts";
import { type PreparedExperiment, prepareExperiment } from "../training/experiment.ts";
import { TrainingRun } from "../training/run.ts";
import type { EpochResult, RunOutcome } from "../training/types.ts";
import type { RunCheckpoint } from "../training/checkpoint.ts";
import { openThreaded } from "../worker/node/threads.ts";
import { onlyFile, readArguments, wholeNumber } from "./arguments.ts";
import { CheckpointWriter, readResume } from "./checkpoints.ts";
import { EventWriter } from "./events.ts";
import { chosenEngine, engineOptions, type PyTorchChoice } from "./engines.ts";
import { examine } from "./examine.ts";
import { count, duration } from "./figures.ts";
import { checkWeightsPath, writeWeights } from "./files.ts";
import { errorLine, printProblems } from "./problem-lines.ts";
import { ProgressBar } from "./progress.ts";
import { jsonReport, textReport } from "./report.ts";
import { say as sentenceOf, shownPath } from "./text.ts";
import { trainWithPyTorch } from "./train-pytorch.ts";

/** Milliseconds between two looks at the outside. */
const PIECE = 50;

const INTERRUPTED = 130;
/** Ctrl+C, what a service or a queue ends a process with, and the terminal that is closed. All save. */
const ENDINGS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export async function train(words: readonly string[]): Promise<number> {
  const given = readArguments("train", words, {
    epochs: "string",
    threads: "string",
    resume: "string",
    save: "string",
    tensorboard: "string",
    health: "boolean",
    json: "boolean",
    ...engineOptions,
  });
  const pytorch = chosenEngine(given);
  const path = onlyFile("train", given.files);
  const epochs = wholeNumber(given, "epochs", 0);
  const threads = wholeNumber(given, "threads", 1);
  const resumed = given.strings.get("resume");
  const resume = resumed === undefined || pytorch ? undefined : readResume(resumed);
  const save = given.strings.get("save");
  const events = given.strings.get("tensorboard");
  if (save !== undefined) await checkWeightsPath(save);
  const examined = await examine(path);
  if (printProblems(examined) || examined.experiment === undefined) return 1;
  const experiment = withEpochs(examined.experiment, epochs);
  try {
    const prepared = await prepareExperiment(experiment, examined.sources);
    if (pytorch) return await withPyTorch(prepared, pytorch, { json: given.switches.has("json"), threads, resume: resumed, save });
    const checkpoints = save === undefined ? undefined : new CheckpointWriter(save, prepared);
    const writer = events === undefined ? undefined : new EventWriter(events);
    const training = await run(prepared, {
      json: given.switches.has("json"),
      health: given.switches.has("health"),
      threads,
      resume,
      checkpoints,
      events: writer,
    });
    const outcome = training.outcome();
    const isAllThere = await tryEach(
      async () => {
        if (save === undefined) return;
        await writeWeights(save, weightFile(experiment, outcome));
        console.error(`Saved ${shownPath(save)}.`);
      },
      () => checkpoints?.write(training),
      () => writer?.done(outcome),
    );
    return isAllThere ? exitCode(outcome) : 1;
  } catch (error) {
    if (error instanceof RunnerError && error.detail) console.error(error.detail.trimEnd());
    console.error(errorLine(error, examined));
    return 1;
  }
}

/** The same with PyTorch. */
async function withPyTorch(
  prepared: PreparedExperiment,
  choice: PyTorchChoice,
  {
    json,
    threads,
    resume,
    save,
  }: {
    readonly json: boolean;
    readonly threads: number | undefined;
    readonly resume: string | undefined;
    readonly save: string | undefined;
  },
): Promise<number> {
  const { epochs } = prepared.experiment.training;
  const bar = new ProgressBar(epochs, !json);
  const report = (json ? jsonReport : textReport)((line) => {
    bar.clear();
    console.log(line);
  });
  const { outcome: end, stop } = await trainWithPyTorch({
    prepared,
    choice,
    threads: threads ?? 1,
    resume,
    save,
    started: (started) => report.started(started),
    epochs: (results) => {
      for (const result of results) report.epoch(result);
      bar.show(results.at(-1));
    },
    say: (line) => {
      bar.clear();
      console.error(line);
    },
  });
  for (const signal of ENDINGS) process.once(signal, stop);
  const outcome = await end;
  bar.clear();
  report.done(outcome);
  if (!json) console.error(`${count(outcome.epochs, "epoch")}, ${count(outcome.steps, "step")} in ${duration(outcome.seconds)}.`);
  if (outcome.note) console.error(`perceptron: ${sentenceOf(outcome.note)}`);
  if (save !== undefined) {
    await writeWeights(save, weightFile(prepared.experiment, outcome));
    console.error(`Saved ${shownPath(save)}.`);
  }
  return exitCode(outcome);
}

/**
 * Writes one after the other, the weights first; if one has no room the next is tried all the same. False
 * if one failed, which is said.
 */
async function tryEach(...writes: readonly (() => Promise<void> | void | undefined)[]): Promise<boolean> {
  let failed = 0;
  for (const write of writes) {
    try {
      await write();
    } catch (error) {
      console.error(errorLine(error));
      failed++;
    }
  }
  return failed === 0;
}

/** `--epochs` stands for the document's `epochs` everywhere. */
function withEpochs(experiment: Experiment, epochs: number | undefined): Experiment {
  return epochs === undefined ? experiment : { ...experiment, training: { ...experiment.training, epochs } };
}

interface RunSettings {
  readonly json: boolean;
  readonly health: boolean;
  readonly threads: number | undefined;
  readonly resume: RunCheckpoint | undefined;
  readonly checkpoints: CheckpointWriter | undefined;
  readonly events: EventWriter | undefined;
}

/** Trains to the end of the run. */
async function run(prepared: PreparedExperiment, settings: RunSettings): Promise<TrainingRun> {
  const { json, health, threads, resume, checkpoints, events } = settings;
  const report = (json ? jsonReport : textReport)((line) => {
    bar.clear();
    console.log(line);
  });
  let last: EpochResult | undefined;
  const training = new TrainingRun(prepared, {
    onEpoch: (result) => {
      last = result;
      report.epoch(result);
      events?.epoch(result);
    },
    open: (plan, generator) => openThreaded(plan, generator, threads),
    keepsEnd: checkpoints !== undefined,
    ...(health ? { onHealth: (finding) => report.health(finding) } : {}),
    ...(resume ? { resume } : {}),
  });
  const { epochs } = training.started;
  const bar = new ProgressBar(epochs, !json);
  const say = (line: string): void => {
    bar.clear();
    console.error(line);
  };
  // Until all is saved; a second one ends the process as it always does.
  for (const signal of ENDINGS) process.once(signal, () => training.stop());
  report.started(training.started);
  let due = performance.now() + PIECE;
  while (!training.advance(() => performance.now() >= due)) {
    bar.show(last);
    await checkpoints?.writeIfDue(training, say);
    events?.writeWhatFits(say);
    await setImmediate();
    due = performance.now() + PIECE;
  }
  bar.clear();
  const outcome = training.outcome();
  training.dispose();
  report.done(outcome);
  if (!json) console.error(`${count(outcome.epochs, "epoch")}, ${count(outcome.steps, "step")} in ${duration(outcome.seconds)}.`);
  if (outcome.note) console.error(`perceptron: ${sentenceOf(outcome.note)}`);
  return training;
}

function exitCode({ stopped }: RunOutcome): number {
  if (stopped === "interrupted") return INTERRUPTED;
  return stopped === "diverged" ? 1 : 0;
}
