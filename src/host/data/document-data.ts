// What is understood of a document's CSVs: asked of the worker when the data settings change or the person wants it, never more than one
// question at a time, and an answer to an older question is dropped. A file that changes is read again when the person says so.

import * as vscode from "vscode";
import type { DataFacts } from "../../model/columns.ts";
import { message } from "../../model/message.ts";
import { firstError, type Problem, ProblemError } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import { waitsForData } from "../../model/starter.ts";
import type { BuilderState, CsvChanges, DataState } from "../../protocol/builder.ts";
import type { ReadingProgress, RowPage, RowsQuestion, TrainingWorker } from "../../protocol/worker.ts";
import { type ChangedCsv, CsvWatch, type Versions } from "./csv-watch.ts";
import { dataPlaces } from "./data-places.ts";
import { encodingHint } from "./encoding-hint.ts";
import { type CsvFile, csvFiles, sourceReferences } from "./sources.ts";
import { reasonOf } from "../../model/problem.ts";

/** Milliseconds of quiet before a change is looked at. */
const QUIET = 150;

interface Answer {
  readonly state: DataState;
  readonly problems: readonly Problem[];
}

export class DocumentData {
  readonly #document: vscode.Uri;
  readonly #worker: TrainingWorker;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #progressed = new vscode.EventEmitter<void>();
  readonly #watch: CsvWatch;
  readonly #listeners: readonly vscode.Disposable[];
  #experiment: Experiment | undefined;
  #key = "";
  /** The key that the answer is of. */
  #answered = "";
  #answer: Answer = { state: { state: "none" }, problems: [] };
  #reading: BuilderState["reading"];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wanted = false;
  #asking: Promise<void> | undefined;

  /** Told when the state or the problems are others. */
  readonly onDidChange = this.#changed.event;
  /** Told when reading has come further, or a CSV is not any more what was read. */
  readonly onDidProgress = this.#progressed.event;
  /** Told when one of the CSVs is another on disk than was read. */
  readonly onDidChangeFile: vscode.Event<ChangedCsv>;

  constructor(document: vscode.Uri, worker: TrainingWorker) {
    this.#document = document;
    this.#worker = worker;
    this.#watch = new CsvWatch();
    this.onDidChangeFile = this.#watch.onDidChangeFile;
    this.#watch.onDidChange(() => this.#follow());
    this.#listeners = [dataPlaces.onDidAllow(() => this.#tryAgain()), vscode.workspace.onDidGrantWorkspaceTrust(() => this.#tryAgain())];
  }

  get state(): DataState {
    return this.#answer.state;
  }

  get problems(): readonly Problem[] {
    return this.#answer.problems;
  }

  /** How far the CSVs are read, while they are. */
  get reading(): BuilderState["reading"] {
    return this.#reading;
  }

  /** What is not any more as it was read; absent where all is. */
  get changes(): CsvChanges | undefined {
    return this.#watch.changes;
  }

  /** The document's CSVs, in the order they are read. */
  get files(): readonly CsvFile[] {
    return this.#watch.files;
  }

  /** What the network is connected to, as far as that is known. */
  get facts(): DataFacts | undefined {
    const { state } = this.#answer;
    return state.state === "ready" && state.summary.preprocessing ? state.summary : undefined;
  }

  /** Looks at the document as it now is. What was understood stays while the settings cannot be read. */
  update(experiment: Experiment | undefined): void {
    this.#experiment = experiment;
    const key = experiment ? keyOf(experiment) : "";
    if (key === this.#key) return;
    this.#key = key;
    if (experiment === undefined) {
      this.#answer = { ...this.#answer, problems: [] };
      this.#wanted = false;
      return;
    }
    this.#watch.follow(csvFiles(this.#document, experiment.data.file));
    if (this.state.state !== "ready") this.#answer = { ...this.#answer, state: { state: "reading" } };
    this.#readSoon();
  }

  /** Reads the CSVs anew where they or the settings are others, soon. The person wants it: where one may not be read, it is asked again. */
  readAgain(): void {
    dataPlaces.forgetAnswers();
    this.#readSoon();
  }

  #readSoon(): void {
    if (this.#experiment === undefined) return;
    this.#wanted = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), QUIET);
  }

  /** Resolves when `state` and `problems` belong to the document and its CSVs as they are on disk. */
  settled(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.state.state === "cancelled" || this.changes?.onDisk.length) this.#wanted = true;
    return this.#ask();
  }

