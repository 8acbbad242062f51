// Where the newest sweep of a document is kept: `NAME.runs/sweep.json`, beside the runs. A document that was
// never saved has no such place.

import * as vscode from "vscode";
import type { KeptSweep } from "../../model/sweep/kept-sweep.ts";
import { notWritten, onDisk, readIfThere, replaceFile } from "../files.ts";
import { log } from "../log.ts";
import { runFolder } from "../runs/run-folder.ts";

const FILE = "sweep.json";
/** Bytes that it may have. */
const MOST_BYTES = 50_000_000;

/** Few documents have been swept, so what reads a sweep is loaded with the first. */
const format = () => import("../../model/sweep/kept-sweep.ts");

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
      for (const place of [onDisk(folder), onDisk(file)]) await place?.disk.checkNoLink(place.path);
      const bytes = await readIfThere(file, MOST_BYTES);
      return bytes && (await format()).parseKeptSweep(new TextDecoder().decode(bytes));
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
    const place = onDisk(folder);
    // The disk's own works if the window is gone already.
    if (place)
      await place.disk.makeOwnFolder(place.path).catch((error: unknown) => {
        throw notWritten(folder, error);
      });
    else await vscode.workspace.fs.createDirectory(folder);
    const { keptSweepText } = await format();
    await replaceFile(vscode.Uri.joinPath(folder, FILE), new TextEncoder().encode(keptSweepText(kept)));
  }
}
