// Host ↔ worker. The worker is the only one that reads a CSV, owns weights and runs the engine.

import type { DataSummary, Dialect } from "../data/types.ts";
import type { ColumnFacts } from "../model/columns.ts";
import type { JsonLayer } from "../model/edit.ts";
import type { Message } from "../model/message.ts";
import type { Experiment } from "../model/schema.ts";
import type { Problem } from "../model/problem.ts";
import type { ReadingChoice } from "../model/reading-choice.ts";
import type { RunVerification } from "../model/run-record.ts";
import type { WeightSummary } from "../model/weight-summary.ts";
import type { EvaluationAnswers, EvaluationKind, EvaluationQuestions } from "../training/evaluation/questions.ts";
import type { EvaluationProgress } from "../training/evaluation/evaluate.ts";
import type { ExpectationResult } from "../training/expectations.ts";
import type { FigureAnswers, FigureKind, FigureQuestions } from "../training/figures/types.ts";
import type { HealthFinding } from "../training/health/finding.ts";
import type {
  Explanation,
  GradientCheck,
  InsideAnswer,
  InsideCompletion,
  InsideMember,
  InsideMembers,
  InsideMove,
  InsideMoved,
  InsideSearch,
  NumberAddress,
  PlacedExpression,
  TensorPiece,
  TensorWindow,
} from "../training/inside/types.ts";
import type { Prediction, TrainedWeights } from "../training/predict.ts";
import type { CheckedRow } from "../training/self-check.ts";
import type {
  Moment,
  MomentEvaluation,
  MomentPrediction,
  PredictionQuestion,
  SpaceAnswers,
  SpaceKind,
  SpaceQuestions,
} from "../training/space/types.ts";
import type { EngineTimes, EpochResult, LayerCurve, NamedTensor, RunOutcome, RunStarted } from "../training/types.ts";
import type { Preparing } from "./run.ts";

/**
 * A CSV by its path on disk, or with its bytes if the worker cannot reach it. `name` is how the document
 * writes it.
 */
export type SourceReference = { readonly name: string; readonly path: string } | { readonly name: string; readonly bytes: Uint8Array };

/** PyTorch instead of the built-in engine. */
export interface PyTorchEngine {
  readonly kind: "pytorch";
  /** The only Python that is asked; undefined to look for one. */
  readonly python?: string | undefined;
  /** Those to ask first, as the one that the editor has chosen. */
  readonly candidates?: readonly string[];
  /** `cpu`, `cuda`, `cuda:1`, `mps`. */
  readonly device: string;
  /** How many of this machine train together, by torchrun. */
  readonly processes: number;
  /** Of several machines; absent if this one trains alone. */
  readonly rendezvous?: Rendezvous | undefined;
  /** How often all processes may start again after one of them has died; 3 if nothing is said. */
  readonly maxRestarts?: number | undefined;
}

/** Several machines that train together: how many, which this one is, and where they meet. */
export interface Rendezvous {
  readonly nodes: number;
  readonly nodeRank: number;
  /** `HOST:PORT` */
  readonly endpoint: string;
}

/** How a run is to be trained, if that is not in the document. */
export interface TrainOptions extends Pick<ReadOptions, "encodingHint"> {
  /** Who computes it; the built-in engine if nothing is said. */
  readonly engine?: PyTorchEngine;
  /** The most threads; as many as the machine has cores if nothing is said. */
  readonly threads?: number;
  /** Goes on from a checkpoint: its bytes. */
  readonly resume?: Uint8Array;
  /** Stands for the document's `epochs`. */
  readonly epochs?: number;
  /** Whether the answer holds what more epochs go on from. */
  readonly keepsEnd?: boolean;
  /** Whether the rows are kept for the next run of this worker, which then reads nothing again. */
  readonly keepsRows?: boolean;
  /** Whether the answer says how good the weights are. */
  readonly evaluatesEnd?: boolean;
  /** Whether the run's health is watched, and what is found told. */
  readonly health?: boolean;
  /** Whether the answer holds the weights of the best epoch as well, if the run is stopped. */
  readonly keepsBest?: boolean;
  /** Whether moments of the run are remembered, and come with the answer. */
  readonly keepsMoments?: boolean;
  /** Whether it waits before its first batch, as after `pause`. */
  readonly waits?: boolean;
}

