// Whether a sweep starts: the document itself can be trained, and no other sweep of it goes on.

import type { Problem } from "../../model/problem.ts";
import type { Sweep } from "../../model/sweep/sweep.ts";
import { listTrials } from "../../model/sweep/trials.ts";
import type { DocumentSession } from "../document-session.ts";

export type StartedSweep =
  | { readonly kind: "started" }
  /** A second press while the data was read finds the first one's sweep. */
  | { readonly kind: "busy" }
  /** The first error first. */
  | { readonly kind: "unready"; readonly errors: readonly Problem[] };

/** @throws ProblemError if it asks for too much or for nothing */
export async function startSweep(session: DocumentSession, sweep: Sweep): Promise<StartedSweep> {
  const { experiment, errors } = await session.ready();
  if (experiment === undefined) return { kind: "unready", errors };
  if (session.sweep.isActive) return { kind: "busy" };
  session.sweep.start(sweep, session.text, listTrials(session.text, sweep, session.data.facts));
  return { kind: "started" };
}
