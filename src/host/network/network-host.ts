// What a builder asks of its network to look at it.

import type { NetworkHost } from "../../protocol/network-host.ts";
import type { TrainingWorker } from "../../protocol/worker.ts";
import type { DocumentSession } from "../document/session.ts";
import { weightsOf } from "./network-weights.ts";

export function networkHost(session: DocumentSession, worker: TrainingWorker): NetworkHost {
  return {
    weights: () => weightsOf(worker, session),
    sampleLayer: (layer) => worker.sample(layer),
  };
}
