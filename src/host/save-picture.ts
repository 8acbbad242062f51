// A picture of the network as a file: where the person says, under the document's name.

import * as vscode from "vscode";
import { message } from "../model/message.ts";
import type { PictureKind } from "../protocol/builder.ts";
import { replaceFile, stemOf } from "./files.ts";
import type { DocumentSession } from "./session.ts";
import { baseFolder } from "./sources.ts";
import { say } from "./text.ts";

/** Asks where the picture should go, and writes it there. Nothing is written where the person says no place. */
export async function savePicture({ document }: DocumentSession, kind: PictureKind, bytes: Uint8Array): Promise<void> {
  const name = `${stemOf(document.uri)}.${kind}`;
  const folder = baseFolder(document.uri);
  const file = await vscode.window.showSaveDialog({
    title: say(message("Save picture")),
    defaultUri: folder ? vscode.Uri.joinPath(folder, name) : vscode.Uri.file(name),
    filters: kind === "svg" ? { SVG: ["svg"] } : { PNG: ["png"] },
  });
  if (file) await replaceFile(file, bytes);
}
