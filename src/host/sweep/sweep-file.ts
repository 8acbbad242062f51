// Where the newest sweep of a document is kept: `NAME.runs/sweep.json`, beside the runs. A document that was
// never saved has no such place.

import * as vscode from "vscode";
import { type KeptSweep, keptSweepText, parseKeptSweep } from "../../model/sweep/kept-sweep.ts";
import { checkNoLink, makeOwnFolder } from "../../disk/write-file.ts";
import { notWritten, readIfThere, replaceFile } from "../files.ts";
import { log } from "../log.ts";
import { runFolder } from "../runs/run-folder.ts";

const FILE = "sweep.json";
/** Bytes that it may have. */
const MOST_BYTES = 50_000_000;

export class SweepFile {
  readonly #document: vscode.Uri;

  constructor(document: vscode.Uri) {
    this.#document = document;
  }

  /** What was kept; undefined if nothing was, or if it cannot be read, which the log tells. */
  async load(): Promise<KeptSweep | undefined> {
    const folder = runFolder(this.#document);
    if (folder === undefined) return undefined;
    const file = vscode.Uri.joinPath(folder, FILE);
    try {
      if (folder.scheme === "file") for (const { fsPath } of [folder, file]) await checkNoLink(fsPath);
      const bytes = await readIfThere(file, MOST_BYTES);
      return bytes && parseKeptSweep(new TextDecoder().decode(bytes));
    } catch (error) {
      log.warn(`${file.path} is passed over: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  /**
   * Keeps a sweep in the place of the one before, unless nothing is to be kept of this document.
   * @throws ProblemError if it cannot be written
   */
  async save(kept: KeptSweep): Promise<void> {
    const folder = runFolder(this.#document);
    const most = vscode.workspace.getConfiguration("perceptron", this.#document).get<number>("keepRuns") ?? 1;
    if (folder === undefined || most < 1) return;
    // Node's own works if the window is gone already.
    if (folder.scheme === "file")
      await makeOwnFolder(folder.fsPath).catch((error: unknown) => {
        throw notWritten(folder, error);
      });
    else await vscode.workspace.fs.createDirectory(folder);
    await replaceFile(vscode.Uri.joinPath(folder, FILE), new TextEncoder().encode(keptSweepText(kept)));
  }
}
