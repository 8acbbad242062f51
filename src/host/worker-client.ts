// The host's side of a worker: starts it when something is asked of it, and again after it has died.
// A call that was open when it died ends with a sentence; nothing waits for ever. Of the questions themselves
// it knows only those that somebody waits for impatiently.

import { Worker } from "node:worker_threads";
import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import { type Channel, openChannel, type Port, remoteOf, withOwn } from "../protocol/channel.ts";
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

/** Every question to a worker, and its life. */
export interface WorkerClient extends TrainingWorker {
  /** Starts the worker before anything is asked of it. */
  warm(): void;
  /** Ends the worker at once, whatever it does; the next question starts another. */
  dispose(): void;
}

/** Starts a worker; who wants one is given this, and does not know where the extension lies. */
export type WorkerFactory = (observer?: Partial<TrainingObserver>) => WorkerClient;

/** A worker that is started with the first question. @param file its bundle */
export function openWorker(file: string, observer?: Partial<TrainingObserver>): WorkerClient {
  const life = new WorkerLife(file, observer);
  const remote = remoteOf<TrainingWorker>((method, args) => life.ask(method, args));
  return withOwn(remote, { warm: () => life.warm(), dispose: () => life.dispose() });
}

class WorkerLife {
  readonly #file: string;
  readonly #observer: TrainingObserver;
  #living: Living | undefined;
  /** A run that reads its data, or is set up: it has learned nothing yet. */
  #isPreparing = false;

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

  dispose(): void {
    const living = this.#living;
    this.#living = undefined;
    living?.channel.close();
    void living?.worker.terminate();
  }

  warm(): void {
    this.#living ??= this.#start();
  }

  async ask(method: keyof TrainingWorker, args: readonly unknown[]): Promise<unknown> {
    // What is trained already is worth waiting for.
    if (method === "cancelReading" || (method === "stop" && this.#isPreparing)) return this.#callOrEnd(method, args);
    if (method !== "train") return this.#call(method, args);
    this.#isPreparing = true;
    return this.#call(method, args).finally(() => (this.#isPreparing = false));
  }

  /**
   * Ends a worker that does not hear it: the person does not want to wait, and the next question starts
   * another.
   */
  async #callOrEnd(method: keyof TrainingWorker, args: readonly unknown[]): Promise<unknown> {
    const living = this.#living;
    const timer = setTimeout(() => void living?.worker.terminate(), DEAF);
    return this.#call(method, args).finally(() => clearTimeout(timer));
  }

  async #call(method: keyof TrainingWorker, args: readonly unknown[]): Promise<unknown> {
    const living = (this.#living ??= this.#start());
    try {
      return await living.channel.call(method, args);
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
