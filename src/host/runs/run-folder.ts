// Where the runs of a document are kept: `NAME.runs` beside `NAME.perceptron`.

import * as vscode from "vscode";
import { nameOf, stemOf } from "../files.ts";
import { baseFolder } from "../data/sources.ts";

const ENDING = ".runs";

/** `NAME.runs` beside `NAME.perceptron`; absent for a document that was never saved. */
export function runFolder(document: vscode.Uri): vscode.Uri | undefined {
  const folder = document.scheme === "untitled" ? undefined : baseFolder(document);
  return folder && vscode.Uri.joinPath(folder, stemOf(document) + ENDING);
}

/** The document that a run's record in its folder belongs to. */
export function documentOf(record: vscode.Uri): vscode.Uri | undefined {
  const folder = vscode.Uri.joinPath(record, "../..");
  const stem = nameOf(folder).slice(0, -ENDING.length);
  return stem === "" ? undefined : vscode.Uri.joinPath(folder, "..", `${stem}.perceptron`);
}