/** What a run was computed with. */
export interface EngineUsed {
  /** The build of the kernels. */
  readonly build: string;
  readonly threads: number;
}

/**
 * The end of a run, with what more epochs go on from, if that was asked for; it is absent if the run
 * diverged.
 */
export interface FinishedRun extends RunOutcome {
  readonly engine?: EngineUsed;
  readonly end?: Checkpoint;
  /** Remembered moments, in the order of their epochs, the newest last. */
  readonly moments?: readonly Moment[];
}

/** What a run that goes on remembers of itself, and where it is. */
export interface RunMoments {
  /** Every epoch that is remembered, ascending. */
  readonly epochs: readonly number[];
  /** Those of them that are not known yet. */
  readonly added: readonly Moment[];
  /** The weights as they are now. */
  readonly now: Moment;
}

/** Where a run waits. */
export interface RunPosition {
  /** Finished epochs. */
  readonly epoch: number;
  /** Trained batches of the epoch after them. */
  readonly batch: number;
}

/** Everything that a run goes on from, and where it is. */
export interface Checkpoint extends RunPosition {
  /** A file as docs/format.md has it, with the document and the whole curve; only the engine reads it. */
  readonly bytes: Uint8Array;
}

/** What a question about data may say beside the document. */
export interface ReadOptions {
  /** The document that asks: `rows` and `cancelReading` speak of it, and progress is told under its name. */
  readonly document: string;
  /** The encoding that is likely if the bytes allow several, as the editor is set to. */
  readonly encodingHint?: string | undefined;
}

/** How far a document's CSVs are read, in bytes. */
export interface ReadingProgress {
  readonly document: string;
  readonly done: number;
  readonly total: number;
  /** With the first word about a large file: what stands at its beginning. */
  readonly first?: FirstRows;
}

/**
 * The beginning of CSVs that are still read; what these rows alone say of the columns may turn out to be
 * otherwise.
 */
export interface FirstRows {
  /** All of the document's files, of which only the first was looked at. */
  readonly files: readonly string[];
  readonly columns: readonly Pick<ColumnFacts, "name" | "kind">[];
  readonly page: RowPage;
}

/** A piece of a table. Rows and columns are counted from 0. */
export interface RowsQuestion {
  readonly from: number;
  readonly count: number;
  readonly firstColumn: number;
  readonly columnCount: number;
}

/** What a table has of the piece that was asked for. */
export interface RowPage {
  /** The 1-based line of its file in which each row begins. */
  readonly lines: readonly number[];
  /** The index of each row's file; absent if there is only one. */
  readonly files?: readonly number[];
  /** For each row its texts, as the CSV writes them; null is a missing value. */
  readonly cells: readonly (readonly (string | null)[])[];
}

/** A CSV whose rows are to be predicted. */
export interface FileQuestion {
  /** The document whose loaded weights predict. */
  readonly document: string;
  /** The name under which its pieces are asked for. */
  readonly prediction: string;
  readonly csv: SourceReference;
  readonly keepsFormulas: boolean;
}

/** How far a paused run goes before it pauses again. */
export type Stride = "batch" | "epoch";

/** CSVs that no document describes yet. */
export interface Inspected {
  readonly columns: readonly ColumnFacts[];
  readonly dialect: Dialect;
  readonly rows: number;
  /** What a document has to say to read them so. */
  readonly reading: ReadingChoice;
  /** What that mends, the fix that was taken first among the fixes of each. */
  readonly mended: readonly Problem[];
}

