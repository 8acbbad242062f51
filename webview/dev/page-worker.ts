// The worker of a browser in the page itself, behind a channel as if it were in a thread: the real reading,
// training and context, on the engine's plain kernels.

import { memoryPorts, openChannel, withOwn } from "../../src/protocol/channel.ts";
import type { TrainingObserver, TrainingWorker } from "../../src/protocol/worker.ts";
import type { TrainingThread } from "../../src/session/worker-trainer.ts";
import { createTrainingWorker } from "../../src/worker/training-worker.ts";
import { webPorts } from "../../src/worker/web/ports.ts";

/** A timer gives way to the page, which paints in between; in a thread of its own nothing has to. */
const ports: typeof webPorts = { ...webPorts, turn: () => new Promise((resolve) => setTimeout(resolve)) };

export interface PageWorker extends TrainingThread, Omit<TrainingWorker, keyof TrainingThread> {}

export function startWorker(observer: Partial<TrainingObserver> = {}): PageWorker {
  const [page, thread] = memoryPorts();
  const told: TrainingObserver = { started: async () => {}, progressed: async () => {}, reading: async () => {}, ...observer };
  const worker = createTrainingWorker(ports, () => back.remote);
  const back = openChannel<TrainingObserver, TrainingWorker>(thread, worker);
  const channel = openChannel<TrainingWorker, TrainingObserver>(page, told);
  return withOwn(channel.remote, {
    warm: () => {},
    dispose: () => {
      void worker.stop();
      channel.close();
      back.close();
    },
  });
}
