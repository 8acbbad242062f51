// Which document a command is about: the one it was called on, the one in front, the only one open, or one
// the person picks.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import type { DocumentSession } from "./session.ts";
import type { DocumentSessions } from "./sessions.ts";
import { inert, say } from "../text.ts";

/** Where documents are looked for in a workspace, and where not. */
export const DOCUMENTS = "**/*.perceptron";
export const EXCLUDED = "**/node_modules/**";

/** The resource of the tab in front, if it has one. */
export function activeResource(): vscode.Uri | undefined {
  const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText ? input.uri : undefined;
}

/** The session a command is about. If there is none, says so, offers a remedy, and gives nothing. */
export async function chooseSession(sessions: DocumentSessions, called: vscode.Uri | undefined): Promise<DocumentSession | undefined> {
  const uri = await chooseDocument(sessions, called);
  return uri && sessions.of(await vscode.workspace.openTextDocument(uri));
}

/** The document a command is about. If there is none, says so, offers a remedy, and gives nothing. */
export async function chooseDocument(sessions: DocumentSessions, called: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  const active = activeResource();
  const named = called ?? (active?.path.endsWith(".perceptron") ? active : undefined);
  if (named) return named;
  const open = sessions.all.map((session) => session.document.uri);
  if (open.length > 0) return open.length === 1 ? open[0] : pick(open);
  return offerDocuments();
}

async function offerDocuments(): Promise<vscode.Uri | undefined> {
  const found = await vscode.workspace.findFiles(DOCUMENTS, EXCLUDED, 200);
  const openOne = say(message("Open…"));
  const newOne = say(message("New Network"));
  const remedies = found.length > 0 ? [openOne, newOne] : [newOne];
  const sentence = say(message("No .perceptron document is open. Open one, or make a new network."));
  const choice = await vscode.window.showInformationMessage(sentence, ...remedies);
  if (choice === newOne) await vscode.commands.executeCommand("perceptron.newNetwork");
  return choice === openOne ? pick(found) : undefined;
}

async function pick(documents: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  const items = documents.map((uri) => ({ label: inert(vscode.workspace.asRelativePath(uri)), uri }));
  const placeHolder = say(message("Which network?"));
  return (await vscode.window.showQuickPick(items, { placeHolder, ignoreFocusOut: true }))?.uri;
}
