// A document's text, whether it is open or not.

import * as vscode from "vscode";
import { MOST_DOCUMENT } from "../../model/format.ts";
import { readIfThere } from "../files.ts";

/**
 * The text as it is edited, else as it is on disk; undefined if there is none.
 * @throws Error if it is not an ordinary file, or too large to be a document
 */
export async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString() && !document.isClosed);
  if (open) return open.getText();
  const bytes = await readIfThere(uri, MOST_DOCUMENT);
  return bytes && new TextDecoder().decode(bytes);
}
