// The built-in engine as a trainer: a worker that is given the CSVs of one document.

import * as vscode from "vscode";
import type { Experiment } from "../../model/schema.ts";
import type { FinishedRun } from "../../protocol/worker.ts";
import type { Trainer, TrainerFactory, TrainerListener, TrainerOptions } from "../../session/trainer.ts";
import { encodingHint } from "../data/encoding-hint.ts";
import { sourceReferences } from "../data/sources.ts";
import type { WorkerFactory, WorkerClient } from "../worker-client.ts";

/** Trainers of a document's runs. */
export function workerTrainers(document: vscode.Uri, startWorker: WorkerFactory): TrainerFactory {
  return (listener) => new WorkerTrainer(document, startWorker, listener);
}

class WorkerTrainer implements Trainer {
  readonly #document: vscode.Uri;
  readonly #worker: WorkerClient;
  #isStopped = false;

  constructor(document: vscode.Uri, startWorker: WorkerFactory, listener: TrainerListener) {
    this.#document = document;
    this.#worker = startWorker({
      started: async (started) => listener.started(started),
      progressed: async (_, results) => listener.progressed(results),
      found: async (findings) => listener.found?.(findings),
    });
  }

  async train(experiment: Experiment, options: TrainerOptions): Promise<FinishedRun> {
    this.#isStopped = false;
    const sources = await sourceReferences(this.#document, experiment.data.file);
    const threads = vscode.workspace.getConfiguration("perceptron").get<number | null>("threads");
    const hint = encodingHint(this.#document);
    const finished = this.#worker.train(experiment, sources, { encodingHint: hint, ...(threads ? { threads } : {}), ...options });
    // A stop that came before the worker knew of the run has to be said again; one that cannot be told any
    // more is told by the call that is open.
    if (this.#isStopped) await this.#worker.stop().catch(() => undefined);
    return finished;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#worker.stop();
  }

  pause: Trainer["pause"] = () => this.#worker.pause();
  resume: Trainer["resume"] = () => this.#worker.resume();
  advance: Trainer["advance"] = (stride) => this.#worker.advance(stride);
  setLearningRate: Trainer["setLearningRate"] = (lr) => this.#worker.setLearningRate(lr);
  weights: Trainer["weights"] = () => this.#worker.weights();
  checkpoint: Trainer["checkpoint"] = () => this.#worker.checkpoint();

  warm(): void {
    this.#worker.warm();
  }

  dispose(): void {
    this.#worker.dispose();
  }
}
