// What is drawn as a file, a picture or the numbers of a curve or of trials: where the person says, under the
// document's name.

import * as vscode from "vscode";
import { type Message, message } from "../../model/message.ts";
import type { PictureHost, PictureKind } from "../../protocol/network-host.ts";
import { curveCsv } from "../../protocol/curve.ts";
import { trialsCsv } from "../../protocol/trials-csv.ts";
import { replaceFile, stemOf } from "../files.ts";
import type { DocumentSession } from "../document/session.ts";
import { baseFolder } from "../data/sources.ts";
import { tellFailure } from "../tell-failure.ts";
import { say } from "../text.ts";

/** Saves what a builder has drawn. */
export function pictureHost(session: DocumentSession): PictureHost {
  return { savePicture: (kind, bytes) => tellFailure(() => savePicture(session, kind, bytes)) };
}

/**
 * Asks where the picture should go, and writes it there. Nothing is written if the person says no place.
 */
export async function savePicture({ document }: DocumentSession, kind: PictureKind, bytes: Uint8Array): Promise<void> {
  await saveAs(document.uri, kind, message("Save picture"), bytes);
}

/** The same for the numbers of the curve, as CSV. */
export async function saveCurve({ document, run }: DocumentSession): Promise<void> {
  await saveAs(document.uri, "curve.csv", message("Save the numbers"), new TextEncoder().encode(curveCsv(run.curve.points)));
}

/** The same for the trials of the newest sweep. */
export async function saveTrials({ document, sweep }: DocumentSession): Promise<void> {
  const trials = sweep.status("range", document.getText())?.trials ?? [];
  await saveAs(document.uri, "trials.csv", message("Save the numbers"), new TextEncoder().encode(trialsCsv(trials)));
}

/**
 * @param ending of the file's name. A CSV of the document's own name is most likely the one that it learns
 *   from, so it is told apart by another.
 */
async function saveAs(document: vscode.Uri, ending: string, title: Message, bytes: Uint8Array): Promise<void> {
  const name = `${stemOf(document)}.${ending}`;
  const extension = ending.slice(ending.lastIndexOf(".") + 1);
  const folder = baseFolder(document);
  const file = await vscode.window.showSaveDialog({
    title: say(title),
    defaultUri: folder ? vscode.Uri.joinPath(folder, name) : vscode.Uri.file(name),
    filters: { [extension.toUpperCase()]: [extension] },
  });
  if (file) await replaceFile(file, bytes);
}
