// What the worker answers: it reads the CSVs, hands them to the data and training rooms, and trains in slices
// of 50 ms. Between slices it tells what came out, at most 20 times a second, and lets messages in.

import { readTable } from "../data/read.ts";
import { readingCancelled } from "../data/sources.ts";
import type { Table } from "../data/table.ts";
import { markOf } from "../model/health-mark.ts";
import type { Checkpoint, EngineUsed, ReadOptions, SourceReference, TrainingObserver, TrainingWorker } from "../protocol/worker.ts";
import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import type { Experiment } from "../model/schema.ts";
import { prepare, type PreparedExperiment, readAndPrepare } from "../training/experiment.ts";
import type { HealthFinding } from "../training/health/finding.ts";
import { TrainingRun } from "../training/run.ts";
import { Moments } from "../training/space/moments.ts";
import { isOfPyTorch, takenOverNote } from "../training/taken-over.ts";
import type { EpochResult } from "../training/types.ts";
import { checkpointOf, readResumed } from "./checkpoints.ts";
import { Evaluations } from "./evaluations.ts";
import { Later } from "./later.ts";
import type { WorkerPorts } from "./ports.ts";
import { preparingHooks } from "./preparing.ts";
import type { PyTorchRun } from "./pytorch-run.ts";
import { RunControl } from "./run-control.ts";
import { momentsAtEnd, momentsOf } from "./run-moments.ts";
import { isDueAfter, SLICE } from "./slices.ts";
import { Tables } from "./tables.ts";
import { TrialRows } from "./trial-rows.ts";

/** Milliseconds until the first report: who pressed Train sees at once that something happens. */
const FIRST_SLICE = 5;

