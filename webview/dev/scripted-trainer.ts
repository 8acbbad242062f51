// A trainer that plays a script: losses along a decay, as many at a time as it is told, so that a run of ten
// thousand epochs takes as long as a test wants. Rows, layers and weights are those of the real network,
// which meanwhile learns for one epoch.

import type { Experiment } from "../../src/model/schema.ts";
import type { Checkpoint, FinishedRun, RunPosition, Stride } from "../../src/protocol/worker.ts";
import type { Clock } from "../../src/session/ports.ts";
import type { Trainer, TrainerListener, TrainerOptions } from "../../src/session/trainer.ts";
import type { PreparedExperiment } from "../../src/training/experiment.ts";
import { progressTensor, readProgress } from "../../src/training/progress.ts";
import { checkpointOf, type Planned, readResumed } from "../../src/worker/checkpoints.ts";
import type { HealthFinding } from "../../src/training/health/finding.ts";
import { Moments } from "../../src/training/space/moments.ts";
import { TrainingRun } from "../../src/training/run.ts";
import type { EpochResult, Stopped } from "../../src/training/types.ts";

/** Milliseconds between two reports. */
const PACE = 50;

export interface ScriptPorts {
  readonly clock: Clock;
  readonly prepare: (experiment: Experiment) => Promise<PreparedExperiment>;
  /** How many reports a run takes from its first to its last epoch. */
  readonly reports: number;
}

/** What it plays at the moment. */
interface Played {
  readonly run: TrainingRun;
  readonly prepared: PreparedExperiment;
  readonly epochs: number;
  readonly end: (stopped: Stopped) => void;
}

export class ScriptedTrainer implements Trainer {
  readonly #ports: ScriptPorts;
  readonly #listener: TrainerListener;
  #played: Played | undefined;
  #epoch = 0;
  #points: EpochResult[] = [];
  #moments = new Moments();
  #batch = 0;
  #lr = 0;
  /** Ends the reports. */
  #rest: () => void = () => {};

  constructor(ports: ScriptPorts, listener: TrainerListener) {
    this.#ports = ports;
    this.#listener = listener;
  }

