// What a builder asks of its document's sweep.

import type { SweepHost } from "../../protocol/sweep.ts";
import { startSweep } from "../../session/sweep/start-sweep.ts";
import { saveTrials } from "../builder/save-picture.ts";
import { sweepFacet } from "../../session/facets.ts";
import type { DocumentSession } from "../document/session.ts";
import { showUnready } from "../document/show-unready.ts";
import { tellFailure } from "../tell-failure.ts";

export function sweepHost(session: DocumentSession): SweepHost {
  return {
    ...sweepFacet(session),
    startSweep: (wanted) =>
      tellFailure(async () => {
        const started = await startSweep(session, wanted);
        if (started.kind === "unready") await showUnready(session, started.errors);
      }),
    saveTrials: () => tellFailure(() => saveTrials(session)),
  };
}
