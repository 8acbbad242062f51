// The place of a document for its runs: one at a time, the present one, and the curve of the one before as a
// ghost. It starts the next run's trainer ahead, so that whoever presses Train sees something at once.

import { type Message, message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import { isComparable, isSameRun } from "../../model/trained.ts";
import type { WeightSummary } from "../../model/weight-summary.ts";
import type { CurveBatch, EndedStatus, IdleStatus, RunStatus, WatchedStatus } from "../../protocol/run.ts";
import type { Checkpoint, RunMoments, Stride } from "../../protocol/worker.ts";
import type { Moment } from "../../training/space/types.ts";
import type { EngineTimes, EpochResult, KeptWeights } from "../../training/types.ts";
import { Emitter } from "../emitter.ts";
import type { RunPorts } from "../ports.ts";
import { PreparedTrainer } from "../trainer.ts";
import { originIn, Run, type RunHolder, type RunStart } from "./run.ts";
import type { ToldRun } from "./told-run.ts";
import { watchRun } from "./watched-run.ts";

/**
 * A run of an earlier window, as it was kept; and the curve of the one before it, if they can be compared.
 */
export interface PastRun {
  readonly experiment: Experiment | undefined;
  readonly points: readonly EpochResult[];
  readonly ghost: readonly EpochResult[] | undefined;
  /** What was kept of its way; nothing if it cannot be read. */
  readonly moments: () => Promise<readonly Moment[]>;
  readonly status: Pick<EndedStatus, "stopped" | "seconds" | "verdict" | "startedAt" | "epoch" | "epochs" | "health">;
}

const idle: IdleStatus = { state: "idle", run: 0 };

export class RunSlot implements RunHolder {
  readonly #ports: RunPorts;
  readonly #changed = new Emitter<RunStatus>();
  readonly #appended = new Emitter<CurveBatch>();
  /** The newest run of this window. */
  #run: Run | undefined;
  #past: PastRun | undefined;
  /** How it stands while there is no run of this window. */
  #before: IdleStatus | EndedStatus | WatchedStatus = idle;
  /**
   * What another window has told of its run, from when it is watched until there is something else to show.
   */
  #watched: ToldRun | undefined;
  #unwatch: (() => void) | undefined;
  #ghost: readonly EpochResult[] = [];
  #next: PreparedTrainer | undefined;

  readonly onDidChange = this.#changed.event;
  readonly onDidAppend = this.#appended.event;

  constructor(ports: RunPorts) {
    this.#ports = ports;
    void this.find();
  }

  get status(): RunStatus {
    return this.#run?.status ?? this.#before;
  }

  /** All of the newest run's curve. */
  get curve(): CurveBatch {
    return { run: this.status.run, start: 0, points: this.#run?.points ?? this.#past?.points ?? this.#watched?.points ?? [] };
  }

  /** The curve of the run before, of this window or an earlier one. */
  get ghost(): readonly EpochResult[] {
    return this.#ghost;
  }

  /** What the newest run trained; undefined if there is no run, or its document cannot be read. */
  get trained(): Experiment | undefined {
    return this.#run ? this.#run.planned : this.#past?.experiment;
  }

  /** When the newest run began; undefined if there is none. */
  get startedAt(): Date | undefined {
    const before = this.#past?.status.startedAt;
    return this.#run?.startedAt ?? (before === undefined ? undefined : new Date(before));
  }

  /** Whether another window trains the document. Never rejects. */
  async isElsewhere(): Promise<boolean> {
    return (await this.#ports.hold?.told()) !== undefined;
  }

  get isActive(): boolean {
    return this.#run?.isActive ?? false;
  }

  /** Whether what is shown is a run of another window, which may be kept by now. */
  get isWatching(): boolean {
    return this.#watched !== undefined;
  }

  /**
   * Shows the run of another window while that goes on, in the place of what was here. What it leaves at its
   * end is shown as that of an earlier window.
   */
  watch(): void {
    if (this.isActive) return;
    const run = this.status.run + 1;
    this.#unwatch?.();
    this.#unwatch = watchRun(this.#ports, (told) => (told ? this.#watch(told, run) : this.#endWatch()));
  }

  /** Resolves when the run is over and its weights are written; at once if there is none. Never rejects. */
  get over(): Promise<void> {
    return this.#run?.over ?? Promise.resolve();
  }

  /**
   * Starts a run; the caller has made sure that none is active.
   * @param note what the person should know about this run from its first moment
   * @param waits whether it waits before its first batch
   */
  start(experiment: Experiment, note?: Message, waits = false): void {
    this.#begin({ experiment, note, epochs: experiment.training.epochs, waits });
  }

  /** Goes on after the end for so many epochs. @throws ProblemError if the document has changed since */
  more(experiment: Experiment, epochs: number, note?: Message): void {
    const [run, origin] = [this.#run, this.#run?.end];
    if (run === undefined || origin === undefined || !isSameRun(origin.experiment, experiment)) throw changedSince();
    const { ownLr, hasGhost } = run.status;
    this.#replace({ id: run.id, experiment, note, origin, ownLr, hasGhost, epochs: run.status.epoch + epochs });
  }

  /**
   * Goes on from what the last run has left.
   * @throws ProblemError if there is nothing, or the document has changed since
   */
  async goOn(experiment: Experiment, note?: Message): Promise<void> {
    const origin = await originIn(this.#ports);
    if (origin === undefined || !isSameRun(origin.experiment, experiment)) throw changedSince();
    if (!this.isActive) this.#begin({ experiment, note, origin, epochs: origin.experiment.training.epochs });
  }

  /** Says what a run of an earlier window has left. */
  async find(): Promise<void> {
    // A checkpoint of a run that goes on is no run that was cut off.
    if (await this.isElsewhere()) {
      if (this.#run === undefined && this.#before.state !== "watched") this.#become({ ...this.#before, isElsewhere: true });
      return;
    }
    const left = await originIn(this.#ports);
    if (left === undefined || this.#run || this.#before.state === "watched") return;
    this.#become({ ...this.#before, unfinished: { epoch: left.epoch, epochs: left.experiment.training.epochs } });
  }

  /** Shows the last run of an earlier window, unless there is one of this window already. */
  restore(past: PastRun): void {
    if (this.#run || this.#past || past.points.length === 0) return;
    // While a run of another window is watched, only what is kept of that one takes its place.
    if (this.#watched && this.#watched.startedAt !== past.status.startedAt) return;
    // Its window may have more to write before it lets go.
    this.#watched = undefined;
    this.#past = past;
    this.#ghost = past.ghost ?? [];
    const { run, unfinished, isElsewhere } = this.#before.state === "watched" ? { run: this.#before.run } : this.#before;
    this.#become({ ...past.status, run, unfinished, isElsewhere, hasGhost: past.ghost && true, state: "ended" });
    this.#appended.fire(this.curve);
  }

  /** Forgets what the last run has left. */
  async discard(): Promise<void> {
    if (this.isActive) return;
    await this.#ports.files.removeCheckpoint();
    if (this.#run) {
      this.#run.forgetUnfinished();
    } else if (this.#before.state !== "watched") {
      this.#become({ ...this.#before, unfinished: undefined });
    }
  }

  async pause(): Promise<void> {
    await this.#run?.pause();
  }

  async advance(stride: Stride): Promise<void> {
    await this.#run?.advance(stride);
  }

  async resume(): Promise<void> {
    await this.#run?.resume();
  }

  async setLearningRate(lr: number): Promise<void> {
    await this.#run?.setLearningRate(lr);
  }

  async stop(): Promise<void> {
    await this.#run?.stop();
  }

  async leave(): Promise<void> {
    await this.#run?.leave();
  }

  /**
   * Puts the best or the last weights of a run that is over into its file.
   * @throws ProblemError if it cannot be written
   */
  async keepWeights(which: KeptWeights): Promise<void> {
    await this.#run?.keepWeights(which);
  }

  async keep(): Promise<void> {
    await this.#run?.keep();
  }

  /** The engines were measured with what the newest run trained. */
  measured(engines: EngineTimes): void {
    this.#run?.measured(engines);
  }

  async weights(): Promise<readonly WeightSummary[] | undefined> {
    return this.#run?.weights();
  }

  async checkpoint(): Promise<Checkpoint | undefined> {
    return this.#run?.checkpoint();
  }

  /** What the run that goes on remembers. @param known epochs whose weights need not be sent */
  async moments(known: readonly number[]): Promise<RunMoments | undefined> {
    return this.#run?.moments(known);
  }

  /** What the newest run has kept of its way, after its end. */
  async keptMoments(): Promise<readonly Moment[]> {
    return this.#run ? this.#run.kept : ((await this.#past?.moments()) ?? []);
  }

  get isSteered(): boolean {
    return this.#run?.isSteered ?? false;
  }

  note(note: Message): void {
    this.#run?.note(note);
  }

  /** Starts the next run's trainer ahead, because somebody looks at the builder. */
  prepare(): void {
    this.#next ??= new PreparedTrainer(this.#ports.trainer);
    this.#next.trainer.warm();
  }

  dispose(): void {
    this.#leaveWatched();
    this.#run?.dispose();
    this.#next?.trainer.dispose();
    this.#changed.dispose();
    this.#appended.dispose();
  }

  isPresent(run: Run): boolean {
    return run === this.#run;
  }

  /** What an older run still has to say, as when its weights found a place at last, is not shown any more. */
  changed(run: Run): void {
    if (this.isPresent(run)) this.#changed.fire(run.status);
  }

  appended(run: Run, start: number, points: readonly EpochResult[]): void {
    this.#appended.fire({ run: run.id, start, points });
  }

  #begin(start: Omit<RunStart, "id" | "hasGhost">): void {
    const before = this.trained;
    this.#ghost = this.curve.points;
    const hasGhost = this.#ghost.length > 0 && before !== undefined && isComparable(before, start.experiment) ? true : undefined;
    this.#replace({ ...start, id: this.status.run + 1, hasGhost });
  }

  #replace(start: RunStart): void {
    const prepared = this.#next ?? new PreparedTrainer(this.#ports.trainer);
    this.#next = undefined;
    this.#leaveWatched();
    this.#run = new Run(start, prepared, this.#ports, this);
    this.#changed.fire(this.#run.status);
  }

  #watch(told: ToldRun, run: number): void {
    if (this.isActive || this.#past?.status.startedAt === told.startedAt) return;
    [this.#run, this.#past, this.#ghost, this.#watched] = [undefined, undefined, [], told];
    this.#become({ state: "watched", run, epoch: told.points.at(-1)?.epoch ?? 0, epochs: told.epochs });
    this.#appended.fire(this.curve);
  }

  /** It is over, or its window is gone: then it has left a checkpoint. */
  #endWatch(): void {
    if (this.isActive) return;
    this.#unwatch = undefined;
    const before = this.#before;
    this.#become(before.state === "watched" ? { state: "idle", run: before.run } : { ...before, isElsewhere: undefined });
    void this.find();
  }

  #leaveWatched(): void {
    this.#unwatch?.();
    [this.#unwatch, this.#watched] = [undefined, undefined];
  }

  #become(status: IdleStatus | EndedStatus | WatchedStatus): void {
    this.#before = status;
    this.#changed.fire(status);
  }
}

function changedSince(): ProblemError {
  return new ProblemError({
    severity: "error",
    code: "another-run",
    path: [],
    message: message("The document changed since this run. Undo the changes, or train from the beginning."),
  });
}
