// A document's sweep: its trials, the workers that train them, and how far all of it is. It ends with the
// last builder of the document, and what it came to is kept beside the runs; the document's own run knows
// nothing of it.

import type { Message } from "../../model/message.ts";
import { type BandKind, bandOf } from "../../model/sweep/band.ts";
import { MedianStopping } from "../../model/sweep/median-stopping.ts";
import type { KeptSweep } from "../../model/sweep/kept-sweep.ts";
import type { Sweep } from "../../model/sweep/sweep.ts";
import { isSameTrial, type Trial } from "../../model/sweep/trials.ts";
import type { Bands, SweepStatus, TrialStatus } from "../../protocol/sweep.ts";
import { Emitter } from "../emitter.ts";
import type { Clock } from "../ports.ts";
import { RunClock } from "../run/run-clock.ts";
import type { TrainerFactory } from "../trainer.ts";
import { type Job, type Lane, SweepPool } from "./sweep-pool.ts";
import { SweepTrial } from "./sweep-trial.ts";
import { reasonOf } from "../../model/problem.ts";
import { stoppedBefore } from "../stopped-before.ts";

/** Milliseconds between two savings while trials are trained. */
const SAVE_PACE = 5_000;

export interface SweepPorts {
  readonly clock: Clock;
  readonly trainer: TrainerFactory;
  /**
   * What was kept of the newest sweep of an earlier window; undefined if nothing was, or it cannot be read.
   * Never rejects.
   */
  readonly load: () => Promise<KeptSweep | undefined>;
  /** Keeps a sweep in the place of the one before. @throws ProblemError if it cannot be written */
  readonly save: (kept: KeptSweep) => Promise<void>;
  /** How many trials are trained at once, at most. */
  readonly lanes: () => number;
  /** What went wrong and no sentence on the screen explains. */
  readonly log: (error: unknown) => void;
}

export class DocumentSweep {
  readonly #ports: SweepPorts;
  readonly #changed = new Emitter<void>();
  #count = 0;
  #sweep: Sweep | undefined;
  #text = "";
  #epochs = 0;
  #trials: readonly SweepTrial[] = [];
  #state: SweepStatus["state"] = "ended";
  #pool: SweepPool | undefined;
  #over: Promise<void> = Promise.resolve();
  readonly #clock: RunClock;
  #startedAt = 0;
  #savedAt = 0;
  #seconds = 0;
  #note: Message | undefined;
  /** A sweep of an earlier session, until there is one of this. */
  #kept: KeptSweep | undefined;

  /** Resolves when what an earlier session has kept is known. Never rejects. */
  readonly restored: Promise<void>;

  /** Told when a sweep begins or ends. */
  readonly onDidChange = this.#changed.event;

  constructor(ports: SweepPorts) {
    this.#ports = ports;
    this.#clock = new RunClock(ports.clock);
    this.restored = this.#restore();
  }

  /** Counts up whenever a sweep begins or ends; 0 if there was none. */
  get count(): number {
    return this.#count;
  }

  get isActive(): boolean {
    return this.#state !== "ended";
  }

  /** Resolves when the sweep is over. Never rejects. */
  get over(): Promise<void> {
    return this.#over;
  }

  /**
   * Starts a sweep; the caller has made sure that none is active.
   * @param text the document that the trials are variants of
   */
  start(sweep: Sweep, text: string, trials: readonly Trial[]): void {
    this.#sweep = sweep;
    this.#text = text;
    this.#trials = trials.map((trial) => new SweepTrial(trial));
    this.#epochs = trials.find((trial) => "experiment" in trial)?.experiment.training.epochs ?? 0;
    this.#note = undefined;
    this.#state = "running";
    this.#startedAt = this.#ports.clock.now();
    this.#savedAt = this.#startedAt;
    this.#clock.begin(0);
    this.#over = this.#run();
    this.#change();
  }

  /** Ends every trial after its current batch; resolves like `over`. */
  async stop(): Promise<void> {
    if (this.#state === "running") {
      this.#state = "stopping";
      this.#pool?.stop();
    }
    await this.#over;
  }

  /** Says something about the sweep while it goes on. */
  note(note: Message): void {
    if (this.isActive) this.#note = note;
  }

