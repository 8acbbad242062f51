// The commands that start a run, and what a person is told of it: whether it starts, session/run/start-run.ts
// decides.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import { type Beginning, startRun } from "../../session/run/start-run.ts";
import { openBuilder } from "../builder/builder-editor.ts";
import type { DocumentSession } from "../document/session.ts";
import { isOffered } from "../engine/offer-install.ts";
import { showUnready } from "../document/show-unready.ts";
import { nameOf, stemOf } from "../files.ts";
import { inert, say } from "../text.ts";
import { showProgress } from "./run-progress.ts";

/**
 * Trains the document as it is edited; if it is being trained already, only if the person wants that run
 * to end. Resolves when the run has started, or when the person has been told why it has not.
 * @returns whether it has started
 */
export async function train(session: DocumentSession): Promise<boolean> {
  if (session.run.isActive && !(await endRun(session))) return false;
  return launch(session, { kind: "new" });
}

/** Goes on after a run's end for so many epochs. Resolves like `train`. */
export async function trainMore(session: DocumentSession, epochs: number): Promise<void> {
  await launch(session, { kind: "more", epochs });
}

/** Goes on from what a run that did not end well has left. Resolves like `train`. */
export async function continueRun(session: DocumentSession): Promise<void> {
  await launch(session, { kind: "left" });
}

async function launch(session: DocumentSession, beginning: Beginning): Promise<boolean> {
  const { uri } = session.document;
  if (!session.run.isActive && !session.hasViews) await openBuilder(uri);
  const started = await startRun(session, beginning);
  switch (started.kind) {
    case "busy":
      void vscode.window.showInformationMessage(say(message("{0} is being trained already. Stop that run first.", stemOf(uri))));
      return false;
    case "unready":
      await showUnready(session, started.errors);
      return false;
    case "overtaken":
      return false;
    case "elsewhere":
      return (await trainsBesides(session)) && launch(session, { ...beginning, besides: true });
    case "started":
      if (started.note) void vscode.window.showWarningMessage(say(started.note));
      showProgress(session);
      void session.run.over.then(() => tellEnd(session));
      return true;
  }
}

/** Asks whether to train what another window trains; instead of that its run can be watched. */
async function trainsBesides({ document, run }: DocumentSession): Promise<boolean> {
  const watch = say(message("Watch"));
  const besides = say(message("Train Here as Well"));
  const sentence = message("{0} is being trained in another window. Train it here as well?", stemOf(document.uri));
  const detail = say(message("Both runs write the same files: the weights of the run that ends last stay. Every run is kept in Runs."));
  const chosen = await vscode.window.showWarningMessage(say(sentence), { modal: true, detail }, watch, besides);
  if (chosen === watch) run.watch();
  return chosen === besides;
}

/** Asks whether the run that goes on is to make room for another, and ends it; false if it is not. */
async function endRun({ document, run }: DocumentSession): Promise<boolean> {
  const stop = say(message("Stop and Train Again"));
  const sentence = message("{0} is being trained. Stop that run and train again?", stemOf(document.uri));
  const detail = say(message("What it has learned so far is kept in its weight file until the new run ends."));
  if ((await vscode.window.showWarningMessage(say(sentence), { modal: true, detail }, stop)) !== stop) return false;
  await run.stop();
  return true;
}

/** Tells an end that nobody asked for; the builder shows every other one. */
function tellEnd(session: DocumentSession): void {
  const { status } = session.run;
  const name = nameOf(session.document.uri);
  if (status.state === "failed") {
    // One cause, one notification.
    if (!isOffered(status.note)) void vscode.window.showErrorMessage(say(message("{0} could not be trained. {1}", name, status.note)));
  } else if (status.state === "ended" && status.stopped === "diverged" && status.note) {
    void vscode.window.showWarningMessage(`${inert(name)}: ${say(status.note)}`);
  }
}
