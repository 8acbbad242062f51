// The worker thread: the data and training rooms behind a channel, and nothing of its own but reading files
// and giving way. It trains in slices, so that a stop is heard within one of them. The same file is every
// further thread of a network, which only follows.

import { parentPort, workerData } from "node:worker_threads";
import { openChannel, type Port } from "../../protocol/channel.ts";
import type { TrainingObserver, TrainingWorker } from "../../protocol/worker.ts";
import { follow, type FollowerData } from "./threads.ts";
import { nodePorts } from "./ports.ts";
import { enableRelaxedSimd } from "./relaxed-simd.ts";
import { createTrainingWorker } from "../training-worker.ts";

if (isFollower(workerData)) {
  follow(workerData);
} else {
  enableRelaxedSimd();
  serve();
}

function isFollower(data: unknown): data is FollowerData {
  return typeof data === "object" && data !== null && "follow" in data;
}

function serve(): void {
  const host = parentPort;
  if (host === null) throw new Error("worker.js runs as a worker thread only.");
  const port: Port = {
    post: (value) => host.postMessage(value),
    listen: (listener) => {
      host.on("message", listener);
      return () => host.off("message", listener);
    },
  };
  const worker = createTrainingWorker(nodePorts, () => channel.remote);
  const channel = openChannel<TrainingObserver, TrainingWorker>(port, worker);
}
