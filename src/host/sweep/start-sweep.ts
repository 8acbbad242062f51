// What has to be true before a sweep starts: the document itself can be trained, and no other sweep of it
// goes on.

import { listTrials } from "../../model/sweep/trials.ts";
import type { Sweep } from "../../model/sweep/sweep.ts";
import type { DocumentSession } from "../document/session.ts";
import { readyExperiment } from "../run/train.ts";

/**
 * Resolves when the sweep has started, or when the person has been told why it has not.
 * @throws ProblemError where it asks for too much or for nothing
 */
export async function startSweep(session: DocumentSession, sweep: Sweep): Promise<void> {
  const experiment = await readyExperiment(session);
  // A second press while the data was read finds the first one's sweep.
  if (experiment === undefined || session.sweep.isActive) return;
  const text = session.document.getText();
  session.sweep.start(sweep, text, listTrials(text, sweep, session.data.facts));
}
