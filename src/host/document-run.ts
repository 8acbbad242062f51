// A document's training run: its status, its curve, the hand of the person on it, and the files at its end. A document has one run at a time, and
// the worker that trains it lives as long as the run.

import * as vscode from "vscode";
import { type Message, message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import type { Experiment } from "../model/schema.ts";
import { isComparable, isSameRun } from "../model/trained.ts";
import type { WeightSummary } from "../model/weight-summary.ts";
import type { CurveBatch, RunStatus } from "../protocol/run.ts";
import type { EndedRun } from "./runs/record-of.ts";
import { offerToKeep, type UnkeptRun } from "./runs/unkept-run.ts";
import type { Stride, RunPosition, FinishedRun } from "../protocol/worker.ts";
import type { EpochResult, KeptWeights, RunStarted } from "../training/types.ts";
import { encodingHint } from "./encoding-hint.ts";
import { log } from "./log.ts";
import { RunCheckpoints } from "./run-checkpoints.ts";
import { RunClock } from "./run-clock.ts";
import { type EndStatus, RunEnd } from "./run-end.ts";
import { RunFile, type RunOrigin } from "./run-file.ts";
import { sourceReferences } from "./sources.ts";
import { reasonOf, stoppedBefore } from "./text.ts";
import { WorkerClient } from "./worker-client.ts";

/** Milliseconds between two reports of the status while it trains; the curve comes as often as the worker tells it. */
const PACE = 250;

/** A run of an earlier window, as it was kept; and the one before it, where it can be compared. */
export interface KeptRun {
  readonly experiment: Experiment | undefined;
  readonly points: readonly EpochResult[];
  readonly ghost: readonly EpochResult[] | undefined;
  readonly status: Pick<RunStatus, "stopped" | "seconds" | "verdict" | "startedAt"> & { readonly epoch: number; readonly epochs: number };
}

export class DocumentRun {
  readonly #document: vscode.Uri;
  readonly #extensionPath: string;
  readonly #changed = new vscode.EventEmitter<RunStatus>();
  readonly #appended = new vscode.EventEmitter<CurveBatch>();
  #status: RunStatus = { state: "idle", run: 0, epoch: 0, epochs: 0 };
  #points: EpochResult[] = [];
  /** The curve of the run before. */
  #ghost: readonly EpochResult[] = [];
  #worker: WorkerClient | undefined;
  /** The next run's, started ahead: a thread takes a tenth of a second to start, and who presses Train sees something at once. */
  #next: WorkerClient | undefined;
  #over: Promise<void> = Promise.resolve();
  /** Where more epochs go on from, after a run's end. */
  #end: RunOrigin | undefined;
  /** The weights of the last run, where it is over. */
  #result: RunEnd | undefined;
  /** Whether the run ends because nobody is there any more. */
  #isLeft = false;
  /** The document of the run, with the epochs that it is to have; undefined before the first one. */
  #planned: Experiment | undefined;
  /** Strides that were asked for, one after the other. */
  #steps: Promise<void> = Promise.resolve();
  #toldAt = 0;
  readonly #file: RunFile;
  readonly #clock = new RunClock();
  readonly #checkpoints = new RunCheckpoints({
    write: async () => this.#writeCheckpoint(),
    failed: (reason) => this.note(reason),
    mended: (reason) => {
      if (this.#status.note === reason) this.#forgetNote();
    },
  });

  /** Keeps what is left of a run that is over, before its end is told. Gives what keeps it from that; never rejects. */
  keeper: ((ended: EndedRun) => Promise<UnkeptRun | undefined>) | undefined;

  readonly onDidChange = this.#changed.event;
  readonly onDidAppend = this.#appended.event;

  constructor(document: vscode.Uri, extensionPath: string) {
    this.#document = document;
    this.#extensionPath = extensionPath;
    this.#file = new RunFile(document);
    void this.find();
  }

  get status(): RunStatus {
    return this.#status;
  }

  /** All of the newest run's curve. */
  get curve(): CurveBatch {
    return { run: this.#status.run, start: 0, points: this.#points };
  }

  /** The curve of the run before, of this window or an earlier one. */
  get ghost(): readonly EpochResult[] {
    return this.#ghost;
  }

  /** What the newest run trained; undefined where there is no run, or its document cannot be read. */
  get trained(): Experiment | undefined {
    return this.#planned;
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
    this.#begin(experiment, note);
  }

  /** Goes on after the end for so many epochs. @throws ProblemError where the document is another than was trained */
  more(experiment: Experiment, epochs: number, note?: Message): void {
    const end = this.#end;
    if (end === undefined || !isSameRun(end.experiment, experiment)) throw anotherRun();
    this.#begin(experiment, note, end, this.#status.epoch + epochs);
  }

  /** Goes on from what the last run has left. @throws ProblemError where there is nothing, or the document is another than was trained */
  async goOn(experiment: Experiment, note?: Message): Promise<void> {
    const left = await this.#file.read();
    if (left === undefined || !isSameRun(left.experiment, experiment)) throw anotherRun();
    if (!this.isActive) this.#begin(experiment, note, left, left.experiment.training.epochs);
  }

  /** Says what a run of an earlier window has left. */
  async find(): Promise<void> {
    const left = await this.#left();
    if (left.unfinished && this.#status.run === 0) this.#set(left);
  }

  /** Shows the last run of an earlier window, unless there is one of this window already. */
  restore({ experiment, points, ghost, status }: KeptRun): void {
    if (this.#status.run > 0 || this.#points.length > 0 || points.length === 0) return;
    this.#planned = experiment;
    this.#points = [...points];
    this.#ghost = ghost ?? [];
    this.#set({ state: "ended", ...status, ...(ghost ? { hasGhost: true } : {}) });
    this.#appended.fire(this.curve);
  }

  /** Forgets what the last run has left. */
  async discard(): Promise<void> {
    if (this.isActive) return;
    await this.#file.remove();
    const { unfinished: _, ...status } = this.#status;
    this.#status = status;
    this.#set({});
  }

  /** Waits after the current batch. */
  async pause(): Promise<void> {
    if (this.#status.state === "running") await this.#wait((worker) => worker.pause());
  }

  /** Goes on for one batch or to the end of the epoch, then waits; one after the other. */
  async advance(stride: Stride): Promise<void> {
    this.#steps = this.#steps.then(async () => {
      if (this.#status.state === "paused") await this.#wait((worker) => worker.advance(stride));
    });
    return this.#steps;
  }

  async resume(): Promise<void> {
    if (this.#status.state !== "paused") return;
    this.#clock.goOn();
    this.#set({ state: "running" });
    await this.#tell((worker) => worker.resume());
  }

  /** Changes the learning rate of this run from its next batch on. */
  async setLearningRate(lr: number): Promise<void> {
    const { state } = this.#status;
    if (state !== "running" && state !== "paused") return;
    this.#set({ ownLr: lr });
    await this.#tell((worker) => worker.setLearningRate(lr));
  }

  /** Ends the run after its current batch; resolves like `over`. */
  async stop(): Promise<void> {
    if (this.#worker !== undefined && this.#status.state !== "stopping") {
      this.#set({ state: "stopping" });
      await this.#tell((worker) => worker.stop());
    }
    await this.#over;
  }

  /** Ends the run because nobody is there any more, and leaves what it can go on from; resolves like `over`. */
  async leave(): Promise<void> {
    this.#isLeft = true;
    await this.stop();
  }

  /** Puts the best or the last weights of a run that is over into its file. @throws ProblemError where it cannot be written */
  async keepWeights(which: KeptWeights): Promise<void> {
    const result = this.#result;
    if (this.isActive || result === undefined || this.#status.choice === undefined) return;
    const saved = await result.save(which);
    if (result !== this.#result) return;
    const { verdict: _, ...status } = this.#status;
    this.#status = status;
    this.#set(saved);
  }

  /** Writes what the run can go on from; it does so by itself now and then. Never rejects: a run goes on without. */
  async keep(): Promise<void> {
    await this.#checkpoints.keep();
  }

  /** The weights as they are now; undefined while nothing is trained. */
  async weights(): Promise<readonly WeightSummary[] | undefined> {
    return this.#worker?.weights();
  }

  /** Says something about the run while it goes on. */
  note(note: Message): void {
    if (this.isActive) this.#set({ note });
  }

  /** Starts the next run's worker ahead, because somebody looks at the builder. */
  prepare(): void {
    this.#next ??= this.#client();
    this.#next.warm();
  }

  dispose(): void {
    this.#worker?.dispose();
    this.#next?.dispose();
    this.#changed.dispose();
    this.#appended.dispose();
  }

  #begin(experiment: Experiment, note?: Message, origin?: RunOrigin, epochs = experiment.training.epochs): void {
    const isMore = origin !== undefined && origin === this.#end;
    const before = this.#planned;
    if (!isMore) this.#ghost = this.#points;
    const hasGhost = isMore ? this.#status.hasGhost : this.#ghost.length > 0 && before !== undefined && isComparable(before, experiment);
    this.#points = [...(origin?.points ?? [])];
    this.#end = isMore ? origin : undefined;
    this.#isLeft = false;
    this.#result = undefined;
    this.#planned = { ...experiment, training: { ...experiment.training, epochs } };
    this.#status = {
      state: "preparing",
      run: this.#status.run + (isMore ? 0 : 1),
      epoch: origin?.epoch ?? 0,
      epochs,
      ...(isMore && this.#status.ownLr !== undefined ? { ownLr: this.#status.ownLr } : {}),
      ...(hasGhost ? { hasGhost } : {}),
      ...(note ? { note } : {}),
    };
    this.#worker = this.#next ?? this.#client();
    this.#next = undefined;
    this.#over = this.#train(this.#worker, experiment, origin);
    this.#changed.fire(this.#status);
  }

  async #train(worker: WorkerClient, experiment: Experiment, origin: RunOrigin | undefined): Promise<void> {
    this.#checkpoints.begin();
    try {
      const sources = await sourceReferences(this.#document, experiment.data.file);
      const threads = vscode.workspace.getConfiguration("perceptron").get<number | null>("threads");
      const outcome = worker.train(experiment, sources, {
        encodingHint: encodingHint(this.#document),
        epochs: this.#status.epochs,
        keepsEnd: true,
        keepsBest: true,
        judgesEnd: true,
        ...(threads ? { threads } : {}),
        ...(origin ? { resume: origin.checkpoint } : {}),
      });
      // A stop that came before the worker knew of the run has to be said again.
      if (this.#status.state === "stopping") await this.#tell((own) => own.stop());
      const finished = await outcome;
      await this.#checkpoints.end();
      await this.#finish(experiment, finished);
    } catch (error) {
      const isStopped = this.#status.state === "stopping" && this.#status.started === undefined;
      if (!isStopped) log.error(error instanceof Error ? error : String(error));
      const end: Partial<RunStatus> = isStopped
        ? { state: "ended", stopped: "interrupted", note: stoppedBefore() }
        : { state: "failed", note: reasonOf(error) };
      this.#conclude({ ...end, ...(await this.#left()) });
    } finally {
      void this.#checkpoints.end();
      worker.dispose();
      this.#worker = undefined;
    }
  }

  async #writeCheckpoint(): Promise<boolean> {
    const held = await this.#worker?.checkpoint();
    if (held && this.#planned) await this.#file.write(this.#planned, held, this.#points);
    return held !== undefined;
  }

  #client(): WorkerClient {
    return new WorkerClient(this.#extensionPath, {
      started: async (started) => this.#begun(started),
      progressed: async (_, results) => this.#progressed(results),
    });
  }

  async #finish(experiment: Experiment, outcome: FinishedRun): Promise<void> {
    const { stopped, seconds, epochs, note, end, preprocessing } = outcome;
    const planned = this.#planned ?? experiment;
    const result = new RunEnd(this.#document, experiment, outcome);
    let saved: EndStatus = {};
    let unsaved: Message | undefined;
    try {
      saved = await result.save();
    } catch (error) {
      unsaved = reasonOf(error);
      saved = result.unsaved;
    }
    const isCut = this.#isLeft && stopped === "interrupted";
    // The weights are there already: a checkpoint more or less does not make the run fail. Where they are not, it is all there is.
    const goesOnFromFile = isCut || unsaved !== undefined;
    if (!goesOnFromFile) await this.#file.remove().catch(unheard);
    else if (end) await this.#file.write(planned, { ...end, preprocessing }, this.#points).catch(unheard);
    const kept = { ...outcome, ...result.outcome };
    const unkept = await this.keeper?.({ experiment: planned, outcome: kept, points: this.#points, started: this.#status.started });
    // What stopped early would stop again at once.
    const goesOn = end !== undefined && stopped !== "early";
    this.#end = goesOn ? { experiment, checkpoint: end, points: [...this.#points], epoch: epochs } : undefined;
    this.#result = result;
    const told = note ?? unsaved ?? (saved.weights === undefined ? message("The weights were not saved.") : undefined);
    this.#forgetNote();
    this.#conclude({
      state: "ended",
      stopped,
      seconds,
      epoch: epochs,
      ...saved,
      ...(told ? { note: told } : {}),
      ...(goesOnFromFile ? await this.#left() : {}),
    });
    if (unsaved) void this.#rescue(result, unsaved, isCut, unkept);
    else if (unkept) void offerToKeep(unkept);
  }

  /** The run is over; whenever the person has made room or found another place, it has its weights, and is kept. */
  async #rescue(result: RunEnd, reason: Message, isCut: boolean, unkept: UnkeptRun | undefined): Promise<void> {
    const saved = await result.rescue(reason).catch(unheard);
    const left = saved && (await unkept?.again());
    if (left) void offerToKeep(left);
    if (saved === undefined || this.#result !== result) return;
    if (!isCut) await this.discard();
    this.#forgetNote();
    this.#set(saved);
  }

  /** What cannot be read is not offered. */
  async #left(): Promise<Pick<RunStatus, "unfinished">> {
    const left = await this.#file.read().catch(unheard);
    return left ? { unfinished: { epoch: left.epoch, epochs: left.experiment.training.epochs } } : {};
  }

  #begun(started: RunStarted): void {
    this.#clock.begin(this.#status.epoch);
    this.#set({ started, epochs: started.epochs, ...(this.#status.state === "preparing" ? { state: "running" } : {}) });
  }

  #progressed(results: readonly EpochResult[]): void {
    const start = this.#points.length;
    this.#points.push(...results);
    this.#appended.fire({ run: this.#status.run, start, points: results });
    const epoch = this.#points.at(-1)?.epoch ?? this.#status.epoch;
    const secondsPerEpoch = this.#clock.secondsPerEpoch(epoch);
    const secondsLeft = this.#clock.secondsLeft(epoch, this.#status.epochs);
    const times = secondsPerEpoch === undefined || secondsLeft === undefined ? {} : { secondsPerEpoch, secondsLeft };
    this.#status = { ...this.#status, epoch, ...times };
    const now = performance.now();
    if (now - this.#toldAt < PACE) return;
    this.#toldAt = now;
    this.#changed.fire(this.#status);
  }

  /** Lets the run go as far as `go` says, and then says where it waits. */
  async #wait(go: (worker: WorkerClient) => Promise<RunPosition | undefined>): Promise<void> {
    const position = await this.#tell(go);
    const { state } = this.#status;
    if (position === undefined || (state !== "running" && state !== "paused")) return;
    this.#clock.hold();
    this.#set({ state: "paused", ...position });
  }

  /** A worker that cannot be told any more ends the run through the call that is open, which says why. */
  async #tell<T>(call: (worker: WorkerClient) => Promise<T>): Promise<T | undefined> {
    return this.#worker && call(this.#worker).catch(unheard);
  }

  #conclude(last: Partial<RunStatus>): void {
    const { secondsLeft: _, batch: __, ...status } = this.#status;
    this.#status = status;
    this.#set({ ...last, ...(this.#end ? { hasMore: true } : {}) });
  }

  #forgetNote(): void {
    const { note: _, ...status } = this.#status;
    this.#status = status;
  }

  #set(change: Partial<RunStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.#changed.fire(this.#status);
  }
}

function unheard(error: unknown): undefined {
  log.warn(String(error));
}

function anotherRun(): ProblemError {
  return new ProblemError({
    severity: "error",
    code: "another-run",
    path: [],
    message: message("The document changed since this run. Undo the changes, or train from the beginning."),
  });
}
