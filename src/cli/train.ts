// `perceptron train`: a run in this process. Between pieces of it the process listens for Ctrl+C and its
// like, which end the run but not the saving.

import { setImmediate } from "node:timers/promises";
import { weightFile } from "../code/formats/weights.ts";
import type { Experiment } from "../model/schema.ts";
import type { Message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import { type PreparedExperiment, prepareExperiment } from "../training/experiment.ts";
import { TrainingRun } from "../training/run.ts";
import { isOfPyTorch, takenOverNote } from "../training/taken-over.ts";
import type { HealthFinding } from "../training/health/finding.ts";
import type { EpochResult, RunOutcome, RunStarted } from "../training/types.ts";
import { pytorchPorts } from "../worker/node/pytorch.ts";
import { nodeReading } from "../worker/node/reading-threads.ts";
import { openThreaded } from "../worker/node/threads.ts";
import { startPyTorch } from "../worker/pytorch-run.ts";
import { onlyFile, readArguments, wholeNumber } from "./arguments.ts";
import { CheckpointWriter, readResume, type ResumedFile } from "./checkpoints.ts";
import { EventWriter } from "./events.ts";
import { chosenEngine, engineOptions, type PyTorchChoice } from "./engines.ts";
import { ENDINGS, INTERRUPTED } from "./endings.ts";
import { examine } from "./examine.ts";
import { count, duration } from "./figures.ts";
import { checkWeightsPath, writeWeights } from "./files.ts";
import { errorLine, printProblems } from "./problem-lines.ts";
import { ProgressBar, readingBar } from "./progress.ts";
import { jsonReport, type Report, textReport } from "./report.ts";
import { say as sentenceOf, shownPath } from "./text.ts";

/** Milliseconds between two looks at the outside. What ends it saves all the same. */
const PIECE = 50;

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
  const resume = resumed === undefined ? undefined : readResume(resumed);
  const save = given.strings.get("save");
  const events = given.strings.get("tensorboard");
  if (save !== undefined) await checkWeightsPath(save);
  const examined = await examine(path);
  if (printProblems(examined) || examined.experiment === undefined) return 1;
  const experiment = withEpochs(examined.experiment, epochs);
  const progress = readingBar(!given.switches.has("json"));
  let prepared: PreparedExperiment | undefined;
  try {
    prepared = await prepareExperiment(experiment, examined.sources, {
      ...nodeReading,
      sharesRows: pytorch !== undefined,
      ...progress,
    });
    progress.clear();
    const checkpoints = save === undefined ? undefined : new CheckpointWriter(save, prepared);
    const writer = events === undefined ? undefined : new EventWriter(events);
    const settings: RunSettings = {
      json: given.switches.has("json"),
      health: given.switches.has("health"),
      threads,
      resume,
      checkpoints,
      events: writer,
    };
    const { outcome, end } = await (pytorch ? runWithPyTorch(prepared, pytorch, settings) : run(prepared, settings));
    const isAllThere = await tryEach(
      async () => {
        if (save === undefined) return;
        await writeWeights(save, weightFile(experiment, outcome));
        console.error(`Saved ${shownPath(save)}.`);
      },
      () => end && checkpoints?.write(end),
      () => writer?.done(outcome),
    );
    return isAllThere ? exitCode(outcome) : 1;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.detail) console.error(error.problem.detail.trimEnd());
    console.error(errorLine(error, examined));
    return 1;
  } finally {
    prepared?.release?.();
  }
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
  readonly resume: ResumedFile | undefined;
  readonly checkpoints: CheckpointWriter | undefined;
  readonly events: EventWriter | undefined;
}

/** How a run ended, and the bytes of the checkpoint that more epochs go on from. */
interface Trained {
  readonly outcome: RunOutcome;
  readonly end: Uint8Array | undefined;
}

/** What is seen of a run while it goes on and at its end. */
class Screen {
  readonly report: Report;
  readonly #json: boolean;
  readonly #bar: ProgressBar;
  readonly #events: EventWriter | undefined;

  constructor({ json, events }: RunSettings, epochs: number) {
    this.#json = json;
    this.#bar = new ProgressBar(epochs, !json);
    this.#events = events;
    this.report = (json ? jsonReport : textReport)((line) => {
      this.#bar.clear();
      console.log(line);
    });
  }

