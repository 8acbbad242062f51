// The host's side of a worker: starts it when something is asked of it, and again after it has died.
// A call that was open when it died ends with a sentence; nothing waits for ever.

import { Worker } from "node:worker_threads";
import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import { type Channel, openChannel, type Port } from "../protocol/channel.ts";
import type { TrainingObserver, TrainingWorker } from "../protocol/worker.ts";

/**
 * What a worker keeps while it reads and trains is large and stays; what it drops at once is small. Little
 * room for the latter is less memory and, in the caches, faster.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 6 };

/** Milliseconds in which a worker that reads hears that it is to end. */
const DEAF = 3000;

interface Living {
  readonly worker: Worker;
  readonly channel: Channel<TrainingWorker>;
  /** Why it died, once it did. */
  reason?: string;
}

const nobody: TrainingObserver = { started: async () => {}, progressed: async () => {}, reading: async () => {} };

/** Starts a worker; who wants one is given this, and does not know where the extension lies. */
export type WorkerFactory = (observer?: Partial<TrainingObserver>) => WorkerClient;

export class WorkerClient implements TrainingWorker {
  readonly #file: string;
  readonly #observer: TrainingObserver;
  #living: Living | undefined;
  /** A run that reads its data, or is set up: it has learned nothing yet. */
  #isPreparing = false;

  /** @param file the worker's bundle */
  constructor(file: string, observer: Partial<TrainingObserver> = {}) {
    this.#file = file;
    this.#observer = {
      ...nobody,
      ...observer,
      started: async (run) => {
        this.#isPreparing = false;
        await observer.started?.(run);
      },
    };
  }

  sample: TrainingWorker["sample"] = (layer) => this.#call((worker) => worker.sample(layer));
  inspect: TrainingWorker["inspect"] = (sources, encodingHint) => this.#call((worker) => worker.inspect(sources, encodingHint));
  describe: TrainingWorker["describe"] = (experiment, sources, options) =>
    this.#call((worker) => worker.describe(experiment, sources, options));
  cancelReading: TrainingWorker["cancelReading"] = (document) => this.#callOrEnd((worker) => worker.cancelReading(document));
  loadWeights: TrainingWorker["loadWeights"] = (document, weights, threshold) =>
    this.#call((worker) => worker.loadWeights(document, weights, threshold));
  predictValues: TrainingWorker["predictValues"] = (document, values) => this.#call((worker) => worker.predictValues(document, values));
  predictFile: TrainingWorker["predictFile"] = (document, csv, keepsFormulas) =>
    this.#call((worker) => worker.predictFile(document, csv, keepsFormulas));
  rows: TrainingWorker["rows"] = (document, question) => this.#call((worker) => worker.rows(document, question));
  rowValues: TrainingWorker["rowValues"] = (document, row) => this.#call((worker) => worker.rowValues(document, row));
  train: TrainingWorker["train"] = (experiment, sources, options) => {
    this.#isPreparing = true;
    return this.#call((worker) => worker.train(experiment, sources, options)).finally(() => (this.#isPreparing = false));
  };
  // What is trained already is worth waiting for.
  stop: TrainingWorker["stop"] = () =>
    this.#isPreparing ? this.#callOrEnd((worker) => worker.stop()) : this.#call((worker) => worker.stop());
  pause: TrainingWorker["pause"] = () => this.#call((worker) => worker.pause());
  resume: TrainingWorker["resume"] = () => this.#call((worker) => worker.resume());
  advance: TrainingWorker["advance"] = (stride) => this.#call((worker) => worker.advance(stride));
  setLearningRate: TrainingWorker["setLearningRate"] = (lr) => this.#call((worker) => worker.setLearningRate(lr));
  look: TrainingWorker["look"] = (index) => this.#call((worker) => worker.look(index));
  weights: TrainingWorker["weights"] = () => this.#call((worker) => worker.weights());
  firstWeights: TrainingWorker["firstWeights"] = (experiment, sources, options) =>
    this.#call((worker) => worker.firstWeights(experiment, sources, options));
  test: TrainingWorker["test"] = (experiment, sources, weights, encodingHint) =>
    this.#call((worker) => worker.test(experiment, sources, weights, encodingHint));
  checkpoint: TrainingWorker["checkpoint"] = () => this.#call((worker) => worker.checkpoint());
  judge: TrainingWorker["judge"] = (document, sources, kind, question, encodingHint) =>
    this.#call((worker) => worker.judge(document, sources, kind, question, encodingHint));

  /** Ends the worker at once, whatever it does. */
  dispose(): void {
    const living = this.#living;
    this.#living = undefined;
    living?.channel.close();
    void living?.worker.terminate();
  }

  /** Starts the worker before anything is asked of it. */
  warm(): void {
    this.#living ??= this.#start();
  }

  /**
   * Ends a worker that does not hear it: the person does not want to wait, and the next question starts
   * another.
   */
  async #callOrEnd<T>(ask: (worker: TrainingWorker) => Promise<T>): Promise<T> {
    const living = this.#living;
    const timer = setTimeout(() => void living?.worker.terminate(), DEAF);
    return this.#call(ask).finally(() => clearTimeout(timer));
  }

  async #call<T>(ask: (worker: TrainingWorker) => Promise<T>): Promise<T> {
    const living = (this.#living ??= this.#start());
    try {
      return await ask(living.channel.remote);
    } catch (error) {
      if (living.reason === undefined) throw error;
      const sentence = message("The training worker stopped unexpectedly: {0}. Try again.", living.reason.replace(/\.$/, ""));
      throw new ProblemError({ severity: "error", code: "worker-died", message: sentence, path: [] });
    }
  }

  #start(): Living {
    const worker = new Worker(this.#file, { name: "perceptron", resourceLimits });
    const living: Living = { worker, channel: openChannel<TrainingWorker, TrainingObserver>(portOf(worker), this.#observer) };
    const end = (reason: string): void => {
      living.reason ??= reason;
      if (this.#living === living) this.#living = undefined;
      living.channel.close();
    };
    worker.once("error", (error: Error) => end(error.message));
    worker.once("exit", (code) => end(`exit code ${code}`));
    return living;
  }
}

function portOf(worker: Worker): Port {
  return {
    post: (value) => worker.postMessage(value),
    listen: (listener) => {
      worker.on("message", listener);
      return () => worker.off("message", listener);
    },
  };
}
