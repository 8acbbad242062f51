// A document's sweep: its trials, the workers that train them, and how far all of it is. It belongs to no file and ends with the last builder of the
// document; the document's own run knows nothing of it.

import { availableParallelism } from "node:os";
import * as vscode from "vscode";
import type { Message } from "../model/message.ts";
import { type BandKind, bandOf } from "../model/sweep/band.ts";
import { MedianStopping } from "../model/sweep/median-stopping.ts";
import type { Sweep } from "../model/sweep/sweep.ts";
import { isSameTrial, type Trial } from "../model/sweep/trials.ts";
import type { Bands, SweepStatus } from "../protocol/sweep.ts";
import { encodingHint } from "./encoding-hint.ts";
import { log } from "./log.ts";
import { RunClock } from "./run-clock.ts";
import { sourceReferences } from "./sources.ts";
import { type Job, type Lane, SweepPool } from "./sweep-pool.ts";
import { SweepTrial } from "./sweep-trial.ts";
import { reasonOf } from "./text.ts";

export class DocumentSweep {
  readonly #document: vscode.Uri;
  readonly #extensionPath: string;
  readonly #changed = new vscode.EventEmitter<void>();
  #count = 0;
  #sweep: Sweep | undefined;
  #text = "";
  #epochs = 0;
  #trials: readonly SweepTrial[] = [];
  #state: SweepStatus["state"] = "ended";
  #pool: SweepPool | undefined;
  #over: Promise<void> = Promise.resolve();
  #clock = new RunClock();
  #startedAt = 0;
  #seconds = 0;
  #note: Message | undefined;

  /** Told when a sweep begins or ends. */
  readonly onDidChange = this.#changed.event;

  constructor(document: vscode.Uri, extensionPath: string) {
    this.#document = document;
    this.#extensionPath = extensionPath;
  }

  /** Counts up whenever a sweep begins or ends; 0 where there was none. */
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
    this.#startedAt = performance.now();
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

  /** How it stands; undefined where there was none. @param text the document as it is now */
  status(band: BandKind, text: string): SweepStatus | undefined {
    const sweep = this.#sweep;
    if (sweep === undefined) return undefined;
    const runnable = this.#trials.filter(({ trial }) => "experiment" in trial);
    const trained = runnable.reduce((sum, trial) => sum + (trial.isOver ? this.#epochs : trial.epoch), 0);
    const secondsLeft = this.#state === "running" ? this.#clock.secondsLeft(trained, runnable.length * this.#epochs) : undefined;
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
    const jobs = this.#trials.flatMap((trial, index) => jobOf(trial, index, rule));
    try {
      const [first] = jobs;
      if (first === undefined) return;
      const sources = await sourceReferences(this.#document, first.experiment.data.file);
      const most = vscode.workspace.getConfiguration("perceptron").get<number | null>("threads") ?? Infinity;
      this.#pool = new SweepPool(this.#extensionPath, Math.min(most, availableParallelism(), jobs.length));
      // A stop that came before there was a pool.
      if (this.#state === "stopping") this.#pool.stop();
      await this.#pool.run(jobs, sources, encodingHint(this.#document));
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      this.#note = reasonOf(error);
    } finally {
      this.#pool?.dispose();
      this.#pool = undefined;
      this.#seconds = this.#elapsed();
      this.#state = "ended";
      this.#change();
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

  /** Whether a trial of the present document would be another experiment. */
  #isOutdated(text: string): boolean {
    const [first] = this.#trials;
    return first !== undefined && !isSameTrial(text, this.#text, first.trial.settings);
  }

  #elapsed(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }

  #change(): void {
    this.#count++;
    this.#changed.fire();
  }
}

/** A trial as work for the pool; none where it is no valid document. */
function jobOf(trial: SweepTrial, index: number, rule: MedianStopping | undefined): Job[] {
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
      ended: (run) => trial.end(run),
      failed: (error) => trial.fail(reasonOf(error)),
    },
  ];
}
