// The product's worker as a thread of Node, by the path of its bundle.

import { startThread } from "../../src/host/node/thread.ts";
import { openWorker as open, type WorkerClient } from "../../src/host/worker-client.ts";
import type { TrainingObserver } from "../../src/protocol/worker.ts";

export type { WorkerClient };

export function openWorker(file: string, observer?: Partial<TrainingObserver>): WorkerClient {
  return open(() => startThread(file), observer);
}