/** CSVs as tables: what is understood of them, and their rows. */
export interface Tables {
  /** The columns of CSVs that no document describes yet, read one after the other, and as they are meant. */
  inspect(sources: readonly SourceReference[], encodingHint?: string): Promise<Inspected>;
  /**
   * What is understood of a document's data; throws a ProblemError if nothing is, and one with the code
   * `cancelled` if reading was cancelled. The table is kept, and read again only if a file or what
   * decides how it is read changed.
   */
  describe(experiment: Experiment, sources: readonly SourceReference[], options?: ReadOptions): Promise<DataSummary>;
  /** Ends the reading of a document's CSVs; its `describe` then rejects. */
  cancelReading(document: string): Promise<void>;
  /** A piece of the table that was last described for a document; undefined if it is not kept any more. */
  rows(document: string, question: RowsQuestion): Promise<RowPage | undefined>;
  /**
   * The values of one row of that table by column name, as a person types them: numbers with a decimal point,
   * a missing value as an empty text. Undefined if the table is not kept any more or has no such row.
   */
  rowValues(document: string, row: number): Promise<Readonly<Record<string, string>> | undefined>;
}

/** One run at a time. */
export interface Training {
  /**
   * Trains, and answers when the run is over. One run at a time in a worker. Throws a ProblemError, of code
   * `cancelled` if it was stopped before there was anything to train.
   */
  train(experiment: Experiment, sources: readonly SourceReference[], options?: TrainOptions): Promise<FinishedRun>;
  /**
   * Ends the run after the current batch; `train` then answers with the weights as they are. While the data
   * is read it ends at once.
   */
  stop(): Promise<void>;
  /** Waits after the current batch; answers where the run waits, once it does. Undefined if it is over. */
  pause(): Promise<RunPosition | undefined>;
  /** Goes on. */
  resume(): Promise<void>;
  /** Goes on for one batch or to the end of the epoch, then waits; answers like `pause`. */
  advance(stride: Stride): Promise<RunPosition | undefined>;
  /** Changes the learning rate from the next batch on. */
  setLearningRate(lr: number): Promise<void>;
  /** The weights of the run as they are now; undefined if nothing is trained. */
  weights(): Promise<readonly WeightSummary[] | undefined>;
  /** Everything to go on from; undefined if nothing is trained. */
  checkpoint(): Promise<Checkpoint | undefined>;
  /**
   * What the run remembers, and its present weights; undefined if nothing is trained. From the first question
   * on it remembers more.
   * @param known epochs whose weights need not be sent
   */
  moments(known: readonly number[]): Promise<RunMoments | undefined>;
}

/** How a run is followed from the inside. */
export interface InsideOptions extends ReadOptions {
  /** Begins at this checkpoint instead of the first step. */
  readonly resume?: Uint8Array | undefined;
  /**
   * Whether a run from the document's beginning comes to that checkpoint, so that one may go back before it.
   */
  readonly restarts?: boolean | undefined;
  /** The step to look at, counted from 1; the first one there is if nothing is said. */
  readonly step?: number | undefined;
}

/**
 * A run that is followed number by number; one at a time. `undefined` says that the document's is not open.
 */
export interface Inside {
  /** @throws ProblemError if the document cannot be trained */
  openInside(experiment: Experiment, sources: readonly SourceReference[], options: InsideOptions): Promise<InsideMoved>;
  /** @throws ProblemError if a condition is none, or a row is not learned from */
  moveInside(document: string, move: InsideMove): Promise<InsideMoved | undefined>;
  /** How far a condition is looked for; undefined if none is. */
  searchInside(document: string): Promise<InsideSearch | undefined>;
  insideNumbers(document: string, window: TensorWindow): Promise<TensorPiece | undefined>;
  explainNumber(document: string, address: NumberAddress): Promise<Explanation | undefined>;
  checkGradient(document: string, address: NumberAddress): Promise<GradientCheck | undefined>;
  /** What expressions give on the present step, each with its own answer. */
  evaluateInside(document: string, expressions: readonly PlacedExpression[]): Promise<readonly InsideAnswer[] | undefined>;
  /** The members of what an expression gives. @throws ProblemError if it gives nothing */
  membersInside(document: string, question: InsideMembers): Promise<readonly InsideMember[] | undefined>;
  /** What may stand at the end of an expression that is being typed. */
  completeInside(document: string, typed: PlacedExpression): Promise<InsideCompletion | undefined>;
  closeInside(document: string): Promise<void>;
}

