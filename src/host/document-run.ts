// A document's training run: its status, its curve, and the weight file at its end. A document has one run at a time, and the
// worker that trains it lives as long as the run.

import * as vscode from "vscode";
import { type Message, message } from "../model/message.ts";
import type { Experiment } from "../model/schema.ts";
import type { WeightSummary } from "../model/weight-summary.ts";
import type { CurveBatch, RunStatus } from "../protocol/run.ts";
import type { EpochResult, RunOutcome, RunStarted } from "../training/types.ts";
import { encodingHint } from "./encoding-hint.ts";
import { log } from "./log.ts";
import { sourceReferences } from "./sources.ts";
import { reasonOf } from "./text.ts";
import { saveWeights } from "./save-weights.ts";
import { WorkerClient } from "./worker-client.ts";

/** Milliseconds between two reports of the status while it trains; the curve comes as often as the worker tells it. */
const PACE = 250;

export class DocumentRun {
  readonly #document: vscode.Uri;
  readonly #extensionPath: string;
  readonly #changed = new vscode.EventEmitter<RunStatus>();
  readonly #appended = new vscode.EventEmitter<CurveBatch>();
  #status: RunStatus = { state: "idle", run: 0, epoch: 0, epochs: 0 };
  #points: EpochResult[] = [];
  #worker: WorkerClient | undefined;
  #over: Promise<void> = Promise.resolve();
  #startedAt = 0;
  #toldAt = 0;

  readonly onDidChange = this.#changed.event;
  readonly onDidAppend = this.#appended.event;

  constructor(document: vscode.Uri, extensionPath: string) {
    this.#document = document;
    this.#extensionPath = extensionPath;
  }

  get status(): RunStatus {
    return this.#status;
  }

  /** All of the newest run's curve. */
  get curve(): CurveBatch {
    return { run: this.#status.run, start: 0, points: this.#points };
  }

  get isActive(): boolean {
    return this.#worker !== undefined;
  }

  /** Resolves when the run is over and its weights are written; at once where there is none. Never rejects. */
  get over(): Promise<void> {
    return this.#over;
  }

  /**
   * Starts a run; the caller has made sure that none is active.
   * @param note what the person should know about this run from its first moment
   */
  start(experiment: Experiment, note?: Message): void {
    this.#points = [];
    this.#status = {
      state: "preparing",
      run: this.#status.run + 1,
      epoch: 0,
      epochs: experiment.training.epochs,
      ...(note ? { note } : {}),
    };
    this.#worker = new WorkerClient(this.#extensionPath, {
      started: async (started) => this.#begun(started),
      progressed: async (start, results) => this.#progressed(start, results),
    });
    this.#over = this.#train(this.#worker, experiment);
    this.#changed.fire(this.#status);
  }

  /** Ends the run after its current batch; resolves like `over`. */
  async stop(): Promise<void> {
    if (this.#worker !== undefined && this.#status.state !== "stopping") {
      this.#set({ state: "stopping" });
      // A worker that cannot be told any more ends the run through the call that is open, which says why.
      await this.#worker.stop().catch((error: unknown) => log.warn(String(error)));
    }
    await this.#over;
  }

  /** The weights as they are now; undefined while nothing is trained. */
  async weights(): Promise<readonly WeightSummary[] | undefined> {
    return this.#worker?.weights();
  }

  /** Says something about the run while it goes on. */
  note(note: Message): void {
    if (this.isActive) this.#set({ note });
  }

  dispose(): void {
    this.#worker?.dispose();
    this.#changed.dispose();
    this.#appended.dispose();
  }

  async #train(worker: WorkerClient, experiment: Experiment): Promise<void> {
    try {
      const sources = await sourceReferences(this.#document, experiment.data.file);
      const threads = vscode.workspace.getConfiguration("perceptron").get<number | null>("threads");
      const outcome = worker.train(experiment, sources, { encodingHint: encodingHint(this.#document), ...(threads ? { threads } : {}) });
      // A stop that came before the worker knew of the run has to be said again.
      if (this.#status.state === "stopping") await worker.stop();
      await this.#finish(experiment, await outcome);
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      this.#end({ state: "failed", note: reasonOf(error) });
    } finally {
      worker.dispose();
      this.#worker = undefined;
    }
  }

  async #finish(experiment: Experiment, outcome: RunOutcome): Promise<void> {
    const { stopped, testLoss, seconds, epochs, note } = outcome;
    const weights = await saveWeights(this.#document, experiment, outcome);
    this.#end({
      state: "ended",
      stopped,
      seconds,
      epoch: epochs,
      ...(testLoss === undefined ? {} : { testLoss }),
      ...(weights === undefined ? { note: message("The weights were not saved.") } : { weights }),
      ...(note ? { note } : {}),
    });
  }

  #begun(started: RunStarted): void {
    this.#startedAt = performance.now();
    this.#set({ started, epochs: started.epochs, ...(this.#status.state === "preparing" ? { state: "running" } : {}) });
  }

  #progressed(start: number, results: readonly EpochResult[]): void {
    this.#points.push(...results);
    this.#appended.fire({ run: this.#status.run, start, points: results });
    const now = performance.now();
    const epoch = this.#points.length;
    const secondsLeft = ((now - this.#startedAt) / 1000 / epoch) * (this.#status.epochs - epoch);
    this.#status = { ...this.#status, epoch, secondsLeft };
    if (now - this.#toldAt < PACE) return;
    this.#toldAt = now;
    this.#changed.fire(this.#status);
  }

  #end(last: Partial<RunStatus>): void {
    const { secondsLeft: _, ...status } = this.#status;
    this.#status = status;
    this.#set(last);
  }

  #set(change: Partial<RunStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.#changed.fire(this.#status);
  }
}
