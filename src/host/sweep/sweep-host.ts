// What a builder asks of its document's sweep.

import type { SweepHost } from "../../protocol/sweep.ts";
import { saveTrials } from "../builder/save-picture.ts";
import type { DocumentSession } from "../document/session.ts";
import { tellFailure } from "../tell-failure.ts";
import { startSweep } from "./start-sweep.ts";

export function sweepHost(session: DocumentSession): SweepHost {
  const { sweep, document } = session;
  return {
    startSweep: (wanted) => tellFailure(() => startSweep(session, wanted)),
    stopSweep: () => sweep.stop(),
    sweepStatus: async (band) => sweep.status(band, document.getText()),
    saveTrials: () => tellFailure(() => saveTrials(session)),
  };
}
