// The worker thread: the data and training rooms behind a channel, and nothing of its own but reading files and giving way.
// It trains in slices, so that a stop is heard within one of them.

import { parentPort } from "node:worker_threads";
import { openChannel, type Port } from "../protocol/channel.ts";
import type { TrainingObserver, TrainingWorker } from "../protocol/worker.ts";
import { createTrainingWorker } from "./training-worker.ts";

const host = parentPort;
if (host === null) throw new Error("worker.js runs as a worker thread only.");

const port: Port = {
  post: (value) => host.postMessage(value),
  listen: (listener) => {
    host.on("message", listener);
    return () => host.off("message", listener);
  },
};

const worker = createTrainingWorker(() => channel.remote);
const channel = openChannel<TrainingObserver, TrainingWorker>(port, worker);
