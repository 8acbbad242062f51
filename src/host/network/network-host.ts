// What a builder asks of its network to look at it.

import type { NetworkHost } from "../../protocol/network-host.ts";
import type { TrainedNetworks } from "../../protocol/worker.ts";
import type { DocumentSession } from "../document/session.ts";
import { weightsOf } from "../../session/network/network-weights.ts";
import { networkPorts } from "./network-ports.ts";

export function networkHost(session: DocumentSession, worker: TrainedNetworks): NetworkHost {
  return {
    weights: () => weightsOf(session, networkPorts(worker, session.document.uri)),
    sampleLayer: (layer) => worker.sample(layer),
  };
}
