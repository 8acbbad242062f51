// One training run from its start to its end: what it trains, its curve, the hand of the person on it, and
// the files at its end. It is made when it starts, and never changes one.

import { type Message, message } from "../../model/message.ts";
import { reasonOf } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import type { WeightSummary } from "../../model/weight-summary.ts";
import {
  type BegunStatus,
  type EndedStatus,
  type FailedStatus,
  isActive,
  type Leftover,
  type Preparing,
  type ShownFinding,
  type WeightFacts,
} from "../../protocol/run.ts";
import type { Checkpoint, FinishedRun, RunMoments, RunPosition, Stride } from "../../protocol/worker.ts";
import type { HealthFinding } from "../../training/health/finding.ts";
import type { Moment } from "../../training/space/types.ts";
import type { EngineTimes, EpochResult, KeptWeights, RunStarted } from "../../training/types.ts";
import type { RunPorts, UnkeptRun } from "../ports.ts";
import { stoppedBefore } from "../stopped-before.ts";
import type { PreparedTrainer, Trainer, TrainerListener } from "../trainer.ts";
import { RunCheckpoints } from "./run-checkpoints.ts";
import { RunClock } from "./run-clock.ts";
import { RunEnd } from "./run-end.ts";
import { holdDocument } from "./run-hold.ts";
import { readOrigin, type RunOrigin } from "./run-origin.ts";
import { begun, ended, failed, paused, preparing, progressed, resumed, stopping } from "./run-states.ts";
import { toldText } from "./told-run.ts";

/**
 * Milliseconds between two reports of the status while it trains; the curve comes as often as the trainer
 * tells it.
 */
const PACE = 250;

export interface RunStart {
  /** Counts up with each run of a document; one that trains on after another's end has its number. */
  readonly id: number;
  readonly experiment: Experiment;
  /** How many epochs the run is to have, with those of the run it goes on from. */
  readonly epochs: number;
  /** What it goes on from; absent if it begins anew. */
  readonly origin?: RunOrigin | undefined;
  /** What the person should know from its first moment. */
  readonly note?: Message | undefined;
  /** The learning rate that the person has set for the run it goes on from. */
  readonly ownLr?: number | undefined;
  /** Whether the run before it can be compared with it. */
  readonly hasGhost?: true | undefined;
  /** Whether it waits before its first batch. */
  readonly waits?: boolean | undefined;
}

/** Who holds a run, and is told of it. */
export interface RunHolder {
  /** Whether no other run has taken its place. */
  isPresent(run: Run): boolean;
  changed(run: Run): void;
  /** @param start the index of the first point among the run's */
  appended(run: Run, start: number, points: readonly EpochResult[]): void;
}

export class Run implements TrainerListener {
  readonly id: number;
  /** The document that it trains, with the epochs that it is to have. */
  readonly planned: Experiment;
  /** The document's text when it began. */
  readonly text: string;
  readonly startedAt: Date;
  /** Resolves when the run is over and its weights are written. Never rejects. */
  readonly over: Promise<void>;
  readonly #experiment: Experiment;
  readonly #continued: number;
  readonly #waits: boolean;
  readonly #ports: RunPorts;
  readonly #holder: RunHolder;
  readonly #clock: RunClock;
  readonly #checkpoints: RunCheckpoints;
  #points: EpochResult[];
  #status: BegunStatus;
  /** Undefined once the run is over. */
  #trainer: Trainer | undefined;
  /** What more epochs go on from, after the end. */
  #end: RunOrigin | undefined;
  /** What is remembered of the run that it went on from, and after the end of all of it. */
  #kept: readonly Moment[];
  /** The weights, after the end. */
  #result: RunEnd | undefined;
  /** Whether it ends because nobody is there any more. */
  #isLeft = false;
  /** Strides that were asked for, one after the other. */
  #steps: Promise<void> = Promise.resolve();
  #toldAt = 0;

