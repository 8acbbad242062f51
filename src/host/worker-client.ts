// The host's side of a worker: starts it when something is asked of it, and again after it has died.
// A call that was open when it died ends with a sentence; nothing waits for ever. Of the questions themselves
// it knows only those that somebody waits for impatiently.

import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import { type Channel, openChannel, remoteOf, withOwn } from "../protocol/channel.ts";
import type { TrainingObserver, TrainingWorker } from "../protocol/worker.ts";
import type { Thread } from "./platform.ts";

/** Milliseconds in which a worker that reads hears that it is to end. */
const DEAF = 3000;

interface Living {
  readonly thread: Thread;
  readonly channel: Channel<TrainingWorker>;
  /** Why it died, once it did. */
  reason?: string;
}

const nobody: TrainingObserver = {
  started: async () => {},
  progressed: async () => {},
  found: async () => {},
  noted: async () => {},
  preparing: async () => {},
  reading: async () => {},
};

/** Every question to a worker, and its life. */
export interface WorkerClient extends TrainingWorker {
  /** Starts the worker before anything is asked of it. */
  warm(): void;
  /** Ends the worker at once, whatever it does; the next question starts another. */
  dispose(): void;
}

/** Starts a worker; who wants one is given this, and does not know what it runs on. */
export type WorkerFactory = (observer?: Partial<TrainingObserver>) => WorkerClient;

/** A worker whose thread is started with the first question. */
export function openWorker(startThread: () => Thread, observer?: Partial<TrainingObserver>): WorkerClient {
  const life = new WorkerLife(startThread, observer);
  const remote = remoteOf<TrainingWorker>((method, args) => life.ask(method, args));
  return withOwn(remote, { warm: () => life.warm(), dispose: () => life.dispose() });
}

class WorkerLife {
  readonly #startThread: () => Thread;
  readonly #observer: TrainingObserver;
  #living: Living | undefined;
  /** A run that reads its data, or is set up: it has learned nothing yet. */
  #isPreparing = false;

  constructor(startThread: () => Thread, observer: Partial<TrainingObserver> = {}) {
    this.#startThread = startThread;
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
    living?.thread.terminate();
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
    const timer = setTimeout(() => living?.thread.terminate(), DEAF);
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
    const thread = this.#startThread();
    const living: Living = { thread, channel: openChannel<TrainingWorker, TrainingObserver>(thread, this.#observer) };
    thread.onEnd((reason) => {
      living.reason ??= reason;
      if (this.#living === living) this.#living = undefined;
      living.channel.close();
    });
    return living;
  }
}
