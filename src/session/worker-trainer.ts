// The built-in engine as a trainer: a worker of its own that is given the CSVs of one document.

import type { Experiment } from "../model/schema.ts";
import type { FinishedRun, SourceReference, Training, TrainingObserver, TrainOptions } from "../protocol/worker.ts";
import type { Trainer, TrainerFactory, TrainerListener, TrainerOptions } from "./trainer.ts";

export interface TrainerPorts {
  /** Starts a worker when something is asked of it. */
  readonly start: (observer: Pick<TrainingObserver, "started" | "progressed">) => TrainingThread;
  /** Where the document's CSVs are. @throws ProblemError if one must not be read, or is not there */
  readonly sources: (file: Experiment["data"]["file"]) => Promise<readonly SourceReference[]>;
  /** What the settings say of every run. */
  readonly options: () => Pick<TrainOptions, "encodingHint" | "threads">;
}

/** A worker that only trains. */
export interface TrainingThread {
  readonly training: Training;
  /** Starts it before anything is asked of it. */
  warm(): void;
  /** Ends it at once. */
  dispose(): void;
}

/** Trainers of a document's runs. */
export function workerTrainers(ports: TrainerPorts): TrainerFactory {
  return (listener) => new WorkerTrainer(ports, listener);
}

class WorkerTrainer implements Trainer {
  readonly #ports: TrainerPorts;
  readonly #thread: TrainingThread;
  readonly #training: Training;
  #isStopped = false;

  constructor(ports: TrainerPorts, listener: TrainerListener) {
    this.#ports = ports;
    this.#thread = ports.start({
      started: async (started) => listener.started(started),
      progressed: async (_, results) => listener.progressed(results),
    });
    this.#training = this.#thread.training;
  }

  async train(experiment: Experiment, options: TrainerOptions): Promise<FinishedRun> {
    this.#isStopped = false;
    const sources = await this.#ports.sources(experiment.data.file);
    const finished = this.#training.train(experiment, sources, { ...this.#ports.options(), ...options });
    // A stop that came before the worker knew of the run has to be said again; one that cannot be told any
    // more is told by the call that is open.
    if (this.#isStopped) await this.#training.stop().catch(() => undefined);
    return finished;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#training.stop();
  }

  pause: Trainer["pause"] = () => this.#training.pause();
  resume: Trainer["resume"] = () => this.#training.resume();
  advance: Trainer["advance"] = (stride) => this.#training.advance(stride);
  setLearningRate: Trainer["setLearningRate"] = (lr) => this.#training.setLearningRate(lr);
  weights: Trainer["weights"] = () => this.#training.weights();
  checkpoint: Trainer["checkpoint"] = () => this.#training.checkpoint();

  warm(): void {
    this.#thread.warm();
  }

  dispose(): void {
    this.#thread.dispose();
  }
}