/** A run whose space is looked at: its document, and the weights to look at. */
export interface SpaceBasis extends ReadOptions {
  readonly experiment: Experiment;
  readonly sources: readonly SourceReference[];
  /** Tells the run from others of the document. */
  readonly run: string;
  /** The epochs of all moments, ascending; without any and without `now`, the first weights are looked at. */
  readonly epochs: readonly number[];
  /** Those that were not given before. */
  readonly added: readonly Moment[];
  /** The present weights, if they are none of the moments. */
  readonly now?: Moment | undefined;
}

/** How runs shape their space; one at a time. */
export interface Spaces {
  /**
   * Answers a question; undefined if moments are missing that were given to another worker, or before another
   * run was looked at: then all of them have to be given.
   * @throws ProblemError if the data cannot be read, or the weights do not fit
   */
  askSpace<K extends SpaceKind>(basis: SpaceBasis, kind: K, question: SpaceQuestions[K]): Promise<SpaceAnswers[K] | undefined>;
  /** The same for a row: what the weights of a moment say of it. */
  predictSpace(basis: SpaceBasis, question: PredictionQuestion): Promise<MomentPrediction | undefined>;
  /**
   * The same for what an evaluation asks: how good the weights of a moment, or the present ones, are.
   * @throws ProblemError of code `cancelled` once the signal is aborted
   */
  evaluateSpace<K extends EvaluationKind>(
    basis: SpaceBasis,
    epoch: number | undefined,
    kind: K,
    question: EvaluationQuestions[K],
    signal?: AbortSignal,
  ): Promise<MomentEvaluation<K> | undefined>;
  /** Lets go of the weights and rows of a document. */
  closeSpace(document: string): Promise<void>;
}

/** What a lesson's figure is about. */
export interface FigureBasis extends ReadOptions {
  readonly experiment: Experiment;
  readonly sources: readonly SourceReference[];
  /** The present weights; the first ones of a run if there are none. */
  readonly weights?: readonly NamedTensor[] | undefined;
}

/** The live figures of lessons: small questions about a document, each answered by the engine. */
export interface Figures {
  /**
   * @param basis figures of layers alone need none
   * @throws ProblemError if the document cannot be trained, the weights do not fit, or it has not what the
   *   figure shows
   */
  askFigure<K extends FigureKind>(basis: FigureBasis | undefined, kind: K, question: FigureQuestions[K]): Promise<FigureAnswers[K]>;
}

