// What a builder asks of its trained network.

import type { EvaluationHost, PredictionHost } from "../../protocol/evaluation-host.ts";
import type { TrainedNetworks } from "../../protocol/worker.ts";
import type { DocumentSession } from "../document/session.ts";
import { tellFailure } from "../tell-failure.ts";
import { evaluate } from "./evaluate.ts";
import { predictFile } from "./predict-command.ts";
import { predictionForm, predictValues } from "./predict.ts";

export function evaluationHost(session: DocumentSession, worker: TrainedNetworks): EvaluationHost & PredictionHost {
  return {
    evaluate: (kind, question) => evaluate(worker, session, kind, question),
    predictionForm: () => predictionForm(worker, session),
    predictValues: (values) => predictValues(worker, session, values),
    predictFile: async () => void (await tellFailure(() => predictFile(worker, session))),
  };
}
