// The worker as a thread of Node.

import { Worker } from "node:worker_threads";
import type { Thread } from "../platform.ts";

/**
 * What a worker keeps while it reads and trains is large and stays; what it drops at once is small. Little
 * room for the latter is less memory and, in the caches, faster.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 6 };

/** @param file the worker's bundle */
export function startThread(file: string): Thread {
  const worker = new Worker(file, { name: "perceptron", resourceLimits });
  return {
    post: (value) => worker.postMessage(value),
    listen: (listener) => {
      worker.on("message", listener);
      return () => worker.off("message", listener);
    },
    onEnd: (listener) => {
      worker.once("error", (error: Error) => listener(error.message));
      worker.once("exit", (code) => listener(`exit code ${code}`));
    },
    terminate: () => void worker.terminate(),
  };
}