  async train(experiment: Experiment, options: TrainerOptions): Promise<FinishedRun> {
    const prepared = await this.#ports.prepare(experiment);
    const run = new TrainingRun(prepared, { onEpoch: () => {}, epochs: 1, keepsEnd: true, evaluatesEnd: options.evaluatesEnd ?? false });
    const epochs = options.epochs ?? experiment.training.epochs;
    const before = options.resume && readResumed(options.resume);
    this.#epoch = before ? readProgress(before.resume).epochs : 0;
    this.#points = [...(before?.points ?? [])];
    this.#moments = new Moments();
    this.#lr = experiment.training.optimizer.lr;
    const stopped = await new Promise<Stopped>((end) => {
      this.#played = { run, prepared, epochs, end };
      this.#moments.ended(0, () => run.weights());
      this.#listener.started({ ...run.started, epochs });
      this.#goOn();
    });
    this.#rest();
    const first = run.weights();
    run.advance(() => false);
    const outcome = run.outcome();
    this.#moments.ended(this.#epoch, () => first, true);
    const end = this.#checkpoint();
    this.#played = undefined;
    const hasBest = stopped === "interrupted" && this.#epoch > 1 && options.keepsBest === true;
    const { other: _, ...own } = outcome;
    return {
      ...own,
      stopped,
      epochs: this.#epoch,
      steps: this.#epoch * run.started.batchesPerEpoch,
      seconds: (this.#epoch * PACE) / 1000,
      ...(options.keepsEnd && end ? { end } : {}),
      ...(options.keepsMoments ? { moments: this.#moments.all } : {}),
      ...(hasBest ? { other: { which: "best", bestEpoch: this.#epoch - 1, tensors: first } } : {}),
    };
  }

  /** Reports so many epochs more at once; the run ends with the last one. */
  play(epochs: number): void {
    const played = this.#played;
    if (played === undefined) return;
    const results: EpochResult[] = [];
    while (results.length < epochs && this.#epoch < played.epochs) results.push(this.#next(played));
    if (played.run.isTraining) played.run.advanceBatch();
    for (const { epoch } of results) this.#moments.ended(epoch, () => played.run.weights());
    this.#points.push(...results);
    this.#listener.progressed(results);
    if (this.#epoch >= played.epochs) played.end(null);
  }

  /** Says what is sick about the run. */
  find(findings: readonly HealthFinding[]): void {
    this.#listener.found?.(findings);
  }

  async stop(): Promise<void> {
    this.#played?.end("interrupted");
  }

  async pause(): Promise<RunPosition | undefined> {
    this.#rest();
    return this.#position();
  }

  async resume(): Promise<void> {
    this.#goOn();
  }

  async advance(stride: Stride): Promise<RunPosition | undefined> {
    this.#batch = stride === "epoch" ? 0 : this.#batch + 1;
    if (stride === "epoch") this.play(1);
    return this.#position();
  }

  async setLearningRate(lr: number): Promise<void> {
    this.#lr = lr;
  }

  weights: Trainer["weights"] = async () => this.#played?.run.weightSummaries();

  moments: Trainer["moments"] = async (known) => {
    if (this.#played === undefined) return undefined;
    this.#moments.isWatched = true;
    const { all } = this.#moments;
    const now = { epoch: this.#epoch, tensors: this.#played.run.weights() };
    return { epochs: all.map(({ epoch }) => epoch), added: all.filter(({ epoch }) => !known.includes(epoch)), now };
  };

  async checkpoint(): Promise<Checkpoint | undefined> {
    return this.#checkpoint();
  }

  warm(): void {}

  dispose(): void {
    this.#rest();
  }

  #goOn(): void {
    this.#rest();
    const { epochs = 0 } = this.#played ?? {};
    this.#rest = this.#ports.clock.every(PACE, () => this.play(Math.max(1, Math.ceil(epochs / this.#ports.reports))));
  }

  #position(): RunPosition | undefined {
    return this.#played && { epoch: this.#epoch, batch: this.#batch };
  }

  #next({ epochs, prepared }: Played): EpochResult {
    const epoch = ++this.#epoch;
    return { ...scriptedEpoch(epoch, epochs, prepared.experiment.training.seed), lr: this.#lr };
  }

  /** A checkpoint of the network that says the script's epoch. */
  #checkpoint(): Checkpoint | undefined {
    if (this.#played === undefined) return undefined;
    const { run, prepared, epochs } = this.#played;
    const { experiment, encoded } = prepared;
    const planned: Planned = {
      experiment: { ...experiment, training: { ...experiment.training, epochs } },
      preprocessing: encoded.preprocessing,
    };
    const epoch = this.#epoch;
    const placed: Pick<TrainingRun, "checkpoint" | "epochs" | "batch"> = {
      epochs: epoch,
      batch: this.#batch,
      checkpoint: () => {
        const checkpoint = run.checkpoint();
        if (checkpoint === undefined) return undefined;
        const progress = progressTensor({ ...readProgress(checkpoint), epochs: epoch });
        return { tensors: checkpoint.tensors.map((tensor) => (tensor.name === progress.name ? progress : tensor)) };
      },
    };
    return checkpointOf(placed, planned, this.#points, this.#moments.all);
  }
}

/** The epoch of a run that learns well: the first ones are far off, as in the sample, then all falls. */
function scriptedEpoch(epoch: number, epochs: number, seed: number): Omit<EpochResult, "lr"> {
  const progress = epoch / epochs;
  const own = 0.02 * Math.sin((seed - 4) * 12.9898);
  const ripple = Math.sin(epoch * 12.9898) * 0.012 * (1 - progress * 0.7);
  const trainLoss = 0.22 + own + 0.47 * Math.exp(-5 * progress) + ripple + 22 * Math.exp(1 - epoch);
  const validationLoss = 0.25 + own + 0.45 * Math.exp(-4.6 * progress) + 0.05 * progress ** 2 + Math.sin(epoch * 78.233) * 0.014;
  const metrics = { train: { accuracy: accuracyOf(trainLoss) }, validation: { accuracy: accuracyOf(validationLoss) } };
  return { epoch, trainLoss, validationLoss, metrics, gradientNorm: 0.02 + Math.exp(-4 * progress) * (1 + 0.4 * Math.sin(epoch * 4.1414)) };
}

function accuracyOf(loss: number): number {
  return Math.max(0.4, 1.1 - loss);
}
