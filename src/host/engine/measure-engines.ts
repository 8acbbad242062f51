// After a run of a large network with long epochs both engines are measured with it, and the training
// settings show the figures. The person is not asked, and no engine is chosen; a new run stops the measuring
// at once.

import * as vscode from "vscode";
import { mayOutgrow } from "../../protocol/engine-host.ts";
import { endOf } from "../../protocol/run.ts";
import type { Engines } from "../../protocol/worker.ts";
import { encodingHint } from "../data/encoding-hint.ts";
import { sourceReferences } from "../data/sources.ts";
import type { DocumentSession } from "../document/session.ts";
import type { DocumentSessions } from "../document/sessions.ts";
import { logWarning } from "../log.ts";
import { chosenPython, engineChoice } from "./engine-settings.ts";

export function measureAfterRuns(sessions: DocumentSessions, worker: Engines): vscode.Disposable {
  /** What is measured for, one at a time. */
  let measured: DocumentSession | undefined;
  /** The last run of each document that was measured, so that no run is measured twice. */
  const tried = new WeakMap<DocumentSession, number>();
  const follow = (session: DocumentSession): void => {
    session.run.onDidChange(() => {
      if (measured !== undefined && sessions.all.some(({ run }) => run.isActive)) void worker.stopMeasuring().catch(logWarning);
      const { run } = session.run.status;
      if (measured !== undefined || tried.get(session) === run || !isWorthIt(session)) return;
      measured = session;
      tried.set(session, run);
      void measure(session, worker)
        .catch(logWarning)
        .finally(() => (measured = undefined));
    });
  };
  for (const session of sessions.all) follow(session);
  return sessions.onDidOpen(follow);
}

/** A run that was stopped tells as much as one that went to its end. */
function isWorthIt({ run, document }: DocumentSession): boolean {
  const end = endOf(run.status);
  return (
    end?.started !== undefined &&
    mayOutgrow(end.started, end.secondsPerEpoch ?? 0) &&
    vscode.workspace.isTrusted &&
    engineChoice(document.uri)?.name === "builtin"
  );
}

async function measure({ run, document: { uri } }: DocumentSession, worker: Engines): Promise<void> {
  const [{ trained }, number] = [run, run.status.run];
  if (trained === undefined) return;
  const options = { document: uri.toString(), encodingHint: encodingHint(uri) };
  const times = await worker.measureEngines(trained, await sourceReferences(uri, trained.data.file), options, await chosenPython(uri));
  if (times && run.status.run === number) run.measured(times);
}
