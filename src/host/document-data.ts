// What is understood of a document's CSVs: asked of the worker when the data settings or a file change, never more than one
// question at a time, and an answer to an older question is dropped.

import * as vscode from "vscode";
import type { DataFacts } from "../model/columns.ts";
import { type Problem, ProblemError } from "../model/problem.ts";
import type { Experiment } from "../model/schema.ts";
import type { DataState } from "../protocol/builder.ts";
import type { TrainingWorker } from "../protocol/worker.ts";
import { folderOf } from "./files.ts";
import { type CsvFile, csvFiles, sourceReferences } from "./sources.ts";
import { reasonOf } from "./text.ts";

/** Milliseconds of quiet before a change is looked at. */
const QUIET = 150;

export class DocumentData {
  readonly #document: vscode.Uri;
  readonly #worker: TrainingWorker;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #fileChanged = new vscode.EventEmitter<vscode.Uri>();
  #watchers: vscode.Disposable[] = [];
  #experiment: Experiment | undefined;
  #key = "";
  #state: DataState = { state: "none" };
  #problems: readonly Problem[] = [];
  #files: readonly CsvFile[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wanted = false;
  #reading: Promise<void> | undefined;

  /** Told when the state or the problems are others. */
  readonly onDidChange = this.#changed.event;
  /** Told when one of the CSVs changes on disk. */
  readonly onDidChangeFile = this.#fileChanged.event;

  constructor(document: vscode.Uri, worker: TrainingWorker) {
    this.#document = document;
    this.#worker = worker;
  }

  get state(): DataState {
    return this.#state;
  }

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** The document's CSVs, in the order they are read. */
  get files(): readonly CsvFile[] {
    return this.#files;
  }

  /** What the network is connected to, as far as that is known. */
  get facts(): DataFacts | undefined {
    return this.#state.state === "ready" && this.#state.summary.preprocessing ? this.#state.summary : undefined;
  }

  /** Looks at the document as it now is. What was understood stays while the settings cannot be read. */
  update(experiment: Experiment | undefined): void {
    this.#experiment = experiment;
    const key = experiment ? keyOf(experiment) : "";
    if (key === this.#key) return;
    this.#key = key;
    if (experiment === undefined) {
      this.#problems = [];
      this.#wanted = false;
      return;
    }
    this.#watch(csvFiles(this.#document, experiment.data.file));
    if (this.#state.state !== "ready") this.#state = { state: "reading" };
    this.readAgain();
  }

  /** Reads the CSVs anew, soon. */
  readAgain(): void {
    if (this.#experiment === undefined) return;
    this.#wanted = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(), QUIET);
  }

  /** Resolves when `state` and `problems` belong to the document as it is. */
  settled(): Promise<void> {
    clearTimeout(this.#timer);
    return this.#read();
  }

  dispose(): void {
    this.#experiment = undefined;
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#watch([]);
    this.#changed.dispose();
    this.#fileChanged.dispose();
  }

  #read(): Promise<void> {
    this.#reading ??= this.#readWhileWanted().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #readWhileWanted(): Promise<void> {
    while (this.#wanted && this.#experiment !== undefined) {
      this.#wanted = false;
      const key = this.#key;
      const answer = await this.#ask(this.#experiment);
      if (this.#wanted || key !== this.#key) continue;
      [this.#state, this.#problems] = answer;
      this.#changed.fire();
    }
  }

  async #ask(experiment: Experiment): Promise<[DataState, readonly Problem[]]> {
    try {
      const summary = await this.#worker.describe(experiment, await sourceReferences(this.#document, experiment.data.file));
      return [{ state: "ready", summary }, summary.problems];
    } catch (error) {
      const reason = reasonOf(error);
      const unexpected: Problem = { severity: "error", code: "data-not-read", message: reason, path: ["data", "file"] };
      return [{ state: "failed", reason }, [error instanceof ProblemError ? error.problem : unexpected]];
    }
  }

  #watch(files: readonly CsvFile[]): void {
    const before = this.#files.map(({ uri }) => uri.toString());
    const now = files.map(({ uri }) => uri.toString());
    this.#files = files;
    if (before.join("\n") === now.join("\n")) return;
    for (const watcher of this.#watchers) watcher.dispose();
    const folders = new Map(files.map(({ uri }) => [folderOf(uri).toString(), folderOf(uri)]));
    this.#watchers = [...folders.values()].map((folder) => {
      const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, "*"));
      const look = (uri: vscode.Uri): void => {
        if (!now.includes(uri.toString())) return;
        this.#fileChanged.fire(uri);
        this.readAgain();
      };
      watcher.onDidChange(look);
      watcher.onDidCreate(look);
      watcher.onDidDelete(look);
      return watcher;
    });
  }
}

/** Everything of a document that what is said about its data depends on. */
function keyOf({ data, training }: Experiment): string {
  return JSON.stringify([data, training.loss, training.seed, training.batch_size, training.drop_last]);
}
