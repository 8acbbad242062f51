// What a builder asks of its trained network.

import type { EvaluationHost, PredictionHost } from "../../protocol/evaluation-host.ts";
import type { TrainedNetworks } from "../../protocol/worker.ts";
import type { DocumentSession } from "../document/session.ts";
import { tellFailure } from "../tell-failure.ts";
import { evaluationFacet } from "../../session/facets.ts";
import { networkOf } from "../network/network-ports.ts";
import { predictFile } from "./predict.ts";

export function evaluationHost(session: DocumentSession, worker: TrainedNetworks): EvaluationHost & PredictionHost {
  return {
    ...evaluationFacet(networkOf(worker, session)),
    predictFile: async () => void (await tellFailure(() => predictFile(worker, session))),
  };
}
