// What keeps a document from being trained or exported, shown: the first error, and the layer it belongs to.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import { layerOf, type Problem } from "../../model/problem.ts";
import { openBuilder } from "../builder/builder-editor.ts";
import { say } from "../text.ts";
import type { DocumentSession } from "./session.ts";

/** @param errors the first one first; of none nothing is shown */
export async function showUnready(session: DocumentSession, errors: readonly Problem[]): Promise<void> {
  const [error] = errors;
  if (error === undefined) return;
  const layer = layerOf(error);
  if (layer !== undefined) {
    await openBuilder(session.document.uri);
    session.reveal(layer);
  }
  const others = errors.length === 1 ? "" : ` ${say(message("({0} errors in Problems.)", errors.length))}`;
  void offerProblems(`${say(error.message)}${others}`);
}

async function offerProblems(sentence: string): Promise<void> {
  const problems = say(message("Show Problems"));
  const choice = await vscode.window.showErrorMessage(sentence, problems);
  if (choice === problems) await vscode.commands.executeCommand("workbench.actions.view.problems");
}