/** The worker's side of the channel; `observer` gives the other side, which exists only after this does. */
export function createTrainingWorker(ports: WorkerPorts, observer: () => TrainingObserver): TrainingWorker {
  /** The run that is being prepared or trained; absent if there is none. */
  let control: RunControl | undefined;
  /** The checkpoint of the run that is trained; absent if there is none. */
  let checkpoint: (() => Checkpoint | undefined) | undefined;
  /** What the run that is trained remembers; absent if nobody wants that. */
  let moments: Moments | undefined;
  /** The run if PyTorch computes it, once it has started; undefined if that failed. */
  let foreign: Promise<PyTorchRun | undefined> | undefined;
  /** Ends what is measured; absent if nothing was. */
  let measuring: AbortController | undefined;
  const tables = new Tables(ports);
  const trialRows = new TrialRows();
  const evaluations = new Evaluations(ports);
  const predictors = new Later(async () => new (await import("./predictors.ts")).Predictors(ports));
  const evaluators = new Later(
    async () => new (await import("./evaluators.ts")).Evaluators(tables, await predictors.get(), evaluations, ports),
  );
  const insides = new Later(async () => new (await import("./insides.ts")).Insides(ports));
  const spaces = new Later(async () => new (await import("./spaces.ts")).Spaces(evaluations, ports));
  const tableOf: (...question: Parameters<TrainingWorker["describe"]>) => Promise<Table> = (
    { data },
    sources,
    { document, encodingHint } = { document: "" },
  ) => tables.read(document, { ...data, encodingHint }, sources, (progress) => void observer().reading(progress));
  const withRows = async <T>(
    experiment: Experiment,
    sources: readonly SourceReference[],
    encodingHint: string | undefined,
    use: (prepared: PreparedExperiment) => T,
  ): Promise<T> => {
    const csvs = await ports.readSources(experiment.data.file, sources);
    const hooks = { storage: ports.storage, threads: ports.readingThreads };
    const prepared = await readAndPrepare(experiment, csvs, { ...experiment.data, encodingHint }, hooks);
    try {
      return use(prepared);
    } finally {
      prepared.release?.();
    }
  };
  return {
    inspect: async (sources, encodingHint) => (await import("./inspecting.ts")).inspect(tables, sources, encodingHint),
    describe: async (experiment, sources, options) => {
      const table = await tableOf(experiment, sources, options);
      return (await import("../training/describe.ts")).describeTable(experiment, table, { storage: ports.storage });
    },
    cancelReading: async (document) => tables.cancel(document),
    rows: async (document, question) => tables.rows(document, question),
    rowValues: async (document, row) => tables.rowValues(document, row),
    loadWeights: async (document, weights, threshold) => (await predictors.get()).load(document, weights, threshold),
    predictValues: async (document, values) => (await predictors.get()).values(document, values),
    predictFile: async (question, signal) => (await predictors.get()).file(question, signal),
    predictedPiece: async (prediction, signal) => (await predictors.get()).piece(prediction, signal),
    predictionProgress: async (prediction) => (await predictors.present)?.progress(prediction),
    endPrediction: async (prediction) => (await predictors.present)?.end(prediction),
    selfCheck: async (weights, threshold, sources) => {
      const { selfCheck } = await import("../training/self-check.ts");
      return selfCheck(weights, threshold, await ports.readSources(weights.experiment.data.file, sources));
    },
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
        waits,
        engine: pytorch,
      } = {},
    ) => {
      if (control !== undefined) throw new Error("This worker trains another network already.");
      const own = new RunControl(ports, waits);
      control = own;
      let release: (() => void) | undefined;
      let started: ((run: PyTorchRun | undefined) => void) | undefined;
      if (pytorch) foreign = new Promise((resolve) => (started = resolve));
      try {
        const data = { ...experiment.data, encodingHint };
        const { reading } = own;
        const hooks = {
          ...preparingHooks((preparing) => void observer().preparing?.(preparing)),
          storage: ports.storage,
          threads: ports.readingThreads,
          sharesRows: pytorch !== undefined,
          isCancelled: () => reading.signal.aborted,
        };
        const prepared = keepsRows
          ? await trialRows.prepare(experiment, await tables.read("", data, sources, () => {}, reading), hooks)
          : await readAndPrepare(experiment, await ports.readSources(data.file, sources, reading.signal), data, hooks);
        release = prepared.release;
        if (reading.signal.aborted) throw readingCancelled();
        if (pytorch) {
          if (ports.pytorch === undefined) throw noProcesses();
          const { startPyTorch } = await import("./pytorch-run.ts");
          const options = { threads, resume, epochs, keepsEnd, keepsBest, evaluatesEnd, health, keepsMoments, waits };
          const run = await startPyTorch(prepared, pytorch, options, ports.pytorch, observer());
          if (reading.signal.aborted) run.stop();
          started?.(run);
          return await run.finished;
        }
        const before = resume && readResumed(resume);
        if (before && isOfPyTorch(before.resume)) void observer().noted?.(takenOverNote());
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
        release?.();
        own.end();
        control = undefined;
        checkpoint = undefined;
        moments = undefined;
        started?.(undefined);
        foreign = undefined;
      }
    },
    stop: async () => {
      control?.stop();
      (await foreign)?.stop();
    },
    pause: async () => (foreign ? (await foreign)?.pause() : control?.pause()),
    resume: async () => (foreign ? (await foreign)?.resume() : control?.resume()),
    advance: async (stride) => (foreign ? (await foreign)?.advance(stride) : control?.advance(stride)),
    setLearningRate: async (lr) => {
      (await foreign)?.setLearningRate(lr);
      if (control?.run) control.run.lr = lr;
    },
    weights: async () => (foreign ? (await foreign)?.weights() : control?.run?.weightSummaries()),
    firstWeights: async (experiment, sources, options) => {
      const prepared = await prepare(experiment, await tableOf(experiment, sources, options), { storage: ports.storage });
      try {
        return new TrainingRun(prepared, { onEpoch: () => {} }).weightSummaries();
      } finally {
        prepared.release?.();
      }
    },
    test: async (experiment, sources, weights, encodingHint) => {
      const { testWeights } = await import("./testing.ts");
      return withRows(experiment, sources, encodingHint, (prepared) => testWeights(prepared, weights));
    },
    testMetrics: async (experiment, sources, weights, encodingHint) => {
      const { testMetrics } = await import("../training/test-metrics.ts");
      return withRows(experiment, sources, encodingHint, (prepared) => testMetrics(prepared, weights));
    },
    verify: async (experiment, sources, name, python) => {
      const { pytorch } = ports;
      if (pytorch === undefined) throw noProcesses();
      const csvs = await ports.readSources(experiment.data.file, sources);
      const files = csvs.map((source, index) => ({ source, reference: sources[index]! }));
      const table = await readTable(csvs, experiment.data);
      return (await import("./verifying.ts")).verifyTable(experiment, table, files, name, (job) => pytorch.runScript(python, job));
    },
    measureEngines: async (experiment, sources, options, python) => {
      measuring = new AbortController();
      const { signal } = measuring;
      const table = await tableOf(experiment, sources, options);
      return (await import("./measuring.ts")).measureEngines(experiment, table, python, ports, signal);
    },
    stopMeasuring: async () => measuring?.abort(),
    checkpoint: async () => (foreign ? (await foreign)?.checkpoint() : checkpoint?.()),
    moments: async (known) => (foreign ? (await foreign)?.moments(known) : momentsOf(control?.run, moments, known)),
    openInside: async (experiment, sources, options) => {
      const table = await tableOf(experiment, sources, options);
      return (await insides.get()).open(experiment, table, options);
    },
    moveInside: async (document, move) => (await insides.get()).move(document, move),
    searchInside: async (document) => (await insides.get()).search(document),
    insideNumbers: async (document, window) => (await insides.get()).numbers(document, window),
    explainNumber: async (document, address) => (await insides.get()).explain(document, address),
    checkGradient: async (document, address) => (await insides.get()).checkGradient(document, address),
    evaluateInside: async (document, expressions) => (await insides.get()).evaluate(document, expressions),
    membersInside: async (document, question) => (await insides.get()).members(document, question),
    completeInside: async (document, typed) => (await insides.get()).complete(document, typed),
    closeInside: async (document) => (await insides.present)?.close(document),
    askSpace: async (basis, kind, question) => {
      const table = await tableOf(basis.experiment, basis.sources, asTrained(basis));
      return (await spaces.get()).ask(basis, table, kind, question);
    },
    predictSpace: async (basis, question) => {
      const table = await tableOf(basis.experiment, basis.sources, asTrained(basis));
      return (await spaces.get()).predict(basis, table, question);
    },
    evaluateSpace: async (basis, epoch, kind, question, signal) => {
      const table = await tableOf(basis.experiment, basis.sources, asTrained(basis));
      return (await spaces.get()).evaluate(basis, table, epoch, kind, question, signal);
    },
    closeSpace: async (document) => (await spaces.present)?.close(document),
    // Figures read layers as a document writes them, as `sample` does.
    askFigure: async (basis, kind, question) => {
      const { answerFigure } = await import("../training/figures/answer.ts");
      if (basis === undefined) return answerFigure(undefined, kind, question);
      const { experiment, sources, weights, document, encodingHint } = basis;
      const table = await tableOf(experiment, sources, { document: `${document} in a figure`, encodingHint });
      return answerFigure({ experiment, table, weights }, kind, question);
    },
    evaluate: async (document, sources, kind, question, encodingHint, signal) =>
      (await evaluators.get()).answer(document, sources, kind, question, encodingHint, signal),
    evaluationProgress: async (document) => evaluations.progress(document),
  };
}

/** Under another name: what the data tab shows of the document may be read in another way by now. */
function asTrained({ document, encodingHint }: ReadOptions): ReadOptions {
  return { document: `${document} as trained`, encodingHint };
}

/** A page, say, starts no process. */
function noProcesses(): ProblemError {
  return new ProblemError({
    severity: "error",
    code: "no-processes",
    path: [],
    message: message("PyTorch cannot be started here. Choose the built-in engine in the settings."),
  });
}
