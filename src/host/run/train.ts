// Train and Stop: what has to be true before a run starts, and what the person is told when it is not.

import * as vscode from "vscode";
import { type Message, message } from "../../model/message.ts";
import { layerOf } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import { openBuilder } from "../builder/builder-editor.ts";
import { nameOf, stemOf } from "../files.ts";
import { showProgress } from "./run-progress.ts";
import type { DocumentSession } from "../document/session.ts";
import { unsavedCsvs } from "../data/sources.ts";
import { inert, say } from "../text.ts";

/**
 * Trains the document as it is edited; where it is being trained already, only if the person wants that run
 * to end. Resolves when the run has started, or when the person has been told why it has not.
 */
export async function train(session: DocumentSession): Promise<void> {
  if (session.run.isActive && !(await endRun(session))) return;
  await launch(session, async (experiment, note) => session.run.start(experiment, note));
}

/** Goes on after a run's end for so many epochs. Resolves like `train`. */
export async function trainMore(session: DocumentSession, epochs: number): Promise<void> {
  await launch(session, async (experiment, note) => session.run.more(experiment, epochs, note));
}

/** Goes on from what a run that did not end well has left. Resolves like `train`. */
export async function continueRun(session: DocumentSession): Promise<void> {
  await launch(session, (experiment, note) => session.run.goOn(experiment, note));
}

async function launch(session: DocumentSession, start: (experiment: Experiment, note?: Message) => Promise<void>): Promise<void> {
  if (session.run.isActive) {
    const sentence = message("{0} is being trained already. Stop that run first.", stemOf(session.document.uri));
    void vscode.window.showInformationMessage(say(sentence));
    return;
  }
  if (!session.hasViews) await openBuilder(session.document.uri);
  const experiment = await readyExperiment(session);
  // A second press while the data was read finds the first one's run.
  if (experiment === undefined || session.run.isActive) return;
  const unsaved = unsavedCsvs(session.csvs);
  const note = unsaved.length > 0 ? unsavedNote(unsaved) : undefined;
  if (note) void vscode.window.showWarningMessage(say(note));
  await start(experiment, note);
  showProgress(session);
  void session.run.over.then(() => tellEnd(session));
}

/** Asks whether the run that goes on is to make room for another, and ends it; false where it is not. */
async function endRun({ document, run }: DocumentSession): Promise<boolean> {
  const stop = say(message("Stop and Train Again"));
  const sentence = message("{0} is being trained. Stop that run and train again?", stemOf(document.uri));
  const detail = say(message("What it has learned so far is kept in its weight file until the new run ends."));
  if ((await vscode.window.showWarningMessage(say(sentence), { modal: true, detail }, stop)) !== stop) return false;
  await run.stop();
  return true;
}

/**
 * The document, once its data is read and nothing in it is wrong.
 * Otherwise shows the first error, and the layer it belongs to, and gives nothing.
 */
export async function readyExperiment(session: DocumentSession): Promise<Experiment | undefined> {
  const ready = await session.ready();
  if (ready.experiment) return ready.experiment;
  const [error] = ready.errors;
  if (error === undefined) return undefined;
  const layer = layerOf(error);
  if (layer !== undefined) {
    await openBuilder(session.document.uri);
    session.reveal(layer);
  }
  const others = ready.errors.length === 1 ? "" : ` ${say(message("({0} errors in Problems.)", ready.errors.length))}`;
  void offerProblems(`${say(error.message)}${others}`);
  return undefined;
}

async function offerProblems(sentence: string): Promise<void> {
  const problems = say(message("Show Problems"));
  const choice = await vscode.window.showErrorMessage(sentence, problems);
  if (choice === problems) await vscode.commands.executeCommand("workbench.actions.view.problems");
}

function unsavedNote(csvs: readonly string[]): Message {
  return message("{0} has unsaved changes. This run reads the file on disk.", csvs.join(", "));
}

/** Tells an end that nobody asked for; the builder shows every other one. */
function tellEnd(session: DocumentSession): void {
  const { status } = session.run;
  const name = nameOf(session.document.uri);
  if (status.state === "failed") {
    void vscode.window.showErrorMessage(say(message("{0} could not be trained. {1}", name, status.note)));
  } else if (status.state === "ended" && status.stopped === "diverged" && status.note) {
    void vscode.window.showWarningMessage(`${inert(name)}: ${say(status.note)}`);
  }
}
