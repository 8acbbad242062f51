// What a run leaves beside its document while it trains, NAME.checkpoint.safetensors: everything to go on from, with the document as it was trained and
// the curve so far. A crash leaves the last good one; a run that ends well removes it.

import { rm } from "node:fs/promises";
import * as vscode from "vscode";
import { checkpointFile, readCheckpoint } from "../code/checkpoint.ts";
import { ProblemError } from "../model/problem.ts";
import type { Experiment } from "../model/schema.ts";
import { curveOf, curveTensor } from "../protocol/curve.ts";
import type { HeldCheckpoint } from "../protocol/worker.ts";
import type { RunCheckpoint } from "../training/checkpoint.ts";
import type { EpochResult } from "../training/types.ts";
import { nameOf, readIfThere, replaceFile, stemOf } from "./files.ts";
import { log } from "./log.ts";
import { baseFolder } from "./sources.ts";
import { say } from "./text.ts";
import { MOST_WEIGHTS } from "./weight-file.ts";

/** What a run goes on from. */
export interface RunOrigin {
  /** The document that was trained; its `epochs` are those that the run was to have. */
  readonly experiment: Experiment;
  readonly checkpoint: RunCheckpoint;
  readonly points: readonly EpochResult[];
  /** Finished epochs. */
  readonly epoch: number;
}

/** Where a document's runs leave their checkpoint; undefined where it has no place. */
export function checkpointFileOf(document: vscode.Uri): vscode.Uri | undefined {
  const folder = document.scheme === "untitled" ? undefined : baseFolder(document);
  return folder && vscode.Uri.joinPath(folder, `${stemOf(document)}.checkpoint.safetensors`);
}

export class RunFile {
  readonly #file: vscode.Uri | undefined;

  /** A document that was never saved owns no name, and leaves nothing. */
  constructor(document: vscode.Uri) {
    this.#file = checkpointFileOf(document);
  }

  /** @throws ProblemError where the folder cannot be written */
  async write(experiment: Experiment, { tensors, preprocessing }: HeldCheckpoint, points: readonly EpochResult[]): Promise<void> {
    if (this.#file) await replaceFile(this.#file, checkpointFile(experiment, preprocessing, [...tensors, curveTensor(points)]));
  }

  /** What is there; undefined where there is nothing that a run could go on from. */
  async read(): Promise<RunOrigin | undefined> {
    if (this.#file === undefined) return undefined;
    try {
      const bytes = await readIfThere(this.#file, MOST_WEIGHTS);
      if (bytes === undefined) return undefined;
      const { experiment, tensors } = readCheckpoint(bytes, nameOf(this.#file));
      // The second number of its progress, see training/progress.ts.
      const epoch = tensors.find(({ name }) => name === "progress")?.data[1] ?? -1;
      if (!Number.isSafeInteger(epoch) || epoch < 0) return undefined;
      return experiment && { experiment, checkpoint: { tensors }, points: curveOf(tensors), epoch };
    } catch (error) {
      // What cannot be read is none to go on from; the builder opens all the same.
      log.warn(error instanceof ProblemError ? say(error.problem.message) : String(error));
      return undefined;
    }
  }

  /** Works without the window, which may be gone already. */
  async remove(): Promise<void> {
    if (this.#file?.scheme === "file") await rm(this.#file.fsPath, { force: true });
    else if (this.#file) await vscode.workspace.fs.delete(this.#file).then(undefined, () => {});
  }
}