  readonly epoch = (result: EpochResult): void => {
    this.report.epoch(result);
    this.#events?.epoch(result);
  };

  readonly say = (line: string): void => {
    this.#bar.clear();
    console.error(line);
  };

  /** Some time has passed. @param last the last epoch so far */
  show(last: EpochResult | undefined): void {
    this.#bar.show(last);
    this.#events?.writeWhatFits(this.say);
  }

  done(outcome: RunOutcome): void {
    this.#bar.clear();
    this.report.done(outcome);
    const { epochs, steps, seconds, note } = outcome;
    if (!this.#json) console.error(`${count(epochs, "epoch")}, ${count(steps, "step")} in ${duration(seconds)}.`);
    if (note) console.error(`perceptron: ${sentenceOf(note)}`);
  }
}

/** Trains to the end of the run. */
async function run(prepared: PreparedExperiment, settings: RunSettings): Promise<Trained> {
  const { health, threads, resume, checkpoints } = settings;
  const screen = new Screen(settings, prepared.experiment.training.epochs);
  let last: EpochResult | undefined;
  const training = new TrainingRun(prepared, {
    onEpoch: (result) => {
      last = result;
      screen.epoch(result);
    },
    open: (plan, generator) => openThreaded(plan, generator, threads),
    keepsEnd: checkpoints !== undefined,
    ...(health ? { onHealth: (finding) => screen.report.health(finding) } : {}),
    ...(resume ? { resume: resume.checkpoint } : {}),
  });
  if (resume && isOfPyTorch(resume.checkpoint)) screen.say(sentenceOf(takenOverNote()));
  const state = (): Uint8Array | undefined => checkpoints?.bytesOf(training.checkpoint());
  // Until all is saved; a second one ends the process as it always does.
  for (const signal of ENDINGS) process.once(signal, () => training.stop());
  screen.report.started(training.started);
  let due = performance.now() + PIECE;
  while (!training.advance(() => performance.now() >= due)) {
    screen.show(last);
    await checkpoints?.writeIfDue(state, screen.say);
    await setImmediate();
    due = performance.now() + PIECE;
  }
  const outcome = training.outcome();
  training.dispose();
  screen.done(outcome);
  return { outcome, end: state() };
}

/** The same with PyTorch, in a process of its own. */
async function runWithPyTorch(prepared: PreparedExperiment, choice: PyTorchChoice, settings: RunSettings): Promise<Trained> {
  const { health, threads = 1, resume, checkpoints } = settings;
  const screen = new Screen(settings, prepared.experiment.training.epochs);
  const options = { threads, resume: resume?.bytes, health, keepsEnd: checkpoints !== undefined };
  const observer = {
    started: async (started: RunStarted) => screen.report.started(started),
    progressed: async (_: number, results: readonly EpochResult[]) => {
      for (const result of results) screen.epoch(result);
      screen.show(results.at(-1));
    },
    found: async (findings: readonly HealthFinding[]) => {
      for (const finding of findings) screen.report.health(finding);
    },
    noted: async (note: Message) => screen.say(sentenceOf(note)),
    reading: async () => undefined,
  };
  const training = await startPyTorch(
    prepared,
    { kind: "pytorch", ...choice },
    options,
    pytorchPorts,
    observer,
    ({ torch, device, processes }, python) =>
      screen.say(`PyTorch ${torch} on ${device}${processes > 1 ? `, ${processes} processes` : ""} (${python})`),
  );
  for (const signal of ENDINGS) process.once(signal, () => training.stop());
  const write = async (): Promise<void> => checkpoints?.writeIfDue(async () => (await training.checkpoint())?.bytes, screen.say);
  const timer = setInterval(() => void write(), PIECE).unref();
  try {
    const outcome = await training.finished;
    screen.done(outcome);
    return { outcome, end: outcome.end?.bytes };
  } finally {
    clearInterval(timer);
  }
}

function exitCode({ stopped }: RunOutcome): number {
  if (stopped === "interrupted") return INTERRUPTED;
  return stopped === "diverged" ? 1 : 0;
}
