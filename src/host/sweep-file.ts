// Where the newest sweep of a document is kept: `NAME.runs/sweep.json`, beside the runs. A document that was never saved has no such place.

import { mkdir } from "node:fs/promises";
import * as vscode from "vscode";
import { type KeptSweep, keptSweepText, parseKeptSweep } from "../model/sweep/kept-sweep.ts";
import { replaceFile } from "./files.ts";
import { log } from "./log.ts";
import { runFolder } from "./runs/run-library.ts";

const FILE = "sweep.json";

export class SweepFile {
  readonly #document: vscode.Uri;

  constructor(document: vscode.Uri) {
    this.#document = document;
  }

  /** What was kept; undefined where nothing was, or where it cannot be read, which the log tells. */
  async load(): Promise<KeptSweep | undefined> {
    const folder = runFolder(this.#document);
    if (folder === undefined) return undefined;
    const file = vscode.Uri.joinPath(folder, FILE);
    try {
      return parseKeptSweep(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
    } catch (error) {
      const isMissing = error instanceof vscode.FileSystemError && error.code === "FileNotFound";
      if (!isMissing) log.warn(`${file.path} is passed over: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  /** Keeps a sweep in the place of the one before, unless nothing is to be kept of this document. @throws ProblemError where it cannot be written */
  async save(kept: KeptSweep): Promise<void> {
    const folder = runFolder(this.#document);
    const most = vscode.workspace.getConfiguration("perceptron", this.#document).get<number>("keepRuns") ?? 1;
    if (folder === undefined || most < 1) return;
    // Node's own works where the window is gone already.
    if (folder.scheme === "file") await mkdir(folder.fsPath, { recursive: true });
    else await vscode.workspace.fs.createDirectory(folder);
    await replaceFile(vscode.Uri.joinPath(folder, FILE), new TextEncoder().encode(keptSweepText(kept)));
  }
}
