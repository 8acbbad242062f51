// What a builder asks of its document's run: the same functions as the commands.

import type { RunHost } from "../../protocol/run-host.ts";
import { saveCurve } from "../builder/save-picture.ts";
import { runFacet } from "../../session/facets.ts";
import type { DocumentSession } from "../document/session.ts";
import { tellFailure } from "../tell-failure.ts";
import { saveEvents } from "./save-events.ts";
import { continueRun, train, trainMore } from "./train.ts";

export function runHost(session: DocumentSession): RunHost {
  const { run } = session;
  return {
    ...runFacet(session),
    train: () => tellFailure(() => train(session)),
    trainMore: (epochs) => tellFailure(() => trainMore(session, epochs)),
    continueRun: () => tellFailure(() => continueRun(session)),
    keepWeights: (which) => tellFailure(() => run.keepWeights(which)),
    saveCurve: () => tellFailure(() => saveCurve(session)),
    saveEvents: () => tellFailure(() => saveEvents(session)),
  };
}
