// What a builder asks of its document's sweep.

import type { SweepHost } from "../../protocol/sweep.ts";
import { saveTrials } from "../builder/save-picture.ts";
import { sweepFacet } from "../../session/facets.ts";
import type { DocumentSession } from "../document/session.ts";
import { tellFailure } from "../tell-failure.ts";
import { startSweep } from "./start-sweep.ts";

export function sweepHost(session: DocumentSession): SweepHost {
  return {
    ...sweepFacet(session),
    startSweep: (wanted) => tellFailure(() => startSweep(session, wanted)),
    saveTrials: () => tellFailure(() => saveTrials(session)),
  };
}
