// The worker of a page: the same rooms behind the same channel as in a thread of Node.

import { openChannel, type Port } from "../../protocol/channel.ts";
import type { TrainingObserver, TrainingWorker } from "../../protocol/worker.ts";
import { createTrainingWorker } from "../training-worker.ts";
import { webPorts } from "./ports.ts";

const port: Port = {
  post: (value) => self.postMessage(value),
  listen: (listener) => {
    const hear = ({ data }: MessageEvent): void => listener(data);
    self.addEventListener("message", hear);
    return () => self.removeEventListener("message", hear);
  },
};
const worker = createTrainingWorker(webPorts, () => channel.remote);
const channel = openChannel<TrainingObserver, TrainingWorker>(port, worker);
