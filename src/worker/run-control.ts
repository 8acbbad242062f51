// A run and the person's hand on it: it trains in slices, and between two of them it hears that it is to
// wait, to go one batch or one epoch, or to end.

import type { RunPosition, Stride } from "../protocol/worker.ts";
import type { TrainingRun } from "../training/run.ts";
import type { WorkerPorts } from "./ports.ts";

type Pace = "running" | "paused" | Stride;

export class RunControl {
  readonly #ports: Pick<WorkerPorts, "turn">;
  #run: TrainingRun | undefined;
  #pace: Pace = "running";
  #isStopped = false;
  readonly #reading = new AbortController();
  /** Those who wait until the run waits, or is over. */
  #watchers: (() => void)[] = [];
  #wake: (() => void) | undefined;

  /** @param waits whether the run waits before its first batch */
  constructor(ports: Pick<WorkerPorts, "turn">, waits = false) {
    this.#ports = ports;
    if (waits) this.#pace = "paused";
  }

  /** Absent while the data is read. */
  get run(): TrainingRun | undefined {
    return this.#run;
  }

  /** Ends the reading of the data with the stop of the run. */
  get reading(): AbortController {
    return this.#reading;
  }

  /** Takes over a run that is set up. */
  begin(run: TrainingRun): void {
    this.#run = run;
  }

  stop(): void {
    this.#isStopped = true;
    this.#reading.abort();
    this.#run?.stop();
    this.#set("running");
  }

  pause(): Promise<RunPosition | undefined> {
    if (this.#pace === "running") this.#pace = "paused";
    return this.#pause();
  }

  resume(): void {
    this.#set("running");
  }

  advance(stride: Stride): Promise<RunPosition | undefined> {
    this.#set(stride);
    return this.#pause();
  }

  /**
   * Trains until `isDue` or as far as the person wants.
   * @returns true if the run is over
   */
  slice(isDue: () => boolean): boolean {
    const run = this.#run!;
    if (this.#pace === "running" || this.#isStopped || !run.isTraining) return run.advance(isDue);
    if (this.#pace === "batch") run.advanceBatch();
    if (this.#pace === "batch" || (this.#pace === "epoch" && run.advanceEpoch(isDue))) this.#pace = "paused";
    return false;
  }

  /** Lets messages in; while the run waits, until one changes that. */
  async breathe(): Promise<void> {
    await this.#ports.turn();
    while (this.#pace === "paused" && !this.#isStopped && this.#run?.isTraining) {
      this.#tellWatchers();
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** The run is over, or never began. */
  end(): void {
    this.#tellWatchers();
    this.#run?.dispose();
  }

  #set(pace: Pace): void {
    this.#pace = pace;
    this.#wake?.();
  }

  async #pause(): Promise<RunPosition | undefined> {
    await new Promise<void>((resolve) => {
      this.#watchers.push(resolve);
      this.#wake?.();
    });
    const run = this.#run;
    return run?.isTraining ? { epoch: run.epochs, batch: run.batch } : undefined;
  }

  #tellWatchers(): void {
    for (const tell of this.#watchers.splice(0)) tell();
  }
}
