// A run without an engine: losses fall along a decay with a little ripple, in batches as the real host sends
// them.

import type { Experiment } from "../../src/model/schema.ts";
import type { BegunStatus, CurveBatch, PausedStatus, RunFacts, RunningStatus, RunStatus, Unfinished } from "../../src/protocol/run.ts";
import type { Stride } from "../../src/protocol/worker.ts";
import type { EpochResult, KeptWeights } from "../../src/training/types.ts";

const INTERVAL = 50;

export interface RunListener {
  changed(): void;
  grown(batch: CurveBatch): void;
}

export class FakeRun {
  status: RunStatus = { state: "idle", run: 0 };
  readonly #listener: RunListener;
  #points: EpochResult[] = [];
  ghost: readonly EpochResult[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;
  #experiment: Experiment | undefined;

  constructor(listener: RunListener) {
    this.#listener = listener;
  }

  get curve(): CurveBatch {
    return { run: this.status.run, start: 0, points: this.#points };
  }

  start(experiment: Experiment | undefined, parameters: number): void {
    if (experiment === undefined || this.status.state === "running") return;
    this.#experiment = experiment;
    this.ghost = this.#points;
    this.#points = [];
    const { epochs } = experiment.training;
    const started = { rows: { train: 800, validation: 100, test: 100 }, inputs: 3, parameters, epochs, batchesPerEpoch: 200 };
    this.status = { state: "running", run: this.status.run + 1, started, epoch: 0, epochs };
    if (this.ghost.length > 0) this.status = { ...this.status, hasGhost: true };
    this.#listener.changed();
    this.#goOn();
  }

  pause(): void {
    if (this.status.state !== "running") return;
    clearInterval(this.#timer);
    const { secondsLeft: _, ...status } = this.status;
    this.#become({ ...status, state: "paused", batch: 0 });
  }

  resume(): void {
    if (this.status.state !== "paused") return;
    const { batch: _, ...status } = this.status;
    this.#become({ ...status, state: "running" });
    this.#goOn();
  }

  /** Goes on while it is paused. */
  step(stride: Stride): void {
    if (this.status.state !== "paused") return;
    const batch = stride === "epoch" ? 0 : this.status.batch + 1;
    if (stride === "epoch") this.advance(1);
    if (this.status.state === "paused") this.#become({ ...this.status, batch });
  }

  setLearningRate(lr: number): void {
    if (this.status.state !== "idle") this.#become({ ...this.status, ownLr: lr });
  }

  /** Goes on after the end. */
  more(epochs: number): void {
    const { status } = this;
    if (status.state !== "ended" || status.started === undefined) return;
    const { run, epoch, hasGhost, ownLr, started } = status;
    this.#become({ state: "running", run, epoch, epochs: epoch + epochs, hasGhost, ownLr, started });
    this.#goOn();
  }

  keep(kept: KeptWeights): void {
    const { status } = this;
    if (status.state === "ended" && status.choice) this.#become({ ...status, choice: { ...status.choice, kept } });
  }

  discard(): void {
    if (this.status.state === "idle") this.#become({ ...this.status, unfinished: undefined });
  }

  /** Begins with what an earlier run has left. */
  leave(unfinished: Unfinished): void {
    this.status = { state: "idle", run: 0, unfinished };
  }

  /** Trains so many epochs more. */
  advance(epochs: number): void {
    const { status } = this;
    if (status.state !== "running" && status.state !== "paused") return;
    const start = this.#points.length;
    this.#grow(epochs);
    const epoch = this.#points.length;
    const left = ((status.epochs - epoch) / Math.max(1, epochs)) * (INTERVAL / 1000);
    const secondsPerEpoch = INTERVAL / 1000 / Math.max(1, epochs);
    this.status =
      status.state === "paused" ? { ...status, epoch, secondsPerEpoch } : { ...status, epoch, secondsLeft: left, secondsPerEpoch };
    this.#listener.grown({ run: status.run, start, points: this.#points.slice(start) });
    if (epoch >= status.epochs) this.#end(null);
    else this.#listener.changed();
  }

  stop(): void {
    if (this.status.state === "running" || this.status.state === "paused") this.#end("interrupted");
  }

  /** A run that is over, with so many epochs. */
  finish(experiment: Experiment | undefined, epochs: number, health?: RunFacts["health"]): void {
    if (experiment === undefined) return;
    this.#experiment = experiment;
    const started = { rows: { train: 800, validation: 100, test: 100 }, inputs: 3, parameters: 13, epochs, batchesPerEpoch: 200 };
    this.status = { state: "running", run: 1, epoch: 0, epochs, started };
    this.#grow(epochs);
    this.status = { ...this.status, epoch: epochs, ...(health ? { health } : {}) };
    this.#end(null);
  }

  #grow(count: number): void {
    if (this.status.state === "idle") return;
    const { epochs, ownLr } = this.status;
    const lr = ownLr ?? this.#experiment?.training.optimizer.lr ?? 0.01;
    for (let epoch = this.#points.length + 1; count > 0 && epoch <= epochs; epoch++, count--) {
      const progress = epoch / epochs;
      const ripple = Math.sin(epoch * 12.9898) * 0.012 * (1 - progress * 0.7);
      // As the sample's: the first epochs are far off.
      const spike = this.#experiment?.data.file === "binary.csv" ? 22 * Math.exp(1 - epoch) : 0;
      const trainLoss = 0.22 + 0.47 * Math.exp(-5 * progress) + ripple + spike;
      const validationLoss = 0.25 + 0.45 * Math.exp(-4.6 * progress) + 0.05 * progress ** 2 + Math.sin(epoch * 78.233) * 0.014;
      const metrics = { train: { accuracy: 1.12 - trainLoss }, validation: { accuracy: 1.1 - validationLoss } };
      const gradientNorm = 0.02 + Math.exp(-4 * progress) * (1 + 0.4 * Math.sin(epoch * 4.1414));
      this.#points.push({ epoch, trainLoss, validationLoss, lr, metrics, gradientNorm });
    }
  }

  #goOn(): void {
    this.#timer = setInterval(() => this.advance(Math.max(1, Math.round((this.status as BegunStatus).epochs / 400))), INTERVAL);
  }

  #become(status: RunStatus): void {
    this.status = status;
    this.#listener.changed();
  }

  #end(stopped: null | "interrupted"): void {
    clearInterval(this.#timer);
    const { run, epoch, epochs, hasGhost, ownLr, started } = this.status as RunningStatus | PausedStatus;
    const choice = stopped === "interrupted" && epoch > 1 ? { choice: { kept: "last", bestEpoch: epoch - 1 } as const } : {};
    const seconds = (this.#points.length * INTERVAL) / 1000;
    const { accuracy = 0 } = this.#points.at(-1)?.metrics?.validation ?? {};
    const verdict = {
      kind: "classes",
      split: "validation",
      answers: 100,
      right: Math.round(100 * accuracy),
      usual: "0",
      usualRight: 53,
    } as const;
    const ending = { verdict, seconds, secondsPerEpoch: INTERVAL / 1000, weights: "binary.safetensors" };
    this.status = { state: "ended", run, epoch, epochs, hasGhost, ownLr, started, stopped, hasMore: true, ...ending, ...choice };
    this.#listener.changed();
  }
}
