// What the worker answers: it reads the CSVs, hands them to the data and training rooms, and trains in slices
// of 50 ms. Between slices it tells what came out and lets messages in.

import { inspectTable } from "../data/inspect.ts";
import { readMended } from "../data/mend-reading.ts";
import { readTable } from "../data/read.ts";
import type { ReadSettings } from "../data/read-settings.ts";
import { readingCancelled } from "../data/sources.ts";
import type { Table } from "../data/table.ts";
import { markOf } from "../model/health-mark.ts";
import type { Checkpoint, EngineUsed, ReadOptions, TrainingObserver, TrainingWorker } from "../protocol/worker.ts";
import { checkGradient } from "../training/inside/check-gradient.ts";
import { completeOn } from "../training/inside/completion.ts";
import { explain } from "../training/inside/explain/explain.ts";
import { answerOn, membersOn } from "../training/inside/inspect.ts";
import { stepScope } from "../training/inside/step-scope.ts";
import { evaluateExpectations } from "../training/expectations.ts";
import { describeTable, prepareTable } from "../training/experiment.ts";
import type { HealthFinding } from "../training/health/finding.ts";
import { TrainingRun } from "../training/run.ts";
import { Moments } from "../training/space/moments.ts";
import { testedWeights } from "../training/tested-weights.ts";
import type { EpochResult } from "../training/types.ts";
import { checkpointOf, readResumed } from "./checkpoints.ts";
import { Evaluators } from "./evaluators.ts";
import { Insides } from "./insides.ts";
import type { WorkerPorts } from "./ports.ts";
import { Predictors } from "./predictors.ts";
import { RunControl } from "./run-control.ts";
import { momentsAtEnd, momentsOf } from "./run-moments.ts";
import { Spaces } from "./spaces.ts";
import { Tables } from "./tables.ts";
import { TrialRows } from "./trial-rows.ts";

/** Milliseconds between two looks at the messages, and so between two reports: at most 20 a second. */
const SLICE = 50;
/** Milliseconds until the first report: who pressed Train sees at once that something happens. */
const FIRST_SLICE = 5;