  /** How it stands; undefined if there was none. @param text the document as it is now */
  status(band: BandKind, text: string): SweepStatus | undefined {
    const sweep = this.#sweep;
    if (sweep === undefined) return this.#kept && keptStatus(this.#kept, band, text);
    const runnable = this.#trials.filter(({ trial }) => "experiment" in trial);
    const trained = runnable.reduce((sum, trial) => sum + (trial.isOver ? this.#epochs : trial.epoch), 0);
    const secondsLeft = this.#state === "running" ? this.#clock.pace(trained, runnable.length * this.#epochs).secondsLeft : undefined;
    return {
      state: this.#state,
      sweep,
      trials: this.#trials.map(({ status }) => status),
      epochs: this.#epochs,
      ...(secondsLeft === undefined ? {} : { secondsLeft }),
      seconds: this.isActive ? this.#elapsed() : this.#seconds,
      ...(sweep.kind === "seeds" ? { bands: this.#bands(band) } : {}),
      ...(this.#isOutdated(text) ? { isOutdated: true } : {}),
      ...(this.#note ? { note: this.#note } : {}),
    };
  }

  dispose(): void {
    if (this.isActive) this.#state = "stopping";
    this.#pool?.dispose();
    this.#changed.dispose();
  }

  async #run(): Promise<void> {
    const sweep = this.#sweep;
    const rule = sweep && sweep.kind !== "seeds" && sweep.stopsHopeless ? new MedianStopping(this.#epochs) : undefined;
    const jobs = this.#trials.flatMap((trial, index) =>
      jobOf(trial, index, rule, {
        ended: () => this.#saveNowAndThen(),
        failed: (error) => {
          if (this.#state === "stopping" && trial.epoch === 0) trial.waitAgain();
          else trial.fail(reasonOf(error));
        },
      }),
    );
    try {
      if (jobs.length === 0) return;
      this.#pool = new SweepPool(this.#ports.trainer, Math.min(this.#ports.lanes(), jobs.length));
      await this.#pool.run(jobs);
    } catch (error) {
      this.#ports.log(error);
      this.#note = reasonOf(error);
    } finally {
      this.#pool?.dispose();
      this.#pool = undefined;
      if (this.#state === "stopping" && this.#trials.every(({ epoch }) => epoch === 0)) this.#note = stoppedBefore();
      this.#seconds = this.#elapsed();
      await this.#save();
      this.#state = "ended";
      this.#change();
    }
  }

  async #restore(): Promise<void> {
    const kept = await this.#ports.load();
    if (kept === undefined || this.#sweep !== undefined) return;
    this.#kept = kept;
    this.#change();
  }

  /** A trial is over: what came out so far outlasts a window that is killed. */
  #saveNowAndThen(): void {
    const now = this.#ports.clock.now();
    if (now - this.#savedAt < SAVE_PACE) return;
    this.#savedAt = now;
    void this.#save();
  }

  /** What cannot be kept is said, and is there as long as the document is open. */
  async #save(): Promise<void> {
    const sweep = this.#sweep;
    if (sweep === undefined || this.#trials.every(({ epoch }) => epoch === 0)) return;
    const trials = this.#trials.map(({ status }) => interrupted(status));
    const bands = sweep.kind === "seeds" ? { bands: { range: this.#bands("range"), deviation: this.#bands("deviation") } } : {};
    const kept = { format: 1, document: this.#text, sweep, epochs: this.#epochs, seconds: this.#elapsed(), trials, ...bands };
    try {
      await this.#ports.save(kept as KeptSweep);
    } catch (error) {
      this.#ports.log(error);
      this.#note = reasonOf(error);
    }
  }

  #bands(kind: BandKind): Bands {
    const train = bandOf(
      this.#trials.map(({ trainLosses }) => trainLosses),
      kind,
    );
    const validation = bandOf(
      this.#trials.map(({ validationLosses }) => validationLosses),
      kind,
    );
    return { train, ...(validation.epochs.length > 0 ? { validation } : {}) };
  }

  /** Whether a trial of the present document would train something else. */
  #isOutdated(text: string): boolean {
    const [first] = this.#trials;
    return first !== undefined && !isSameTrial(text, this.#text, first.trial.settings);
  }

  #elapsed(): number {
    return (this.#ports.clock.now() - this.#startedAt) / 1000;
  }

  #change(): void {
    this.#count++;
    this.#changed.fire();
  }
}

/** A sweep of an earlier session, as it ended. */
function keptStatus({ sweep, document, epochs, seconds, trials, bands }: KeptSweep, band: BandKind, text: string): SweepStatus {
  const isOutdated = !isSameTrial(text, document, trials[0]!.settings);
  const own = bands?.[band];
  return {
    state: "ended",
    sweep,
    trials: trials as readonly TrialStatus[],
    epochs,
    seconds,
    ...(own ? { bands: own as Bands } : {}),
    ...(isOutdated ? { isOutdated } : {}),
  };
}

/** A trial as it stands, if nothing goes on with it. */
function interrupted(status: TrialStatus): TrialStatus {
  if (status.state !== "running") return status;
  return status.epoch > 0 ? { ...status, state: "ended", stopped: "interrupted" } : { ...status, state: "waiting" };
}

/** A trial as work for the pool; none if it is no valid document. */
function jobOf(
  trial: SweepTrial,
  index: number,
  rule: MedianStopping | undefined,
  told: { ended(): void; failed(error: unknown): void },
): Job[] {
  if (!("experiment" in trial.trial)) return [];
  let own: Lane | undefined;
  return [
    {
      experiment: trial.trial.experiment,
      began: (lane) => {
        own = lane;
        trial.begin();
      },
      progressed: (results) => {
        const losses = trial.add(results);
        if (!rule?.add(index, losses)) return;
        trial.giveUp();
        own?.stop();
      },
      ended: (run) => {
        trial.end(run);
        told.ended();
      },
      failed: (error) => told.failed(error),
    },
  ];
}