  /** Starts it. @param prepared trains nothing yet; the run ends it */
  constructor(start: RunStart, prepared: PreparedTrainer, ports: RunPorts, holder: RunHolder) {
    const { id, experiment, epochs, origin, note, ownLr, hasGhost, waits = false } = start;
    this.id = id;
    this.planned = { ...experiment, training: { ...experiment.training, epochs } };
    this.text = ports.text();
    this.startedAt = ports.clock.date();
    this.#experiment = experiment;
    this.#continued = origin?.epoch ?? 0;
    this.#waits = waits;
    this.#ports = ports;
    this.#holder = holder;
    this.#clock = new RunClock(ports.clock);
    this.#checkpoints = new RunCheckpoints(
      {
        write: () => this.#writeCheckpoint(),
        failed: (reason, error) => {
          ports.log(error);
          this.note(reason);
        },
        mended: (reason) => {
          if (this.#status.note === reason) this.#note(undefined);
        },
      },
      ports.clock,
    );
    this.#points = [...(origin?.points ?? [])];
    this.#kept = origin?.moments ?? [];
    const health = origin?.health.length ? origin.health : undefined;
    this.#status = preparing({ run: id, epoch: this.#continued, epochs, ownLr, hasGhost, health, note });
    this.#trainer = prepared.trainer;
    prepared.listener = this;
    this.over = this.#train(prepared.trainer, origin);
  }

  get status(): BegunStatus {
    return this.#status;
  }

  /** The whole curve, also of the run that it went on from. */
  get points(): readonly EpochResult[] {
    return this.#points;
  }

  /** What more epochs go on from; undefined if the run is not over, or they cannot. */
  get end(): RunOrigin | undefined {
    return this.#end;
  }

