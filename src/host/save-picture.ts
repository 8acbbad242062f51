// What is drawn as a file, a picture or the curve's numbers: where the person says, under the document's name.

import * as vscode from "vscode";
import { type Message, message } from "../model/message.ts";
import type { PictureKind } from "../protocol/builder.ts";
import { curveCsv } from "../protocol/curve.ts";
import { replaceFile, stemOf } from "./files.ts";
import type { DocumentSession } from "./session.ts";
import { baseFolder } from "./sources.ts";
import { say } from "./text.ts";

/** Asks where the picture should go, and writes it there. Nothing is written where the person says no place. */
export async function savePicture({ document }: DocumentSession, kind: PictureKind, bytes: Uint8Array): Promise<void> {
  await saveAs(document.uri, kind, message("Save picture"), bytes);
}

/** The same for the numbers of the curve, as CSV. */
export async function saveCurve({ document, run }: DocumentSession): Promise<void> {
  await saveAs(document.uri, "csv", message("Save the numbers"), new TextEncoder().encode(curveCsv(run.curve.points)));
}

async function saveAs(document: vscode.Uri, extension: string, title: Message, bytes: Uint8Array): Promise<void> {
  // A CSV of the document's name is most likely the one that it learns from.
  const name = extension === "csv" ? `${stemOf(document)}.curve.csv` : `${stemOf(document)}.${extension}`;
  const folder = baseFolder(document);
  const file = await vscode.window.showSaveDialog({
    title: say(title),
    defaultUri: folder ? vscode.Uri.joinPath(folder, name) : vscode.Uri.file(name),
    filters: { [extension.toUpperCase()]: [extension] },
  });
  if (file) await replaceFile(file, bytes);
}
