// A document's CSVs in editors of VS Code, as they are or at a line that is spoken of.

import * as vscode from "vscode";
import type { CsvLine } from "../../protocol/data-host.ts";
import type { CsvFile } from "./sources.ts";

/** What no text editor can show, so that there is no line to go to. */
const packedPattern = /\.(gz|parquet)$/i;

/** Opens all of the files, or one of them at a line. */
export async function openCsvs(files: readonly CsvFile[], place?: CsvLine): Promise<void> {
  if (place === undefined) {
    for (const { uri } of files) await vscode.commands.executeCommand("vscode.open", uri);
    return;
  }
  const file = files.find(({ name }) => name === place.file);
  if (file === undefined || packedPattern.test(file.uri.path)) return;
  const start = new vscode.Position(Math.max(0, place.line - 1), 0);
  const selection = new vscode.Range(start, start);
  // Not `showTextDocument`, which refuses files of more than 50 MB.
  await vscode.commands.executeCommand("vscode.open", file.uri, { selection, preview: true });
}