  get isActive(): boolean {
    return isActive(this.#status);
  }

  /** Waits after the current batch. */
  async pause(): Promise<void> {
    if (this.#status.state === "running") await this.#wait((trainer) => trainer.pause());
  }

  /** Goes on for one batch or to the end of the epoch, then waits; one after the other. */
  async advance(stride: Stride): Promise<void> {
    this.#steps = this.#steps.then(async () => {
      if (this.#status.state === "paused") await this.#wait((trainer) => trainer.advance(stride));
    });
    return this.#steps;
  }

  async resume(): Promise<void> {
    const status = this.#status;
    if (status.state !== "paused") return;
    this.#clock.goOn();
    this.#become(resumed(status, this.#clock.pace(status.epoch, status.epochs)));
    await this.#tell((trainer) => trainer.resume());
  }

  /** Changes the learning rate of this run from its next batch on. */
  async setLearningRate(lr: number): Promise<void> {
    const status = this.#status;
    if (status.state !== "running" && status.state !== "paused") return;
    this.#become({ ...status, ownLr: lr });
    await this.#tell((trainer) => trainer.setLearningRate(lr));
  }

  /** Ends the run after its current batch; resolves like `over`. */
  async stop(): Promise<void> {
    const status = this.#status;
    if (isActive(status) && status.state !== "stopping") {
      this.#become(stopping(status, this.#clock.pace(status.epoch, status.epochs)));
      await this.#tell((trainer) => trainer.stop());
    }
    await this.over;
  }

  /**
   * Ends the run because nobody is there any more, and leaves what it can go on from; resolves like `over`.
   */
  async leave(): Promise<void> {
    this.#isLeft = true;
    await this.stop();
  }

  /**
   * Puts the best or the last weights, after the end, into their file.
   * @throws ProblemError if it cannot be written
   */
  async keepWeights(which: KeptWeights): Promise<void> {
    if (this.#result === undefined || this.#status.state !== "ended" || this.#status.choice === undefined) return;
    this.#change(await this.#result.save(which));
  }

  /**
   * Writes what the run can go on from; it does so by itself now and then. Never rejects: a run goes on
   * without.
   */
  async keep(): Promise<void> {
    await this.#checkpoints.keep();
  }

  /** The weights as they are now; undefined while nothing is trained. */
  async weights(): Promise<readonly WeightSummary[] | undefined> {
    // A run that ends meanwhile has none any more; who looks is told of the end, and asks again.
    return this.#trainer?.weights().catch(() => undefined);
  }

  /** Everything to go on from, as it is now; undefined while nothing is trained. */
  async checkpoint(): Promise<Checkpoint | undefined> {
    return this.#trainer?.checkpoint().catch(() => undefined);
  }

  /**
   * What it remembers, with what was remembered of the run that it went on from; while nothing is trained
   * yet, or any more, undefined.
   * @param known epochs whose weights need not be sent
   */
  async moments(known: readonly number[]): Promise<RunMoments | undefined> {
    const own = await this.#trainer?.moments(known).catch(() => undefined);
    if (own === undefined) return undefined;
    const before = this.#momentsBefore(own.epochs);
    return {
      epochs: [...before.map(({ epoch }) => epoch), ...own.epochs],
      added: [...before.filter(({ epoch }) => !known.includes(epoch)), ...own.added],
      now: own.now,
    };
  }

  /** What it remembers, after the end. */
  get kept(): readonly Moment[] {
    return this.#kept;
  }

  /** Whether a run of its document from the beginning would come elsewhere: a person has had a hand in it. */
  get isSteered(): boolean {
    return this.#continued > 0 || this.#status.ownLr !== undefined;
  }

  /** Says something about the run while it goes on. */
  note(note: Message): void {
    if (this.isActive) this.#note(note);
  }

  /** The engines were measured with what it trained. */
  measured(engines: EngineTimes): void {
    this.#change({ engines });
  }

  /** The checkpoint that it left is gone. */
  forgetUnfinished(): void {
    if (!isActive(this.#status)) this.#become({ ...this.#status, unfinished: undefined });
  }

  /** Ends its trainer at once. */
  dispose(): void {
    this.#trainer?.dispose();
  }

  preparing(preparing: Preparing): void {
    if (this.#status.state === "preparing") this.#become({ ...this.#status, preparing });
  }

  started(started: RunStarted): void {
    const status = this.#status;
    if (!isActive(status)) return;
    this.#clock.begin(status.epoch);
    this.#become(begun(status, started));
    if (this.#waits) void this.pause();
  }

  progressed(results: readonly EpochResult[]): void {
    const start = this.#points.length;
    this.#points.push(...results);
    this.#holder.appended(this, start, results);
    const status = this.#status;
    if (!isActive(status)) return;
    const epoch = this.#points.at(-1)?.epoch ?? status.epoch;
    this.#status = progressed(status, epoch, this.#clock.pace(epoch, status.epochs));
    const now = this.#ports.clock.now();
    if (now - this.#toldAt < PACE) return;
    this.#toldAt = now;
    this.#holder.changed(this);
  }

  found(findings: readonly HealthFinding[]): void {
    const { health = [] } = this.#status;
    // The run that this one goes on from may have said the same. What is left of it has no remedies.
    const stays = health.filter((one) => "fixes" in one || !isIn(findings, one));
    this.#become({ ...this.#status, health: [...stays, ...findings.filter((one) => !isIn(stays, one))] });
  }

  async #train(trainer: Trainer, origin: RunOrigin | undefined): Promise<void> {
    this.#checkpoints.begin();
    const startedAt = this.startedAt.toISOString();
    const release = holdDocument(this.#ports, () => toldText({ startedAt, epochs: this.#status.epochs, points: this.#points }));
    try {
      const finished = await trainer.train(this.#experiment, {
        epochs: this.#status.epochs,
        keepsEnd: true,
        keepsBest: true,
        evaluatesEnd: true,
        health: this.#ports.watchesHealth?.() ?? false,
        keepsMoments: true,
        waits: this.#waits,
        ...(origin ? { resume: origin.bytes } : {}),
      });
      await this.#checkpoints.end();
      await this.#finish(finished);
    } catch (error) {
      const isStopped = this.#status.state === "stopping" && this.#status.started === undefined;
      if (!isStopped) this.#ports.log(error);
      const left = await this.#left();
      this.#conclude(
        isStopped
          ? ended(this.#status, { stopped: "interrupted", note: stoppedBefore(), ...left })
          : failed(this.#status, reasonOf(error), left),
      );
    } finally {
      void this.#checkpoints.end();
      await release();
    }
  }

  async #writeCheckpoint(): Promise<boolean> {
    const checkpoint = await this.#trainer?.checkpoint();
    if (checkpoint) await this.#ports.files.writeCheckpoint(checkpoint.bytes);
    return checkpoint !== undefined;
  }

  async #finish(outcome: FinishedRun): Promise<void> {
    const { files, keep, log, stopKeeps, offerToKeep } = this.#ports;
    const { stopped, seconds, epochs, note, end, moments = [] } = outcome;
    this.#kept = [...this.#momentsBefore(moments.map(({ epoch }) => epoch)), ...moments];
    const result = new RunEnd(files, this.#experiment, outcome, stopKeeps());
    let saved: WeightFacts;
    let unsaved: Message | undefined;
    try {
      saved = await result.save();
    } catch (error) {
      unsaved = reasonOf(error);
      saved = result.unsaved;
    }
    const isCut = this.#isLeft && stopped === "interrupted";
    // The weights are there already: a checkpoint more or less does not make the run fail. If they are not,
    // it is all there is.
    const goesOnFromFile = isCut || unsaved !== undefined;
    if (!goesOnFromFile) await files.removeCheckpoint().catch(log);
    else if (end) await files.writeCheckpoint(end.bytes).catch(log);
    const { started } = this.#status.state === "preparing" ? {} : this.#status;
    const unkept = await keep({
      experiment: this.planned,
      text: this.text,
      startedAt: this.startedAt,
      continued: this.#continued,
      outcome: result.outcome,
      points: this.#points,
      moments: this.#kept,
      started,
      ...(this.#status.health ? { health: this.#status.health } : {}),
    });
    // What stopped early would stop again at once.
    const goesOn = end !== undefined && stopped !== "early";
    this.#end = goesOn
      ? {
          experiment: this.#experiment,
          points: [...this.#points],
          epoch: epochs,
          bytes: end.bytes,
          moments: this.#kept,
          health: this.#status.health ?? [],
        }
      : undefined;
    this.#result = result;
    const told = note ?? unsaved ?? (saved.weights === undefined ? message("The weights were not saved.") : undefined);
    const left = goesOnFromFile ? await this.#left() : {};
    const hasMore = goesOn || undefined;
    this.#conclude(ended(this.#status, { stopped, seconds, ...saved, note: told, ...left, hasMore }, epochs));
    if (unsaved) void this.#rescue(result, unsaved, isCut, unkept);
    else if (unkept) void offerToKeep(unkept);
  }

  /**
   * The run is over; whenever the person has made room or found another place, it has its weights, and is
   * kept.
   */
  async #rescue(result: RunEnd, reason: Message, isCut: boolean, unkept: UnkeptRun | undefined): Promise<void> {
    const { files, log, offerToKeep } = this.#ports;
    const saved = await result.rescue(reason).catch(log);
    const left = saved && (await unkept?.again());
    if (left) void offerToKeep(left);
    // The checkpoint of a run that has taken its place is not its own to remove.
    if (saved === undefined || !this.#holder.isPresent(this)) return;
    if (!isCut) await files.removeCheckpoint().catch(log);
    this.#change({ ...saved, note: undefined, ...(isCut ? {} : { unfinished: undefined }) });
  }

  /** What cannot be read is not offered. */
  async #left(): Promise<Leftover> {
    const left = await originIn(this.#ports);
    return left ? { unfinished: { epoch: left.epoch, epochs: left.experiment.training.epochs } } : {};
  }

  /** Lets the run go as far as `go` says, and then says where it waits. */
  async #wait(go: (trainer: Trainer) => Promise<RunPosition | undefined>): Promise<void> {
    const position = await this.#tell(go);
    const status = this.#status;
    if (position === undefined || (status.state !== "running" && status.state !== "paused")) return;
    this.#clock.hold();
    this.#become(paused(status, position));
  }

  /** What is remembered of the run that it went on from, up to its own first moment. */
  #momentsBefore([first = Infinity]: readonly number[]): readonly Moment[] {
    return this.#kept.filter(({ epoch }) => epoch < first);
  }

  /** A trainer that cannot be told any more ends the run through the call that is open, which says why. */
  async #tell<T>(call: (trainer: Trainer) => Promise<T>): Promise<T | undefined> {
    return (
      this.#trainer &&
      call(this.#trainer).catch((error: unknown) => {
        this.#ports.log(error);
        return undefined;
      })
    );
  }

  /** Tells the end. By then the run is over: what is asked of it now finds its weights in their file. */
  #conclude(last: EndedStatus | FailedStatus): void {
    this.#trainer?.dispose();
    this.#trainer = undefined;
    this.#become(last);
  }

  #note(note: Message | undefined): void {
    const status = this.#status;
    if (status.state !== "failed") this.#become({ ...status, note });
  }

  /** Says something else of a run that has ended. */
  #change(change: WeightFacts & Leftover & Pick<EndedStatus, "note" | "engines">): void {
    if (this.#status.state === "ended") this.#become({ ...this.#status, ...change });
  }

  #become(status: BegunStatus): void {
    this.#status = status;
    this.#holder.changed(this);
  }
}

function isIn(findings: readonly ShownFinding[], { code, layer }: ShownFinding): boolean {
  return findings.some((one) => one.code === code && one.layer === layer);
}

/**
 * What a document's last run has left to go on from; undefined if there is nothing, or it cannot be read,
 * which the log tells.
 */
export async function originIn({ files, log }: RunPorts): Promise<RunOrigin | undefined> {
  try {
    const bytes = await files.readCheckpoint();
    return bytes && readOrigin(bytes, files.checkpointName);
  } catch (error) {
    // The builder opens all the same.
    log(error);
    return undefined;
  }
}