/** The worker's side of the channel; `observer` gives the other side, which exists only after this does. */
export function createTrainingWorker(ports: WorkerPorts, observer: () => TrainingObserver): TrainingWorker {
  /** The run that is being prepared or trained; absent where there is none. */
  let control: RunControl | undefined;
  /** The checkpoint of the run that is trained; absent where there is none. */
  let checkpoint: (() => Checkpoint | undefined) | undefined;
  /** What the run that is trained remembers; absent if nobody wants that. */
  let moments: Moments | undefined;
  const tables = new Tables(ports);
  const trialRows = new TrialRows();
  const predictors = new Predictors(ports);
  const evaluators = new Evaluators(tables, predictors);
  const insides = new Insides(ports);
  const spaces = new Spaces();
  const tableOf: (...question: Parameters<TrainingWorker["describe"]>) => Promise<Table> = (
    { data },
    sources,
    { document, encodingHint } = { document: "" },
  ) => tables.read(document, { ...data, encodingHint }, sources, (progress) => void observer().reading(progress));
  return {
    inspect: async (sources, encodingHint) => {
      const names = sources.map(({ name }) => name);
      // As the document that is made of it will ask for it, so that it is not read twice.
      const data = { file: names.length === 1 ? names[0]! : names, columns: {}, encodingHint };
      const read = (own: ReadSettings): Promise<Table> => tables.read("", { ...data, ...own, columns: {} }, sources, () => {});
      const { table, reading, mended } = await readMended({ encodingHint }, read);
      return { columns: inspectTable(table), dialect: table.dialect, rows: table.rows, reading, mended };
    },
    describe: async (experiment, sources, options) => describeTable(experiment, await tableOf(experiment, sources, options)),
    cancelReading: async (document) => tables.cancel(document),
    rows: async (document, question) => tables.rows(document, question),
    rowValues: async (document, row) => tables.rowValues(document, row),
    loadWeights: async (document, weights, threshold) => predictors.load(document, weights, threshold),
    predictValues: (document, values) => predictors.values(document, values),
    predictFile: (document, csv, keepsFormulas) => predictors.file(document, csv, keepsFormulas ?? false),
    // Reads a layer as a document writes it, which takes the schema library; a run that is to begin at once
    // does without.
    sample: async (layer) => (await import("../training/sample.ts")).sampleLayer(layer),
    train: async (
      experiment,
      sources,
      {
        threads,
        resume,
        encodingHint,
        epochs,
        keepsEnd = false,
        keepsBest = false,
        evaluatesEnd = false,
        health = false,
        keepsMoments = false,
        keepsRows,
      } = {},
    ) => {
      if (control !== undefined) throw new Error("This worker trains another network already.");
      const own = new RunControl(ports);
      control = own;
      try {
        const data = { ...experiment.data, encodingHint };
        const { reading } = own;
        const table = keepsRows
          ? await tables.read("", data, sources, () => {}, reading)
          : await readTable(await ports.readSources(data.file, sources, reading.signal), data, {
              isCancelled: () => reading.signal.aborted,
            });
        if (reading.signal.aborted) throw readingCancelled();
        const prepared = keepsRows ? trialRows.prepare(experiment, table) : prepareTable(experiment, table);
        const before = resume && readResumed(resume);
        const finished: EpochResult[] = [];
        const found: HealthFinding[] = [];
        const marks: unknown[] = [...(before?.health ?? [])];
        let engine: EngineUsed | undefined;
        const run = new TrainingRun(prepared, {
          onEpoch: (result) => {
            finished.push(result);
            moments?.ended(result.epoch, () => run.weights(), result.epoch === run.started.epochs);
          },
          open: (plan, generator) => {
            engine = ports.engineFor(plan, threads);
            return ports.openNetwork(plan, generator, threads);
          },
          keepsEnd,
          keepsBest,
          evaluatesEnd,
          ...(health ? { onHealth: (finding: HealthFinding) => void (found.push(finding), marks.push(markOf(finding))) } : {}),
          ...(epochs === undefined ? {} : { epochs }),
          ...(before ? { resume: before.resume } : {}),
        });
        moments = keepsMoments ? new Moments() : undefined;
        // The weights that a resumed run begins with are those of an epoch that it has not trained.
        if (before === undefined) moments?.ended(0, () => run.weights());
        own.begin(run);
        const planned = {
          experiment: { ...experiment, training: { ...experiment.training, epochs: run.started.epochs } },
          preprocessing: prepared.encoded.preprocessing,
        };
        const first = run.epochs;
        const momentsBefore = before?.moments.filter(({ epoch }) => epoch <= first) ?? [];
        checkpoint = () =>
          checkpointOf(run, planned, [...(before?.points ?? []), ...finished], [...momentsBefore, ...(moments?.all ?? [])], marks);
        void observer().started(run.started);
        let told = 0;
        for (let over = false, slice = FIRST_SLICE; !over; slice = SLICE) {
          over = own.slice(isDueAfter(slice));
          if (finished.length > told) void observer().progressed(first + told, finished.slice(told));
          told = finished.length;
          if (found.length > 0) void observer().found?.(found.splice(0));
          if (!over) await own.breathe();
        }
        const end = keepsEnd ? checkpoint() : undefined;
        const outcome = run.outcome();
        return { ...outcome, ...(end ? { end } : {}), ...(engine ? { engine } : {}), ...momentsAtEnd(moments, outcome) };
      } finally {
        own.end();
        control = undefined;
        checkpoint = undefined;
        moments = undefined;
      }
    },
    stop: async () => control?.stop(),
    pause: async () => control?.pause(),
    resume: async () => control?.resume(),
    advance: async (stride) => control?.advance(stride),
    setLearningRate: async (lr) => {
      if (control?.run) control.run.lr = lr;
    },
    weights: async () => control?.run?.weightSummaries(),
    firstWeights: async (experiment, sources, options) => {
      const prepared = prepareTable(experiment, await tableOf(experiment, sources, options));
      return new TrainingRun(prepared, { onEpoch: () => {} }).weightSummaries();
    },
    test: async (experiment, sources, weights, encodingHint) => {
      const csvs = await ports.readSources(experiment.data.file, sources);
      const prepared = prepareTable(experiment, await readTable(csvs, { ...experiment.data, encodingHint }));
      return evaluateExpectations(prepared, testedWeights(prepared, weights, weights.file));
    },
    checkpoint: async () => checkpoint?.(),
    moments: async (known) => momentsOf(control?.run, moments, known),
    openInside: async (experiment, sources, options) => insides.open(experiment, await tableOf(experiment, sources, options), options),
    moveInside: (document, move) => insides.move(document, move),
    insideNumbers: (document, window) => insides.ask(document, (step) => step.piece(window)),
    explainNumber: (document, address) => insides.ask(document, (step) => explain(step, address)),
    checkGradient: (document, address) => insides.ask(document, (step) => checkGradient(step, address)),
    evaluateInside: (document, expressions) => insides.ask(document, (step) => expressions.map((one) => answerOn(step, one))),
    membersInside: (document, question) => insides.ask(document, (step) => membersOn(step, question)),
    completeInside: (document, { expression, at }) => insides.ask(document, (step) => completeOn(stepScope(step, at), expression)),
    closeInside: async (document) => insides.close(document),
    askSpace: async (basis, kind, question) =>
      spaces.ask(basis, await tableOf(basis.experiment, basis.sources, asTrained(basis)), kind, question),
    closeSpace: async (document) => spaces.close(document),
    evaluate: (document, sources, kind, question, encodingHint) => evaluators.answer(document, sources, kind, question, encodingHint),
  };
}

/** Under another name: what the data tab shows of the document may be read in another way by now. */
function asTrained({ document, encodingHint }: ReadOptions): ReadOptions {
  return { document: `${document} as trained`, encodingHint };
}

function isDueAfter(milliseconds: number): () => boolean {
  const due = performance.now() + milliseconds;
  return () => performance.now() >= due;
}
