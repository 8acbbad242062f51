// What is understood of a document's CSVs: asked of the worker when the data settings change or the person
// wants it, never more than one question at a time, and an answer to an older question is dropped. A file
// that changes is read again when the person says so.

import type { DataSummary } from "../../data/types.ts";
import type { DataFacts } from "../../model/columns.ts";
import { message } from "../../model/message.ts";
import { firstError, type Problem, ProblemError, reasonOf } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import { waitsForData } from "../../model/starter.ts";
import type { BuilderState, CsvChanges, DataState } from "../../protocol/builder.ts";
import type { ReadingProgress, RowPage, RowsQuestion } from "../../protocol/worker.ts";
import { Emitter, type Event, type Subscription } from "../emitter.ts";
import type { Clock } from "../ports.ts";

/** What each file was when it was looked at. */
export type Versions = ReadonlyMap<string, string>;

/** A CSV that has changed on disk. */
export interface ChangedCsv {
  readonly name: string;
  readonly isGone: boolean;
}

/** The CSVs of a document as they are now, watched. */
export interface CsvFiles {
  readonly onDidChange: Event<void>;
  readonly onDidChangeFile: Event<ChangedCsv>;
  /** Those that are not any more what was read; undefined if all are. */
  readonly changes: CsvChanges | undefined;
  /** Whether a file that was read is not there any more. */
  readonly isGone: boolean;
  /** These are the document's CSVs from now on, as it writes them. */
  follow(files: Experiment["data"]["file"]): void;
  /** From now on changes on disk are heard. */
  begin(): void;
  versions(): Promise<Versions>;
  /** They were read as they were at that moment; what has changed since is told again. */
  wereRead(versions: Versions): void;
  /** Saves those that have changes in an editor. */
  save(): Promise<void>;
  dispose(): void;
}

/** Tables as one worker reads and keeps them, for one document. */
export interface TableReader {
  /** Told when more may be read than before, as a folder that the person allowed. */
  readonly onDidAllow: Event<void>;
  /** Whether the CSVs may be read now. The person has asked again: what was refused is asked once more. */
  askAgain(): void;
  /**
   * What is understood of the document's CSVs.
   * @param begun called as soon as it is known that they may be read
   * @throws ProblemError if nothing is, with the code `cancelled` if reading was cancelled
   */
  describe(experiment: Experiment, begun: () => Promise<void>): Promise<DataSummary>;
  cancel(): Promise<void>;
  /** A piece of the table; undefined if it is not kept any more. */
  rows(question: RowsQuestion): Promise<RowPage | undefined>;
  rowValues(row: number): Promise<Readonly<Record<string, string>> | undefined>;
}

export interface DataPorts {
  readonly clock: Clock;
  readonly files: CsvFiles;
  readonly reader: TableReader;
}

/** Milliseconds of quiet before a change is looked at. */
const QUIET = 150;

interface Answer {
  readonly state: DataState;
  readonly problems: readonly Problem[];
}

export class DocumentData {
  readonly #clock: Clock;
  readonly #files: CsvFiles;
  readonly #reader: TableReader;
  readonly #changed = new Emitter<void>();
  readonly #progressed = new Emitter<void>();
  readonly #listeners: readonly Subscription[];
  #experiment: Experiment | undefined;
  #key = "";
  /** The key that the answer is of. */
  #answered = "";
  #answer: Answer = { state: { state: "none" }, problems: [] };
  #reading: BuilderState["reading"];
  /** Takes the question back that waits for quiet. */
  #notSoon: (() => void) | undefined;
  #wanted = false;
  #asking: Promise<void> | undefined;

  /** Told when the state or the problems changed. */
  readonly onDidChange = this.#changed.event;
  /** Told when reading has come further, or a CSV is not any more what was read. */
  readonly onDidProgress = this.#progressed.event;
  /** Told when one of the CSVs changed on disk since it was read. */
  readonly onDidChangeFile: Event<ChangedCsv>;

  constructor({ clock, files, reader }: DataPorts) {
    this.#clock = clock;
    this.#files = files;
    this.#reader = reader;
    this.onDidChangeFile = files.onDidChangeFile;
    this.#listeners = [files.onDidChange(() => this.#follow()), reader.onDidAllow(() => this.#tryAgain())];
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

  /** What is not any more as it was read; absent if all is. */
  get changes(): CsvChanges | undefined {
    return this.#files.changes;
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
    this.#files.follow(experiment.data.file);
    if (this.state.state !== "ready") this.#answer = { ...this.#answer, state: { state: "reading" } };
    this.#readSoon();
  }

  /**
   * Reads the CSVs anew if they or the settings changed, soon. The person wants it: if one may not
   * be read, it is asked again.
   */
  readAgain(): void {
    this.#reader.askAgain();
    this.#readSoon();
  }

  #readSoon(): void {
    if (this.#experiment === undefined) return;
    this.#wanted = true;
    this.#notSoon?.();
    this.#notSoon = this.#clock.after(QUIET, () => void this.#ask());
  }

  /** Resolves when `state` and `problems` belong to the document and its CSVs as they are on disk. */
  settled(): Promise<void> {
    this.#notSoon?.();
    if (this.state.state === "cancelled" || this.changes?.onDisk.length) this.#wanted = true;
    return this.#ask();
  }

  /** Ends the reading; what was understood before stays as far as it is of the document as it is. */
  async cancel(): Promise<void> {
    await this.#reader.cancel();
  }

  /** Saves the CSVs that have changes in an editor, and reads them again. */
  async saveCsvs(): Promise<void> {
    await this.#files.save();
    this.readAgain();
  }

  /** A piece of the table; if the worker does not keep it any more, it is read again. */
  async rows(question: RowsQuestion): Promise<RowPage | undefined> {
    const page = await this.#reader.rows(question);
    if (page === undefined && this.state.state === "ready") this.#readSoon();
    return page;
  }

  /** The values of one row, as a person types them. */
  async rowValues(row: number): Promise<Readonly<Record<string, string>> | undefined> {
    return this.#reader.rowValues(row);
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
    this.#notSoon?.();
    this.#files.dispose();
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
      if (!isCancelled) this.#files.wereRead(versions);
      // A file that was to be read again is offered once more; with other settings what is known is of
      // another document.
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
      const summary = await this.#reader.describe(experiment, async () => {
        this.#files.begin();
        versions = await this.#files.versions();
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
   * A CSV changed. While something is wrong with it, the person is mending it and wants to see at once
   * whether it helped; and of one that is gone there is nothing to offer.
   */
  #follow(): void {
    const isWrong = this.state.state === "failed" || firstError(this.problems) !== undefined;
    if (this.#files.isGone || (isWrong && this.changes?.onDisk.length)) this.#readSoon();
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
