// Whether a run starts, and what keeps it from that. Nothing is shown here: whoever asks has the answer as a
// value, a command to show it, a tool to return it.

import { type Message, message } from "../../model/message.ts";
import { type Problem, ProblemError } from "../../model/problem.ts";
import type { DocumentSession } from "../document-session.ts";

export type Beginning =
  /** `waits`: before its first batch. */
  (
    | { readonly kind: "new"; readonly waits?: boolean }
    /** After a run's end. */
    | { readonly kind: "more"; readonly epochs: number }
    /** From what a run that did not end well has left. */
    | { readonly kind: "left" }
  ) & {
    /** Also if another window trains the document. */
    readonly besides?: true;
  };

export type StartedRun =
  /** `note`: what to know about the run. */
  | { readonly kind: "started"; readonly note: Message | undefined }
  /** The document is being trained already. */
  | { readonly kind: "busy" }
  /** Another question, as a second press of Train, has started a run while the data was read. */
  | { readonly kind: "overtaken" }
  /** Another window trains it. */
  | { readonly kind: "elsewhere" }
  /** The first error first. */
  | { readonly kind: "unready"; readonly errors: readonly Problem[] };

/**
 * Starts a run of the document as it is edited, once its data is read and nothing in it is wrong.
 * @throws ProblemError if it cannot go on, because the document has changed or there is nothing to go on from
 */
export async function startRun(session: DocumentSession, beginning: Beginning): Promise<StartedRun> {
  const { run } = session;
  if (run.isActive) return { kind: "busy" };
  const { experiment, errors } = await session.ready();
  if (experiment === undefined) return { kind: "unready", errors };
  if (!beginning.besides && (await run.isElsewhere())) return { kind: "elsewhere" };
  if (run.isActive) return { kind: "overtaken" };
  const unsaved = session.data.changes?.unsaved ?? [];
  const note = unsaved.length > 0 ? message("{0} has unsaved changes. This run reads the file on disk.", unsaved.join(", ")) : undefined;
  if (beginning.kind === "new") run.start(experiment, note, beginning.waits);
  else if (beginning.kind === "more") run.more(experiment, beginning.epochs, note);
  else await run.goOn(experiment, note);
  return { kind: "started", note };
}

/**
 * Starts a run anew, for whoever only wants to know that it has begun, and gives what to know about it.
 * @throws ProblemError that says why it has not
 */
export async function startOrRefuse(session: DocumentSession): Promise<Message | undefined> {
  const started = await startRun(session, { kind: "new" });
  if (started.kind === "started") return started.note;
  const name = session.state.fileName;
  if (started.kind !== "unready") throw refused(message("{0} is being trained already. Stop that run first.", name));
  const [first] = started.errors;
  throw first ? new ProblemError(first) : refused(message("The data of {0} is not read. Check the document.", name));
}

function refused(sentence: Message): ProblemError {
  return new ProblemError({ severity: "error", code: "not-started", message: sentence, path: [] });
}