/** Networks that are not being trained: their first weights, what they answer, and how good they are. */
export interface TrainedNetworks {
  /**
   * The curve of a layer and its derivative, from the engine; undefined if it has none, or breaks the
   * schema.
   */
  sample(layer: JsonLayer): Promise<LayerCurve | undefined>;
  /**
   * The weights that a run of this document would begin with; throws a ProblemError if it could not begin.
   */
  firstWeights(experiment: Experiment, sources: readonly SourceReference[], options?: ReadOptions): Promise<readonly WeightSummary[]>;
  /**
   * Keeps a document's trained network for the predictions that follow; throws a ProblemError if tensors
   * and layers do not fit.
   */
  loadWeights(document: string, weights: TrainedWeights, threshold: number): Promise<void>;
  /** What it says of one row, by column name as a person types it; undefined if no weights are loaded. */
  predictValues(document: string, values: Readonly<Record<string, string>>): Promise<Prediction | undefined>;
  /**
   * Reads a CSV and answers with what to know about its predictions; `predictedPiece` then gives it with
   * them. Undefined if no weights are loaded.
   * @throws ProblemError if it cannot be read or does not fit; of code `cancelled` once the signal is
   *   aborted
   */
  predictFile(question: FileQuestion, signal?: AbortSignal): Promise<readonly Problem[] | undefined>;
  /** The next piece of that, as UTF-8; undefined at its end. @throws ProblemError as `predictFile` */
  predictedPiece(prediction: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /** How far it is, from 0 to 1; undefined if there is none. */
  predictionProgress(prediction: string): Promise<number | undefined>;
  /** Lets go of it, whether all pieces were asked for or not. */
  endPrediction(prediction: string): Promise<void>;
  /**
   * A row of the CSVs that weights were trained with and what they say of it; undefined if they have an
   * answer for none of the first rows. Throws a ProblemError if the CSVs cannot be read any more.
   */
  selfCheck(weights: TrainedWeights, threshold: number, sources: readonly SourceReference[]): Promise<CheckedRow | undefined>;
  /**
   * How well weights do on the document's test rows: `loss`, and of a single target `accuracy`, or `r2` and
   * `mae`; undefined without test rows, and if the weights were trained on other rows.
   * @throws ProblemError if the data cannot be read
   */
  testMetrics(
    experiment: Experiment,
    sources: readonly SourceReference[],
    weights: TrainedWeights,
    encodingHint?: string,
  ): Promise<Readonly<Record<string, number>> | undefined>;
  /**
   * How each of the document's tests comes out with the weights of a file, which is named for the sentence
   * that says what is wrong with it.
   * @throws ProblemError if the data cannot be read, or the weights are of another network or were trained
   *   on other data
   */
  test(
    experiment: Experiment,
    sources: readonly SourceReference[],
    weights: TrainedWeights & { readonly file: string },
    encodingHint?: string,
  ): Promise<readonly ExpectationResult[]>;
  /**
   * Trains a document here and as an exported script, and compares.
   * @param name the document's, as in `iris.perceptron`
   * @throws ProblemError if it cannot be trained, there is no Python with PyTorch, or the script fails
   */
  verify(
    experiment: Experiment,
    sources: readonly SourceReference[],
    name: string,
    python: Pick<PyTorchEngine, "python" | "candidates">,
  ): Promise<RunVerification>;
  /**
   * Evaluates a document's loaded weights on the CSVs they were trained with; undefined if none are
   * loaded. Throws a ProblemError if the CSVs cannot be read any more; of code `cancelled` once the signal
   * is aborted.
   */
  evaluate<K extends EvaluationKind>(
    document: string,
    sources: readonly SourceReference[],
    kind: K,
    question: EvaluationQuestions[K],
    encodingHint?: string,
    signal?: AbortSignal,
  ): Promise<EvaluationAnswers[K] | undefined>;
  /** How far an evaluation of a document is, of whichever weights; undefined if none goes on. */
  evaluationProgress(document: string): Promise<EvaluationProgress | undefined>;
}

/** The engines beside each other; one question at a time. */
export interface Engines {
  /**
   * A few seconds of each with the first rows of a document.
   * @returns undefined if it was ended, or one of them cannot train the document
   * @throws ProblemError if there is no Python with PyTorch, or the data cannot be read
   */
  measureEngines(
    experiment: Experiment,
    sources: readonly SourceReference[],
    options: ReadOptions,
    python: Pick<PyTorchEngine, "python" | "candidates">,
  ): Promise<EngineTimes | undefined>;
  /** Ends it, because somebody needs the machine. */
  stopMeasuring(): Promise<void>;
}

/** What the host asks of the worker; another engine may answer one of them. */
export interface TrainingWorker extends Tables, Training, TrainedNetworks, Inside, Spaces, Figures, Engines {}

/** What the worker tells the host while it reads and trains. */
export interface TrainingObserver {
  started(run: RunStarted): Promise<void>;
  /** At most 20 a second. `start` is the index of the first result. */
  progressed(start: number, results: readonly EpochResult[]): Promise<void>;
  /** What is sick about a run that is watched, each code of a layer once, after the epochs of it. */
  found?(findings: readonly HealthFinding[]): Promise<void>;
  /** What a person should know of the run that goes on. */
  noted?(note: Message): Promise<void>;
  /** How far a run is before it trains; at most 10 a second. */
  preparing?(preparing: Preparing): Promise<void>;
  /** At most 10 a second. */
  reading(progress: ReadingProgress): Promise<void>;
}
