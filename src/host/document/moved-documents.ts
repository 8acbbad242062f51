// A document that gets another name or place takes along what its runs have left beside it: weights and
// checkpoint, as the run library takes its runs. A run that goes on ends before, so that nothing is written
// if nobody looks for it; the builder at the new place offers to continue.

import * as vscode from "vscode";
import { isMissing } from "../files.ts";
import { log } from "../log.ts";
import { checkpointFileOf } from "../run/run-files.ts";
import type { DocumentSessions } from "./sessions.ts";
import { weightFileOf } from "../run/weight-file.ts";

export function followMoves(sessions: DocumentSessions): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onWillRenameFiles((event) => {
      const moved = sessions.all.filter(({ document }) => event.files.some(({ oldUri }) => isWithin(document.uri, oldUri)));
      event.waitUntil(Promise.all(moved.map(({ run }) => run.leave())));
    }),
    vscode.workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files) void moveLeftovers(sessions, oldUri, newUri);
    }),
  );
}

/** A folder takes everything in it along by itself. */
async function moveLeftovers(sessions: DocumentSessions, before: vscode.Uri, after: vscode.Uri): Promise<void> {
  if (before.path.endsWith(".perceptron") && after.path.endsWith(".perceptron"))
    for (const fileOf of [weightFileOf, checkpointFileOf]) await move(fileOf(before), fileOf(after));
  await Promise.all(sessions.all.filter(({ document }) => isWithin(document.uri, after)).map(({ run }) => run.find()));
}

/** What is there under the new name already stays. */
async function move(from: vscode.Uri | undefined, to: vscode.Uri | undefined): Promise<void> {
  if (from === undefined || to === undefined) return;
  try {
    await vscode.workspace.fs.rename(from, to, { overwrite: false });
  } catch (error) {
    if (!isMissing(error)) log.warn(String(error));
  }
}

function isWithin(uri: vscode.Uri, place: vscode.Uri): boolean {
  return uri.scheme === place.scheme && uri.authority === place.authority && `${uri.path}/`.startsWith(`${place.path}/`);
}