  /** Ends the reading; what was understood before stays as far as it is of the document as it is. */
  async cancel(): Promise<void> {
    await this.#worker.cancelReading(this.#document.toString());
  }

  /** Saves the CSVs that have changes in an editor, and reads them again. */
  async saveCsvs(): Promise<void> {
    await this.#watch.save();
    this.readAgain();
  }

  /** A piece of the table; where the worker does not keep it any more, it is read again. */
  async rows(question: RowsQuestion): Promise<RowPage | undefined> {
    const page = await this.#worker.rows(this.#document.toString(), question);
    if (page === undefined && this.state.state === "ready") this.#readSoon();
    return page;
  }

  /** The values of one row, as a person types them. */
  async rowValues(row: number): Promise<Readonly<Record<string, string>> | undefined> {
    return this.#worker.rowValues(this.#document.toString(), row);
  }

  /** The worker has come further. */
  follow({ done, total, first }: ReadingProgress): void {
    if (this.#asking === undefined) return;
    this.#reading = { done, total };
    if (first && this.state.state !== "ready") this.#answer = { ...this.#answer, state: { state: "reading", first } };
    this.#progressed.fire();
  }

  dispose(): void {
    this.#experiment = undefined;
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#watch.dispose();
    for (const listener of this.#listeners) listener.dispose();
    this.#changed.dispose();
    this.#progressed.dispose();
  }

  #ask(): Promise<void> {
    this.#asking ??= this.#askWhileWanted().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #askWhileWanted(): Promise<void> {
    while (this.#wanted && this.#experiment !== undefined) {
      this.#wanted = false;
      const key = this.#key;
      const [answer, versions] = await this.#describe(this.#experiment);
      this.#reading = undefined;
      if (this.#wanted || key !== this.#key) continue;
      const isCancelled = answer.state.state === "cancelled";
      if (!isCancelled) this.#watch.wereRead(versions);
      // A file that was to be read again is offered once more; with other settings what is known is of another document.
      if (!isCancelled || key !== this.#answered || this.state.state !== "ready") {
        this.#answer = answer;
        this.#answered = key;
      }
      this.#changed.fire();
    }
  }

  /** What is understood of the CSVs, and what they were when they were looked at. */
  async #describe(experiment: Experiment): Promise<[answer: Answer, versions: Versions]> {
    let versions: Versions = new Map();
    try {
      const sources = await sourceReferences(this.#document, experiment.data.file);
      // Not before it is known that they may be read.
      this.#watch.begin();
      versions = await this.#watch.versions();
      const summary = await this.#worker.describe(experiment, sources, {
        document: this.#document.toString(),
        encodingHint: encodingHint(this.#document),
      });
      return [{ state: { state: "ready", summary }, problems: summary.problems }, versions];
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === "cancelled")
        return [{ state: { state: "cancelled" }, problems: [] }, versions];
      if (error instanceof ProblemError && error.problem.code === "file-not-found" && waitsForData(experiment.data))
        return [{ state: { state: "none" }, problems: [noData()] }, versions];
      const reason = reasonOf(error);
      const unexpected: Problem = { severity: "error", code: "data-not-read", message: reason, path: ["data", "file"] };
      return [{ state: { state: "failed", reason }, problems: [error instanceof ProblemError ? error.problem : unexpected] }, versions];
    }
  }

  /** More may be read than before. */
  #tryAgain(): void {
    if (this.state.state === "failed") this.#readSoon();
  }

  /**
   * A CSV is another. While something is wrong with it, the person is mending it and wants to see at once whether it helped; and of one
   * that is gone there is nothing to offer.
   */
  #follow(): void {
    const isWrong = this.state.state === "failed" || firstError(this.problems) !== undefined;
    if (this.#watch.isGone || (isWrong && this.changes?.onDisk.length)) this.#readSoon();
    this.#progressed.fire();
  }
}

/** A network that waits for its data is not wrong. */
function noData(): Problem {
  const sentence = message("This network has no data yet. Choose a CSV, or drop one on the builder.");
  return { severity: "information", code: "no-data", message: sentence, path: ["data", "file"] };
}

/** Everything of a document that what is said about its data depends on. */
function keyOf({ data, training }: Experiment): string {
  return JSON.stringify([data, training.loss, training.seed, training.batch_size, training.drop_last]);
}
